defmodule Printers do
  @moduledoc """
  Lets one process at a time use a label printer.

  Options for `start_link/1`:
    * `:lease_ms` how long a printer may be kept (default 30_000)
    * `:name`     optional registered name
  """
  use GenServer

  @type token :: pos_integer

  def start_link(opts \\ []) do
    {gen_opts, opts} = Keyword.split(opts, [:name])
    GenServer.start_link(__MODULE__, opts, gen_opts)
  end

  @doc """
  Waits up to `wait_ms` for the printer. The token stands for this one use of it; tokens are
  numbers that rise with every use.
  """
  @spec acquire(GenServer.server(), term, non_neg_integer) :: {:ok, token} | {:error, term}
  def acquire(_printers, _printer, _wait_ms \\ 5_000) do
    raise "not implemented"
  end

  @doc "Gives the printer back."
  @spec release(GenServer.server(), term, token) :: :ok | {:error, :not_held}
  def release(_printers, _printer, _token) do
    raise "not implemented"
  end

  @impl true
  def init(_opts), do: {:ok, %{}}
end
