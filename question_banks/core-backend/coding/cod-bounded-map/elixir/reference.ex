defmodule Checks do
  @moduledoc "Checks many items, a few at a time; the first failure in time ends it all."

  @type check :: (item :: term -> {:ok, term} | {:error, term})

  @spec map(Enumerable.t(), pos_integer, check, timeout) ::
          {:ok, [term]} | {:error, {item :: term, reason :: term}}
  def map(items, limit, check, timeout \\ 5_000) do
    # Ours alone, and linked: a caller that dies takes all checks along.
    {:ok, tasks} = Task.Supervisor.start_link()

    # Unordered, or a failure would not be seen before all earlier items have ended.
    options = [
      max_concurrency: limit,
      ordered: false,
      timeout: timeout,
      on_timeout: :kill_task,
      zip_input_on_exit: true
    ]

    try do
      tasks
      |> Task.Supervisor.async_stream_nolink(Stream.with_index(items), &run(&1, check), options)
      |> Enum.reduce_while({:ok, []}, &collect/2)
      |> in_order()
    after
      stop(tasks)
    end
  end

  defp run({item, index}, check), do: {item, index, check.(item)}

  defp collect({:ok, {_item, index, {:ok, value}}}, {:ok, done}) do
    {:cont, {:ok, [{index, value} | done]}}
  end

  defp collect({:ok, {item, _index, {:error, reason}}}, _done) do
    {:halt, {:error, {item, reason}}}
  end

  defp collect({:ok, {item, _index, other}}, _done) do
    {:halt, {:error, {item, {:bad_result, other}}}}
  end

  # It raised, was killed, or took too long.
  defp collect({:exit, {{item, _index}, reason}}, _done), do: {:halt, {:error, {item, reason}}}

  defp in_order({:ok, done}), do: {:ok, done |> List.keysort(0) |> Enum.map(&elem(&1, 1))}
  defp in_order(error), do: error

  # Returns once the last check has ended. Unlinked first, so that a caller which traps exits
  # gets no message about it.
  defp stop(tasks) do
    Process.unlink(tasks)
    Supervisor.stop(tasks)
  end
end
