defmodule StockLinkTest do
  use ExUnit.Case, async: true

  # An attempt that tells the test that it runs, and waits half a second to be told how to end.
  defp gated do
    test = self()

    fn ->
      send(test, {:attempt, self()})

      receive do
        {:finish, result} -> result
      after
        500 -> send(test, :nobody_answered) && {:error, :nobody_answered}
      end
    end
  end

  defp start(opts), do: start_supervised!({StockLink, opts})

  # The warehouse's end of a line: a process that ends when the line drops.
  defp line, do: spawn(fn -> receive do: (:drop -> :ok) end)

  defp until(condition, deadline \\ System.monotonic_time(:millisecond) + 1_000) do
    cond do
      condition.() -> :ok
      System.monotonic_time(:millisecond) > deadline -> flunk("it did not come to that")
      true -> :erlang.yield() && until(condition, deadline)
    end
  end

  @tag milestone: 1
  test "starting does not wait for the first attempt" do
    link = start(connect: gated())
    refute_received :nobody_answered
    assert_receive {:attempt, _pid}, 1_000
    assert Process.alive?(link)
  end

  @tag milestone: 1
  test "callers get the connection once there is one" do
    conn = line()
    link = start(connect: fn -> {:ok, conn} end)
    until(fn -> StockLink.conn(link) == {:ok, conn} end)
    assert StockLink.status(link) == :up
  end

  @tag milestone: 2
  test "callers are told at once while an attempt is under way" do
    link = start(connect: gated())
    assert_receive {:attempt, _pid}, 1_000
    assert StockLink.conn(link, 300) == {:error, :down}
    assert StockLink.status(link, 300) == {:down, 0, nil}
  end

  @tag milestone: 2
  test "the status tells the failures in a row and the last reason" do
    link = start(connect: gated(), backoff: fn _failures -> 0 end)

    for reason <- [:closed, :nxdomain, :refused] do
      assert_receive {:attempt, attempt}, 1_000
      send(attempt, {:finish, {:error, reason}})
    end

    assert_receive {:attempt, _fourth}, 1_000
    assert StockLink.status(link, 300) == {:down, 3, :refused}
  end

  @tag milestone: 4
  test "a dropped connection is noticed and replaced" do
    link = start(connect: gated(), backoff: fn _failures -> 0 end)
    assert_receive {:attempt, attempt}, 1_000
    conn = line()
    send(attempt, {:finish, {:ok, conn}})
    until(fn -> StockLink.conn(link) == {:ok, conn} end)

    Process.exit(conn, :kill)
    assert_receive {:attempt, attempt}, 1_000
    assert StockLink.conn(link, 300) == {:error, :down}

    next = line()
    send(attempt, {:finish, {:ok, next}})
    until(fn -> StockLink.conn(link) == {:ok, next} end)
  end
end
