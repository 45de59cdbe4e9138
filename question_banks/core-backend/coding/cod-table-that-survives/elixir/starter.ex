defmodule Rates do
  @moduledoc """
  Delivery rates, read by every basket.

  Options for `start_link/1`:
    * `:name` an atom; it is what the other functions take as `rates`
    * `:load` zero-arity function, gives `{:ok, rows}` or `{:error, reason}`; `rows` is an
              enumerable of `{key, value}` that reads the feed as it is walked
  """
  use Supervisor

  def start_link(opts) do
    Supervisor.start_link(__MODULE__, opts, name: Keyword.fetch!(opts, :name))
  end

  @doc "What a reader sees; `:error` if there is no such row."
  @spec get(atom, term) :: {:ok, term} | :error | {:error, :not_loaded}
  def get(_rates, _key) do
    raise "not implemented"
  end

  @doc "Corrects one row."
  @spec put(atom, term, term) :: :ok | {:error, :not_loaded}
  def put(_rates, _key, _value) do
    raise "not implemented"
  end

  @doc "Rebuilds all rows from the feed; returns when that has ended."
  @spec refresh(atom) :: :ok | {:error, term}
  def refresh(_rates) do
    raise "not implemented"
  end

  @impl true
  def init(opts) do
    Supervisor.init([{Rates.Writer, opts}], strategy: :one_for_one)
  end
end

defmodule Rates.Writer do
  @moduledoc "Carries out `put/3` and `refresh/1`."
  use GenServer

  # The people on duty know it under this name, and so do the tests.
  def name(rates), do: Module.concat(rates, Writer)

  def start_link(opts) do
    GenServer.start_link(__MODULE__, opts, name: name(Keyword.fetch!(opts, :name)))
  end

  @impl true
  def init(_opts), do: {:ok, %{}}
end
