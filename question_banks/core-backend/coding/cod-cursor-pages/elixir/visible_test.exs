defmodule OrderPagesTest do
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

  # Order `id`, placed `id` minutes after the day began unless another moment is given.
  defp order(id, placed_at \\ nil) do
    placed_at = placed_at || DateTime.add(~U[2026-03-02 00:00:00Z], id * 60)
    %Order{id: id, shop_id: 7, placed_at: placed_at, total_cents: 100 * id}
  end

  defp ids(orders), do: Enum.map(orders, & &1.id)

  @tag milestone: 1
  test "the first page has the newest orders" do
    {_table, all} = repo(Enum.map(1..9, &order/1))
    assert {:ok, %{orders: orders}} = OrderPages.list(all, 7, %{"limit" => "4"})
    assert ids(orders) == [9, 8, 7, 6]
  end

  @tag milestone: 1
  test "the next page begins where the first one ended" do
    {_table, all} = repo(Enum.map(1..9, &order/1))
    assert {:ok, %{next: next}} = OrderPages.list(all, 7, %{"limit" => "4"})
    assert {:ok, page} = OrderPages.list(all, 7, %{"limit" => "4", "after" => next})
    assert ids(page.orders) == [5, 4, 3, 2]
  end

  @tag milestone: 1
  test "the last page says that nothing follows" do
    {_table, all} = repo(Enum.map(1..5, &order/1))
    assert {:ok, %{next: next}} = OrderPages.list(all, 7, %{"limit" => "4"})
    assert is_binary(next)
    assert {:ok, page} = OrderPages.list(all, 7, %{"limit" => "4", "after" => next})
    assert %{orders: [%Order{id: 1}], next: nil} = page
  end

  @tag milestone: 2
  test "orders that arrive between two pages move nothing" do
    {table, all} = repo(Enum.map(1..9, &order/1))
    assert {:ok, %{next: next}} = OrderPages.list(all, 7, %{"limit" => "4"})
    change(table, fn orders -> Enum.map(10..12, &order/1) ++ orders end)
    assert {:ok, page} = OrderPages.list(all, 7, %{"limit" => "4", "after" => next})
    assert ids(page.orders) == [5, 4, 3, 2]
  end

  @tag milestone: 3
  test "a cursor that is no cursor is refused" do
    {_table, all} = repo([order(1)])
    assert OrderPages.list(all, 7, %{"after" => "page two, please"}) == {:error, :bad_cursor}
  end

  @tag milestone: 4
  test "a page has fifty orders if no limit is given" do
    {_table, all} = repo(Enum.map(1..60, &order/1))
    assert {:ok, %{orders: orders}} = OrderPages.list(all, 7)
    assert ids(orders) == Enum.to_list(60..11//-1)
  end
end
