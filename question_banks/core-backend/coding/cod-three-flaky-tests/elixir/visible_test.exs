# Modules like Sessions, some right and some wrong in one thing. Right ones are right in their own
# way: no check may count on more than what is promised.
defmodule LikeServer do
  use GenServer

  @right %{
    order: :desc,
    clock: :stands,
    haunted: [],
    hops: 0,
    sees: :all,
    early_ms: 0,
    on_sweep: :one,
    on_down: :one,
    reason: :owner_down
  }

  def start_link(module, opts, quirks) do
    {name, opts} = Keyword.pop(opts, :name, module)
    opts = {opts, Map.merge(@right, Map.new(quirks))}
    GenServer.start_link(__MODULE__, opts, if(name, do: [name: name], else: []))
  end

  @impl true
  def init({opts, quirks}) do
    state = %{
      quirks: quirks,
      ttl_ms: Keyword.get(opts, :ttl_ms, 1_800_000),
      now: Keyword.get(opts, :now, clock(quirks.clock)),
      logins: Enum.map(quirks.haunted, &{&1, %{owner: nil, ends_at: :never}}),
      subscribers: []
    }

    {:ok, state}
  end

  @impl true
  def handle_call({:open, user, owner}, _from, state) do
    Process.monitor(owner)
    login = %{owner: owner, ends_at: state.now.() + state.ttl_ms}
    {:reply, :ok, %{state | logins: [{user, login} | state.logins]}}
  end

  def handle_call(:users, _from, %{quirks: quirks} = state) do
    users = state.logins |> Enum.map(&elem(&1, 0)) |> Enum.sort(quirks.order)
    {:reply, see(quirks.sees, users), state}
  end

  def handle_call({:subscribe, pid}, _from, state) do
    {:reply, :ok, %{state | subscribers: [pid | state.subscribers]}}
  end

  def handle_call(:sweep, _from, %{quirks: quirks} = state) do
    now = state.now.()
    # An atom is later than any number.
    ended? = fn login -> now + quirks.early_ms >= login.ends_at end
    {:reply, :ok, close(state, :expired, quirks.on_sweep, ended?)}
  end

  # It goes once around through its own mailbox, as often as `hops` says, before it acts.
  @impl true
  def handle_info({:DOWN, _ref, :process, pid, _reason}, state) do
    send(self(), {:gone, pid, state.quirks.hops})
    {:noreply, state}
  end

  def handle_info({:gone, pid, 0}, %{quirks: quirks} = state) do
    {:noreply, close(state, quirks.reason, quirks.on_down, &(&1.owner == pid))}
  end

  def handle_info({:gone, pid, hops}, state) do
    send(self(), {:gone, pid, hops - 1})
    {:noreply, state}
  end

  # A machine's clock as a paused or overloaded machine shows it.
  defp clock(:stands), do: fn -> 0 end
  defp clock(:leaps), do: fn -> System.unique_integer([:positive]) * 10_000_000 end

  defp see(:all, users), do: users
  defp see(:all_but_one, users), do: Enum.drop(users, 1)
  defp see(:one_twice, users), do: Enum.take(users, 1) ++ users

  defp close(state, _reason, :none, _ended?), do: state

  defp close(state, reason, how_many, ended?) do
    {ended, open} = Enum.split_with(state.logins, fn {_user, login} -> ended?.(login) end)

    {ended, open} =
      if how_many == :all and ended != [], do: {ended ++ open, []}, else: {ended, open}

    for {user, _} <- ended, pid <- state.subscribers, do: send(pid, {:closed, user, reason})
    %{state | logins: open}
  end
end

for {name, quirks} <- [
      Other: [],
      Sorted: [order: :asc],
      Leaping: [clock: :leaps],
      Unhurried: [hops: 200]
    ] do
  defmodule Module.concat(Like, name) do
    @quirks quirks
    def child_spec(opts), do: %{id: __MODULE__, start: {__MODULE__, :start_link, [opts]}}
    def start_link(opts \\ []), do: LikeServer.start_link(__MODULE__, opts, @quirks)
    def open(server, user, owner \\ self()), do: GenServer.call(server, {:open, user, owner})
    def users(server), do: GenServer.call(server, :users)
    def subscribe(server), do: GenServer.call(server, {:subscribe, self()})
    def sweep(server), do: GenServer.call(server, :sweep)
  end
end

defmodule SessionsSuiteTest do
  use ExUnit.Case, async: true

  alias SessionsSuite, as: Suite

  # Another part of the application has a server under the usual name, and somebody is in.
  defp used(sessions) do
    start_supervised!(sessions)
    sessions.open(sessions, "zoe")
    sessions
  end

  @tag milestone: 1
  test "starts_empty holds though the usual name is taken" do
    Suite.starts_empty(used(Like.Other))
  end

  @tag milestone: 1
  test "starts_empty holds ten times in a row" do
    sessions = used(Like.Other)
    for _ <- 1..10, do: Suite.starts_empty(sessions)
    assert sessions.users(sessions) == ["zoe"]
  end

  @tag milestone: 2
  test "lists_users holds for users in any order" do
    for sessions <- [Like.Other, Like.Sorted], do: Suite.lists_users(used(sessions))
  end

  @tag milestone: 3
  test "expires holds whatever the machine's clock does" do
    for sessions <- [Like.Other, Like.Leaping], do: Suite.expires(used(sessions))
  end

  @tag milestone: 4
  test "closes_with_owner holds though the server is in no hurry" do
    for sessions <- [Like.Other, Like.Unhurried], do: Suite.closes_with_owner(used(sessions))
  end

  @tag milestone: 4
  test "all four hold for the server that we run" do
    Suite.starts_empty(Sessions)
    Suite.lists_users(Sessions)
    Suite.expires(Sessions)
    Suite.closes_with_owner(Sessions)
  end
end
