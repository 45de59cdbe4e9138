defmodule RatesHiddenTest do
  use ExUnit.Case, async: true

  setup context do
    rates = Module.concat(__MODULE__, "R#{context.line}")
    feed = start_supervised!({Agent, fn -> {:ok, [a: 1, b: 2]} end})
    start_supervised!({Rates, name: rates, load: fn -> Agent.get(feed, & &1) end})
    :ok = Rates.refresh(rates)
    %{rates: rates, feed: feed}
  end

  defp next_feed(feed, result), do: Agent.update(feed, fn _ -> result end)

  # Rows of which all but the first come only once the test says so.
  defp gated([first | rest]) do
    test = self()

    held =
      Stream.map([:hold], fn :hold ->
        send(test, {:half_way, self()})

        receive do
          :go_on -> hd(rest)
          :break_off -> raise "feed ended in the middle of a row"
        after
          1_000 -> raise "nobody let it go on"
        end
      end)

    Stream.concat([[first], held, tl(rest)])
  end

  # Begins a rebuild and holds it in the middle; gives the process that reads the feed.
  defp half_way(rates, feed, rows) do
    next_feed(feed, {:ok, gated(rows)})
    test = self()
    spawn(fn -> send(test, {:refreshed, Rates.refresh(rates)}) end)
    assert_receive {:half_way, loader}, 1_000
    loader
  end

  defp writer(rates), do: Process.whereis(Rates.Writer.name(rates))

  defp kill(pid) do
    ref = Process.monitor(pid)
    Process.exit(pid, :kill)
    assert_receive {:DOWN, ^ref, :process, ^pid, _reason}, 1_000
  end

  defp until(condition, deadline \\ System.monotonic_time(:millisecond) + 1_000) do
    cond do
      condition.() -> :ok
      System.monotonic_time(:millisecond) > deadline -> flunk("it did not come to that")
      true -> :erlang.yield() && until(condition, deadline)
    end
  end

  defp values(rates, keys), do: for(key <- keys, do: Rates.get(rates, key))

  @tag milestone: 1
  test "a reader needs no answer from the writer", %{rates: rates} do
    writer = writer(rates)
    :erlang.suspend_process(writer)
    test = self()
    spawn(fn -> send(test, {:read, Rates.get(rates, :a)}) end)
    assert_receive {:read, {:ok, 1}}, 300
    :erlang.resume_process(writer)
  end

  @tag milestone: 2
  test "corrections outlive the writer too, and go on after it is back", %{rates: rates} do
    Rates.put(rates, :a, 5)
    old = writer(rates)
    kill(old)
    assert Rates.get(rates, :a) == {:ok, 5}
    until(fn -> writer(rates) not in [nil, old] end)
    assert Rates.put(rates, :a, 6) == :ok
    assert Rates.get(rates, :a) == {:ok, 6}
  end

  @tag milestone: 3
  test "rows that the feed no longer has are gone", %{rates: rates, feed: feed} do
    next_feed(feed, {:ok, [b: 20]})
    assert Rates.refresh(rates) == :ok
    assert values(rates, [:a, :b]) == [:error, {:ok, 20}]
  end

  @tag milestone: 3
  test "a feed that breaks off leaves the rows as they were", %{rates: rates, feed: feed} do
    send(half_way(rates, feed, a: 10, b: 20), :break_off)
    assert_receive {:refreshed, {:error, _reason}}, 1_000
    assert values(rates, [:a, :b]) == [{:ok, 1}, {:ok, 2}]
    next_feed(feed, {:ok, [a: 100]})
    assert Rates.refresh(rates) == :ok
    assert values(rates, [:a, :b]) == [{:ok, 100}, :error]
  end

  @tag milestone: 3
  test "a feed that can't be opened is an error", %{rates: rates, feed: feed} do
    next_feed(feed, {:error, :enoent})
    assert {:error, _reason} = Rates.refresh(rates)
    assert values(rates, [:a, :b]) == [{:ok, 1}, {:ok, 2}]
  end

  # Forty times, or as often as fits into 300 ms.
  @tag milestone: 3
  test "readers never fail while tables are replaced", %{rates: rates} do
    readers =
      for _ <- 1..2 do
        Task.async(fn ->
          Process.flag(:priority, :low)

          Stream.repeatedly(fn -> Rates.get(rates, :a) end)
          |> Enum.find(fn read -> read != {:ok, 1} or stop?() end)
        end)
      end

    enough_at = System.monotonic_time(:millisecond) + 300

    Enum.find(1..40, fn _ ->
      Rates.refresh(rates)
      System.monotonic_time(:millisecond) > enough_at
    end)

    for reader <- readers, do: send(reader.pid, :stop)
    assert Task.await_many(readers, 1_000) == List.duplicate({:ok, 1}, 2)
  end

  defp stop? do
    receive do
      :stop -> true
    after
      0 -> false
    end
  end

  @tag milestone: 4
  test "a correction during a rebuild is in force at once", %{rates: rates, feed: feed} do
    loader = half_way(rates, feed, a: 10, b: 20)
    test = self()
    spawn(fn -> send(test, {:put, Rates.put(rates, :b, 5)}) end)
    assert_receive {:put, :ok}, 300
    assert Rates.get(rates, :b) == {:ok, 5}
    send(loader, :go_on)
    assert_receive {:refreshed, :ok}, 1_000
  end

  @tag milestone: 4
  test "a correction during a rebuild wins over the feed's row", %{rates: rates, feed: feed} do
    loader = half_way(rates, feed, a: 10, b: 20)
    test = self()

    spawn(fn ->
      for {key, value} <- [a: 4, b: 5, a: 6], do: Rates.put(rates, key, value)
      send(test, :all_put)
    end)

    assert_receive :all_put, 300
    send(loader, :go_on)
    assert_receive {:refreshed, :ok}, 1_000
    assert values(rates, [:a, :b]) == [{:ok, 6}, {:ok, 5}]
  end

  @tag milestone: 4
  test "a correction during one rebuild does not win over the next", %{rates: rates, feed: feed} do
    loader = half_way(rates, feed, a: 10, b: 20)
    test = self()
    spawn(fn -> send(test, {:put, Rates.put(rates, :b, 5)}) end)
    assert_receive {:put, :ok}, 300
    send(loader, :break_off)
    assert_receive {:refreshed, {:error, _reason}}, 1_000
    assert Rates.get(rates, :b) == {:ok, 5}
    next_feed(feed, {:ok, [b: 200]})
    assert Rates.refresh(rates) == :ok
    assert Rates.get(rates, :b) == {:ok, 200}
  end

  @tag milestone: 4
  test "a writer that dies ends its rebuild and nothing else", %{rates: rates, feed: feed} do
    loader = half_way(rates, feed, a: 10, b: 20)
    ended = Process.monitor(loader)
    old = writer(rates)
    kill(old)
    assert_receive {:DOWN, ^ended, :process, _pid, _reason}, 1_000
    assert values(rates, [:a, :b]) == [{:ok, 1}, {:ok, 2}]
    until(fn -> writer(rates) not in [nil, old] end)
    next_feed(feed, {:ok, [a: 100]})
    assert Rates.refresh(rates) == :ok
    assert values(rates, [:a, :b]) == [{:ok, 100}, :error]
  end

  @tag milestone: 4
  test "a second refresh is told that one is running", %{rates: rates, feed: feed} do
    loader = half_way(rates, feed, a: 10, b: 20)
    test = self()
    spawn(fn -> send(test, {:second, Rates.refresh(rates)}) end)
    assert_receive {:second, {:error, _reason}}, 300
    send(loader, :go_on)
    assert_receive {:refreshed, :ok}, 1_000
  end
end
