defmodule OrderPagesHiddenTest do
  use ExUnit.Case, async: true

  # A table of orders behind a function that reads like a repo. Orders that `order_by` does not
  # tell apart come back in another order each time, as a database may return them.
  defp repo(orders) do
    test = self()
    table = start_supervised!({Agent, fn -> {0, orders} end})

    all = fn where, order_by, limit ->
      send(test, {:read, limit})

      {turn, orders} =
        Agent.get_and_update(table, fn {turn, orders} -> {{turn, orders}, {turn + 1, orders}} end)

      orders = if rem(turn, 2) == 0, do: orders, else: Enum.reverse(orders)
      orders |> Enum.filter(where) |> sort(order_by) |> Enum.take(limit)
    end

    {table, all}
  end

  defp sort(orders, order_by) do
    List.foldr(order_by, orders, fn {direction, field}, orders ->
      Enum.sort_by(orders, &plain(Map.fetch!(&1, field)), direction)
    end)
  end

  defp plain(%DateTime{} = moment), do: DateTime.to_unix(moment, :microsecond)
  defp plain(value), do: value

  defp change(table, fun), do: Agent.update(table, fn {turn, orders} -> {turn, fun.(orders)} end)

  # Order `id`, placed `id` minutes after the day began unless something else is given.
  defp order(id, fields \\ []) do
    placed_at = DateTime.add(~U[2026-03-02 00:00:00Z], id * 60)
    struct!(%Order{id: id, shop_id: 7, placed_at: placed_at, total_cents: 100 * id}, fields)
  end

  defp ids(orders), do: Enum.map(orders, & &1.id)

  # All ids from the first page to the last.
  defp walk(all, params, pages_left \\ 20)
  defp walk(_all, _params, 0), do: flunk("twenty pages, and no end")

  defp walk(all, params, pages_left) do
    case OrderPages.list(all, 7, params) do
      {:ok, %{orders: orders, next: nil}} ->
        ids(orders)

      {:ok, page} ->
        ids(page.orders) ++ walk(all, Map.put(params, "after", page.next), pages_left - 1)
    end
  end

  @tag milestone: 1
  test "a shop without orders has one empty page" do
    {_table, all} = repo([])
    assert OrderPages.list(all, 7) == {:ok, %{orders: [], next: nil}}
  end

  @tag milestone: 1
  test "orders of other shops stay out of every page" do
    {_table, all} = repo(for id <- 1..30, do: order(id, shop_id: 7 + rem(id, 3)))
    assert walk(all, %{"limit" => "4"}) == Enum.to_list(30..3//-3)
  end

  @tag milestone: 2
  test "orders of one moment are each seen once" do
    moment = ~U[2026-03-02 09:30:00Z]
    {_table, all} = repo(for id <- 1..130, do: order(id, placed_at: moment))
    assert Enum.sort(walk(all, %{})) == Enum.to_list(1..130)
  end

  @tag milestone: 2
  test "the order that ended a page may be deleted before the next" do
    {table, all} = repo(Enum.map(1..9, &order/1))
    assert {:ok, %{next: next}} = OrderPages.list(all, 7, %{"limit" => "4"})
    change(table, fn orders -> Enum.reject(orders, &(&1.id == 6)) end)
    assert {:ok, page} = OrderPages.list(all, 7, %{"limit" => "4", "after" => next})
    assert ids(page.orders) == [5, 4, 3, 2]
  end

  @tag milestone: 2
  test "a page that reaches over a month's end goes on with the month before" do
    last = order(1, placed_at: ~U[2026-01-31 23:00:00Z])
    first = order(2, placed_at: ~U[2026-02-01 01:00:00Z])
    {_table, all} = repo([last, first])
    assert walk(all, %{"limit" => "1"}) == [2, 1]
  end

  @tag milestone: 3
  test "a cursor that was cut off is refused" do
    {_table, all} = repo(Enum.map(1..9, &order/1))
    assert {:ok, %{next: next}} = OrderPages.list(all, 7, %{"limit" => "4"})

    for length <- 1..(String.length(next) - 1) do
      cut = String.slice(next, 0, length)
      assert {cut, OrderPages.list(all, 7, %{"after" => cut})} == {cut, {:error, :bad_cursor}}
    end
  end

  @tag milestone: 3
  test "a cursor of another shop is refused" do
    {_table, all} = repo(for id <- 1..20, do: order(id, shop_id: 7 + rem(id, 2)))
    assert {:ok, %{next: next}} = OrderPages.list(all, 8, %{"limit" => "4"})
    assert OrderPages.list(all, 7, %{"after" => next}) == {:error, :bad_cursor}
  end

  @tag milestone: 3
  test "a cursor that is no text is refused" do
    {_table, all} = repo([order(1)])

    for odd <- [%{"id" => "4"}, ["4"]] do
      assert OrderPages.list(all, 7, %{"after" => odd}) == {:error, :bad_cursor}
    end
  end

  @tag milestone: 4
  test "a limit that is no number from 1 to 100 is refused" do
    {_table, all} = repo([order(1)])

    for odd <- ["0", "-3", "101", "ten", "10 orders", "", ["5"]] do
      assert OrderPages.list(all, 7, %{"limit" => odd}) == {:error, :bad_limit}
    end

    assert {:ok, %{orders: [_one]}} = OrderPages.list(all, 7, %{"limit" => "100"})
  end

  @tag milestone: 4
  test "a last page that is full says that nothing follows" do
    {_table, all} = repo(Enum.map(1..8, &order/1))
    assert {:ok, %{next: next}} = OrderPages.list(all, 7, %{"limit" => "4"})
    assert {:ok, page} = OrderPages.list(all, 7, %{"limit" => "4", "after" => next})
    assert ids(page.orders) == [4, 3, 2, 1]
    assert page.next == nil
  end

  @tag milestone: 4
  test "a page reads one order more than it shows at most" do
    {_table, all} = repo(Enum.map(1..60, &order/1))
    assert {:ok, %{next: next}} = OrderPages.list(all, 7, %{"limit" => "20"})
    assert {:ok, _page} = OrderPages.list(all, 7, %{"limit" => "20", "after" => next})
    assert_received {:read, first}
    assert_received {:read, second}
    refute_received {:read, _third}
    assert first <= 21 and second <= 21
  end
end
