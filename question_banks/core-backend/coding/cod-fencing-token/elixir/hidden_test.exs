# Modules like Shelf: one that is safe and others that are safe in part only.
defmodule PartShelf do
  use GenServer

  def start_link(fence), do: GenServer.start_link(__MODULE__, fence)

  @impl true
  def init(fence), do: {:ok, %{fence: fence, pages: %{}, newest: %{}}}

  @impl true
  def handle_call({call, lease, token, key, page}, _from, state) do
    scope = scope(state.fence, lease, key)

    if token < Map.get(state.newest, scope, token) do
      {:reply, {:error, :stale}, state}
    else
      state = if raises?(state.fence, call), do: put_in(state.newest[scope], token), else: state

      case call do
        :put -> {:reply, :ok, put_in(state.pages[{lease, key}], page)}
        :get -> {:reply, {:ok, state.pages[{lease, key}]}, state}
      end
    end
  end

  defp scope(:per_page, lease, key), do: {lease, key}
  defp scope(_fence, lease, _key), do: lease

  defp raises?(:none, _call), do: false
  defp raises?(:by_writes, call), do: call == :put
  defp raises?(_fence, _call), do: true
end

for {name, fence} <- [Safe: :per_lease, PerPage: :per_page, ByWrites: :by_writes] do
  defmodule Module.concat(Part, name) do
    @fence fence
    def start_link(_opts \\ []), do: PartShelf.start_link(@fence)

    def put(shelf, lease, token, key, page) do
      GenServer.call(shelf, {:put, lease, token, key, page})
    end

    def get(shelf, lease, token, key), do: GenServer.call(shelf, {:get, lease, token, key, nil})
  end
end

defmodule ShelfHiddenTest do
  use ExUnit.Case, async: true

  @lease "2026-11/4711"

  # A worker that tells the test of each step and waits to be let on.
  defp worker(name, shelf, token, keys) do
    test = self()

    step = fn call ->
      send(test, {name, :before, call, self()})

      receive do
        :go -> :ok
      end
    end

    render = fn key, before ->
      send(test, {name, :rendered, key})
      "#{key} by #{name} after (#{before})"
    end

    start_supervised!(
      {Task,
       fn ->
         send(test, {name, :ended, Export.run(shelf, @lease, token, keys, render, step: step)})
       end},
      id: name
    )
  end

  # Lets a worker on until it stands before `call`.
  defp until(name, call) do
    assert_receive {^name, :before, next, worker}, 1_000

    if next == call do
      worker
    else
      send(worker, :go)
      until(name, call)
    end
  end

  # Lets a worker on from where it stands to its end.
  defp to_the_end(name, worker) do
    send(worker, :go)

    receive do
      {^name, :before, _call, worker} -> to_the_end(name, worker)
      {^name, :ended, result} -> result
    after
      1_000 -> flunk("#{name} did not come to its end")
    end
  end

  @tag milestone: 1
  test "leases have pages of their own" do
    shelf = start_supervised!(Shelf)
    assert Shelf.put(shelf, @lease, {1, 1}, "p1", "mine") == :ok
    assert Shelf.put(shelf, "2026-11/4712", {1, 2}, "p1", "other") == :ok
    assert Shelf.read(shelf, @lease, "p1") == "mine"
  end

  @tag milestone: 1
  test "a page that is not there is nil, for holders and for customers" do
    shelf = start_supervised!(Shelf)
    assert Shelf.get(shelf, @lease, {1, 1}, "p1") == {:ok, nil}
    assert Shelf.read(shelf, @lease, "p1") == nil
  end

  @tag milestone: 2
  test "who was refused is refused however often it tries" do
    shelf = start_supervised!(Shelf)
    assert Shelf.put(shelf, @lease, {1, 2}, "p1", "new") == :ok
    for _ <- 1..3, do: assert(Shelf.put(shelf, @lease, {1, 1}, "p1", "old") == {:error, :stale})
    assert Shelf.put(shelf, @lease, {1, 2}, "p2", "new") == :ok
    assert Shelf.read(shelf, @lease, "p1") == "new"
  end

  @tag milestone: 2
  test "an older token is refused for pages that nobody has written yet" do
    shelf = start_supervised!(Shelf)
    assert Shelf.put(shelf, @lease, {1, 2}, "p1", "new") == :ok
    assert Shelf.put(shelf, @lease, {1, 1}, "p2", "old") == {:error, :stale}
    assert Shelf.read(shelf, @lease, "p2") == nil
  end

  @tag milestone: 2
  test "the first look with a newer token shuts the older one out" do
    shelf = start_supervised!(Shelf)
    assert Shelf.put(shelf, @lease, {1, 1}, "p1", "old") == :ok
    assert Shelf.get(shelf, @lease, {1, 2}, "p1") == {:ok, "old"}
    assert Shelf.put(shelf, @lease, {1, 1}, "p2", "old") == {:error, :stale}
    assert Shelf.get(shelf, @lease, {1, 1}, "p1") == {:error, :stale}
  end

  @tag milestone: 2
  test "a customer is never refused and shuts nobody out" do
    shelf = start_supervised!(Shelf)
    assert Shelf.put(shelf, @lease, {1, 1}, "p1", "page") == :ok
    assert Shelf.read(shelf, @lease, "p1") == "page"
    assert Shelf.put(shelf, @lease, {1, 1}, "p2", "page") == :ok
    assert Shelf.read(shelf, @lease, "p2") == "page"
  end

  @tag milestone: 2
  test "a token counts for its own lease only" do
    shelf = start_supervised!(Shelf)
    assert Shelf.put(shelf, "2026-11/4712", {1, 9}, "p1", "other") == :ok
    assert Shelf.put(shelf, @lease, {1, 1}, "p1", "mine") == :ok
  end

  @tag milestone: 2
  test "after a restart of the lease service its tokens are newer than all before" do
    shelf = start_supervised!(Shelf)
    assert Shelf.put(shelf, @lease, {1, 9}, "p1", "before") == :ok
    assert Shelf.put(shelf, @lease, {2, 1}, "p1", "after") == :ok
    assert Shelf.put(shelf, @lease, {1, 10}, "p1", "before") == {:error, :stale}
    assert Shelf.read(shelf, @lease, "p1") == "after"
  end

  @tag milestone: 3
  test "who wakes up after its successor has finished is refused" do
    shelf = start_supervised!(Shelf)
    worker("a", shelf, {1, 1}, ["p1", "p2", "p3"])
    sleeper = until("a", {:put, "p2"})
    worker("b", shelf, {1, 2}, ["p1", "p2", "p3"])
    assert to_the_end("b", until("b", {:get, "p1"})) == :ok
    assert to_the_end("a", sleeper) == {:error, :stale}

    assert Shelf.read(shelf, @lease, "p3") ==
             "p3 by b after (p2 by b after (p1 by a after ()))"
  end

  @tag milestone: 3
  test "who wakes up before its successor has written anything is refused" do
    shelf = start_supervised!(Shelf)
    worker("a", shelf, {1, 1}, ["p1", "p2", "p3"])
    sleeper = until("a", {:put, "p2"})
    worker("b", shelf, {1, 2}, ["p1", "p2", "p3"])
    successor = until("b", {:put, "p2"})
    assert to_the_end("a", sleeper) == {:error, :stale}
    assert to_the_end("b", successor) == :ok

    assert Shelf.read(shelf, @lease, "p3") ==
             "p3 by b after (p2 by b after (p1 by a after ()))"
  end

  @tag milestone: 3
  test "who is refused does nothing more" do
    shelf = start_supervised!(Shelf)
    worker("a", shelf, {1, 1}, ["p1", "p2", "p3"])
    sleeper = until("a", {:get, "p2"})
    assert Shelf.get(shelf, @lease, {1, 2}, "p1") == {:ok, "p1 by a after ()"}
    send(sleeper, :go)
    assert_receive {"a", :ended, {:error, :stale}}, 1_000
    assert_received {"a", :rendered, "p1"}
    refute_received {"a", :rendered, _other}
  end

  @tag milestone: 4
  test "the interleaving finds a fence that is each page's own" do
    Interleaving.show(Part.Safe)
    assert_raise ExUnit.AssertionError, fn -> Interleaving.show(Part.PerPage) end
  end

  @tag milestone: 4
  test "the interleaving finds a fence that only writes raise" do
    Interleaving.show(Part.Safe)
    assert_raise ExUnit.AssertionError, fn -> Interleaving.show(Part.ByWrites) end
  end

  @tag milestone: 4
  test "the interleaving holds for the shelf that was built" do
    Interleaving.show(Shelf)
  end
end
