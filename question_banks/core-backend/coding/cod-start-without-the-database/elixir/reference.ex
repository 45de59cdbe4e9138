defmodule StockLink do
  @moduledoc "Keeps one connection, or keeps trying; either way it answers at once."
  use GenServer

  def start_link(opts) do
    {gen_opts, opts} = Keyword.split(opts, [:name])
    GenServer.start_link(__MODULE__, opts, gen_opts)
  end

  @spec conn(GenServer.server(), timeout) :: {:ok, pid} | {:error, :down}
  def conn(link, timeout \\ 5_000), do: GenServer.call(link, :conn, timeout)

  @spec status(GenServer.server(), timeout) ::
          :up | {:down, failures :: non_neg_integer, last_reason :: term}
  def status(link, timeout \\ 5_000), do: GenServer.call(link, :status, timeout)

  @impl true
  def init(opts) do
    state = %{
      connect: Keyword.fetch!(opts, :connect),
      backoff: Keyword.get(opts, :backoff, &default_backoff/1),
      stable_ms: Keyword.get(opts, :stable_ms, 10_000),
      now: Keyword.get(opts, :now, fn -> System.monotonic_time(:millisecond) end),
      # failures in a row, and why the last one failed
      failures: 0,
      reason: nil,
      # :waiting, {:trying, monitor} or {:up, monitor, conn, since}
      phase: :waiting
    }

    {:ok, state, {:continue, :attempt}}
  end

  @impl true
  def handle_continue(:attempt, state), do: {:noreply, attempt(state)}

  @impl true
  def handle_call(:conn, _from, %{phase: {:up, _ref, conn, _since}} = state) do
    {:reply, {:ok, conn}, state}
  end

  def handle_call(:conn, _from, state), do: {:reply, {:error, :down}, state}

  def handle_call(:status, _from, %{phase: {:up, _ref, _conn, _since}} = state) do
    {:reply, :up, state}
  end

  def handle_call(:status, _from, state) do
    {:reply, {:down, state.failures, state.reason}, state}
  end

  @impl true
  def handle_info(:attempt, %{phase: :waiting} = state), do: {:noreply, attempt(state)}

  # An attempt hands its result over in its exit reason, so that a returned error, an
  # exception and a kill arrive in the same way.
  def handle_info({:DOWN, ref, :process, _pid, reason}, %{phase: {:trying, ref}} = state) do
    case reason do
      {:shutdown, {:result, {:ok, conn}}} when is_pid(conn) -> {:noreply, up(state, conn)}
      {:shutdown, {:result, {:error, reason}}} -> {:noreply, failed(state, reason)}
      {:shutdown, {:result, other}} -> {:noreply, failed(state, {:bad_result, other})}
      crash -> {:noreply, failed(state, {:crash, crash})}
    end
  end

  def handle_info({:DOWN, ref, _, _, reason}, %{phase: {:up, ref, _conn, since}} = state) do
    held? = state.now.() - since >= state.stable_ms
    state = if held?, do: %{state | failures: 0}, else: state
    {:noreply, failed(state, {:lost, reason})}
  end

  def handle_info(_stale, state), do: {:noreply, state}

  # Outside this process, since an attempt may be silent for long; not linked, since no way
  # in which it ends may reach the supervisor.
  defp attempt(state) do
    connect = state.connect
    {_pid, ref} = spawn_monitor(fn -> exit({:shutdown, {:result, connect.()}}) end)
    %{state | phase: {:trying, ref}}
  end

  # The count of failures stays until the connection has held: a login that is accepted and
  # closed again is no success.
  defp up(state, conn) do
    %{state | phase: {:up, Process.monitor(conn), conn, state.now.()}}
  end

  defp failed(state, reason) do
    failures = state.failures + 1
    Process.send_after(self(), :attempt, state.backoff.(failures))
    %{state | phase: :waiting, failures: failures, reason: reason}
  end

  # 200 ms, doubled up to 30 s, of which a random half is waited at least.
  defp default_backoff(failures) do
    ceiling = min(200 * Integer.pow(2, min(failures - 1, 10)), 30_000)
    div(ceiling, 2) + :rand.uniform(div(ceiling, 2))
  end
end
