defmodule PlotsTest do
  use ExUnit.Case, async: true

  # A queue with a clock that only the test moves.
  defp start(opts \\ []) do
    clock = :counters.new(1, [])
    now = fn -> :counters.get(clock, 1) end
    defaults = [now: now, lease_ms: 100, max_attempts: 3, backoff: fn _attempts -> 0 end]
    %{plots: start_supervised!({Plots, Keyword.merge(defaults, opts)}), clock: clock}
  end

  defp pass(clock, ms), do: :counters.add(clock, 1, ms)

  @tag milestone: 1
  test "jobs are handed out in the order in which they came" do
    %{plots: plots} = start()
    assert Plots.take(plots) == :empty
    {:ok, first} = Plots.add(plots, "a.svg")
    {:ok, second} = Plots.add(plots, "b.svg")
    assert {:ok, %{id: ^first, drawing: "a.svg", attempt: 1}} = Plots.take(plots)
    assert {:ok, %{id: ^second, drawing: "b.svg", attempt: 1}} = Plots.take(plots)
    assert Plots.take(plots) == :empty
  end

  @tag milestone: 2
  test "a failed job may be tried again once its backoff is over" do
    %{plots: plots, clock: clock} = start(backoff: fn attempts -> attempts * 10 end)
    Plots.add(plots, "a.svg")
    {:ok, %{lease: lease}} = Plots.take(plots)
    assert Plots.failed(plots, lease, :paper) == :ok
    pass(clock, 9)
    assert Plots.take(plots) == :empty
    pass(clock, 1)
    assert {:ok, %{drawing: "a.svg", attempt: 2}} = Plots.take(plots)
  end

  @tag milestone: 3
  test "a slow worker keeps its job as long as it shows signs of life" do
    %{plots: plots, clock: clock} = start(lease_ms: 100)
    Plots.add(plots, "a.svg")
    {:ok, %{lease: lease}} = Plots.take(plots)

    for _ <- 1..50 do
      pass(clock, 99)
      assert Plots.alive(plots, lease) == :ok
    end

    assert Plots.take(plots) == :empty
    assert Plots.done(plots, lease) == :ok
  end

  @tag milestone: 3
  test "a silent worker's job goes to another" do
    %{plots: plots, clock: clock} = start(lease_ms: 100)
    {:ok, id} = Plots.add(plots, "a.svg")
    {:ok, _job} = Plots.take(plots)
    pass(clock, 99)
    assert Plots.take(plots) == :empty
    pass(clock, 1)
    assert {:ok, %{id: ^id, attempt: 2}} = Plots.take(plots)
  end

  @tag milestone: 4
  test "a drawing that fails too often is given up" do
    %{plots: plots} = start(max_attempts: 2)
    {:ok, id} = Plots.add(plots, "a.svg")

    for _ <- 1..2 do
      {:ok, %{lease: lease}} = Plots.take(plots)
      Plots.failed(plots, lease, :paper)
    end

    assert Plots.take(plots) == :empty
    assert Plots.given_up(plots) == [%{id: id, drawing: "a.svg", reason: :paper}]
  end
end
