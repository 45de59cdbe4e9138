defmodule Entry do
  # One row per posted transfer, with its lines: `%{account: "fees", cents: 30}`.
  defstruct [:id, :reference, :at, :reverses, lines: []]
end

defmodule Ledger do
  @moduledoc """
  Transfers between accounts, in whole cents.

  Accounts are given by name with their kind, `:customer` or `:own`:

      Ledger.new(%{"ana" => :customer, "bank" => :own, "fees" => :own})

  A transfer is `%{reference: "pay-1", at: ~U[2026-05-04 10:00:00Z], lines: lines}`.
  """
  defstruct accounts: %{}

  def new(accounts), do: %__MODULE__{accounts: accounts}

  @doc "Posts a transfer."
  @spec post(%__MODULE__{}, map) :: {:ok, %__MODULE__{}, %Entry{}} | {:error, term}
  def post(_ledger, _transfer), do: raise("not implemented")

  @doc "Undoes the transfer of a reference; `%{reference: _, at: _}` are those of the undoing."
  @spec reverse(%__MODULE__{}, String.t(), map) :: {:ok, %__MODULE__{}, %Entry{}} | {:error, term}
  def reverse(_ledger, _reference, _under), do: raise("not implemented")

  @doc "The cents that an account held at a moment, or holds after everything that was posted."
  @spec balance(%__MODULE__{}, String.t(), DateTime.t() | :now) :: integer
  def balance(_ledger, _account, _at \\ :now), do: raise("not implemented")
end
