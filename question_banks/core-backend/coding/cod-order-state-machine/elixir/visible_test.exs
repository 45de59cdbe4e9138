defmodule OrderTest do
  use ExUnit.Case, async: true

  # An order whose changes are told to the test.
  defp start(opts \\ []) do
    test = self()
    save = fn state, _since -> send(test, {:saved, state}) && :ok end
    start_supervised!({Order, Keyword.merge([deadlines: %{}, save: save], opts)})
  end

  @tag milestone: 1
  test "an order goes its way" do
    order = start()

    for {event, state} <- [pay: :paid, pack: :packed, collect: :collected] do
      assert Order.event(order, event) == :ok
      assert Order.state(order) == state
    end
  end

  @tag milestone: 1
  test "an event that does not fit gets an answer and changes nothing" do
    order = start()
    assert Order.event(order, :pack) == {:error, {:not_now, :new}}
    assert Order.event(order, :dance) == {:error, {:not_now, :new}}
    assert Order.event(order, :late) == {:error, {:not_now, :new}}
    assert Order.state(order) == :new
  end

  @tag milestone: 2
  test "whoever pays twice is told that it is paid" do
    order = start()
    assert Order.event(order, :pay) == :ok
    assert Order.event(order, :pay) == :ok
    assert Order.state(order) == :paid
  end

  @tag milestone: 3
  test "an order that is not paid in time expires" do
    start(deadlines: %{new: 20})
    assert_receive {:saved, :expired}, 1_000
  end

  @tag milestone: 4
  test "a change that can't be saved does not happen" do
    order = start(save: fn _state, _since -> {:error, :disk_full} end)
    assert Order.event(order, :pay) == {:error, :not_saved}
    assert Order.state(order) == :new
  end
end
