defmodule LiftsHiddenTest do
  use ExUnit.Case, async: true

  # A worker tells the test that it starts. One whose lift is {:gated, _} then waits for a word.
  defmodule Worker do
    use GenServer

    def start_link(id, gen_opts), do: GenServer.start_link(__MODULE__, id, gen_opts)

    @impl true
    def init({test, lift} = id) do
      send(test, {:starting, lift, self()})

      case lift do
        {:gated, _} -> receive do: (answer -> answer)
        _ -> {:ok, id}
      end
    end
  end

  setup context do
    lifts = Module.concat(__MODULE__, "L#{context.line}")
    tree = start_supervised!({Lifts, name: lifts, worker: Worker})
    %{lifts: lifts, tree: tree}
  end

  defp id(lift), do: {self(), lift}

  defp kill(pid) do
    ref = Process.monitor(pid)
    Process.exit(pid, :kill)
    assert_receive {:DOWN, ^ref, :process, ^pid, _reason}, 1_000
  end

  defp asker(lifts, id) do
    test = self()
    spawn_link(fn -> send(test, {:asked, self(), Lifts.worker(lifts, id)}) end)
  end

  # Asks for a gated lift and ends its worker's init with this answer.
  defp ask_gated(lifts, id, answer) do
    asker = asker(lifts, id)
    assert_receive {:starting, {:gated, _}, pid}, 1_000
    send(pid, answer)
    assert_receive {:asked, ^asker, result}, 1_000
    result
  end

  defp until(condition, deadline \\ System.monotonic_time(:millisecond) + 1_000) do
    cond do
      condition.() -> :ok
      System.monotonic_time(:millisecond) > deadline -> flunk("it did not come to that")
      true -> :erlang.yield() && until(condition, deadline)
    end
  end

  # Whatever runs below a supervisor and is no supervisor with children of its own.
  defp leaves(tree) do
    Enum.flat_map(Supervisor.which_children(tree), fn
      {_id, pid, :worker, _modules} -> [pid]
      {_id, pid, :supervisor, _modules} -> if(leaves(pid) == [], do: [pid], else: leaves(pid))
    end)
  end

  defp parent(pid) do
    {:dictionary, dictionary} = Process.info(pid, :dictionary)

    case hd(dictionary[:"$ancestors"]) do
      name when is_atom(name) -> Process.whereis(name)
      parent -> parent
    end
  end

  # A part of the tree may be on its way back.
  defp asked(lifts, id) do
    Lifts.worker(lifts, id)
  catch
    _kind, _reason -> :not_back_yet
  end

  defp started(lift, pids) do
    receive do
      {:starting, ^lift, pid} -> started(lift, [pid | pids])
    after
      0 -> pids
    end
  end

  @tag milestone: 1
  test "each lift has a worker of its own", %{lifts: lifts} do
    pids = for n <- 1..10, do: elem(Lifts.worker(lifts, id(n)), 1)
    assert length(Enum.uniq(pids)) == 10
    assert Enum.all?(pids, &Process.alive?/1)
  end

  @tag milestone: 1
  test "two sets of lifts know nothing of each other", %{lifts: lifts} do
    other = Module.concat(lifts, Other)
    start_supervised!(Supervisor.child_spec({Lifts, name: other, worker: Worker}, id: other))
    assert {:ok, here} = Lifts.worker(lifts, id(:north))
    assert {:ok, there} = Lifts.worker(other, id(:north))
    assert here != there
  end

  @tag milestone: 3
  test "a crashed worker stays away until somebody asks", %{lifts: lifts} do
    {:ok, pid} = Lifts.worker(lifts, id(:north))
    assert_received {:starting, :north, ^pid}
    kill(pid)
    refute_receive {:starting, :north, _another}, 30
    assert Lifts.ids(lifts) == []
  end

  @tag milestone: 3
  test "a lift that crashes again and again leaves the others alone", %{lifts: lifts} do
    {:ok, quiet} = Lifts.worker(lifts, id(:quiet))

    for _ <- 1..30 do
      {:ok, pid} = Lifts.worker(lifts, id(:broken))
      kill(pid)
    end

    assert Process.alive?(quiet)
    assert Lifts.worker(lifts, id(:quiet)) == {:ok, quiet}
  end

  @tag milestone: 3
  test "a start that fails is told, and the next request tries again", %{lifts: lifts} do
    id = id({:gated, 1})
    assert {:error, _reason} = ask_gated(lifts, id, {:stop, :out_of_service})
    assert {:ok, pid} = ask_gated(lifts, id, {:ok, :back})
    assert Process.alive?(pid)
  end

  @tag milestone: 3
  test "a worker that declines to start is an error", %{lifts: lifts} do
    assert {:error, _reason} = ask_gated(lifts, id({:gated, 1}), :ignore)
  end

  @tag milestone: 4
  test "stopping a lift that has no worker is fine", %{lifts: lifts} do
    assert Lifts.stop(lifts, id(:never)) == :ok
    {:ok, pid} = Lifts.worker(lifts, id(:north))
    kill(pid)
    assert Lifts.stop(lifts, id(:north)) == :ok
    assert Lifts.stop(lifts, id(:north)) == :ok
  end

  @tag milestone: 4
  test "the ids are those of living workers", %{lifts: lifts} do
    for lift <- [:north, :south, :east], do: Lifts.worker(lifts, id(lift))
    {:ok, north} = Lifts.worker(lifts, id(:north))
    kill(north)
    Lifts.stop(lifts, id(:south))
    assert Lifts.ids(lifts) == [id(:east)]
  end

  @tag milestone: 4
  test "no death inside the tree leads to two workers", %{lifts: lifts, tree: tree} do
    {:ok, pid} = Lifts.worker(lifts, id(:north))

    victims = for victim <- leaves(tree) ++ [parent(pid)], victim != tree, do: victim

    Enum.reduce(victims, [], fn victim, pids ->
      kill(victim)
      until(fn -> match?({:ok, _pid}, asked(lifts, id(:north))) end)
      pids = started(:north, pids)
      until(fn -> Enum.count(pids, &Process.alive?/1) <= 1 end)
      pids
    end)

    assert {:ok, _pid} = Lifts.worker(lifts, id(:north))
  end
end
