defmodule OrderHiddenTest do
  use ExUnit.Case, async: true

  # An order whose changes are told to the test.
  defp start(opts \\ []) do
    test = self()
    save = fn state, since -> send(test, {:saved, state, since}) && :ok end
    start_supervised!({Order, Keyword.merge([deadlines: %{}, save: save], opts)})
  end

  defp pass(ms) do
    Process.send_after(self(), :passed, ms)
    assert_receive :passed, 1_000
  end

  # Does this again and again for so long, then gives the state.
  defp meanwhile(order, ms, fun) do
    until = System.monotonic_time(:millisecond) + ms
    keep_on(until, fun)
    Order.state(order)
  end

  defp keep_on(until, fun) do
    fun.()
    pass(2)
    if System.monotonic_time(:millisecond) < until, do: keep_on(until, fun)
  end

  @tag milestone: 1
  test "an order that has ended takes nothing any more" do
    order = start(state: :collected)

    for event <- [:pay, :pack, :cancel] do
      assert Order.event(order, event) == {:error, {:not_now, :collected}}
    end

    assert Order.state(order) == :collected
  end

  @tag milestone: 1
  test "who cancels before paying owes nothing, who cancels after it gets the money back" do
    order = start()
    assert Order.event(order, :cancel) == :ok
    assert Order.state(order) == :cancelled
    stop_supervised!(Order)
    order = start(state: :paid)
    assert Order.event(order, :cancel) == :ok
    assert Order.state(order) == :refunded
    stop_supervised!(Order)
    order = start(state: :packed)
    assert Order.event(order, :cancel) == {:error, {:not_now, :packed}}
  end

  @tag milestone: 2
  test "a repeated event is saved once" do
    order = start()
    for _ <- 1..3, do: assert(Order.event(order, :pay) == :ok)
    assert_received {:saved, :paid, _since}
    refute_received {:saved, _state, _since}
  end

  @tag milestone: 2
  test "only the latest event may be repeated" do
    order = start(state: :packed)
    assert Order.event(order, :pack) == :ok
    assert Order.event(order, :pay) == {:error, {:not_now, :packed}}
  end

  @tag milestone: 2
  test "a message from nowhere is ignored" do
    order = start()
    send(order, :hello)
    send(order, {:timeout, make_ref(), :late})
    assert Order.state(order) == :new
    assert Order.event(order, :pay) == :ok
  end

  @tag milestone: 3
  test "asking for the state does not put off the deadline" do
    order = start(deadlines: %{new: 40})
    assert meanwhile(order, 100, fn -> Order.state(order) end) == :expired
  end

  @tag milestone: 3
  test "neither do events that do not fit, nor those that are repeated" do
    order = start(deadlines: %{paid: 40}, state: :paid)

    meanwhile(order, 100, fn ->
      Order.event(order, :collect)
      Order.event(order, :pay)
    end)

    assert Order.state(order) == :refunded
  end

  @tag milestone: 3
  test "the deadline of a state that was left does nothing" do
    order = start(deadlines: %{new: 80, packed: 80})
    pass(20)
    assert Order.event(order, :pay) == :ok
    pass(80)
    assert Order.state(order) == :paid
    for event <- [:pack, :collect], do: assert(Order.event(order, event) == :ok)
    pass(90)
    assert Order.state(order) == :collected
  end

  @tag milestone: 3
  test "each state has a deadline of its own" do
    order = start(deadlines: %{new: 5_000, paid: 5_000, packed: 20})
    for event <- [:pay, :pack], do: Order.event(order, event)
    assert_receive {:saved, :returned, _since}, 1_000
  end

  @tag milestone: 4
  test "a change is saved, with its time, before it is told" do
    clock = :counters.new(1, [])
    order = start(now: fn -> :counters.get(clock, 1) end)
    :counters.put(clock, 1, 1_234)
    Order.event(order, :pay)
    assert_received {:saved, :paid, 1_234}
  end

  @tag milestone: 4
  test "a save that raises is one that failed" do
    order = start(save: fn _state, _since -> raise "no connection" end)
    assert Order.event(order, :pay) == {:error, :not_saved}
    assert Order.state(order) == :new
  end

  @tag milestone: 4
  test "a deadline that can't be saved is tried again" do
    test = self()
    tries = :counters.new(1, [])

    save = fn state, _since ->
      :counters.add(tries, 1, 1)
      send(test, {:try, state})
      if :counters.get(tries, 1) < 3, do: {:error, :disk_full}, else: :ok
    end

    order = start(save: save, deadlines: %{new: 10}, retry_ms: 5)
    for _ <- 1..3, do: assert_receive({:try, :expired}, 1_000)
    assert Order.state(order) == :expired
    refute_receive {:try, _state}, 20
  end

  @tag milestone: 4
  test "a failed save does not put off the deadline" do
    test = self()

    save = fn
      :paid, _since -> {:error, :disk_full}
      state, _since -> send(test, {:saved, state}) && :ok
    end

    order = start(save: save, deadlines: %{new: 40})
    assert meanwhile(order, 100, fn -> Order.event(order, :pay) end) == :expired
  end

  @tag milestone: 4
  test "an order that goes on has only the rest of its time" do
    started_at = System.monotonic_time(:millisecond)
    start(deadlines: %{paid: 4_000}, state: :paid, now: fn -> 5_000 end, since: 1_050)
    assert_receive {:saved, :refunded, 5_000}, 1_500
    assert System.monotonic_time(:millisecond) - started_at >= 45
  end

  @tag milestone: 4
  test "an order whose deadline passed while it was not running is late at once" do
    start(deadlines: %{packed: 3_000}, state: :packed, now: fn -> 5_000 end, since: 1_000)
    assert_receive {:saved, :returned, 5_000}, 1_000
  end
end
