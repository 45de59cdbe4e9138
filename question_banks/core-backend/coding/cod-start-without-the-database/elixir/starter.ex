defmodule StockLink do
  @moduledoc """
  Keeps the node's one connection to the warehouse database.

  Options for `start_link/1`:
    * `:connect`   zero-arity function, gives `{:ok, conn}` or `{:error, reason}`; `conn` is
                   a process that ends when the line drops
    * `:backoff`   one-arity function: failures in a row => ms to wait before the next attempt
    * `:stable_ms` a connection that lived this long has held (default 10_000)
    * `:now`       zero-arity clock in ms, for tests
    * `:name`      optional registered name
  """
  use GenServer

  def start_link(opts) do
    {gen_opts, opts} = Keyword.split(opts, [:name])
    GenServer.start_link(__MODULE__, opts, gen_opts)
  end

  @doc "The connection, for the caller to use."
  @spec conn(GenServer.server(), timeout) :: {:ok, pid} | {:error, :down}
  def conn(_link, _timeout \\ 5_000) do
    raise "not implemented"
  end

  @doc "For the status page: how many failures in a row there were, and the last reason."
  @spec status(GenServer.server(), timeout) ::
          :up | {:down, failures :: non_neg_integer, last_reason :: term}
  def status(_link, _timeout \\ 5_000) do
    raise "not implemented"
  end

  # As it is in production today.
  @impl true
  def init(opts) do
    {:ok, conn} = Keyword.fetch!(opts, :connect).()
    Process.monitor(conn)
    {:ok, %{conn: conn}}
  end

  @impl true
  def handle_info({:DOWN, _ref, :process, _pid, reason}, state) do
    {:stop, {:connection_lost, reason}, state}
  end
end
