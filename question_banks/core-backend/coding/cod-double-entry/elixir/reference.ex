defmodule Entry do
  # One row per posted transfer, with its lines: `%{account: "fees", cents: 30}`.
  defstruct [:id, :reference, :at, :reverses, lines: []]
end

defmodule Ledger do
  @moduledoc "Entries are added and never touched again; what an account holds is their sum."

  defstruct accounts: %{}, entries: [], by_reference: %{}

  def new(accounts), do: %__MODULE__{accounts: accounts}

  @doc "Posts a transfer."
  @spec post(%__MODULE__{}, map) :: {:ok, %__MODULE__{}, %Entry{}} | {:error, term}
  def post(ledger, %{reference: reference, at: at, lines: lines}) do
    entry = %Entry{reference: reference, at: at, lines: lines}

    # A repeat is told first: what it moves may be gone by now, and it moves nothing.
    with :new <- known(ledger, entry),
         :ok <- check_lines(ledger, lines),
         :ok <- check_cover(ledger, lines) do
      add(ledger, entry)
    end
  end

  @doc "Undoes the transfer of a reference; `%{reference: _, at: _}` are those of the undoing."
  @spec reverse(%__MODULE__{}, String.t(), map) :: {:ok, %__MODULE__{}, %Entry{}} | {:error, term}
  def reverse(ledger, reference, %{reference: own, at: at}) do
    with {:ok, original} <- fetch(ledger, reference),
         lines = for(line <- original.lines, do: %{line | cents: -line.cents}),
         entry = %Entry{reference: own, at: at, reverses: reference, lines: lines},
         :new <- known(ledger, entry),
         :ok <- check_reversible(ledger, original) do
      # Cover is not asked for: the money has left, and a debt must be seen.
      add(ledger, entry)
    end
  end

  @doc "The cents that an account held at a moment, or holds after everything that was posted."
  @spec balance(%__MODULE__{}, String.t(), DateTime.t() | :now) :: integer
  def balance(ledger, account, at \\ :now) do
    cents =
      for entry <- ledger.entries,
          had_happened?(entry, at),
          %{account: ^account, cents: cents} <- entry.lines,
          do: cents

    Enum.sum(cents)
  end

  # By the moment of the transfer, not by its place in the list: transfers may come in late.
  defp had_happened?(_entry, :now), do: true
  defp had_happened?(entry, at), do: DateTime.compare(entry.at, at) != :gt

  defp fetch(ledger, reference) do
    case ledger.by_reference do
      %{^reference => entry} -> {:ok, entry}
      %{} -> {:error, :unknown_reference}
    end
  end

  # What was posted under the reference, if it is the same transfer; senders change the moment
  # and the order of the lines from one try to the next.
  defp known(ledger, entry) do
    case fetch(ledger, entry.reference) do
      {:error, :unknown_reference} ->
        :new

      {:ok, posted} ->
        if same?(posted, entry), do: {:ok, ledger, posted}, else: {:error, :reference_taken}
    end
  end

  defp same?(one, other) do
    one.reverses == other.reverses and Enum.sort(one.lines) == Enum.sort(other.lines)
  end

  defp check_lines(_ledger, []), do: {:error, :no_lines}

  defp check_lines(ledger, lines) do
    cond do
      not Enum.all?(lines, &(is_integer(&1.cents) and &1.cents != 0)) ->
        {:error, :bad_amount}

      not Enum.all?(lines, &Map.has_key?(ledger.accounts, &1.account)) ->
        {:error, :unknown_account}

      Enum.sum(Enum.map(lines, & &1.cents)) != 0 ->
        {:error, :unbalanced}

      true ->
        :ok
    end
  end

  # Of all lines together, and only where an account loses: who is in debt may still pay in.
  defp check_cover(ledger, lines) do
    overdrawn =
      for {account, lines} <- Enum.group_by(lines, & &1.account, & &1.cents),
          ledger.accounts[account] == :customer,
          change = Enum.sum(lines),
          change < 0 and balance(ledger, account) + change < 0,
          do: account

    if overdrawn == [], do: :ok, else: {:error, {:overdrawn, overdrawn}}
  end

  defp check_reversible(ledger, original) do
    cond do
      original.reverses != nil ->
        {:error, :is_reversal}

      Enum.any?(ledger.entries, &(&1.reverses == original.reference)) ->
        {:error, :already_reversed}

      true ->
        :ok
    end
  end

  defp add(ledger, entry) do
    entry = %{entry | id: length(ledger.entries) + 1}
    by_reference = Map.put(ledger.by_reference, entry.reference, entry)
    {:ok, %{ledger | entries: [entry | ledger.entries], by_reference: by_reference}, entry}
  end
end
