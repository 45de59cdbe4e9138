# Runs the tests of a coding prompt without Mix, on Elixir 1.14 and later.
#
#   elixir elixir.exs
#
# It gets ready first, which takes most of the time, then reads one line with tabs between its
# parts: a nonce, the file for results, the solution, and the test files. Results are objects in
# JSON, one a line, each with the nonce; what is printed belongs to the solution.
defmodule Mockloop.Results do
  use GenServer

  def put(path, nonce, pairs) do
    body = Enum.map_join([{:nonce, nonce} | pairs], ",", fn {k, v} -> [q(to_string(k)), ?:, val(v)] end)
    File.write!(path, ["{", body, "}\n"], [:append])
  end

  defp val(v) when is_integer(v) or is_boolean(v), do: to_string(v)
  defp val(nil), do: "null"
  defp val(v), do: q(to_string(v))

  defp q(text) do
    escaped =
      for <<c::utf8 <- valid(text)>>, into: "" do
        case c do
          ?" -> "\\\""
          ?\\ -> "\\\\"
          ?\n -> "\\n"
          c when c < 0x20 -> "\\u" <> String.pad_leading(Integer.to_string(c, 16), 4, "0")
          c -> <<c::utf8>>
        end
      end

    [?", escaped, ?"]
  end

  # String.replace_invalid/2 only exists from 1.16 on.
  defp valid(text), do: if(String.valid?(text), do: text, else: inspect(text))

  # ExUnit starts a formatter by its name alone: where results go is kept beside it.
  @impl true
  def init(_), do: {:ok, :persistent_term.get(__MODULE__)}

  @impl true
  def handle_cast({:test_finished, %ExUnit.Test{} = test}, {path, nonce} = state) do
    {status, message} =
      case test.state do
        nil -> {"passed", nil}
        {:failed, failures} -> {"failed", message(test, failures)}
        {:invalid, _} -> {"failed", "its setup failed"}
        {skipped, _} when skipped in [:excluded, :skipped] -> {"skipped", nil}
      end

    put(path, nonce,
      event: "test",
      name: name(test),
      milestone: test.tags[:milestone],
      status: status,
      micros: test.time,
      line: test.tags[:line],
      message: message
    )

    {:noreply, state}
  end

  def handle_cast(_, state), do: {:noreply, state}

  # As it stands in the file: without the words that ExUnit puts before it.
  defp name(test) do
    name = test.name |> to_string() |> String.replace_prefix("test ", "")
    if group = test.tags[:describe], do: String.replace_prefix(name, "#{group} ", ""), else: name
  end

  # The first line repeats the name.
  defp message(test, failures) do
    ExUnit.Formatter.format_test_failure(test, failures, 1, 76, fn _, text -> text end)
    |> String.split("\n")
    |> Enum.drop(1)
    |> Enum.join("\n")
    |> String.slice(0, 2_000)
  end
end

defmodule Mockloop.Compiler do
  # Compiles a file, or tells the first mistake with its place. Later Elixirs log mistakes and
  # raise without them: there the diagnostics are asked for.
  def compile(path) do
    if function_exported?(Code, :with_diagnostics, 1) do
      {result, diagnostics} = apply(Code, :with_diagnostics, [[log: true], fn -> try_compile(path) end])
      with {:broken, place, text} <- result do
        case Enum.find(diagnostics, &(&1.severity == :error)) do
          %{position: {line, _}, message: message} -> {:broken, line, message}
          %{position: line, message: message} when is_integer(line) -> {:broken, line, message}
          _ -> {:broken, place, text}
        end
      end
    else
      try_compile(path)
    end
  end

  defp try_compile(path) do
    Code.compile_file(path)
    :ok
  rescue
    error -> {:broken, line(error, __STACKTRACE__, path), text(error)}
  catch
    kind, reason -> {:broken, nil, Exception.format_banner(kind, reason)}
  end

  defp line(%{line: line}, _, _) when is_integer(line), do: line

  defp line(_, stack, path) do
    Enum.find_value(stack, fn {_, _, _, place} ->
      file = place[:file]
      if file && Path.basename(to_string(file)) == Path.basename(path), do: place[:line]
    end)
  end

  defp text(%{description: text}) when is_binary(text), do: text
  defp text(error), do: Exception.message(error)
end

ExUnit.start(
  autorun: false,
  seed: 0,
  timeout: 5_000,
  max_cases: 1,
  capture_log: true,
  formatters: [Mockloop.Results]
)

# What a first module with tests would load, loaded ahead.
Code.compile_string("""
defmodule Mockloop.Warm do
  use GenServer
  import ExUnit.Assertions
  def init(state), do: {:ok, state}
  def check(value), do: assert(%{a: 1} = value)
end
""")

Mockloop.Warm.check(%{a: 1})
{:ok, warm} = GenServer.start(Mockloop.Warm, [])
GenServer.stop(warm)

Enum.each(
  [ExUnit.Case, ExUnit.Callbacks, ExUnit.CaptureLog, ExUnit.CaptureServer, ExUnit.Runner,
   ExUnit.Formatter, ExUnit.Diff, ExUnit.OnExitHandler, ExUnit.AssertionError, DynamicSupervisor,
   Exception, Task, Task.Supervised, Agent, Registry, MapSet, String, Inspect.Algebra],
  &Code.ensure_loaded/1
)

case IO.gets("") do
  line when is_binary(line) ->
    [nonce, out, solution | tests] = line |> String.trim_trailing("\n") |> String.split("\t")
    put = &Mockloop.Results.put(out, nonce, &1)

    for path <- [solution | tests] do
      with {:broken, line, text} <- Mockloop.Compiler.compile(path) do
        put.(event: "broken", file: Path.basename(path), line: line, message: String.slice(text, 0, 4_000))
        System.halt(2)
      end
    end

    # What stands in the error output before this line was said by the compiler.
    IO.puts(:stderr, nonce)
    :persistent_term.put(Mockloop.Results, {out, nonce})
    put.(event: "ready")
    %{total: total} = ExUnit.run()
    put.(event: "done", total: total)
    System.halt(0)

  _ ->
    System.halt(0)
end
