defmodule Lifts do
  @moduledoc "One worker for each lift that somebody asks for; its registered name makes it the one."
  use Supervisor

  def start_link(opts) do
    Supervisor.start_link(__MODULE__, opts, name: Keyword.fetch!(opts, :name))
  end

  # Looking first only saves the way through the supervisor. What makes it one worker is that
  # a second one can't register: whoever loses takes the winner's.
  @spec worker(atom, term) :: {:ok, pid} | {:error, term}
  def worker(lifts, id) do
    case lookup(lifts, id) do
      nil -> start(lifts, id)
      pid -> {:ok, pid}
    end
  end

  @spec stop(atom, term) :: :ok
  def stop(lifts, id) do
    with pid when is_pid(pid) <- lookup(lifts, id) do
      # :not_found when it ended by itself in the meantime
      DynamicSupervisor.terminate_child(workers(lifts), pid)
    end

    :ok
  end

  @spec ids(atom) :: [term]
  def ids(lifts) do
    entries = Registry.select(registry(lifts), [{{:"$1", :"$2", :_}, [], [{{:"$1", :"$2"}}]}])
    for {id, pid} <- entries, Process.alive?(pid), do: id
  end

  # A registered worker is linked to the registry and ends with it, so that no worker lives on
  # unknown. A registry that comes back as a whole finds no supervisor that is older than itself.
  @impl true
  def init(opts) do
    lifts = Keyword.fetch!(opts, :name)
    meta = [worker: Keyword.fetch!(opts, :worker)]

    children = [
      {Registry, keys: :unique, name: registry(lifts), meta: meta},
      {DynamicSupervisor, name: workers(lifts), strategy: :one_for_one}
    ]

    Supervisor.init(children, strategy: :rest_for_one)
  end

  defp start(lifts, id) do
    case DynamicSupervisor.start_child(workers(lifts), child_spec(lifts, id)) do
      {:ok, pid} -> {:ok, pid}
      {:error, {:already_started, pid}} -> {:ok, pid}
      {:error, reason} -> {:error, reason}
      :ignore -> {:error, :ignored}
    end
  end

  # Temporary: the next request is what starts a crashed worker again. A supervisor that did so
  # too would find the name taken now and then, and count that against its restarts.
  defp child_spec(lifts, id) do
    {:ok, worker} = Registry.meta(registry(lifts), :worker)
    %{id: id, start: {worker, :start_link, [id, [name: name(lifts, id)]]}, restart: :temporary}
  end

  # Not Registry.lookup/2: for a moment after a death that may still find the dead pid.
  defp lookup(lifts, id), do: GenServer.whereis(name(lifts, id))

  defp name(lifts, id), do: {:via, Registry, {registry(lifts), id}}
  defp registry(lifts), do: Module.concat(lifts, Registry)
  defp workers(lifts), do: Module.concat(lifts, Workers)
end
