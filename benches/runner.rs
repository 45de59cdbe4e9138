//! Nine `ExUnit` tests with a machine that has started ahead, beside a cold `elixir` in the same run.
//!
//! `cargo bench --bench runner` prints the median of each and their ratio. The aim: at most 0.7.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a bench that can't go on fails, reads the clock, and prints"
)]

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use mockloop::domain::bank::detail::{Language, Version};
use mockloop::engine::block_on;
use mockloop::io::entropy::{self, Entropy as _};
use mockloop::io::runner::sandbox::Level;
use mockloop::io::runner::{Job, Origin, Runner as _, System, TestFile};

const PAIRS: usize = 11;
const TESTS: usize = 9;

const SOLUTION: &str = "defmodule Counter do
  use GenServer
  def start_link(opts), do: GenServer.start_link(__MODULE__, opts)
  def add(pid, n), do: GenServer.call(pid, {:add, n})
  @impl true
  def init(opts), do: {:ok, opts[:from] || 0}
  @impl true
  def handle_call({:add, n}, _from, sum), do: {:reply, sum + n, sum + n}
end
";

fn tests() -> String {
    let mut text = "defmodule CounterTest do\n  use ExUnit.Case\n".to_owned();
    for number in 1..=TESTS {
        write!(
            text,
            "  @tag milestone: 1\n  test \"adds {number}\" do\n    pid = start_supervised!({{Counter, from: 1}})\n    \
             assert Counter.add(pid, {number}) == 1 + {number}\n  end\n"
        )
        .unwrap();
    }
    text + "end\n"
}

/// `elixir -r solution.ex test.exs`, as one would type it.
fn cold(folder: &std::path::Path) -> Duration {
    let since = Instant::now();
    let status = Command::new("elixir")
        .args(["-r", "solution.ex", "test.exs"])
        .current_dir(folder)
        .stdout(Stdio::null())
        .status()
        .expect("elixir is installed");
    assert!(status.success());
    since.elapsed()
}

async fn ready(system: &System) -> Duration {
    system.prepare(Language::Elixir).await;
    // As long as somebody needs to write a line.
    tokio::time::sleep(Duration::from_secs(3)).await;
    let job = Job {
        language: Language::Elixir,
        min_version: Version::new("1.14").unwrap(),
        solution: SOLUTION.to_owned(),
        tests: vec![TestFile {
            name: "visible_test",
            text: tests(),
        }],
        limit_s: 20,
        origin: Origin::Trusted,
    };
    let since = Instant::now();
    let run = system.run(job).await;
    let took = since.elapsed();
    assert!(run.is_green() && run.tests.len() == TESTS, "{run:?}");
    took
}

fn median(mut all: Vec<Duration>) -> Duration {
    all.sort_unstable();
    all[all.len() / 2]
}

fn main() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("solution.ex"), SOLUTION).unwrap();
    let with_start = format!("ExUnit.start()\n{}", tests());
    std::fs::write(home.path().join("test.exs"), with_start).unwrap();
    for level in [Level::Landlock, Level::Bubblewrap] {
        let (mut colds, mut readies) = (Vec::new(), Vec::new());
        block_on(async {
            let names = || entropy::System.id(0);
            let path = std::env::var("PATH").unwrap();
            let program = PathBuf::from(env!("CARGO_BIN_EXE_mockloop"));
            let system = System::new(program, path, None, Box::new(names)).at_most(level);
            for _ in 0..PAIRS {
                colds.push(cold(home.path()));
                readies.push(ready(&system).await);
            }
        })
        .unwrap();
        let (cold, ready) = (median(colds), median(readies));
        let ratio = ready.as_secs_f64() / cold.as_secs_f64();
        println!(
            "{}: cold {} ms, ready {} ms, ratio {ratio:.2} ({TESTS} tests, median of {PAIRS})",
            level.as_str(),
            cold.as_millis(),
            ready.as_millis()
        );
    }
}
