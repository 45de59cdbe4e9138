defmodule RatesTest do
  use ExUnit.Case, async: true

  # The feed is what the test last said: a list of rows, or an error.
  setup context do
    rates = Module.concat(__MODULE__, "R#{context.line}")
    feed = start_supervised!({Agent, fn -> {:ok, [a: 1, b: 2]} end})
    start_supervised!({Rates, name: rates, load: fn -> Agent.get(feed, & &1) end})
    %{rates: rates, feed: feed}
  end

  defp next_feed(feed, result), do: Agent.update(feed, fn _ -> result end)

  # Rows of which all but the first come only once the test says so.
  defp gated([first | rest]) do
    test = self()

    held =
      Stream.map([:hold], fn :hold ->
        send(test, {:half_way, self()})
        receive do: (:go_on -> hd(rest))
      end)

    Stream.concat([[first], held, tl(rest)])
  end

  defp refresher(rates) do
    test = self()
    spawn(fn -> send(test, {:refreshed, Rates.refresh(rates)}) end)
  end

  defp kill(pid) do
    ref = Process.monitor(pid)
    Process.exit(pid, :kill)
    assert_receive {:DOWN, ^ref, :process, ^pid, _reason}, 1_000
  end

  @tag milestone: 1
  test "before the first load there is nothing, and it says so", %{rates: rates} do
    assert Rates.get(rates, :a) == {:error, :not_loaded}
    assert Rates.put(rates, :a, 5) == {:error, :not_loaded}
  end

  @tag milestone: 1
  test "rows of the feed are found, and others are not", %{rates: rates} do
    assert Rates.refresh(rates) == :ok
    assert Rates.get(rates, :a) == {:ok, 1}
    assert Rates.get(rates, :b) == {:ok, 2}
    assert Rates.get(rates, :c) == :error
  end

  @tag milestone: 1
  test "a correction is seen by the next reader", %{rates: rates} do
    Rates.refresh(rates)
    assert Rates.put(rates, :a, 5) == :ok
    assert Rates.get(rates, :a) == {:ok, 5}
  end

  @tag milestone: 2
  test "the rows are there while the writer is not", %{rates: rates} do
    Rates.refresh(rates)
    kill(Process.whereis(Rates.Writer.name(rates)))
    for _ <- 1..1_000, do: assert(Rates.get(rates, :b) == {:ok, 2})
  end

  @tag milestone: 3
  test "half-way through a rebuild readers see all the old rows", %{rates: rates, feed: feed} do
    Rates.refresh(rates)
    next_feed(feed, {:ok, gated(a: 10, b: 20, c: 30)})
    refresher(rates)
    assert_receive {:half_way, loader}, 1_000
    assert for(key <- [:a, :b, :c], do: Rates.get(rates, key)) == [{:ok, 1}, {:ok, 2}, :error]
    send(loader, :go_on)
    assert_receive {:refreshed, :ok}, 1_000

    assert for(key <- [:a, :b, :c], do: Rates.get(rates, key)) == [
             {:ok, 10},
             {:ok, 20},
             {:ok, 30}
           ]
  end
end
