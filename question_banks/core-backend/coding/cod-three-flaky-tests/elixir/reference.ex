defmodule Sessions do
  @moduledoc """
  Open logins: who is in, and until when.

  Options: `:name` (default `Sessions`; nil for none), `:ttl_ms` (default 1_800_000), `:now` (clock
  in ms), `:sweep_ms` (how often ended logins are looked for; default 1_000).
  """
  use GenServer

  def start_link(opts \\ []) do
    {name, opts} = Keyword.pop(opts, :name, __MODULE__)
    GenServer.start_link(__MODULE__, opts, if(name, do: [name: name], else: []))
  end

  @doc "Opens a login that ends after the time to live, or when its owner's process ends."
  def open(server, user, owner \\ self()), do: GenServer.call(server, {:open, user, owner})

  @doc "The users that are in."
  def users(server), do: GenServer.call(server, :users)

  @doc "From now on the caller is sent `{:closed, user, :expired | :owner_down}`."
  def subscribe(server), do: GenServer.call(server, {:subscribe, self()})

  @doc "Looks for ended logins now, as it does by itself every `:sweep_ms`."
  def sweep(server), do: GenServer.call(server, :sweep)

  @impl true
  def init(opts) do
    state = %{
      ttl_ms: Keyword.get(opts, :ttl_ms, 1_800_000),
      now: Keyword.get(opts, :now, fn -> System.monotonic_time(:millisecond) end),
      sweep_ms: Keyword.get(opts, :sweep_ms, 1_000),
      logins: %{},
      subscribers: []
    }

    Process.send_after(self(), :sweep, state.sweep_ms)
    {:ok, state}
  end

  @impl true
  def handle_call({:open, user, owner}, _from, state) do
    login = %{owner: owner, ends_at: state.now.() + state.ttl_ms}
    Process.monitor(owner)
    {:reply, :ok, put_in(state.logins[user], login)}
  end

  def handle_call(:users, _from, state), do: {:reply, Map.keys(state.logins), state}

  def handle_call({:subscribe, pid}, _from, state) do
    {:reply, :ok, %{state | subscribers: [pid | state.subscribers]}}
  end

  def handle_call(:sweep, _from, state), do: {:reply, :ok, close_expired(state)}

  @impl true
  def handle_info(:sweep, state) do
    Process.send_after(self(), :sweep, state.sweep_ms)
    {:noreply, close_expired(state)}
  end

  def handle_info({:DOWN, _ref, :process, pid, _reason}, state) do
    {:noreply, close(state, :owner_down, &(&1.owner == pid))}
  end

  defp close_expired(state) do
    now = state.now.()
    close(state, :expired, &(now >= &1.ends_at))
  end

  defp close(state, reason, ended?) do
    {ended, open} = Enum.split_with(state.logins, fn {_user, login} -> ended?.(login) end)
    for {user, _} <- ended, pid <- state.subscribers, do: send(pid, {:closed, user, reason})
    %{state | logins: Map.new(open)}
  end
end

defmodule SessionsSuite do
  @moduledoc """
  Four checks of a module like `Sessions`. Each is called with the module and returns if all is
  well, or raises as `assert` does. One process may call them in any order and as often as it likes.
  """
  import ExUnit.Assertions

  def starts_empty(sessions) do
    with_server(sessions, [], fn server ->
      assert sessions.users(server) == []
    end)
  end

  def lists_users(sessions) do
    with_server(sessions, [], fn server ->
      for user <- ["ana", "ben", "cyd"], do: sessions.open(server, user)
      assert in_any_order(sessions.users(server)) == ["ana", "ben", "cyd"]
    end)
  end

  def expires(sessions) do
    clock = :counters.new(1, [])
    opts = [ttl_ms: 100, now: fn -> :counters.get(clock, 1) end]

    with_server(sessions, opts, fn server ->
      sessions.open(server, "ana")
      :counters.put(clock, 1, 50)
      sessions.open(server, "ben")

      :counters.put(clock, 1, 99)
      sessions.sweep(server)
      assert in_any_order(sessions.users(server)) == ["ana", "ben"]

      :counters.put(clock, 1, 100)
      sessions.sweep(server)
      assert sessions.users(server) == ["ben"]
    end)
  end

  def closes_with_owner(sessions) do
    with_server(sessions, [], fn server ->
      owner = spawn(fn -> receive do: (:leave -> :ok) end)
      sessions.subscribe(server)
      sessions.open(server, "ana", owner)
      sessions.open(server, "ben", self())

      Process.exit(owner, :kill)
      # The server says when it has heard of it. The time is only for those who never do.
      assert_receive {:closed, "ana", reason}, 500
      assert reason == :owner_down
      assert sessions.users(server) == ["ben"]
    end)
  end

  # A server of the check's own, without a name, that ends with the check however that ends.
  defp with_server(sessions, opts, check) do
    {:ok, server} = sessions.start_link([name: nil] ++ opts)

    try do
      check.(server)
    after
      GenServer.stop(server)
    end
  end

  # No order is promised, but nobody may be missing or be there twice.
  defp in_any_order(users), do: Enum.sort(users)
end
