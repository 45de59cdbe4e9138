defmodule Checks do
  @moduledoc "Checks many items at a partner's, a few at a time."

  @type check :: (item :: term -> {:ok, term} | {:error, term})

  @doc """
  Checks `items`, an enumerable, with at most `limit` checks at a time; each of them may take
  `timeout` ms. Gives all results in the order of the items, or the failure that ended it with
  the item to which it belongs.
  """
  @spec map(Enumerable.t(), pos_integer, check, timeout) ::
          {:ok, [term]} | {:error, {item :: term, reason :: term}}
  def map(_items, _limit, _check, _timeout \\ 5_000) do
    raise "not implemented"
  end
end
