defmodule Desk do
  @moduledoc """
  The line in front of the fare engine. Plain data: every function is told what time it is, in ms.

  Options for `new/1`:
    * `:target_ms`  a wait up to this is fine (default 100)
    * `:window_ms`  how long waits must have been longer to call it overload (default 500)
    * `:service_ms` what the engine takes at least for a request (default 20)
    * `:limit`      how many may wait (default `:infinity`)
  """

  @type request :: %{id: term, class: :pay | :browse, deadline: integer}
  @type t :: term

  @spec new(keyword) :: t
  def new(_opts \\ []), do: raise("not implemented")

  @doc "A request comes in."
  @spec arrive(t, request, now :: integer) :: {:ok | :refused, t}
  def arrive(_desk, _request, _now), do: raise("not implemented")

  @doc "The engine is free: what it should work on, and which ones are refused on this occasion."
  @spec next(t, now :: integer) :: {request | nil, refused :: [request], t}
  def next(_desk, _now), do: raise("not implemented")

  @doc """
  Plays `arrivals`, a list of `{at, request}` in order, against one engine which needs
  `service.(start)` ms for a request that it starts then. Counts how they end, such as
  `%{{:pay, :in_time} => 3, {:browse, :late} => 1, {:browse, :refused} => 2}`.
  """
  @spec simulate(t, [{integer, request}], (integer -> pos_integer)) ::
          %{{:pay | :browse, :in_time | :late | :refused} => pos_integer}
  def simulate(_desk, _arrivals, _service), do: raise("not implemented")
end
