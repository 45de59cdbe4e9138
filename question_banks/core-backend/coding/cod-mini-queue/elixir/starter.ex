defmodule Plots do
  @moduledoc """
  Hands out drawings to workers that plot them.

  Options for `start_link/1`:
    * `:lease_ms`     how long a worker may be silent (default 30_000)
    * `:max_attempts` how often a drawing is tried (default 5)
    * `:backoff`      one-arity function: attempts so far => ms until it may be tried again
    * `:now`          zero-arity clock in ms, for tests
    * `:name`         optional registered name
  """
  use GenServer

  @type job :: %{id: pos_integer, drawing: term, attempt: pos_integer, lease: reference}

  def start_link(opts \\ []) do
    {gen_opts, opts} = Keyword.split(opts, [:name])
    GenServer.start_link(__MODULE__, opts, gen_opts)
  end

  @doc "Adds a drawing at the end."
  @spec add(GenServer.server(), term) :: {:ok, id :: pos_integer}
  def add(_plots, _drawing), do: raise("not implemented")

  @doc "Takes a job for the calling process, which works on it itself."
  @spec take(GenServer.server()) :: {:ok, job} | :empty
  def take(_plots), do: raise("not implemented")

  @doc "A sign of life of the worker that has this lease."
  @spec alive(GenServer.server(), reference) :: :ok | {:error, :lost}
  def alive(_plots, _lease), do: raise("not implemented")

  @doc "The drawing is plotted."
  @spec done(GenServer.server(), reference) :: :ok | {:error, :lost}
  def done(_plots, _lease), do: raise("not implemented")

  @doc "The attempt has failed."
  @spec failed(GenServer.server(), reference, term) :: :ok | {:error, :lost}
  def failed(_plots, _lease, _reason), do: raise("not implemented")

  @doc "Drawings that are not tried any more, with the reason of the last attempt."
  @spec given_up(GenServer.server()) :: [%{id: pos_integer, drawing: term, reason: term}]
  def given_up(_plots), do: raise("not implemented")

  @impl true
  def init(_opts), do: {:ok, %{}}
end
