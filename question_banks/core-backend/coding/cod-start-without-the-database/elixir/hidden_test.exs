defmodule StockLinkHiddenTest do
  use ExUnit.Case, async: true

  # An attempt that tells the test that it runs, and waits half a second to be told how to end.
  defp gated do
    test = self()

    fn ->
      send(test, {:attempt, self()})

      receive do
        {:finish, result} -> result
        :blow_up -> raise "handshake not understood"
      after
        500 -> {:error, :nobody_answered}
      end
    end
  end

  # A backoff that reports the count it was asked with, and is over at once.
  defp reporting do
    test = self()

    fn failures ->
      send(test, {:backoff, failures})
      0
    end
  end

  defp start(opts), do: start_supervised!({StockLink, opts})
  defp line, do: spawn(fn -> receive do: (:drop -> :ok) end)

  defp until(condition, deadline \\ System.monotonic_time(:millisecond) + 1_000) do
    cond do
      condition.() -> :ok
      System.monotonic_time(:millisecond) > deadline -> flunk("it did not come to that")
      true -> :erlang.yield() && until(condition, deadline)
    end
  end

  defp attempt do
    assert_receive {:attempt, attempt}, 1_000
    attempt
  end

  # Brings the link up with a line of its own.
  defp bring_up(link) do
    conn = line()
    send(attempt(), {:finish, {:ok, conn}})
    until(fn -> StockLink.conn(link) == {:ok, conn} end)
    conn
  end

  @tag milestone: 1
  test "fifty refused attempts cost no restart" do
    count = :counters.new(1, [])

    connect = fn ->
      :counters.add(count, 1, 1)
      {:error, :refused}
    end

    children = [{StockLink, connect: connect, backoff: fn _failures -> 0 end}]
    supervisor = [children, [strategy: :one_for_one, max_restarts: 0]]
    tree = start_supervised!(%{id: :tree, start: {Supervisor, :start_link, supervisor}})
    [{_id, link, _type, _modules}] = Supervisor.which_children(tree)
    until(fn -> :counters.get(count, 1) >= 50 end)
    assert [{_id, ^link, _type, _modules}] = Supervisor.which_children(tree)
  end

  @tag milestone: 2
  test "callers that ask while it is down start no attempts" do
    link = start(connect: gated(), backoff: fn _failures -> 60_000 end)
    first = attempt()
    for _ <- 1..20, do: assert(StockLink.conn(link, 300) == {:error, :down})
    send(first, {:finish, {:error, :refused}})
    until(fn -> StockLink.status(link) == {:down, 1, :refused} end)
    for _ <- 1..20, do: assert(StockLink.conn(link, 300) == {:error, :down})
    refute_receive {:attempt, _another}, 20
  end

  @tag milestone: 3
  test "each failure in a row is counted for the backoff" do
    start(connect: gated(), backoff: reporting())

    for count <- 1..4 do
      send(attempt(), {:finish, {:error, :refused}})
      assert_receive {:backoff, ^count}, 1_000
    end
  end

  @tag milestone: 3
  test "an attempt that raises is one more failed attempt" do
    link = start(connect: gated(), backoff: reporting())
    send(attempt(), :blow_up)
    assert_receive {:backoff, 1}, 1_000
    bring_up(link)
  end

  @tag milestone: 3
  test "an attempt that is killed is one more failed attempt" do
    link = start(connect: gated(), backoff: reporting())
    Process.exit(attempt(), :kill)
    assert_receive {:backoff, 1}, 1_000
    bring_up(link)
  end

  @tag milestone: 3
  test "a result of another form is one more failed attempt" do
    link = start(connect: gated(), backoff: reporting())
    send(attempt(), {:finish, :timeout})
    assert_receive {:backoff, 1}, 1_000
    send(attempt(), {:finish, {:ok, :no_process}})
    assert_receive {:backoff, 2}, 1_000
    bring_up(link)
  end

  @tag milestone: 4
  test "a connection that was dead on arrival counts as lost" do
    link = start(connect: gated(), backoff: reporting())
    {corpse, ref} = spawn_monitor(fn -> :ok end)
    assert_receive {:DOWN, ^ref, :process, _pid, _reason}, 1_000
    send(attempt(), {:finish, {:ok, corpse}})
    assert_receive {:backoff, 1}, 1_000
    bring_up(link)
  end

  @tag milestone: 4
  test "a connection that drops soon after the login is one more failure" do
    clock = :counters.new(1, [])
    now = fn -> :counters.get(clock, 1) end
    link = start(connect: gated(), backoff: reporting(), stable_ms: 100, now: now)
    send(attempt(), {:finish, {:error, :refused}})
    assert_receive {:backoff, 1}, 1_000

    for count <- 2..4 do
      conn = bring_up(link)
      :counters.add(clock, 1, 99)
      Process.exit(conn, :kill)
      assert_receive {:backoff, ^count}, 1_000
    end
  end

  @tag milestone: 4
  test "after a connection that held the count begins anew" do
    clock = :counters.new(1, [])
    now = fn -> :counters.get(clock, 1) end
    link = start(connect: gated(), backoff: reporting(), stable_ms: 100, now: now)

    for count <- 1..3 do
      send(attempt(), {:finish, {:error, :refused}})
      assert_receive {:backoff, ^count}, 1_000
    end

    conn = bring_up(link)
    :counters.add(clock, 1, 100)
    Process.exit(conn, :kill)
    assert_receive {:backoff, 1}, 1_000
  end
end
