defmodule Order do
  @moduledoc """
  One pick-up order. A deadline belongs to a state: it runs from the moment at which the order came
  into that state, whatever is asked meanwhile, and ends with it.
  """
  @behaviour :gen_statem

  @type state ::
          :new | :paid | :packed | :collected | :cancelled | :expired | :refunded | :returned
  @type answer :: :ok | {:error, {:not_now, state}} | {:error, :not_saved}

  @moves %{
    {:new, :pay} => :paid,
    {:new, :cancel} => :cancelled,
    {:new, :late} => :expired,
    {:paid, :pack} => :packed,
    {:paid, :cancel} => :refunded,
    {:paid, :late} => :refunded,
    {:packed, :collect} => :collected,
    {:packed, :late} => :returned
  }

  # It ends with the state to which it belongs, which other kinds of timer don't.
  @deadline :state_timeout

  # Who asks again for what has just happened didn't get our answer.
  @repeats MapSet.new(@moves, fn {{_from, event}, to} -> {to, event} end)

  def child_spec(opts), do: %{id: __MODULE__, start: {__MODULE__, :start_link, [opts]}}

  @spec start_link(keyword) :: {:ok, pid}
  def start_link(opts), do: :gen_statem.start_link(__MODULE__, opts, [])

  @spec event(pid, atom) :: answer
  def event(order, event), do: :gen_statem.call(order, {:event, event})

  @spec state(pid) :: state
  def state(order), do: :gen_statem.call(order, :state)

  @impl true
  def callback_mode, do: :handle_event_function

  @impl true
  def init(opts) do
    now = Keyword.get(opts, :now, fn -> System.system_time(:millisecond) end)
    state = Keyword.get(opts, :state, :new)

    data = %{
      deadlines: Keyword.fetch!(opts, :deadlines),
      save: Keyword.fetch!(opts, :save),
      retry_ms: Keyword.get(opts, :retry_ms, 1_000),
      now: now,
      since: Keyword.get_lazy(opts, :since, now)
    }

    {:ok, state, data, deadline(state, data)}
  end

  @impl true
  def handle_event({:call, from}, :state, state, _data) do
    {:keep_state_and_data, {:reply, from, state}}
  end

  def handle_event({:call, from}, {:event, event}, state, data) do
    with {:ok, next} <- allowed(state, event),
         {:ok, data} <- save(next, data) do
      {:next_state, next, data, [{:reply, from, :ok} | deadline(next, data)]}
    else
      answer -> {:keep_state_and_data, {:reply, from, answer}}
    end
  end

  def handle_event(@deadline, :late, state, data) do
    next = Map.fetch!(@moves, {state, :late})

    case save(next, data) do
      {:ok, data} -> {:next_state, next, data, deadline(next, data)}
      _not_saved -> {:keep_state_and_data, {@deadline, data.retry_ms, :late}}
    end
  end

  def handle_event(:info, _stray, _state, _data), do: :keep_state_and_data

  defp allowed(state, event) do
    cond do
      event == :late -> {:error, {:not_now, state}}
      is_map_key(@moves, {state, event}) -> Map.fetch(@moves, {state, event})
      MapSet.member?(@repeats, {state, event}) -> :ok
      true -> {:error, {:not_now, state}}
    end
  end

  # Written down first: what we say has happened is there after a restart.
  defp save(next, data) do
    since = data.now.()

    try do
      data.save.(next, since)
    rescue
      _any -> {:error, :not_saved}
    else
      :ok -> {:ok, %{data | since: since}}
      {:error, _reason} -> {:error, :not_saved}
    end
  end

  # What is left of it; time goes on while the order is not running.
  defp deadline(state, data) do
    case data.deadlines do
      %{^state => ms} -> [{@deadline, max(data.since + ms - data.now.(), 0), :late}]
      %{} -> []
    end
  end
end
