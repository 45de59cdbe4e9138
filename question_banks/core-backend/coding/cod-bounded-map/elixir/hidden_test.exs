defmodule ChecksHiddenTest do
  use ExUnit.Case, async: true

  # A check that tells the test that it runs, and waits to be told how to end.
  defp gated do
    test = self()

    fn item ->
      send(test, {:checking, item, self()})

      receive do
        {:finish, result} -> result
        :blow_up -> raise "partner's answer not understood"
        :leave -> exit(:normal)
      after
        2_000 -> {:error, :nobody_came}
      end
    end
  end

  defp checking(item) do
    assert_receive {:checking, ^item, pid}, 1_000
    pid
  end

  defp mapping(items, limit, check) do
    test = self()
    spawn_link(fn -> send(test, {:mapped, Checks.map(items, limit, check, 1_500)}) end)
  end

  @tag milestone: 1
  test "nothing to check is no failure" do
    assert Checks.map([], 4, fn _ -> {:error, :never} end) == {:ok, []}
  end

  @tag milestone: 1
  test "equal items keep their places" do
    count = :counters.new(1, [])

    check = fn :same ->
      :counters.add(count, 1, 1)
      {:ok, :counters.get(count, 1)}
    end

    assert Checks.map([:same, :same, :same], 1, check) == {:ok, [1, 2, 3]}
  end

  @tag milestone: 2
  test "a limit above the number of items is fine" do
    assert Checks.map([1, 2], 50, fn n -> {:ok, -n} end) == {:ok, [-1, -2]}
  end

  @tag milestone: 2
  test "items are taken when there is room for them" do
    test = self()
    items = Stream.map(1..1_000, &tap(&1, fn n -> send(test, {:taken, n}) end))
    mapping(items, 2, gated())
    {first, second} = {checking(1), checking(2)}
    refute_receive {:taken, 4}, 20
    send(first, {:finish, {:ok, 1}})
    checking(3)
    refute_receive {:taken, 5}, 20
    send(second, {:finish, {:error, :enough}})
    assert_receive {:mapped, {:error, {2, :enough}}}, 1_000
  end

  @tag milestone: 3
  test "a failure is told at once, though an earlier item is still being checked" do
    mapping([:slow, :bad, :other], 2, gated())
    _slow = checking(:slow)
    send(checking(:bad), {:finish, {:error, :refused}})
    assert_receive {:mapped, {:error, {:bad, :refused}}}, 300
  end

  @tag milestone: 3
  test "when a failure is told nothing runs any more and nothing else began" do
    mapping(1..10, 3, gated())
    [one, two, three] = for item <- 1..3, do: checking(item)
    send(two, {:finish, {:error, :refused}})
    assert_receive {:mapped, {:error, {2, :refused}}}, 1_000
    refute Process.alive?(one)
    refute Process.alive?(three)
    refute_receive {:checking, _another, _pid}, 20
  end

  @tag milestone: 3
  test "a check that raises is a failure of its item, and the caller lives" do
    caller = mapping([:a, :b], 2, gated())
    alive = Process.monitor(caller)
    send(checking(:b), :blow_up)
    assert_receive {:mapped, {:error, {:b, _reason}}}, 1_000
    assert_receive {:DOWN, ^alive, :process, ^caller, :normal}, 1_000
  end

  @tag milestone: 3
  test "a check that is killed or leaves is a failure of its item" do
    mapping([:a, :b], 2, gated())
    Process.exit(checking(:a), :kill)
    assert_receive {:mapped, {:error, {:a, _reason}}}, 1_000
    mapping([:c, :d], 2, gated())
    send(checking(:d), :leave)
    assert_receive {:mapped, {:error, {:d, _reason}}}, 1_000
  end

  @tag milestone: 3
  test "a result of another form is a failure of its item" do
    mapping([:a, :b], 2, gated())
    send(checking(:b), {:finish, :maybe})
    assert_receive {:mapped, {:error, {:b, _reason}}}, 1_000
  end

  @tag milestone: 4
  test "a caller that is killed leaves no check behind" do
    check = gated()
    caller = spawn(fn -> Checks.map(1..10, 2, check) end)
    ended = for item <- 1..2, do: Process.monitor(checking(item))
    Process.exit(caller, :kill)
    for ref <- ended, do: assert_receive({:DOWN, ^ref, :process, _pid, _reason}, 1_000)
    refute_receive {:checking, _another, _pid}, 20
  end

  @tag milestone: 4
  test "the caller is left as it was, with its messages and links" do
    test = self()

    spawn_link(fn ->
      Process.flag(:trap_exit, true)
      send(self(), {:finish, :not_for_checks})
      send(self(), {:ok, 1})
      {:ok, [1, 2, 3]} = Checks.map(1..3, 2, fn n -> {:ok, n} end)
      {:error, {2, :no}} = Checks.map(1..3, 2, &if(&1 == 2, do: {:error, :no}, else: {:ok, &1}))
      {:error, {1, _killed}} = Checks.map([1], 2, fn _ -> Process.exit(self(), :kill) end)
      send(test, {:caller, self(), Process.info(self(), [:messages, :links])})
    end)

    assert_receive {:caller, _pid, [messages: messages, links: links]}, 1_000
    assert messages == [{:finish, :not_for_checks}, {:ok, 1}]
    assert links == [test]
  end
end
