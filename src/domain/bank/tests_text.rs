//! What can be told from a test file without running it: its tests, its waits, what it reaches.

use crate::domain::bank::detail::Language;

/// A test as its file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Test {
    /// Its name, as mutants name it.
    pub name: String,
    /// The line on which it begins, from 1.
    pub line: usize,
    /// The number of its milestone: a tag in Elixir, a comment `milestone: 2` above the test in Python
    /// and Rust.
    pub milestone: Option<u32>,
}

/// The tests of a file.
pub fn tests(language: Language, text: &str) -> Vec<Test> {
    match language {
        Language::Elixir => elixir_tests(text),
        Language::Python => python_tests(text),
        Language::Rust => rust_tests(text),
    }
}

fn test(name: &str, line: usize, milestone: Option<u32>) -> Test {
    Test {
        name: name.to_owned(),
        line,
        milestone,
    }
}

/// The lines that are not comments, without their indentation, with their numbers.
fn code(language: Language, text: &str) -> impl Iterator<Item = (usize, &str)> {
    let comment = match language {
        Language::Elixir | Language::Python => "#",
        Language::Rust => "//",
    };
    numbered(text).filter(move |(_, line)| !line.starts_with(comment))
}

/// The lines without their indentation, with their numbers.
fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..).zip(text.lines().map(str::trim))
}

fn identifier(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_');
    text.get(..end.unwrap_or(text.len()))
        .filter(|name| !name.is_empty())
}

/// A tag holds for the test below it, that of a module or a `describe` until another one.
fn elixir_tests(text: &str) -> Vec<Test> {
    let (mut of_module, mut of_group, mut own) = (None, None, None);
    let mut tests = Vec::new();
    for (line, code) in code(Language::Elixir, text) {
        if code.starts_with("@moduletag ") {
            of_module = milestone(code).or(of_module);
        } else if code.starts_with("@describetag ") {
            of_group = milestone(code).or(of_group);
        } else if code.starts_with("@tag ") {
            own = milestone(code).or(own);
        } else if code.starts_with("describe ") {
            of_group = None;
        } else if let Some(name) = code.strip_prefix("test \"").and_then(quoted) {
            let milestone = own.take().or(of_group).or(of_module);
            tests.push(test(&name, line, milestone));
        }
    }
    tests
}

/// The number after `milestone:` in a tag or a comment.
fn milestone(tag: &str) -> Option<u32> {
    let (_, number) = tag.split_once("milestone:")?;
    let number = number.trim_start();
    let end = number.find(|c: char| !c.is_ascii_digit());
    number.get(..end.unwrap_or(number.len()))?.parse().ok()
}

/// The text up to its closing quote, without its backslashes.
fn quoted(text: &str) -> Option<String> {
    let mut quoted = String::new();
    let mut rest = text.chars();
    loop {
        match rest.next()? {
            '"' => return Some(quoted),
            '\\' => quoted.push(rest.next()?),
            c => quoted.push(c),
        }
    }
}

fn python_tests(text: &str) -> Vec<Test> {
    let mut own = None;
    let mut tests = Vec::new();
    for (line, code) in numbered(text) {
        if let Some(comment) = code.strip_prefix('#') {
            own = milestone(comment).or(own);
            continue;
        }
        let rest = code.strip_prefix("async ").unwrap_or(code);
        let name = rest.strip_prefix("def ").and_then(identifier);
        if let Some(name) = name.filter(|name| name.starts_with("test")) {
            tests.push(test(name, line, own.take()));
        }
    }
    tests
}

fn rust_tests(text: &str) -> Vec<Test> {
    let (mut is_test, mut own) = (false, None);
    let mut tests = Vec::new();
    for (line, code) in numbered(text) {
        if let Some(comment) = code.strip_prefix("//") {
            own = milestone(comment).or(own);
            continue;
        }
        is_test |= code.starts_with("#[test]");
        let name = code
            .split_once("fn ")
            .and_then(|(_, name)| identifier(name));
        if let Some(name) = name.filter(|_| is_test) {
            tests.push(test(name, line, own.take()));
            is_test = false;
        }
    }
    tests
}

/// A wait of a fixed length.
#[derive(Debug, Clone, PartialEq)]
pub struct Sleep {
    /// The line on which it stands, from 1.
    pub line: usize,
    /// How long it is.
    pub ms: f64,
}

/// The sleeps of a file whose length is written there.
pub fn sleeps(language: Language, text: &str) -> Vec<Sleep> {
    let calls: &[&str] = match language {
        Language::Elixir => &["Process.sleep", ":timer.sleep"],
        Language::Python | Language::Rust => &["sleep"],
    };
    let mut sleeps = Vec::new();
    for (line, code) in code(language, text) {
        let found = calls
            .iter()
            .flat_map(|call| places(code, call).map(|at| at + call.len()));
        for after in found {
            let length = code
                .get(after..)
                .and_then(|after| length_ms(language, after));
            sleeps.extend(length.map(|ms| Sleep { line, ms }));
        }
    }
    sleeps
}

/// The length that follows the name of a call, if it is a number.
fn length_ms(language: Language, call: &str) -> Option<f64> {
    let argument = call.trim_start_matches(['(', ' ']);
    let units: &[(&str, f64)] = match language {
        Language::Elixir => &[
            (":timer.seconds(", 1_000.0),
            (":timer.minutes(", 60_000.0),
            ("", 1.0),
        ],
        Language::Python => &[("", 1_000.0)],
        Language::Rust => &[
            ("Duration::from_millis(", 1.0),
            ("Duration::from_secs(", 1_000.0),
            ("Duration::from_secs_f32(", 1_000.0),
            ("Duration::from_secs_f64(", 1_000.0),
        ],
    };
    let argument = argument.strip_prefix("std::time::").unwrap_or(argument);
    let (number, unit) = units
        .iter()
        .find_map(|(prefix, unit)| Some((argument.strip_prefix(prefix)?, unit)))?;
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '_' | '.');
    let end = number.find(|c| !is_part(c)).unwrap_or(number.len());
    let number = number.get(..end)?.replace('_', "");
    number.parse().ok().map(|number: f64| number * unit)
}

/// Something outside itself that a test file names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// The line on which it stands, from 1.
    pub line: usize,
    /// What is named.
    pub name: &'static str,
    /// What it reaches.
    pub what: &'static str,
}

const NETWORK: &str = "the network";
const SHELL: &str = "a shell";
const FILES: &str = "files to write";
const PACKAGES: &str = "packages to install";

/// Names that tests must not have, by what each reaches.
type Outside = &'static [(&'static str, &'static [&'static str])];

const ELIXIR: Outside = &[
    (
        NETWORK,
        &[
            ":gen_tcp",
            ":gen_udp",
            ":httpc",
            ":inets",
            ":socket",
            ":ssl",
            "Finch.",
            "HTTPoison",
            "Mint.",
            "Req.",
            "Tesla.",
        ],
    ),
    (
        SHELL,
        &[
            ":erlang.open_port",
            ":os.cmd",
            "Port.open",
            "System.cmd",
            "System.shell",
        ],
    ),
    (
        FILES,
        &[
            ":file.delete",
            ":file.write",
            "File.copy",
            "File.cp",
            "File.ln",
            "File.mkdir",
            "File.rename",
            "File.rm",
            "File.touch",
            "File.write",
        ],
    ),
    (PACKAGES, &["Mix.install"]),
];

const PYTHON: Outside = &[
    (
        NETWORK,
        &[
            "aiohttp",
            "ftplib",
            "http.client",
            "httpx",
            "import requests",
            "import socket",
            "requests.",
            "smtplib",
            "socket.",
            "urllib.request",
        ],
    ),
    (
        SHELL,
        &[
            "os.popen",
            "os.spawn",
            "os.system",
            "pty.spawn",
            "subprocess",
        ],
    ),
    (
        FILES,
        &[
            ".write_bytes(",
            ".write_text(",
            "os.makedirs",
            "os.mkdir",
            "os.remove",
            "os.rename",
            "os.unlink",
            "shutil",
            "tempfile",
        ],
    ),
    (PACKAGES, &["ensurepip", "import pip", "pip install"]),
];

const RUST: Outside = &[
    (
        NETWORK,
        &[
            "TcpListener",
            "TcpStream",
            "UdpSocket",
            "reqwest",
            "std::net",
            "ureq",
        ],
    ),
    (SHELL, &["Command::new", "std::process::Command"]),
    (
        FILES,
        &[
            "File::create",
            "OpenOptions",
            "fs::copy",
            "fs::create_dir",
            "fs::remove",
            "fs::rename",
            "fs::write",
        ],
    ),
    (PACKAGES, &["cargo add", "cargo install"]),
];

fn outside(language: Language) -> Outside {
    match language {
        Language::Elixir => ELIXIR,
        Language::Python => PYTHON,
        Language::Rust => RUST,
    }
}

/// What a test file names that is outside itself: each name where it stands first.
pub fn reaches(language: Language, text: &str) -> Vec<Reach> {
    let mut found = Vec::new();
    for (what, names) in outside(language) {
        for name in *names {
            let mut lines = code(language, text);
            let first = lines.find(|(_, code)| places(code, name).next().is_some());
            found.extend(first.map(|(line, _)| Reach { line, name, what }));
        }
    }
    if language == Language::Python {
        let mut lines = code(language, text);
        let first = lines.find(|(_, code)| opens_to_write(code));
        found.extend(first.map(|(line, _)| Reach {
            line,
            name: "open",
            what: FILES,
        }));
    }
    found.sort_by_key(|reach| reach.line);
    found
}

/// Whether a line opens a file in a mode that writes.
fn opens_to_write(code: &str) -> bool {
    let modes = ["w", "a", "x", "r+"];
    let has = |call: &str, quote: &str| {
        modes.iter().any(|mode| {
            let before = [format!(", {quote}{mode}"), format!("mode={quote}{mode}")];
            before.iter().any(|written| call.contains(written))
        })
    };
    let calls = places(code, "open(").filter_map(|at| code.get(at..));
    calls
        .into_iter()
        .any(|call| has(call, "\"") || has(call, "'"))
}

/// Where a name stands in a line and does not go on from the word before it.
fn places(code: &str, name: &str) -> impl Iterator<Item = usize> {
    let begins_word = name.starts_with(|c: char| c.is_alphanumeric());
    code.match_indices(name)
        .map(|(at, _)| at)
        .filter(move |at| {
            let before = code.get(..*at).and_then(|before| before.chars().last());
            !begins_word || !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(language: Language, text: &str) -> Vec<(String, usize, Option<u32>)> {
        let tests = tests(language, text).into_iter();
        tests
            .map(|test| (test.name, test.line, test.milestone))
            .collect()
    }

    #[test]
    fn tests_are_found_with_their_milestones() {
        let text = "@moduletag milestone: 9\n@tag slow: true, milestone: 12\n\
                    # test \"not this\" do\n  test \"says \\\"hi\\\"\", %{a: 1} do\n\
                    describe \"a group\" do\n@describetag milestone: 3\ntest \"b\" do\nend\n\
                    describe \"another\" do\n@tag :capture_log\ntest \"c\"\n";
        assert_eq!(
            named(Language::Elixir, text),
            [
                ("says \"hi\"".to_owned(), 4, Some(12)),
                ("b".to_owned(), 7, Some(3)),
                ("c".to_owned(), 11, Some(9)),
            ]
        );
        let text = "def helper():\n  # milestone: 2\n  def test_a(self):\n  # def test_b(self):\n  \
                    async def test_c():";
        let found = [
            ("test_a".to_owned(), 3, Some(2)),
            ("test_c".to_owned(), 5, None),
        ];
        assert_eq!(named(Language::Python, text), found);
        let text = "fn helper() {}\n// milestone: 3\n#[test]\n// fn not_this()\n#[should_panic]\nfn a() {}\n\
                    fn b() {}";
        assert_eq!(named(Language::Rust, text), [("a".to_owned(), 6, Some(3))]);
    }

    #[test]
    fn sleeps_are_counted_in_milliseconds() {
        for (language, text, expected) in [
            (Language::Elixir, "Process.sleep(1_500)", Some(1_500)),
            (Language::Elixir, "x = 1; Process.sleep 20", Some(20)),
            (
                Language::Elixir,
                ":timer.sleep(:timer.seconds(2))",
                Some(2_000),
            ),
            (Language::Elixir, "Process.sleep(:infinity)", None),
            (Language::Elixir, "# Process.sleep(500)", None),
            (Language::Elixir, "MyProcess.sleep(500)", None),
            (Language::Python, "time.sleep(0.25)", Some(250)),
            (Language::Python, "asleep(3)", None),
            (
                Language::Rust,
                "thread::sleep(Duration::from_millis(99));",
                Some(99),
            ),
            (
                Language::Rust,
                "sleep(std::time::Duration::from_secs(1))",
                Some(1_000),
            ),
            (Language::Rust, "sleep(delay)", None),
        ] {
            let found: Vec<String> = sleeps(language, text)
                .iter()
                .map(|sleep| format!("{:.0}", sleep.ms))
                .collect();
            let expected: Vec<String> = expected.iter().map(u32::to_string).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn what_is_outside_is_found_once() {
        for (language, text, expected) in [
            (
                Language::Elixir,
                "File.write!(p, 1)\nFile.write(p, 2)",
                Some((1, "File.write")),
            ),
            (
                Language::Elixir,
                "\n{:ok, s} = :gen_tcp.listen(0)",
                Some((2, ":gen_tcp")),
            ),
            (
                Language::Elixir,
                "MyFile.write(1)\n# System.cmd(1)\nFile.read!(p)",
                None,
            ),
            (
                Language::Python,
                "subprocess.run([])",
                Some((1, "subprocess")),
            ),
            (
                Language::Python,
                "with open(path, 'wb') as f:",
                Some((1, "open")),
            ),
            (
                Language::Python,
                "with open(path) as f:\nreopen(path, 'w')",
                None,
            ),
            (
                Language::Rust,
                "let s = std::net::TcpStream::connect(a);",
                Some((1, "TcpStream")),
            ),
            (Language::Rust, "// fs::write(a, b)\nrewrite(fs)", None),
        ] {
            let found = reaches(language, text).into_iter().next();
            assert_eq!(
                found.map(|reach| (reach.line, reach.name)),
                expected,
                "{text}"
            );
        }
    }
}
