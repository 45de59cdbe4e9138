defmodule IdempotentHiddenTest do
  use ExUnit.Case, async: true

  # A table of rows by key, with the three writes of the module's doc.
  defp store do
    table = start_supervised!({Agent, fn -> %{} end})
    write = fn fun -> Agent.get_and_update(table, fun) end

    %{
      insert: fn key, row ->
        write.(fn
          %{^key => old} = rows -> {{:exists, old}, rows}
          rows -> {:ok, Map.put(rows, key, row)}
        end)
      end,
      replace: fn key, old, row ->
        write.(fn
          %{^key => ^old} = rows -> {:ok, Map.put(rows, key, row)}
          rows -> {:changed, rows}
        end)
      end,
      delete: fn key, old ->
        write.(fn
          %{^key => ^old} = rows -> {:ok, Map.delete(rows, key)}
          rows -> {:changed, rows}
        end)
      end
    }
  end

  defp request(fields \\ []) do
    Map.merge(%{account: 17, key: "k-1", body: %{"cents" => 900}}, Map.new(fields))
  end

  # A controller that tells the test of each charge and returns `response`.
  defp charge(response) do
    test = self()

    fn request ->
      send(test, {:charged, request.body})
      response
    end
  end

  # A controller that waits to be told how a charge ends.
  defp gated do
    test = self()

    fn _request ->
      send(test, {:charging, self()})

      receive do
        {:finish, response} -> response
      end
    end
  end

  # A request in a process of its own.
  defp client(store, run, opts \\ []) do
    test = self()
    spawn(fn -> send(test, {:answer, self(), Idempotent.call(store, request(), run, opts)}) end)
  end

  defp answer(client) do
    assert_receive {:answer, ^client, response}, 1_000
    response
  end

  defp until_settled(clients) do
    unless Enum.all?(clients, &(Process.info(&1, :status) in [{:status, :waiting}, nil])) do
      :erlang.yield()
      until_settled(clients)
    end
  end

  # A clock that stands where it was put.
  defp clock do
    counter = :counters.new(1, [])
    {fn ms -> :counters.put(counter, 1, ms) end, [now: fn -> :counters.get(counter, 1) end]}
  end

  # A request whose process was killed while it charged.
  defp killed(store, opts) do
    client = client(store, gated(), opts)
    assert_receive {:charging, ^client}, 1_000
    gone = Process.monitor(client)
    Process.exit(client, :kill)
    assert_receive {:DOWN, ^gone, :process, ^client, :killed}, 1_000
  end

  @tag milestone: 1
  test "a declined card is an answer like any other" do
    store = store()
    assert Idempotent.call(store, request(), charge({402, "declined"})) == {402, "declined"}
    assert Idempotent.call(store, request(), charge({201, "ch-2"})) == {402, "declined"}
  end

  @tag milestone: 2
  test "the same key of another account is another charge" do
    store = store()
    assert Idempotent.call(store, request(), charge({201, "ch-1"})) == {201, "ch-1"}
    assert Idempotent.call(store, request(account: 18), charge({201, "ch-2"})) == {201, "ch-2"}
  end

  @tag milestone: 2
  test "a key that is no text of 1 to 255 bytes is refused" do
    store = store()

    for key <- ["", 7, String.duplicate("k", 256), String.duplicate("é", 128)] do
      assert {400, _body} = Idempotent.call(store, request(key: key), charge({201, "ch-1"}))
    end

    longest = request(key: String.duplicate("k", 255))
    assert Idempotent.call(store, longest, charge({201, "ch-2"})) == {201, "ch-2"}
  end

  @tag milestone: 3
  test "a repeat during the first request is told so at once" do
    store = store()
    first = client(store, gated())
    assert_receive {:charging, ^first}, 1_000
    assert {409, _body} = Idempotent.call(store, request(), charge({201, "ch-2"}))
    refute_received {:charged, _body}
    send(first, {:finish, {201, "ch-1"}})
    assert answer(first) == {201, "ch-1"}
    assert Idempotent.call(store, request(), charge({201, "ch-2"})) == {201, "ch-1"}
  end

  @tag milestone: 3
  test "another body is refused during the first request too" do
    store = store()
    first = client(store, gated())
    assert_receive {:charging, ^first}, 1_000
    other = request(body: %{"cents" => 1})
    assert {422, _body} = Idempotent.call(store, other, charge({201, "ch-2"}))
  end

  @tag milestone: 3
  test "a request that raises gives its key back" do
    store = store()
    run = fn _request -> raise "the processor's client blew up" end

    try do
      Idempotent.call(store, request(), run)
    rescue
      RuntimeError -> :raised
    end

    assert Idempotent.call(store, request(), charge({201, "ch-2"})) == {201, "ch-2"}
  end

  @tag milestone: 3
  test "that we could not answer is not kept" do
    store = store()
    assert Idempotent.call(store, request(), charge({503, "down"})) == {503, "down"}
    assert Idempotent.call(store, request(), charge({429, "slow down"})) == {429, "slow down"}
    assert Idempotent.call(store, request(), charge({201, "ch-3"})) == {201, "ch-3"}
  end

  @tag milestone: 4
  test "the key of a request that vanished is free once it counts as lost" do
    store = store()
    {put, now} = clock()
    opts = [lost_ms: 100] ++ now
    killed(store, opts)
    put.(99)
    assert {409, _body} = Idempotent.call(store, request(), charge({201, "ch-2"}), opts)
    put.(100)
    assert Idempotent.call(store, request(), charge({201, "ch-3"}), opts) == {201, "ch-3"}
  end

  @tag milestone: 4
  test "a lost request is run again with its own body only" do
    store = store()
    {put, now} = clock()
    opts = [lost_ms: 100] ++ now
    killed(store, opts)
    put.(100)
    other = request(body: %{"cents" => 1})
    assert {422, _body} = Idempotent.call(store, other, charge({201, "ch-2"}), opts)
  end

  @tag milestone: 4
  test "of twenty that find a lost request one runs it again" do
    store = store()
    {put, now} = clock()
    opts = [lost_ms: 100] ++ now
    killed(store, opts)
    put.(100)
    run = gated()
    clients = for _ <- 1..20, do: client(store, run, opts)
    assert_receive {:charging, second}, 1_000
    until_settled(clients)
    refute_received {:charging, _third}
    send(second, {:finish, {201, "ch-2"}})
    answers = Enum.map(clients, &answer/1)
    assert {201, "ch-2"} in answers
    assert Enum.all?(answers, fn {status, _body} -> status in [201, 409] end)
  end

  @tag milestone: 4
  test "a request that was taken for lost does not change the answer" do
    store = store()
    {put, now} = clock()
    opts = [lost_ms: 100] ++ now
    slow = client(store, gated(), opts)
    assert_receive {:charging, ^slow}, 1_000
    put.(100)
    assert Idempotent.call(store, request(), charge({201, "ch-2"}), opts) == {201, "ch-2"}
    send(slow, {:finish, {201, "ch-1"}})
    refute answer(slow) == {201, "ch-1"}
    assert Idempotent.call(store, request(), charge({201, "ch-3"}), opts) == {201, "ch-2"}
  end

  @tag milestone: 4
  test "a failure of the one taken for lost does not free the key" do
    store = store()
    {put, now} = clock()
    opts = [lost_ms: 100] ++ now
    slow = client(store, gated(), opts)
    assert_receive {:charging, ^slow}, 1_000
    put.(100)
    second = client(store, gated(), opts)
    assert_receive {:charging, ^second}, 1_000
    send(slow, {:finish, {503, "down"}})
    assert {status, _body} = answer(slow)
    assert status in [409, 503]
    assert {409, _body} = Idempotent.call(store, request(), charge({201, "ch-3"}), opts)
  end

  @tag milestone: 4
  test "an answer is kept for its time and then forgotten" do
    store = store()
    {put, now} = clock()
    opts = [keep_ms: 500] ++ now
    assert Idempotent.call(store, request(), charge({201, "ch-1"}), opts) == {201, "ch-1"}
    put.(499)
    assert Idempotent.call(store, request(), charge({201, "ch-2"}), opts) == {201, "ch-1"}
    put.(500)
    other = request(body: %{"cents" => 1})
    assert Idempotent.call(store, other, charge({201, "ch-3"}), opts) == {201, "ch-3"}
  end
end
