defmodule QuoteGateTest do
  use ExUnit.Case, async: true

  # A loader that tells the test that it runs, and waits to be told how to end.
  defp gated(label) do
    test = self()

    fn ->
      send(test, {:loading, label, self()})

      receive do
        {:finish, answer} -> answer
      end
    end
  end

  # A caller does nothing but fetch: once it waits, its call has reached the gate.
  defp caller(gate, key, loader) do
    test = self()

    spawn_link(fn -> send(test, {:fetched, self(), QuoteGate.fetch(gate, key, loader, 2_000)}) end)
  end

  defp until_waiting(callers) do
    unless Enum.all?(callers, &(Process.info(&1, :status) in [{:status, :waiting}, nil])) do
      :erlang.yield()
      until_waiting(callers)
    end
  end

  defp answers(callers) do
    for pid <- callers do
      assert_receive {:fetched, ^pid, answer}, 1_000
      answer
    end
  end

  @tag milestone: 1
  test "returns the loader's answer" do
    gate = start_supervised!(QuoteGate)
    assert QuoteGate.fetch(gate, :sku, fn -> {:ok, 12} end) == {:ok, 12}
  end

  @tag milestone: 1
  test "a fresh answer is reused without another lookup" do
    gate = start_supervised!(QuoteGate)
    assert QuoteGate.fetch(gate, :sku, fn -> {:ok, 1} end) == {:ok, 1}
    assert QuoteGate.fetch(gate, :sku, fn -> {:ok, 2} end) == {:ok, 1}
    assert QuoteGate.fetch(gate, :other, fn -> {:ok, 3} end) == {:ok, 3}
  end

  @tag milestone: 2
  test "fifty callers at once cost one lookup and share its answer" do
    gate = start_supervised!(QuoteGate)
    loader = gated(:hot)
    callers = for _ <- 1..50, do: caller(gate, :hot, loader)
    assert_receive {:loading, :hot, lookup}, 1_000
    until_waiting(callers)
    send(lookup, {:finish, {:ok, :quote}})
    assert answers(callers) == List.duplicate({:ok, :quote}, 50)
    refute_received {:loading, :hot, _}
  end

  @tag milestone: 2
  test "a slow key does not hold up another key" do
    gate = start_supervised!(QuoteGate)
    slow = caller(gate, :slow, gated(:slow))
    assert_receive {:loading, :slow, lookup}, 1_000
    assert QuoteGate.fetch(gate, :quick, fn -> {:ok, :fast} end, 500) == {:ok, :fast}
    send(lookup, {:finish, {:ok, :late}})
    assert answers([slow]) == [{:ok, :late}]
  end

  @tag milestone: 3
  test "a returned error reaches every waiting caller" do
    gate = start_supervised!(QuoteGate)
    loader = gated(:sku)
    callers = for _ <- 1..3, do: caller(gate, :sku, loader)
    assert_receive {:loading, :sku, lookup}, 1_000
    until_waiting(callers)
    send(lookup, {:finish, {:error, :rate_limited}})
    assert answers(callers) == List.duplicate({:error, :rate_limited}, 3)
  end

  @tag milestone: 4
  test "an answer is looked up again once its time to live has passed" do
    clock = :counters.new(1, [])
    gate = start_supervised!({QuoteGate, ttl_ms: 100, now: fn -> :counters.get(clock, 1) end})
    assert QuoteGate.fetch(gate, :sku, fn -> {:ok, 1} end) == {:ok, 1}
    :counters.put(clock, 1, 99)
    assert QuoteGate.fetch(gate, :sku, fn -> {:ok, 2} end) == {:ok, 1}
    :counters.put(clock, 1, 100)
    assert QuoteGate.fetch(gate, :sku, fn -> {:ok, 3} end) == {:ok, 3}
  end
end
