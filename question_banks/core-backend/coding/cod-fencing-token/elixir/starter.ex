defmodule Shelf do
  @moduledoc """
  Keeps the pages of statements. It is a service of ours that handles one call after the other, and
  what it keeps survives a restart.

  A lease is for one statement and named like it, `"2026-11/4711"`. A token is what the lease
  service hands out with each grant, `{3, 17}` for example.
  """
  use GenServer

  def start_link(opts \\ []), do: GenServer.start_link(__MODULE__, :ok, opts)

  @doc "Writes a page for the holder of a lease."
  @spec put(GenServer.server(), String.t(), token :: term, String.t(), term) ::
          :ok | {:error, :stale}
  def put(_shelf, _lease, _token, _key, _page), do: raise("not implemented")

  @doc "Looks at a page for the holder of a lease; nil if it is not there."
  @spec get(GenServer.server(), String.t(), token :: term, String.t()) ::
          {:ok, term} | {:error, :stale}
  def get(_shelf, _lease, _token, _key), do: raise("not implemented")

  @doc "Reads a page for a customer, who holds nothing; nil if it is not there."
  @spec read(GenServer.server(), String.t(), String.t()) :: term
  def read(_shelf, _lease, _key), do: raise("not implemented")

  @impl true
  def init(:ok), do: {:ok, %{}}
end

defmodule Export do
  @moduledoc "What a worker does once it was granted the lease of a statement."

  @doc """
  Takes the pages in their order. One that is there stays, one that is missing is written as
  `render.(key, page_before)` gives it; the first page has nil before it.

  The option `:step` is a function that is called ahead of each call to the shelf, with
  `{:get, key}` or `{:put, key}`. Tests hold a worker there.
  """
  @spec run(GenServer.server(), String.t(), token :: term, [String.t()], fun, keyword) ::
          :ok | {:error, :stale}
  def run(_shelf, _lease, _token, _keys, _render, _opts \\ []), do: raise("not implemented")
end

defmodule Interleaving do
  @moduledoc "Your own test of a module like Shelf."
  import ExUnit.Assertions

  @doc "Returns if the module's `put` and `get` are safe, and raises as `assert` does if not."
  def show(_shelf_module), do: flunk("not written yet")
end
