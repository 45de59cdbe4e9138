defmodule Shelf do
  @moduledoc """
  Keeps the pages of statements, and for each lease the newest token that it has seen. Who comes with
  an older one has lost the lease, whatever it believes.
  """
  use GenServer

  def start_link(opts \\ []), do: GenServer.start_link(__MODULE__, :ok, opts)

  @doc "Writes a page for the holder of a lease."
  @spec put(GenServer.server(), String.t(), token :: term, String.t(), term) ::
          :ok | {:error, :stale}
  def put(shelf, lease, token, key, page) do
    GenServer.call(shelf, {:as_holder, lease, token, {:put, key, page}})
  end

  @doc "Looks at a page for the holder of a lease; nil if it is not there."
  @spec get(GenServer.server(), String.t(), token :: term, String.t()) ::
          {:ok, term} | {:error, :stale}
  def get(shelf, lease, token, key) do
    GenServer.call(shelf, {:as_holder, lease, token, {:get, key}})
  end

  @doc "Reads a page for a customer, who holds nothing; nil if it is not there."
  @spec read(GenServer.server(), String.t(), String.t()) :: term
  def read(shelf, lease, key), do: GenServer.call(shelf, {:read, lease, key})

  @impl true
  def init(:ok), do: {:ok, %{pages: %{}, newest: %{}}}

  # The fence is the lease's and not a page's, and a look raises it too: a successor decides by what
  # it has seen, so that from its first look on nobody else may write.
  @impl true
  def handle_call({:as_holder, lease, token, action}, _from, state) do
    case state.newest do
      %{^lease => newest} when token < newest ->
        {:reply, {:error, :stale}, state}

      %{} ->
        {answer, state} = act(action, lease, state)
        {:reply, answer, put_in(state.newest[lease], token)}
    end
  end

  def handle_call({:read, lease, key}, _from, state) do
    {:reply, state.pages[{lease, key}], state}
  end

  defp act({:put, key, page}, lease, state), do: {:ok, put_in(state.pages[{lease, key}], page)}
  defp act({:get, key}, lease, state), do: {{:ok, state.pages[{lease, key}]}, state}
end

defmodule Export do
  @moduledoc "What a worker does once it was granted the lease of a statement."

  @doc """
  Takes the pages in their order. One that is there stays, one that is missing is written as
  `render.(key, page_before)` gives it; the first page has nil before it.
  """
  @spec run(GenServer.server(), String.t(), token :: term, [String.t()], fun, keyword) ::
          :ok | {:error, :stale}
  def run(shelf, lease, token, keys, render, opts \\ []) do
    step = Keyword.get(opts, :step, fn _call -> :ok end)

    pages =
      Enum.reduce_while(keys, {:ok, nil}, fn key, {:ok, before} ->
        case page(shelf, {lease, token}, key, fn -> render.(key, before) end, step) do
          {:ok, page} -> {:cont, {:ok, page}}
          {:error, :stale} -> {:halt, {:error, :stale}}
        end
      end)

    with {:ok, _last} <- pages, do: :ok
  end

  # The page as it stands afterwards. A refusal is final: somebody else has the lease by now.
  defp page(shelf, {lease, token}, key, render, step) do
    step.({:get, key})

    with {:ok, nil} <- Shelf.get(shelf, lease, token, key) do
      page = render.()
      step.({:put, key})
      with :ok <- Shelf.put(shelf, lease, token, key, page), do: {:ok, page}
    end
  end
end

defmodule Interleaving do
  @moduledoc "A worker falls asleep between its look and its write, and wakes up in another's run."
  import ExUnit.Assertions

  @lease "2026-11/4711"
  @sleeper {1, 1}
  @successor {1, 2}

  @doc "Returns if the module's `put` and `get` are safe, and raises as `assert` does if not."
  def show(shelf_module) do
    {:ok, shelf} = shelf_module.start_link([])

    assert shelf_module.put(shelf, @lease, @sleeper, "p1", "sleeper 1") == :ok
    assert shelf_module.get(shelf, @lease, @sleeper, "p2") == {:ok, nil}

    # Here the sleeper falls asleep, and its lease is granted to the successor.
    assert shelf_module.get(shelf, @lease, @successor, "p1") == {:ok, "sleeper 1"}
    assert shelf_module.get(shelf, @lease, @successor, "p2") == {:ok, nil}

    # It wakes up and does what it was about to do, before the successor has written anything.
    assert shelf_module.put(shelf, @lease, @sleeper, "p2", "sleeper 2") == {:error, :stale}
    assert shelf_module.put(shelf, @lease, @successor, "p2", "successor 2") == :ok

    # No page is left to it, not one that nobody else has written either.
    assert shelf_module.put(shelf, @lease, @sleeper, "p3", "sleeper 3") == {:error, :stale}
    assert shelf_module.get(shelf, @lease, @successor, "p3") == {:ok, nil}
    assert shelf_module.get(shelf, @lease, @successor, "p2") == {:ok, "successor 2"}
    GenServer.stop(shelf)
  end
end
