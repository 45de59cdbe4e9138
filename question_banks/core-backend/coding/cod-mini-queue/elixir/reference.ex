defmodule Plots do
  @moduledoc """
  Hands out jobs under a lease. A worker keeps its job as long as it shows signs of life; silence
  ends the lease, and so does death, at once.
  """
  use GenServer

  @type job :: %{id: pos_integer, drawing: term, attempt: pos_integer, lease: reference}

  def start_link(opts \\ []) do
    {gen_opts, opts} = Keyword.split(opts, [:name])
    GenServer.start_link(__MODULE__, opts, gen_opts)
  end

  @spec add(GenServer.server(), term) :: {:ok, id :: pos_integer}
  def add(plots, drawing), do: GenServer.call(plots, {:add, drawing})

  @spec take(GenServer.server()) :: {:ok, job} | :empty
  def take(plots), do: GenServer.call(plots, :take)

  @spec alive(GenServer.server(), reference) :: :ok | {:error, :lost}
  def alive(plots, lease), do: GenServer.call(plots, {:leased, lease, :alive})

  @spec done(GenServer.server(), reference) :: :ok | {:error, :lost}
  def done(plots, lease), do: GenServer.call(plots, {:leased, lease, :done})

  @spec failed(GenServer.server(), reference, term) :: :ok | {:error, :lost}
  def failed(plots, lease, reason), do: GenServer.call(plots, {:leased, lease, {:failed, reason}})

  @spec given_up(GenServer.server()) :: [%{id: pos_integer, drawing: term, reason: term}]
  def given_up(plots), do: GenServer.call(plots, :given_up)

  @impl true
  def init(opts) do
    {:ok,
     %{
       lease_ms: Keyword.get(opts, :lease_ms, 30_000),
       max_attempts: Keyword.get(opts, :max_attempts, 5),
       backoff: Keyword.get(opts, :backoff, &(1_000 * Integer.pow(2, &1))),
       now: Keyword.get(opts, :now, fn -> System.monotonic_time(:millisecond) end),
       last_id: 0,
       # jobs that may be taken from their `ready_at` on
       waiting: [],
       # lease, which is the monitor of the worker => %{job:, until:}
       running: %{},
       given_up: []
     }}
  end

  # No timers: whoever calls finds leases ended that are over by then.
  @impl true
  def handle_call(request, from, state), do: handle(request, from, end_silent(state))

  @impl true
  def handle_info({:DOWN, lease, :process, _pid, reason}, state) do
    case Map.pop(state.running, lease) do
      {nil, _running} -> {:noreply, state}
      {%{job: job}, running} -> {:noreply, worker_died(%{state | running: running}, job, reason)}
    end
  end

  def handle_info(_other, state), do: {:noreply, state}

  defp handle({:add, drawing}, _from, state) do
    id = state.last_id + 1
    job = %{id: id, drawing: drawing, attempts: 0, ready_at: state.now.()}
    {:reply, {:ok, id}, %{state | last_id: id, waiting: [job | state.waiting]}}
  end

  defp handle(:take, {pid, _tag}, state) do
    now = state.now.()
    ready = Enum.filter(state.waiting, &(&1.ready_at <= now))

    case Enum.min_by(ready, &{&1.ready_at, &1.id}, fn -> nil end) do
      nil ->
        {:reply, :empty, state}

      job ->
        lease = Process.monitor(pid)
        taken = %{job | attempts: job.attempts + 1}
        reply = %{id: job.id, drawing: job.drawing, attempt: taken.attempts, lease: lease}
        state = %{state | waiting: List.delete(state.waiting, job)}
        {:reply, {:ok, reply}, put_lease(state, lease, taken)}
    end
  end

  defp handle(:given_up, _from, state), do: {:reply, Enum.reverse(state.given_up), state}

  defp handle({:leased, lease, word}, _from, state) do
    case state.running do
      %{^lease => %{job: job}} -> {:reply, :ok, leased(word, state, lease, job)}
      %{} -> {:reply, {:error, :lost}, state}
    end
  end

  defp leased(:alive, state, lease, job), do: put_lease(state, lease, job)
  defp leased(:done, state, lease, _job), do: end_lease(state, lease)

  defp leased({:failed, reason}, state, lease, job) do
    state |> end_lease(lease) |> attempt_failed(job, reason)
  end

  defp put_lease(state, lease, job) do
    put_in(state.running[lease], %{job: job, until: state.now.() + state.lease_ms})
  end

  defp end_lease(state, lease) do
    Process.demonitor(lease, [:flush])
    %{state | running: Map.delete(state.running, lease)}
  end

  defp end_silent(state) do
    now = state.now.()

    for {lease, %{job: job, until: until}} <- state.running, until <= now, reduce: state do
      state -> state |> end_lease(lease) |> attempt_failed(job, :silent)
    end
  end

  # Stopped in an orderly way, it says nothing about the drawing. Any other death may be the
  # drawing's doing, so it has to count: else one drawing could kill workers for ever.
  defp worker_died(state, job, reason) do
    case reason do
      :shutdown -> back_in_line(state, job)
      {:shutdown, _why} -> back_in_line(state, job)
      _crash -> attempt_failed(state, job, {:died, reason})
    end
  end

  defp back_in_line(state, job) do
    %{state | waiting: [%{job | attempts: job.attempts - 1} | state.waiting]}
  end

  defp attempt_failed(state, job, reason) do
    if job.attempts >= state.max_attempts do
      given_up = %{id: job.id, drawing: job.drawing, reason: reason}
      %{state | given_up: [given_up | state.given_up]}
    else
      job = %{job | ready_at: state.now.() + state.backoff.(job.attempts)}
      %{state | waiting: [job | state.waiting]}
    end
  end
end
