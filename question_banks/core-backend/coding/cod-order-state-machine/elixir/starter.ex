defmodule Order do
  @moduledoc """
  One pick-up order, from its arrival to its end.

      new    -- pay -->     paid       new    -- cancel -->  cancelled    new    -- late -->  expired
      paid   -- pack -->    packed     paid   -- cancel -->  refunded     paid   -- late -->  refunded
      packed -- collect --> collected                                     packed -- late -->  returned

  Options for `start_link/1`:
    * `:deadlines` ms for each state that has one, such as `%{new: 900_000}`
    * `:save`      `save.(state, since)` writes it down: `:ok` or `{:error, reason}`
    * `:retry_ms`  after a deadline that couldn't be saved, when to try again (default 1_000)
    * `:now`       zero-arity wall clock in ms, for tests
    * `:state`, `:since` where an order goes on after a restart (default `:new`, now)
  """

  @type state ::
          :new | :paid | :packed | :collected | :cancelled | :expired | :refunded | :returned
  @type answer :: :ok | {:error, {:not_now, state}} | {:error, :not_saved}

  def child_spec(opts), do: %{id: __MODULE__, start: {__MODULE__, :start_link, [opts]}}

  @spec start_link(keyword) :: {:ok, pid}
  def start_link(_opts), do: raise("not implemented")

  @doc "`event` is `:pay`, `:pack`, `:collect` or `:cancel`."
  @spec event(pid, atom) :: answer
  def event(_order, _event), do: raise("not implemented")

  @spec state(pid) :: state
  def state(_order), do: raise("not implemented")
end
