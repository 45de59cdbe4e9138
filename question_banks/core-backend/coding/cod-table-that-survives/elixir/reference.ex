defmodule Rates do
  @moduledoc """
  Rows that readers take straight from a table. It belongs to a process that does nothing else,
  and is replaced as a whole by one that was filled out of sight.
  """
  use Supervisor

  def start_link(opts) do
    Supervisor.start_link(__MODULE__, opts, name: Keyword.fetch!(opts, :name))
  end

  @spec get(atom, term) :: {:ok, term} | :error | {:error, :not_loaded}
  def get(rates, key) do
    with {:ok, table} <- live(rates) do
      try do
        :ets.lookup(table, key)
      rescue
        # replaced since we looked it up, so that there is a newer one
        ArgumentError -> get(rates, key)
      else
        [{_key, value}] -> {:ok, value}
        [] -> :error
      end
    end
  end

  @spec put(atom, term, term) :: :ok | {:error, :not_loaded}
  def put(rates, key, value), do: GenServer.call(Rates.Writer.name(rates), {:put, key, value})

  @spec refresh(atom) :: :ok | {:error, term}
  def refresh(rates), do: GenServer.call(Rates.Writer.name(rates), :refresh, :infinity)

  @doc "The table that readers use now."
  def live(rates) do
    case :ets.whereis(rates) != :undefined and :ets.lookup(rates, :live) do
      [{:live, table}] -> {:ok, table}
      _none -> {:error, :not_loaded}
    end
  end

  # Without its tables the writer has nothing to write to: they begin anew together.
  @impl true
  def init(opts) do
    Supervisor.init([{Rates.Keeper, opts}, {Rates.Writer, opts}], strategy: :rest_for_one)
  end
end

defmodule Rates.Keeper do
  @moduledoc "Owns the tables, and has no other work of which it could die."
  use GenServer

  def name(rates), do: Module.concat(rates, Keeper)

  def start_link(opts) do
    rates = Keyword.fetch!(opts, :name)
    GenServer.start_link(__MODULE__, rates, name: name(rates))
  end

  @impl true
  def init(rates) do
    :ets.new(rates, [:named_table, :public, read_concurrency: true])
    {:ok, rates}
  end

  @impl true
  def handle_info({:"ETS-TRANSFER", _table, _from, :live}, rates), do: {:noreply, rates}
end

defmodule Rates.Writer do
  @moduledoc "Applies corrections at once, also while another process rebuilds the rows."
  use GenServer

  def name(rates), do: Module.concat(rates, Writer)

  def start_link(opts) do
    GenServer.start_link(__MODULE__, opts, name: name(Keyword.fetch!(opts, :name)))
  end

  # Linked to the loader both ways: it ends with the writer, and its end is a message here.
  @impl true
  def init(opts) do
    Process.flag(:trap_exit, true)
    {:ok, %{rates: opts[:name], load: Keyword.fetch!(opts, :load), rebuild: nil, puts: %{}}}
  end

  @impl true
  def handle_call({:put, key, value}, _from, state) do
    case Rates.live(state.rates) do
      {:ok, table} ->
        :ets.insert(table, {key, value})
        {:reply, :ok, keep_for_rebuild(state, key, value)}

      error ->
        {:reply, error, state}
    end
  end

  def handle_call(:refresh, from, %{rebuild: nil} = state) do
    writer = self()
    loader = spawn_link(fn -> fill(state.load, writer) end)
    {:noreply, %{state | rebuild: %{loader: loader, from: from}}}
  end

  def handle_call(:refresh, _from, state), do: {:reply, {:error, :busy}, state}

  # The loader has filled a table and hands it over.
  @impl true
  def handle_info(
        {:"ETS-TRANSFER", table, loader, :filled},
        %{rebuild: %{loader: loader}} = state
      ) do
    :ets.insert(table, Map.to_list(state.puts))
    replace(state.rates, table)
    {:noreply, end_rebuild(state, :ok)}
  end

  def handle_info({:EXIT, loader, reason}, %{rebuild: %{loader: loader}} = state) do
    {:noreply, end_rebuild(state, {:error, reason})}
  end

  def handle_info({:EXIT, _ended, _reason}, state), do: {:noreply, state}

  # A correction is newer than the feed, so it has to be in the next table too.
  defp keep_for_rebuild(%{rebuild: nil} = state, _key, _value), do: state
  defp keep_for_rebuild(state, key, value), do: put_in(state.puts[key], value)

  defp end_rebuild(state, answer) do
    GenServer.reply(state.rebuild.from, answer)
    %{state | rebuild: nil, puts: %{}}
  end

  # Runs in the loader. Until it is handed over, a table ends with the loader.
  defp fill(load, writer) do
    case load.() do
      {:ok, rows} ->
        table = :ets.new(:rates, [:public, read_concurrency: true])
        Enum.each(rows, &:ets.insert(table, &1))
        :ets.give_away(table, writer, :filled)

      {:error, reason} ->
        exit({:shutdown, reason})
    end
  end

  # To the keeper first: a table that readers see is never ours.
  defp replace(rates, table) do
    previous = Rates.live(rates)
    :ets.give_away(table, Process.whereis(Rates.Keeper.name(rates)), :live)
    :ets.insert(rates, {:live, table})
    with {:ok, old} <- previous, do: :ets.delete(old)
  end
end
