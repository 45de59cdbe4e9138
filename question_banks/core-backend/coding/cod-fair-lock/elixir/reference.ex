defmodule Printers do
  @moduledoc "Turns at a printer, in the order of arrival. The server alone decides how each one ends."
  use GenServer

  @type token :: pos_integer

  def start_link(opts \\ []) do
    {gen_opts, opts} = Keyword.split(opts, [:name])
    GenServer.start_link(__MODULE__, opts, gen_opts)
  end

  # The server times the wait. A caller that timed it for itself could leave at the very moment
  # at which it is given the printer, and nobody would know.
  @spec acquire(GenServer.server(), term, non_neg_integer) :: {:ok, token} | {:error, term}
  def acquire(printers, printer, wait_ms \\ 5_000) do
    GenServer.call(printers, {:acquire, printer, wait_ms}, :infinity)
  end

  @spec release(GenServer.server(), term, token) :: :ok | {:error, :not_held}
  def release(printers, printer, token), do: GenServer.call(printers, {:release, printer, token})

  # A turn is one process's way through the line and its use of the printer. It is known by the
  # monitor of that process: a late message of an ended turn finds none.
  @impl true
  def init(opts) do
    {:ok,
     %{
       lease_ms: Keyword.get(opts, :lease_ms, 30_000),
       last_token: 0,
       # printer => the turn that uses it
       uses: %{},
       # printer => the turns that wait, the longest waiting first; no empty lists
       lines: %{},
       # monitor => printer, of all turns
       turns: %{}
     }}
  end

  @impl true
  def handle_call({:acquire, printer, wait_ms}, {pid, _tag} = from, state) do
    case state.uses do
      %{^printer => %{pid: ^pid}} -> {:reply, {:error, :already_held}, state}
      %{^printer => _other} -> {:noreply, join_line(state, new_turn(printer, from), wait_ms)}
      %{} -> {:noreply, give(state, new_turn(printer, from))}
    end
  end

  def handle_call({:release, printer, token}, _from, state) do
    case state.uses do
      %{^printer => %{token: ^token} = turn} -> {:reply, :ok, end_use(state, turn)}
      %{} -> {:reply, {:error, :not_held}, state}
    end
  end

  @impl true
  def handle_info({:lease_over, ref}, state) do
    case find(state, ref) do
      {:using, turn} -> {:noreply, end_use(state, turn)}
      _ended -> {:noreply, state}
    end
  end

  def handle_info({:give_up, ref}, state) do
    case find(state, ref) do
      {:waiting, turn} ->
        GenServer.reply(turn.from, {:error, :timeout})
        {:noreply, leave_line(state, turn)}

      _served ->
        {:noreply, state}
    end
  end

  def handle_info({:DOWN, ref, :process, _pid, _reason}, state) do
    case find(state, ref) do
      {:using, turn} -> {:noreply, end_use(state, turn)}
      {:waiting, turn} -> {:noreply, leave_line(state, turn)}
      nil -> {:noreply, state}
    end
  end

  def handle_info(_other, state), do: {:noreply, state}

  defp new_turn(printer, {pid, _tag} = from) do
    %{printer: printer, ref: Process.monitor(pid), pid: pid, from: from, timer: nil, token: nil}
  end

  defp find(state, ref) do
    printer = state.turns[ref]

    case state.uses do
      %{^printer => %{ref: ^ref} = turn} -> {:using, turn}
      %{^printer => _other} -> {:waiting, Enum.find(state.lines[printer], &(&1.ref == ref))}
      %{} -> nil
    end
  end

  defp join_line(state, turn, wait_ms) do
    turn = %{turn | timer: Process.send_after(self(), {:give_up, turn.ref}, wait_ms)}
    line = Map.get(state.lines, turn.printer, []) ++ [turn]
    state |> put_line(turn.printer, line) |> put_in([:turns, turn.ref], turn.printer)
  end

  defp leave_line(state, turn) do
    line = Enum.reject(state.lines[turn.printer], &(&1.ref == turn.ref))
    state |> forget(turn) |> put_line(turn.printer, line)
  end

  defp give(state, turn) do
    token = state.last_token + 1
    cancel(turn.timer)
    timer = Process.send_after(self(), {:lease_over, turn.ref}, state.lease_ms)
    turn = %{turn | timer: timer, token: token}
    GenServer.reply(turn.from, {:ok, token})

    %{state | last_token: token}
    |> put_in([:uses, turn.printer], turn)
    |> put_in([:turns, turn.ref], turn.printer)
  end

  # Every use ends here, and with it the next one begins.
  defp end_use(state, %{printer: printer} = turn) do
    state = forget(%{state | uses: Map.delete(state.uses, printer)}, turn)

    case state.lines do
      %{^printer => [next | line]} -> state |> put_line(printer, line) |> give(next)
      %{} -> state
    end
  end

  defp put_line(state, printer, []), do: %{state | lines: Map.delete(state.lines, printer)}
  defp put_line(state, printer, line), do: put_in(state, [:lines, printer], line)

  defp forget(state, turn) do
    Process.demonitor(turn.ref, [:flush])
    cancel(turn.timer)
    %{state | turns: Map.delete(state.turns, turn.ref)}
  end

  defp cancel(nil), do: :ok
  defp cancel(timer), do: Process.cancel_timer(timer)
end
