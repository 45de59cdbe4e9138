defmodule IdempotentTest do
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

  @tag milestone: 1
  test "a first request is run and gets its answer" do
    assert Idempotent.call(store(), request(), charge({201, "ch-1"})) == {201, "ch-1"}
    assert_received {:charged, %{"cents" => 900}}
  end

  @tag milestone: 1
  test "a repeat gets the first answer and charges nothing" do
    store = store()
    assert Idempotent.call(store, request(), charge({201, "ch-1"})) == {201, "ch-1"}
    assert_received {:charged, _body}
    assert Idempotent.call(store, request(), charge({201, "ch-2"})) == {201, "ch-1"}
    refute_received {:charged, _body}
  end

  @tag milestone: 1
  test "another key is another charge" do
    store = store()
    assert Idempotent.call(store, request(), charge({201, "ch-1"})) == {201, "ch-1"}
    assert Idempotent.call(store, request(key: "k-2"), charge({201, "ch-2"})) == {201, "ch-2"}
  end

  @tag milestone: 2
  test "another body under a known key is refused" do
    store = store()
    assert {201, "ch-1"} = Idempotent.call(store, request(), charge({201, "ch-1"}))
    other = request(body: %{"cents" => 9_000})
    assert {422, _body} = Idempotent.call(store, other, charge({201, "ch-2"}))
    refute_received {:charged, %{"cents" => 9_000}}
  end

  @tag milestone: 2
  test "a request without a key is refused" do
    assert {400, _body} = Idempotent.call(store(), request(key: nil), charge({201, "ch-1"}))
    refute_received {:charged, _body}
  end

  @tag milestone: 3
  test "of fifty that come together one charges" do
    store = store()
    run = gated()
    clients = for _ <- 1..50, do: client(store, run)
    assert_receive {:charging, first}, 1_000
    until_settled(clients)
    refute_received {:charging, _second}
    send(first, {:finish, {201, "ch-1"}})
    answers = Enum.map(clients, &answer/1)
    assert {201, "ch-1"} in answers
    assert Enum.all?(answers, fn {status, _body} -> status in [201, 409] end)
    assert Idempotent.call(store, request(), charge({201, "ch-2"})) == {201, "ch-1"}
  end
end
