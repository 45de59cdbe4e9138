defmodule QuoteGateHiddenTest do
  use ExUnit.Case, async: true

  # A loader that tells the test that it runs, and waits to be told how to end.
  defp gated(label) do
    test = self()

    fn ->
      send(test, {:loading, label, self()})

      receive do
        {:finish, answer} -> answer
        :blow_up -> raise "supplier client blew up"
        :leave -> exit(:normal)
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

  # Three callers that wait for one lookup, and the process that runs its loader.
  defp three_waiting(gate, key) do
    loader = gated(key)
    callers = for _ <- 1..3, do: caller(gate, key, loader)
    assert_receive {:loading, ^key, lookup}, 1_000
    until_waiting(callers)
    {callers, lookup}
  end

  defp assert_all_errors(callers) do
    for answer <- answers(callers), do: assert({:error, _reason} = answer)
  end

  @tag milestone: 1
  test "an answer of nil is reused like any other" do
    gate = start_supervised!(QuoteGate)
    assert QuoteGate.fetch(gate, :unpriced, fn -> {:ok, nil} end) == {:ok, nil}
    assert QuoteGate.fetch(gate, :unpriced, fn -> {:ok, 2} end) == {:ok, nil}
  end

  @tag milestone: 2
  test "twenty keys are looked up side by side" do
    gate = start_supervised!(QuoteGate)
    callers = for key <- 1..20, do: caller(gate, key, gated(key))

    lookups =
      for key <- 1..20 do
        assert_receive {:loading, ^key, lookup}, 1_000
        {key, lookup}
      end

    for {key, lookup} <- Enum.reverse(lookups), do: send(lookup, {:finish, {:ok, key}})
    assert answers(callers) == for(key <- 1..20, do: {:ok, key})
  end

  @tag milestone: 3
  test "an error is not remembered" do
    gate = start_supervised!(QuoteGate)
    assert QuoteGate.fetch(gate, :sku, fn -> {:error, :busy} end) == {:error, :busy}
    assert QuoteGate.fetch(gate, :sku, fn -> {:ok, 9} end) == {:ok, 9}
  end

  @tag milestone: 3
  test "a crashing lookup answers its waiters and no other key notices" do
    gate = start_supervised!(QuoteGate)
    other = caller(gate, :other, gated(:other))
    assert_receive {:loading, :other, other_lookup}, 1_000
    {callers, lookup} = three_waiting(gate, :sku)
    send(lookup, :blow_up)
    assert_all_errors(callers)
    assert Process.alive?(gate)
    send(other_lookup, {:finish, {:ok, :unharmed}})
    assert answers([other]) == [{:ok, :unharmed}]
    assert QuoteGate.fetch(gate, :sku, fn -> {:ok, 9} end) == {:ok, 9}
  end

  @tag milestone: 3
  test "a killed lookup answers its waiters" do
    gate = start_supervised!(QuoteGate)
    {callers, lookup} = three_waiting(gate, :sku)
    Process.exit(lookup, :kill)
    assert_all_errors(callers)
    assert QuoteGate.fetch(gate, :sku, fn -> {:ok, 9} end) == {:ok, 9}
  end

  @tag milestone: 3
  test "a lookup that exits without an answer answers its waiters" do
    gate = start_supervised!(QuoteGate)
    {callers, lookup} = three_waiting(gate, :sku)
    send(lookup, :leave)
    assert_all_errors(callers)
    assert QuoteGate.fetch(gate, :sku, fn -> {:ok, 9} end) == {:ok, 9}
  end

  @tag milestone: 3
  test "an answer of another shape is an error, and not remembered" do
    gate = start_supervised!(QuoteGate)
    assert {:error, _reason} = QuoteGate.fetch(gate, :sku, fn -> :no_quote end)
    assert Process.alive?(gate)
    assert QuoteGate.fetch(gate, :sku, fn -> {:ok, 9} end) == {:ok, 9}
  end

  @tag milestone: 4
  test "many callers of an expired answer cost one lookup" do
    clock = :counters.new(1, [])
    gate = start_supervised!({QuoteGate, ttl_ms: 100, now: fn -> :counters.get(clock, 1) end})
    assert QuoteGate.fetch(gate, :sku, fn -> {:ok, :old} end) == {:ok, :old}
    :counters.put(clock, 1, 100)
    {callers, lookup} = three_waiting(gate, :sku)
    send(lookup, {:finish, {:ok, :new}})
    assert answers(callers) == List.duplicate({:ok, :new}, 3)
    refute_received {:loading, :sku, _}
  end

  @tag milestone: 4
  test "a lookup past its deadline is stopped and its waiters are told" do
    gate = start_supervised!({QuoteGate, load_timeout_ms: 60})
    hung = caller(gate, :sku, gated(:sku))
    assert_receive {:loading, :sku, lookup}, 1_000
    stopped = Process.monitor(lookup)
    assert_all_errors([hung])
    assert_receive {:DOWN, ^stopped, :process, _pid, _reason}, 1_000
    assert QuoteGate.fetch(gate, :sku, fn -> {:ok, 9} end) == {:ok, 9}
  end

  @tag milestone: 4
  test "a caller that goes away does not cancel the lookup for the rest" do
    gate = start_supervised!(QuoteGate)
    loader = gated(:sku)
    {leaver, left} = spawn_monitor(fn -> QuoteGate.fetch(gate, :sku, loader) end)
    assert_receive {:loading, :sku, lookup}, 1_000
    stayer = caller(gate, :sku, loader)
    until_waiting([stayer])
    Process.exit(leaver, :kill)
    assert_receive {:DOWN, ^left, :process, _pid, :killed}, 1_000
    send(lookup, {:finish, {:ok, :kept}})
    assert answers([stayer]) == [{:ok, :kept}]
    refute_received {:loading, :sku, _}
  end

  # The first lookup ends at once and leaves its deadline 100 ms ahead. The second one hangs
  # from half-way on: only its own deadline may end it.
  @tag milestone: 4
  test "the deadline of an ended lookup does not end a newer one" do
    gate = start_supervised!({QuoteGate, load_timeout_ms: 100})
    assert QuoteGate.fetch(gate, :sku, fn -> {:error, :busy} end) == {:error, :busy}
    Process.send_after(self(), :half_way, 50)
    assert_receive :half_way, 1_000
    asked_at = System.monotonic_time(:millisecond)
    assert {:error, _reason} = QuoteGate.fetch(gate, :sku, gated(:sku), 2_000)
    assert System.monotonic_time(:millisecond) - asked_at >= 90
  end
end
