defmodule Order do
  defstruct [:id, :shop_id, :placed_at, :total_cents]
end

defmodule OrderPages do
  @moduledoc "The orders of one shop, newest first. A cursor is a place in that order, not a row."

  @default_limit 50
  @max_limit 100
  # No two orders have one place in it: the id decides between orders of the same moment.
  @order_by [desc: :placed_at, desc: :id]
  @version "1"

  @type page :: %{orders: [%Order{}], next: String.t() | nil}

  @doc "`next` is nil on the page that no order follows."
  @spec list(all :: fun, shop_id :: integer, params :: map) ::
          {:ok, page} | {:error, :bad_limit | :bad_cursor}
  def list(all, shop_id, params \\ %{}) do
    with {:ok, limit} <- limit(params),
         {:ok, place} <- place(params, shop_id) do
      where = fn order -> order.shop_id == shop_id and follows?(order, place) end
      # One more than the page has: it tells whether there is a next one.
      {:ok, page(all.(where, @order_by, limit + 1), limit)}
    end
  end

  defp page(orders, limit) do
    case Enum.split(orders, limit) do
      {orders, []} -> %{orders: orders, next: nil}
      {orders, _more} -> %{orders: orders, next: orders |> List.last() |> encode()}
    end
  end

  defp limit(%{"limit" => text}) when is_binary(text) do
    case Integer.parse(text) do
      {limit, ""} when limit in 1..@max_limit -> {:ok, limit}
      _other -> {:error, :bad_limit}
    end
  end

  defp limit(%{"limit" => _other}), do: {:error, :bad_limit}
  defp limit(_params), do: {:ok, @default_limit}

  defp place(%{"after" => text}, shop_id) when is_binary(text), do: decode(text, shop_id)
  defp place(%{"after" => _other}, _shop_id), do: {:error, :bad_cursor}
  defp place(_params, _shop_id), do: {:ok, :top}

  defp follows?(_order, :top), do: true

  defp follows?(order, {placed_at, id}) do
    case DateTime.compare(order.placed_at, placed_at) do
      :lt -> true
      :eq -> order.id < id
      :gt -> false
    end
  end

  # The values that the order is sorted by, and not its row: that may be gone by then.
  defp encode(order) do
    placed_at = DateTime.to_unix(order.placed_at, :microsecond)

    # The version stands at the end, so that a text that was cut off has none.
    [order.shop_id, placed_at, order.id, @version]
    |> Enum.join(".")
    |> Base.url_encode64(padding: false)
  end

  # Comes from outside: every step may fail, and nothing of it becomes an atom or a term.
  defp decode(text, shop_id) do
    with {:ok, plain} <- Base.url_decode64(text, padding: false),
         [shop, placed_at, id, @version] <- String.split(plain, "."),
         {^shop_id, ""} <- Integer.parse(shop),
         {placed_at, ""} <- Integer.parse(placed_at),
         {id, ""} <- Integer.parse(id),
         {:ok, placed_at} <- DateTime.from_unix(placed_at, :microsecond) do
      {:ok, {placed_at, id}}
    else
      _other -> {:error, :bad_cursor}
    end
  end
end
