# Modules like Shelf: one that is safe and others that are safe in part only.
defmodule SomeShelf do
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

for {name, fence} <- [Safe: :per_lease, Careless: :none] do
  defmodule Module.concat(Some, name) do
    @fence fence
    def start_link(_opts \\ []), do: SomeShelf.start_link(@fence)

    def put(shelf, lease, token, key, page) do
      GenServer.call(shelf, {:put, lease, token, key, page})
    end

    def get(shelf, lease, token, key), do: GenServer.call(shelf, {:get, lease, token, key, nil})
  end
end

defmodule ShelfTest do
  use ExUnit.Case, async: true

  @lease "2026-11/4711"

  defp render(worker), do: fn key, before -> "#{key} by #{worker} after (#{before})" end

  @tag milestone: 1
  test "a page that was put is read by anybody" do
    shelf = start_supervised!(Shelf)
    assert Shelf.put(shelf, @lease, {1, 1}, "p1", "a page") == :ok
    assert Shelf.get(shelf, @lease, {1, 1}, "p1") == {:ok, "a page"}
    assert Shelf.read(shelf, @lease, "p1") == "a page"
  end

  @tag milestone: 1
  test "a holder writes as often as it likes" do
    shelf = start_supervised!(Shelf)

    for page <- ["first", "second", "third"],
        do: assert(Shelf.put(shelf, @lease, {1, 1}, "p1", page) == :ok)

    assert Shelf.put(shelf, @lease, {1, 1}, "p2", "more") == :ok
    assert Shelf.read(shelf, @lease, "p1") == "third"
  end

  @tag milestone: 2
  test "who comes with an older token is refused" do
    shelf = start_supervised!(Shelf)
    assert Shelf.put(shelf, @lease, {1, 1}, "p1", "old") == :ok
    assert Shelf.put(shelf, @lease, {1, 2}, "p1", "new") == :ok
    assert Shelf.put(shelf, @lease, {1, 1}, "p1", "old again") == {:error, :stale}
    assert Shelf.read(shelf, @lease, "p1") == "new"
  end

  @tag milestone: 3
  test "a run writes its pages, each with the one before" do
    shelf = start_supervised!(Shelf)
    assert Export.run(shelf, @lease, {1, 1}, ["p1", "p2"], render("a")) == :ok
    assert Shelf.read(shelf, @lease, "p1") == "p1 by a after ()"
    assert Shelf.read(shelf, @lease, "p2") == "p2 by a after (p1 by a after ())"
  end

  @tag milestone: 3
  test "a run goes on behind the pages that are there" do
    shelf = start_supervised!(Shelf)
    assert Export.run(shelf, @lease, {1, 1}, ["p1"], render("a")) == :ok
    assert Export.run(shelf, @lease, {1, 2}, ["p1", "p2"], render("b")) == :ok
    assert Shelf.read(shelf, @lease, "p1") == "p1 by a after ()"
    assert Shelf.read(shelf, @lease, "p2") == "p2 by b after (p1 by a after ())"
  end

  @tag milestone: 4
  test "the interleaving tells a safe shelf from one without any care" do
    Interleaving.show(Some.Safe)
    assert_raise ExUnit.AssertionError, fn -> Interleaving.show(Some.Careless) end
  end
end
