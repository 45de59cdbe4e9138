defmodule PlotsHiddenTest do
  use ExUnit.Case, async: true

  # A queue with a clock that only the test moves.
  defp start(opts \\ []) do
    clock = :counters.new(1, [])
    now = fn -> :counters.get(clock, 1) end
    defaults = [now: now, lease_ms: 100, max_attempts: 3, backoff: fn _attempts -> 0 end]
    %{plots: start_supervised!({Plots, Keyword.merge(defaults, opts)}), clock: clock}
  end

  defp pass(clock, ms), do: :counters.add(clock, 1, ms)

  # A worker of its own that takes the next job as soon as there is one, and goes on living.
  defp worker(plots) do
    test = self()

    pid =
      spawn(fn ->
        send(test, {:took, self(), until_taken(plots)})
        work(plots, test)
      end)

    assert_receive {:took, ^pid, job}, 1_000
    {pid, job}
  end

  defp work(plots, test) do
    receive do
      :take -> send(test, {:took, self(), until_taken(plots)})
      {:done, lease} -> send(test, {:done, self(), Plots.done(plots, lease)})
    end

    work(plots, test)
  end

  defp until_taken(plots) do
    until(fn -> with :empty <- Plots.take(plots), do: nil end) |> elem(1)
  end

  defp until(condition, deadline \\ System.monotonic_time(:millisecond) + 1_000) do
    result = condition.()

    cond do
      result -> result
      System.monotonic_time(:millisecond) > deadline -> flunk("it did not come to that")
      true -> :erlang.yield() && until(condition, deadline)
    end
  end

  # Ends a worker; by then the queue has as good as heard of it, too.
  defp stop(pid, plots, reason) do
    ended = Process.monitor(pid)
    Process.exit(pid, reason)
    assert_receive {:DOWN, ^ended, :process, ^pid, _reason}, 1_000
    :sys.get_state(plots)
  end

  @tag milestone: 1
  test "a job that is done does not come back" do
    %{plots: plots, clock: clock} = start()
    Plots.add(plots, "a.svg")
    {:ok, %{lease: lease}} = Plots.take(plots)
    assert Plots.done(plots, lease) == :ok
    pass(clock, 1_000)
    assert Plots.take(plots) == :empty
    assert Plots.given_up(plots) == []
  end

  @tag milestone: 1
  test "a lease is good for one end" do
    %{plots: plots} = start()
    Plots.add(plots, "a.svg")
    {:ok, %{lease: lease}} = Plots.take(plots)
    assert Plots.done(plots, lease) == :ok
    assert Plots.done(plots, lease) == {:error, :lost}
    assert Plots.failed(plots, lease, :paper) == {:error, :lost}
    assert Plots.alive(plots, make_ref()) == {:error, :lost}
    assert Plots.take(plots) == :empty
  end

  @tag milestone: 2
  test "the backoff is asked with the attempts so far" do
    test = self()

    backoff = fn attempts ->
      send(test, {:backoff, attempts})
      0
    end

    %{plots: plots} = start(backoff: backoff, max_attempts: 4)
    Plots.add(plots, "a.svg")

    for attempt <- 1..3 do
      {:ok, %{attempt: ^attempt, lease: lease}} = Plots.take(plots)
      Plots.failed(plots, lease, :paper)
      assert_receive {:backoff, ^attempt}, 1_000
    end
  end

  @tag milestone: 2
  test "a job that waits out its backoff lets others pass" do
    %{plots: plots, clock: clock} = start(backoff: fn _attempts -> 50 end)
    {:ok, first} = Plots.add(plots, "a.svg")
    {:ok, second} = Plots.add(plots, "b.svg")
    {:ok, %{id: ^first, lease: lease}} = Plots.take(plots)
    Plots.failed(plots, lease, :paper)
    assert {:ok, %{id: ^second}} = Plots.take(plots)
    pass(clock, 49)
    {:ok, third} = Plots.add(plots, "c.svg")
    pass(clock, 1)
    assert {:ok, %{id: ^third}} = Plots.take(plots)
    assert {:ok, %{id: ^first}} = Plots.take(plots)
  end

  @tag milestone: 3
  test "a dead worker's job is back before its lease is over" do
    %{plots: plots} = start()
    Plots.add(plots, "a.svg")
    {pid, job} = worker(plots)
    stop(pid, plots, :kill)
    assert until_taken(plots).id == job.id
  end

  @tag milestone: 3
  test "a worker that comes back late is told so, and ends nobody's job" do
    %{plots: plots, clock: clock} = start()
    {:ok, id} = Plots.add(plots, "a.svg")
    {:ok, %{lease: old}} = Plots.take(plots)
    pass(clock, 100)
    {:ok, %{id: ^id, lease: new}} = Plots.take(plots)
    assert Plots.alive(plots, old) == {:error, :lost}
    assert Plots.done(plots, old) == {:error, :lost}
    assert Plots.failed(plots, old, :paper) == {:error, :lost}
    assert Plots.take(plots) == :empty
    assert Plots.done(plots, new) == :ok
  end

  @tag milestone: 3
  test "a lease that is over is lost, though nobody has taken the job yet" do
    %{plots: plots, clock: clock} = start()
    Plots.add(plots, "a.svg")
    {:ok, %{lease: lease}} = Plots.take(plots)
    pass(clock, 100)
    assert Plots.alive(plots, lease) == {:error, :lost}
    assert Plots.done(plots, lease) == {:error, :lost}
    assert {:ok, %{attempt: 2}} = Plots.take(plots)
  end

  @tag milestone: 3
  test "the death of a worker that had lost its job harms nobody" do
    %{plots: plots, clock: clock} = start()
    Plots.add(plots, "a.svg")
    {pid, _job} = worker(plots)
    pass(clock, 100)
    {:ok, %{attempt: 2, lease: lease}} = Plots.take(plots)
    stop(pid, plots, :kill)
    assert Plots.take(plots) == :empty
    assert Plots.done(plots, lease) == :ok
  end

  @tag milestone: 3
  test "a worker that did its job and then died leaves nothing to do" do
    %{plots: plots} = start()
    Plots.add(plots, "a.svg")
    {pid, job} = worker(plots)
    send(pid, {:done, job.lease})
    assert_receive {:done, ^pid, :ok}, 1_000
    stop(pid, plots, :kill)
    assert Plots.take(plots) == :empty
  end

  @tag milestone: 4
  test "a drawing that kills its workers is given up" do
    %{plots: plots} = start(max_attempts: 3)
    {:ok, id} = Plots.add(plots, "bomb.svg")

    for attempt <- 1..3 do
      {pid, %{attempt: ^attempt}} = worker(plots)
      stop(pid, plots, :kill)
    end

    until(fn -> match?([%{id: ^id, drawing: "bomb.svg"}], Plots.given_up(plots)) end)
    assert Plots.take(plots) == :empty
  end

  @tag milestone: 4
  test "a drawing that silences its workers is given up" do
    %{plots: plots, clock: clock} = start(max_attempts: 2)
    {:ok, id} = Plots.add(plots, "endless.svg")

    for _ <- 1..2 do
      {:ok, _job} = Plots.take(plots)
      pass(clock, 100)
    end

    assert [%{id: ^id}] = Plots.given_up(plots)
    assert Plots.take(plots) == :empty
  end

  @tag milestone: 4
  test "a worker that is shut down costs its drawing no attempt" do
    %{plots: plots} = start(max_attempts: 1, backoff: fn _attempts -> 60_000 end)
    Plots.add(plots, "a.svg")
    {pid, %{attempt: 1}} = worker(plots)
    stop(pid, plots, :shutdown)
    {pid, %{attempt: 1}} = worker(plots)
    stop(pid, plots, {:shutdown, :deploy})
    assert %{attempt: 1} = until_taken(plots)
    assert Plots.given_up(plots) == []
  end

  @tag milestone: 4
  test "a worker with two jobs loses both by its death" do
    %{plots: plots} = start()
    for drawing <- ["a.svg", "b.svg"], do: Plots.add(plots, drawing)
    {pid, _job} = worker(plots)
    send(pid, :take)
    assert_receive {:took, ^pid, _second}, 1_000
    stop(pid, plots, :kill)
    assert for(_ <- 1..2, do: until_taken(plots).drawing) == ["a.svg", "b.svg"]
  end

  @tag milestone: 4
  test "those given up are listed in the order in which that happened" do
    %{plots: plots} = start(max_attempts: 1)
    for drawing <- ["a.svg", "b.svg", "c.svg"], do: Plots.add(plots, drawing)
    leases = for _ <- 1..3, do: elem(Plots.take(plots), 1).lease
    for {lease, n} <- Enum.with_index(leases), do: Plots.failed(plots, lease, n)
    assert for(given_up <- Plots.given_up(plots), do: given_up.reason) == [0, 1, 2]
  end
end
