defmodule LiftsTest do
  use ExUnit.Case, async: true

  # A worker tells the test that it starts. One whose lift is {:gated, _} then waits for a word.
  defmodule Worker do
    use GenServer

    def start_link(id, gen_opts), do: GenServer.start_link(__MODULE__, id, gen_opts)

    @impl true
    def init({test, lift} = id) do
      send(test, {:starting, lift, self()})

      case lift do
        {:gated, _} -> receive do: (:go -> {:ok, id})
        _ -> {:ok, id}
      end
    end
  end

  setup context do
    lifts = Module.concat(__MODULE__, "L#{context.line}")
    start_supervised!({Lifts, name: lifts, worker: Worker})
    %{lifts: lifts}
  end

  defp id(lift), do: {self(), lift}

  defp kill(pid) do
    ref = Process.monitor(pid)
    Process.exit(pid, :kill)
    assert_receive {:DOWN, ^ref, :process, ^pid, :killed}, 1_000
  end

  # A process that does nothing but ask; once it waits, its request is under way.
  defp asker(lifts, id) do
    test = self()
    spawn_link(fn -> send(test, {:asked, self(), Lifts.worker(lifts, id)}) end)
  end

  defp until_waiting(askers) do
    unless Enum.all?(askers, &(Process.info(&1, :status) in [{:status, :waiting}, nil])) do
      :erlang.yield()
      until_waiting(askers)
    end
  end

  @tag milestone: 1
  test "a lift's worker is started once and found again", %{lifts: lifts} do
    assert {:ok, pid} = Lifts.worker(lifts, id(:north))
    assert Process.alive?(pid)
    assert Lifts.worker(lifts, id(:north)) == {:ok, pid}
    assert_received {:starting, :north, ^pid}
    refute_received {:starting, :north, _another}
  end

  @tag milestone: 2
  test "fifty requests at once make one worker", %{lifts: lifts} do
    id = id({:gated, 1})
    askers = for _ <- 1..50, do: asker(lifts, id)
    assert_receive {:starting, {:gated, 1}, pid}, 1_000
    until_waiting(askers)
    send(pid, :go)

    for asker <- askers do
      assert_receive {:asked, ^asker, answer}, 1_000
      assert answer == {:ok, pid}
    end

    refute_received {:starting, {:gated, 1}, _another}
  end

  @tag milestone: 3
  test "right after a crash the next request starts one anew", %{lifts: lifts} do
    {:ok, first} = Lifts.worker(lifts, id(:north))

    Enum.reduce(1..20, first, fn _, pid ->
      kill(pid)
      assert {:ok, next} = Lifts.worker(lifts, id(:north))
      assert next != pid
      assert Process.alive?(next)
      next
    end)
  end

  @tag milestone: 4
  test "a stopped worker has ended, and is started by the next request", %{lifts: lifts} do
    {:ok, pid} = Lifts.worker(lifts, id(:north))
    assert Lifts.stop(lifts, id(:north)) == :ok
    refute Process.alive?(pid)
    assert {:ok, next} = Lifts.worker(lifts, id(:north))
    assert next != pid
  end
end
