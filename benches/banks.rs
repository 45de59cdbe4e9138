//! Listing and linting 1,000 prompts, beside a bare parse of the same bytes in the same run.
//!
//! `cargo bench --bench banks` prints minimum, median and mean of each. The aims: the first list
//! at most 0.6 of `baseline::parse_one_thread`, an unchanged second one at most 0.05 of it, lint at
//! most 1.2 of `baseline::parse_all_cores`.

#![allow(
    clippy::unwrap_used,
    clippy::string_slice,
    clippy::missing_docs_in_private_items,
    missing_docs,
    reason = "a bench that can't go on fails; its functions are its documentation"
)]

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use divan::Bencher;
use mockloop::engine::{Library, lint_at};
use mockloop::io::cache::Cache;
use mockloop::io::files::Folder;

const PROMPTS: usize = 1_000;

/// A bank of 1,000 prompts made of two shipped ones; each has words of its own, so that no two
/// share a sentence.
static BANK: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let home = tempfile::tempdir().unwrap();
    let core = Path::new(env!("CARGO_MANIFEST_DIR")).join("question_banks/core-backend");
    let bank = home.path().join("bank");
    for folder in ["shared", "behavioral", "screen"] {
        std::fs::create_dir_all(bank.join(folder)).unwrap();
    }
    for file in [
        "bank.toml",
        "shared/topics.toml",
        "shared/phases.toml",
        "shared/rubrics.toml",
    ] {
        let text = std::fs::read_to_string(core.join(file)).unwrap();
        let text = text.replace("id           = \"core-backend\"", "id = \"bench\"");
        std::fs::write(bank.join(file), text).unwrap();
    }
    let sources = [
        ("behavioral", "beh-made-it-worse"),
        ("screen", "scr-hm-first-call"),
    ];
    for (number, (folder, id)) in (0..PROMPTS).zip(sources.into_iter().cycle()) {
        let text = std::fs::read_to_string(core.join(format!("{folder}/{id}.toml"))).unwrap();
        let own = format!("{id}-{number}");
        let mut text = text.replace(&format!("\"{id}\""), &format!("\"{own}\""));
        for word in [
            "the", "a", "of", "to", "and", "it", "that", "in", "you", "is",
        ] {
            text = text.replace(&format!(" {word} "), &format!(" {word}{number} "));
        }
        std::fs::write(bank.join(format!("{folder}/{own}.toml")), text).unwrap();
    }
    home
});

fn bank() -> PathBuf {
    BANK.path().join("bank")
}

fn texts() -> Vec<String> {
    let folders = ["behavioral", "screen"].map(|folder| bank().join(folder));
    let files = folders
        .iter()
        .flat_map(|folder| std::fs::read_dir(folder).unwrap());
    files
        .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
        .collect()
}

fn parse(text: &str) -> toml::Table {
    toml::from_str(text).unwrap()
}

mod baseline {
    use super::{Bencher, parse, texts};

    #[divan::bench(sample_count = 10)]
    fn parse_one_thread(bencher: Bencher<'_, '_>) {
        let texts = texts();
        bencher.bench(|| texts.iter().map(|text| parse(text).len()).sum::<usize>());
    }

    #[divan::bench(sample_count = 10)]
    fn parse_all_cores(bencher: Bencher<'_, '_>) {
        let texts = texts();
        let cores = std::thread::available_parallelism().unwrap().get();
        bencher.bench(|| {
            std::thread::scope(|scope| {
                for share in texts.chunks(texts.len().div_ceil(cores)) {
                    scope.spawn(|| share.iter().map(|text| parse(text).len()).sum::<usize>());
                }
            });
        });
    }
}

fn list(cache: &Path) -> usize {
    let mut library = Library::new(Some(Cache::new(cache.to_path_buf())));
    library.add(Box::new(Folder::new(bank())));
    let listed = library
        .listings()
        .filter(|listing| listing.bank.as_str() == "bench")
        .count();
    assert_eq!(listed, PROMPTS);
    listed
}

#[divan::bench(sample_count = 10)]
fn list_first(bencher: Bencher<'_, '_>) {
    let _ = bank();
    bencher
        .with_inputs(|| tempfile::tempdir().unwrap())
        .bench_refs(|cache| list(cache.path()));
}

#[divan::bench(sample_count = 20)]
fn list_again(bencher: Bencher<'_, '_>) {
    let cache = tempfile::tempdir().unwrap();
    list(cache.path());
    bencher.bench(|| list(cache.path()));
}

#[divan::bench(sample_count = 10)]
fn lint(bencher: Bencher<'_, '_>) {
    let (bank, library) = (bank(), Library::default());
    bencher.bench(|| lint_at(Some(&bank), &library).unwrap().prompts);
}

fn main() {
    divan::main();
}
