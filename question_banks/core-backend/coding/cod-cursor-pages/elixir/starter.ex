defmodule Order do
  defstruct [:id, :shop_id, :placed_at, :total_cents]
end

defmodule OrderPages do
  @moduledoc """
  The orders of one shop, newest first, a page at a time.

  `all` stands for the repo. It is called as `all.(where, order_by, limit)`:
    * `where`    a function from an order to true or false
    * `order_by` as Ecto writes it, for example `[asc: :total_cents]`
    * `limit`    how many orders to read at most

  `params` are those of the query string:
    * `"limit"` how many orders a page has, 1 to 100 (50 if it is not there)
    * `"after"` the `next` of the page before (not there for the first page)
  """

  @type page :: %{orders: [%Order{}], next: String.t() | nil}

  @doc "`next` is nil on the page that no order follows."
  @spec list(all :: fun, shop_id :: integer, params :: map) ::
          {:ok, page} | {:error, :bad_limit | :bad_cursor}
  def list(_all, _shop_id, _params \\ %{}) do
    raise "not implemented"
  end
end
