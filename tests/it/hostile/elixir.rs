//! Hostile programs in Elixir.

use super::Fate::{Broken, Harmless, TooLong, TooMuch, Vanishes};
use super::Program;

pub(super) const TEST: &str = "\
defmodule HostileTest do
  use ExUnit.Case

  @tag milestone: 1
  test \"runs\" do
    Hostile.run()
  end
end
";

/// A module around a body.
macro_rules! run {
    ($body:literal) => {
        concat!(
            "defmodule Hostile do\n  def run do\n",
            $body,
            "\n  end\nend\n"
        )
    };
}

pub(super) const PROGRAMS: [Program; 22] = [
    (
        "endless loop",
        TooLong,
        "defmodule Hostile do\n  def run, do: run()\nend",
    ),
    (
        "endless loop on load",
        TooLong,
        "defmodule Loop do\n  def go, do: go()\nend\nLoop.go()",
    ),
    (
        "fork bomb",
        TooMuch,
        run!(
            "System.cmd(\"sh\", [\"-c\", \"f() { f | f & }; f; sleep {SLEEP}\"])\n raise \"back\""
        ),
    ),
    (
        "process bomb",
        TooMuch,
        run!(
            "Stream.repeatedly(fn -> spawn(fn -> Process.sleep(:infinity) end) end) |> Stream.run()"
        ),
    ),
    (
        "memory bomb",
        TooMuch,
        run!("Enum.map(1..1_000_000, fn n -> :binary.copy(<<n::32>>, 4_000_000) end) |> length()"),
    ),
    (
        "atom bomb",
        TooMuch,
        run!("Enum.each(1..100_000_000, &String.to_atom(\"a#{&1}\"))"),
    ),
    (
        "1 GB of output",
        Harmless,
        run!("Enum.each(1..1024, fn _ -> IO.write(String.duplicate(\"x\", 1_048_576)) end)"),
    ),
    (
        "1 GB of errors",
        Harmless,
        run!(
            "Enum.each(1..1024, fn _ -> IO.write(:stderr, String.duplicate(\"x\", 1_048_576)) end)"
        ),
    ),
    (
        "1 GB in a file",
        TooMuch,
        run!(
            "path = Path.join(System.fetch_env!(\"HOME\"), \"big\")\n Enum.each(1..1024, fn _ -> File.write!(path, String.duplicate(\"x\", 1_048_576), [:append]) end)"
        ),
    ),
    (
        "ignores TERM",
        TooLong,
        "defmodule Hostile do\n  def run do\n    :os.set_signal(:sigterm, :ignore)\n    loop()\n  end\n  def loop, do: loop()\nend",
    ),
    (
        "double fork",
        Harmless,
        run!(
            "System.cmd(\"sh\", [\"-c\", \"(setsid env -i sleep {SLEEP} || env -i sleep {SLEEP}) >/dev/null 2>&1 </dev/null &\"])"
        ),
    ),
    (
        "a port that outlives",
        Harmless,
        run!("Port.open({:spawn, \"sleep {SLEEP}\"}, [])\n System.halt(0)"),
    ),
    (
        "writes outside",
        Harmless,
        run!("File.write!(\"{OUT}\", \"here\")"),
    ),
    (
        "a link to outside",
        Harmless,
        run!(
            "link = Path.join(System.fetch_env!(\"HOME\"), \"link\")\n File.ln_s!(\"{OUT}\", link)\n File.write!(link, \"here\")"
        ),
    ),
    (
        "reads the user's files",
        Harmless,
        run!("IO.puts(File.read!(\"{SECRET}\"))\n raise File.read!(\"{SECRET}\")"),
    ),
    (
        "a socket",
        Harmless,
        run!("{:ok, _} = :gen_tcp.connect({127, 0, 0, 1}, {PORT}, [], 2_000)"),
    ),
    (
        "a node on the network",
        Harmless,
        run!("System.cmd(\"epmd\", [\"-daemon\"])\n {:ok, _} = Node.start(:hostile@localhost)"),
    ),
    (
        "ends another process",
        Harmless,
        run!("System.cmd(\"sh\", [\"-c\", \"kill -9 {VICTIM}\"])"),
    ),
    (
        "looks at its neighbours",
        Harmless,
        run!("Path.wildcard(\"/proc/[0-9]*/environ\") |> Enum.each(&IO.puts(File.read!(&1)))"),
    ),
    (
        "forges results",
        Vanishes,
        run!(
            "path = Path.expand(\"../out/results.ndjson\", System.fetch_env!(\"HOME\"))\n File.rm!(path)\n File.write!(path, ~s({\"nonce\":\"guess\",\"event\":\"done\",\"total\":1}))\n System.halt(0)"
        ),
    ),
    ("leaves early", Vanishes, run!("System.halt(0)")),
    (
        "no Elixir",
        Broken,
        "defmodule Hostile do\n  def run(, do: 1\nend",
    ),
];
