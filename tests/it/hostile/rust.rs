//! Hostile programs in Rust.

use super::Fate::{Broken, Harmless, TooLong, TooMuch, Vanishes};
use super::Program;

pub(super) const TEST: &str = "\
#[test]
fn runs() {
    crate::solution::run();
}
";

/// A function around a body.
macro_rules! run {
    ($body:literal) => {
        concat!(
            "use std::{env, fs, io::Write, process::Command, thread, time::Duration};\n",
            "#[allow(unused)] fn t() { let _ = (env::args(), fs::read(\"\"), Command::new(\"\"), Duration::ZERO); ",
            "thread::yield_now(); let _ = std::io::stdout().flush(); }\n",
            "pub fn run() {\n",
            $body,
            "\n}\n"
        )
    };
}

pub(super) const PROGRAMS: [Program; 20] = [
    (
        "endless loop",
        TooLong,
        run!("loop { std::hint::spin_loop() }"),
    ),
    (
        "compiles for ever",
        TooMuch,
        "macro_rules! more { ($($t:tt)*) => { more!($($t)* $($t)*) } } pub fn run() { more!(1 + 1); }",
    ),
    (
        "fork bomb",
        TooMuch,
        run!(
            "loop { let _ = Command::new(\"sh\").args([\"-c\", \"f() { f | f & }; f; sleep {SLEEP}\"]).spawn().unwrap(); }"
        ),
    ),
    (
        "thread bomb",
        TooMuch,
        run!(
            "loop { thread::Builder::new().spawn(|| thread::sleep(Duration::from_secs(60))).unwrap(); }"
        ),
    ),
    (
        "memory bomb",
        TooMuch,
        run!(
            "let mut all = Vec::new(); loop { all.push(vec![1_u8; 64 << 20]); std::hint::black_box(&all); }"
        ),
    ),
    (
        "1 GB of output",
        Harmless,
        run!(
            "let line = \"x\".repeat(1 << 20); for _ in 0..1024 { let _ = writeln!(std::io::stdout(), \"{line}\"); }"
        ),
    ),
    (
        "1 GB of errors",
        Harmless,
        run!(
            "let line = \"x\".repeat(1 << 20); for _ in 0..1024 { let _ = writeln!(std::io::stderr(), \"{line}\"); }"
        ),
    ),
    (
        "1 GB in a file",
        TooMuch,
        run!(
            "let mut file = fs::File::create(env::var(\"HOME\").unwrap() + \"/big\").unwrap(); for _ in 0..1024 { file.write_all(&vec![1; 1 << 20]).unwrap(); }"
        ),
    ),
    (
        "ignores TERM",
        TooLong,
        run!(
            "Command::new(\"sh\").args([\"-c\", \"trap '' TERM HUP INT; while :; do sleep {SLEEP}; done\"]).status().unwrap();"
        ),
    ),
    (
        "double fork",
        Harmless,
        run!(
            "Command::new(\"sh\").args([\"-c\", \"(setsid env -i sleep {SLEEP} || env -i sleep {SLEEP}) >/dev/null 2>&1 </dev/null &\"]).status().unwrap();"
        ),
    ),
    (
        "a child in a group of its own",
        Harmless,
        run!(
            "use std::os::unix::process::CommandExt; let _ = Command::new(\"sleep\").arg(\"{SLEEP}\").env_clear().process_group(0).spawn();"
        ),
    ),
    (
        "writes outside",
        Harmless,
        run!("fs::write(\"{OUT}\", \"here\").unwrap();"),
    ),
    (
        "a link to outside",
        Harmless,
        run!(
            "let link = env::var(\"HOME\").unwrap() + \"/link\"; std::os::unix::fs::symlink(\"{OUT}\", &link).unwrap(); fs::write(link, \"here\").unwrap();"
        ),
    ),
    (
        "reads the user's files",
        Harmless,
        run!(
            "let text = fs::read_to_string(\"{SECRET}\").unwrap(); println!(\"{text}\"); panic!(\"{text}\");"
        ),
    ),
    (
        "takes the user's files in when compiled",
        Broken,
        "pub fn run() { panic!(\"{}\", include_str!(\"{SECRET}\")) }",
    ),
    (
        "a socket",
        Harmless,
        run!("std::net::TcpStream::connect((\"127.0.0.1\", {PORT})).unwrap();"),
    ),
    (
        "ends another process",
        Harmless,
        run!("Command::new(\"sh\").args([\"-c\", \"kill -9 {VICTIM}\"]).status().unwrap();"),
    ),
    (
        "forges results",
        Vanishes,
        run!(
            "let path = env::var(\"HOME\").unwrap() + \"/../out/results.ndjson\"; fs::remove_file(&path).unwrap(); fs::write(path, \"{\\\"nonce\\\":\\\"guess\\\",\\\"event\\\":\\\"done\\\",\\\"total\\\":1}\").unwrap(); std::process::exit(0);"
        ),
    ),
    ("leaves early", Vanishes, run!("std::process::exit(0);")),
    ("no Rust", Broken, "pub fn run() { let x: u8 = \"one\"; }"),
];
