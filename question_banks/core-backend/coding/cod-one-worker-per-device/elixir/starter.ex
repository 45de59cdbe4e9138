defmodule Lifts do
  @moduledoc """
  Runs one worker for each lift that somebody asks for.

  Options for `start_link/1`:
    * `:name`   an atom; it is what the other functions take as `lifts`
    * `:worker` a module whose `start_link(id, gen_opts)` starts a GenServer, passing `gen_opts`
                (such as `[name: name]`) on to `GenServer.start_link/3`
  """
  use Supervisor

  def start_link(opts) do
    Supervisor.start_link(__MODULE__, opts, name: Keyword.fetch!(opts, :name))
  end

  @doc "The worker of this lift, started if there is none."
  @spec worker(atom, term) :: {:ok, pid} | {:error, term}
  def worker(_lifts, _id) do
    raise "not implemented"
  end

  @doc "Ends the lift's worker; it has ended when this returns."
  @spec stop(atom, term) :: :ok
  def stop(_lifts, _id) do
    raise "not implemented"
  end

  @doc "The lifts that have a worker now, in no order."
  @spec ids(atom) :: [term]
  def ids(_lifts) do
    raise "not implemented"
  end

  @impl true
  def init(_opts) do
    Supervisor.init([], strategy: :one_for_one)
  end
end
