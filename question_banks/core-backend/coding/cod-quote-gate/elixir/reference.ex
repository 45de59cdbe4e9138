defmodule QuoteGate do
  @moduledoc "One lookup per key at a time; its answer is shared, and reused until it expires."
  use GenServer

  def start_link(opts \\ []) do
    {gen_opts, opts} = Keyword.split(opts, [:name])
    GenServer.start_link(__MODULE__, opts, gen_opts)
  end

  @type loader :: (() -> {:ok, term} | {:error, term})

  @spec fetch(GenServer.server(), term, loader, timeout) :: {:ok, term} | {:error, term}
  def fetch(gate, key, loader, timeout \\ 5_000) when is_function(loader, 0) do
    GenServer.call(gate, {:fetch, key, loader}, timeout)
  end

  @impl true
  def init(opts) do
    {:ok,
     %{
       ttl_ms: Keyword.get(opts, :ttl_ms, 30_000),
       load_timeout_ms: Keyword.get(opts, :load_timeout_ms, 2_000),
       now: Keyword.get(opts, :now, fn -> System.monotonic_time(:millisecond) end),
       # key => {value, expires_at}
       answers: %{},
       # key => %{pid:, ref:, timer:, waiters:}
       lookups: %{},
       # monitor reference of a running lookup => its key
       keys: %{}
     }}
  end

  @impl true
  def handle_call({:fetch, key, loader}, from, state) do
    now = state.now.()

    case state.answers do
      %{^key => {value, expires_at}} when now < expires_at -> {:reply, {:ok, value}, state}
      %{} -> {:noreply, join_lookup(state, key, loader, from)}
    end
  end

  # A lookup hands its answer over in its exit reason: one message carries an answer, a
  # returned error and a crash alike, so no two of them can race.
  @impl true
  def handle_info({:DOWN, ref, :process, _pid, reason}, state) do
    case state.keys do
      %{^ref => key} -> {:noreply, end_lookup(state, key, outcome(reason))}
      %{} -> {:noreply, state}
    end
  end

  # The reference tells a running lookup's deadline from that of one which has ended.
  def handle_info({:deadline, ref}, state) do
    case state.keys do
      %{^ref => key} ->
        Process.demonitor(ref, [:flush])
        Process.exit(state.lookups[key].pid, :kill)
        {:noreply, end_lookup(state, key, {:error, :timeout})}

      %{} ->
        {:noreply, state}
    end
  end

  def handle_info(_other, state), do: {:noreply, state}

  defp join_lookup(state, key, loader, from) do
    case state.lookups do
      %{^key => lookup} -> put_in(state.lookups[key].waiters, [from | lookup.waiters])
      %{} -> start_lookup(state, key, loader, from)
    end
  end

  # Not linked: neither a lookup's crash nor a caller's end may reach the gate or other keys.
  # The price is that lookups outlive a gate that dies.
  defp start_lookup(state, key, loader, from) do
    {pid, ref} = spawn_monitor(fn -> exit({:shutdown, {:answer, loader.()}}) end)
    timer = Process.send_after(self(), {:deadline, ref}, state.load_timeout_ms)
    lookup = %{pid: pid, ref: ref, timer: timer, waiters: [from]}
    %{state | lookups: Map.put(state.lookups, key, lookup), keys: Map.put(state.keys, ref, key)}
  end

  # Every lookup ends here, whichever way it ended.
  defp end_lookup(state, key, outcome) do
    {lookup, lookups} = Map.pop!(state.lookups, key)
    Process.cancel_timer(lookup.timer)
    state = %{state | lookups: lookups, keys: Map.delete(state.keys, lookup.ref)}
    Enum.each(lookup.waiters, &GenServer.reply(&1, outcome))
    remember(state, key, outcome)
  end

  defp remember(state, key, {:ok, value}) do
    expires_at = state.now.() + state.ttl_ms
    %{state | answers: Map.put(state.answers, key, {value, expires_at})}
  end

  defp remember(state, _key, {:error, _reason}), do: state

  defp outcome({:shutdown, {:answer, {:ok, value}}}), do: {:ok, value}
  defp outcome({:shutdown, {:answer, {:error, reason}}}), do: {:error, reason}
  defp outcome({:shutdown, {:answer, other}}), do: {:error, {:bad_answer, other}}
  defp outcome(reason), do: {:error, {:crash, reason}}
end
