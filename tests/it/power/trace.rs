//! What a program did to its files, as the shim wrote it down.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One thing that was done, by a process.
pub(crate) struct Record {
    pub(crate) process: u32,
    pub(crate) deed: Deed,
}

/// What was done. Numbers of open files count within their process.
pub(crate) enum Deed {
    Open {
        file: u32,
        path: PathBuf,
        empties: bool,
        is_new: bool,
    },
    Close(u32),
    Write {
        file: u32,
        at: usize,
        bytes: Vec<u8>,
    },
    Cut {
        file: u32,
        size: usize,
    },
    Sync(u32),
    MakeFolder(PathBuf),
    Unlink(PathBuf),
    Rename(PathBuf, PathBuf),
    Link(PathBuf, PathBuf),
    /// Bytes for standard output.
    Said(String),
}

/// Builds the shim; none where there is no C compiler.
pub(crate) fn shim(folder: &Path) -> Option<PathBuf> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/power/shim.c");
    let library = folder.join("power.so");
    let built = Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", "-o"])
        .args([&library, &source])
        .args(["-ldl", "-lpthread"])
        .output()
        .ok()?;
    assert!(built.status.success(), "{built:?}");
    Some(library)
}

/// A command whose deeds below a folder are appended to a trace.
pub(crate) fn traced<'a>(
    command: &'a mut Command,
    shim: &Path,
    root: &Path,
    trace: &Path,
) -> &'a mut Command {
    command
        .env("LD_PRELOAD", shim)
        .env("POWER_ROOT", root)
        .env("POWER_TRACE", trace)
}

/// Reads a trace.
pub(crate) fn read(path: &Path) -> Vec<Record> {
    let bytes = fs::read(path).unwrap();
    let (mut rest, mut records) = (bytes.as_slice(), Vec::new());
    while !rest.is_empty() {
        let end = rest.iter().position(|byte| *byte == b'\n').unwrap();
        let head = std::str::from_utf8(&rest[..end]).unwrap();
        let words: Vec<&str> = head.split(' ').collect();
        let length: usize = words.last().unwrap().parse().unwrap();
        let body = &rest[end + 1..][..length];
        records.push(record(&words, body));
        rest = &rest[end + 1 + length..];
    }
    records
}

fn record(words: &[&str], body: &[u8]) -> Record {
    let number = |index: usize| words[index].parse::<u32>().unwrap();
    let size = |index: usize| words[index].parse::<usize>().unwrap();
    let text = || String::from_utf8(body.to_vec()).unwrap();
    let path = || PathBuf::from(text());
    let two = || {
        let text = text();
        let (from, to) = text.split_once('\0').unwrap();
        (PathBuf::from(from), PathBuf::from(to))
    };
    let deed = match words[0] {
        "open" => Deed::Open {
            file: number(2),
            path: path(),
            empties: words[3] == "t",
            is_new: words[4] == "new",
        },
        "close" => Deed::Close(number(2)),
        "write" => Deed::Write {
            file: number(2),
            at: size(3),
            bytes: body.to_vec(),
        },
        "cut" => Deed::Cut {
            file: number(2),
            size: size(3),
        },
        "sync" => Deed::Sync(number(2)),
        "mkdir" => Deed::MakeFolder(path()),
        "unlink" => Deed::Unlink(path()),
        "rename" => {
            let (from, to) = two();
            Deed::Rename(from, to)
        }
        "link" => {
            let (from, to) = two();
            Deed::Link(from, to)
        }
        "said" => Deed::Said(text()),
        other => panic!("{other} is no deed"),
    };
    Record {
        process: number(1),
        deed,
    }
}
