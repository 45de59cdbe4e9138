defmodule ChecksTest do
  use ExUnit.Case, async: true

  # A check that tells the test that it runs, and waits to be told how to end.
  defp gated do
    test = self()

    fn item ->
      send(test, {:checking, item, self()})

      receive do
        {:finish, result} -> result
      after
        2_000 -> {:error, :nobody_came}
      end
    end
  end

  defp checking(item) do
    assert_receive {:checking, ^item, pid}, 1_000
    pid
  end

  defp finish(item, result), do: send(checking(item), {:finish, result})

  # Runs in a process of its own, so that the test can play the partner.
  defp mapping(items, limit, check, timeout \\ 1_500) do
    test = self()
    spawn_link(fn -> send(test, {:mapped, Checks.map(items, limit, check, timeout)}) end)
  end

  @tag milestone: 1
  test "results come in the order of the items" do
    assert Checks.map(1..20, 3, fn n -> {:ok, n * n} end) == {:ok, for(n <- 1..20, do: n * n)}
  end

  @tag milestone: 1
  test "the order is that of the items also when later ones end first" do
    mapping([:a, :b, :c], 3, gated())
    {a, b, c} = {checking(:a), checking(:b), checking(:c)}
    for {pid, value} <- [{c, 3}, {b, 2}, {a, 1}], do: send(pid, {:finish, {:ok, value}})
    assert_receive {:mapped, {:ok, [1, 2, 3]}}, 1_000
  end

  @tag milestone: 2
  test "no more than the limit run at a time, and the next begins when one ends" do
    mapping(1..5, 2, gated())
    {first, second} = {checking(1), checking(2)}
    refute_receive {:checking, 3, _pid}, 20
    send(second, {:finish, {:ok, 2}})
    third = checking(3)
    refute_receive {:checking, 4, _pid}, 20
    for pid <- [first, third], do: send(pid, {:finish, {:ok, :fine}})
    for item <- [4, 5], do: finish(item, {:ok, :fine})
    assert_receive {:mapped, {:ok, [:fine, 2, :fine, :fine, :fine]}}, 1_000
  end

  @tag milestone: 3
  test "a failure is told with its item, and what came before is of no use" do
    assert Checks.map([1, 2, 3], 1, fn
             2 -> {:error, :no_such_street}
             n -> {:ok, n}
           end) == {:error, {2, :no_such_street}}
  end

  @tag milestone: 4
  test "a check that takes too long is a failure" do
    mapping([:a], 2, gated(), 40)
    pid = checking(:a)
    ended = Process.monitor(pid)
    assert_receive {:mapped, {:error, {:a, _reason}}}, 1_000
    assert_receive {:DOWN, ^ended, :process, ^pid, _reason}, 1_000
  end
end
