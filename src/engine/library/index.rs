//! The index of a bank: made by reading all its prompts once, then kept, and made anew only for
//! the files that changed.

use std::collections::BTreeMap;
use std::num::NonZero;

use serde::{Deserialize, Serialize};

use super::reader::{self, Common};
use crate::domain::bank::BankId;
use crate::domain::bank::index::Listing;
use crate::domain::fault::FaultyFile;
use crate::io::cache::Cache;
use crate::io::{BankFiles, Stamp, hash};

/// The lines of a bank's sound prompts, and the paths of the others, in the order of their paths.
#[derive(Debug, Default)]
pub(super) struct Index {
    pub(super) listings: Vec<Listing>,
    pub(super) faulty: Vec<String>,
}

/// A kept index. Another version of mockloop makes its own.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    version: String,
    shared: Vec<Option<Stamp>>,
    prompts: BTreeMap<String, KeptPrompt>,
}

#[derive(Debug, Serialize, Deserialize)]
struct KeptPrompt {
    stamp: Option<Stamp>,
    listing: Option<Listing>,
}

/// The index of a bank; with a cache, only what changed since the last time is read.
pub(super) fn index(
    files: &dyn BankFiles,
    bank: &BankId,
    common: &Common,
    cache: Option<&Cache>,
) -> Result<Index, FaultyFile> {
    let paths = reader::prompt_paths(files)?;
    let name = format!(
        "{}.index.json",
        hash::of_texts([("bank", files.name().as_str())])
    );
    let kept = cache
        .and_then(|cache| cache.get(&name))
        .and_then(|(text, written_ns)| {
            let kept: Kept = serde_json::from_str(&text).ok()?;
            let is_same = kept.version == version() && kept.shared == stamps(files, common);
            is_same.then_some((kept, written_ns))
        });
    let (mut kept, written_ns) = match kept {
        Some((kept, written_ns)) => (kept.prompts, written_ns),
        None => (BTreeMap::new(), 0),
    };
    let (mut prompts, mut unread) = (BTreeMap::new(), Vec::new());
    for path in paths {
        let stamp = files.stamp(&path);
        // A file that changed as the index was kept may have changed again unnoticed.
        let is_settled = stamp
            .as_ref()
            .is_some_and(|stamp| stamp.changed_ns < written_ns);
        match kept
            .remove(&path)
            .filter(|kept| is_settled && kept.stamp == stamp)
        {
            Some(same) => {
                prompts.insert(path, same);
            }
            None => unread.push((path, stamp)),
        }
    }
    let is_changed = !unread.is_empty() || !kept.is_empty();
    prompts.extend(read_all(files, bank, common, unread));
    let kept = Kept {
        version: version(),
        shared: stamps(files, common),
        prompts,
    };
    if is_changed && let (Some(cache), Ok(text)) = (cache, serde_json::to_string(&kept)) {
        cache.put(&name, &text);
    }
    let mut index = Index::default();
    for (path, prompt) in kept.prompts {
        match prompt.listing {
            Some(listing) => index.listings.push(listing),
            None => index.faulty.push(path),
        }
    }
    Ok(index)
}

fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// The stamps of what all prompts rest on.
fn stamps(files: &dyn BankFiles, common: &Common) -> Vec<Option<Stamp>> {
    let shared = [&common.topics, &common.phases]
        .into_iter()
        .chain(&common.rubrics);
    let paths = std::iter::once("bank.toml").chain(shared.map(|(path, _)| path.as_str()));
    paths.map(|path| files.stamp(path)).collect()
}

/// Reads prompts on all cores.
fn read_all(
    files: &dyn BankFiles,
    bank: &BankId,
    common: &Common,
    unread: Vec<(String, Option<Stamp>)>,
) -> Vec<(String, KeptPrompt)> {
    in_parallel(unread, |(path, stamp)| {
        let read = reader::prompt(files, &path, &common.shared);
        let listing = read.prompt.map(|prompt| Listing::of(&prompt, bank, &path));
        (path, KeptPrompt { stamp, listing })
    })
}

/// Does the same to each of many things, on all cores; what comes of it is in their order.
pub(super) fn in_parallel<T: Send, R: Send>(
    mut things: Vec<T>,
    work: impl Fn(T) -> R + Sync,
) -> Vec<R> {
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    let share = things.len().div_ceil(cores).max(1);
    let mut shares = Vec::new();
    while !things.is_empty() {
        let rest = things.split_off(share.min(things.len()));
        shares.push(std::mem::replace(&mut things, rest));
    }
    let work = &work;
    std::thread::scope(|scope| {
        let threads: Vec<_> = shares
            .into_iter()
            .map(|share| scope.spawn(move || share.into_iter().map(work).collect::<Vec<R>>()))
            .collect();
        threads
            .into_iter()
            .flat_map(|thread| match thread.join() {
                Ok(done) => done,
                Err(panic) => std::panic::resume_unwind(panic),
            })
            .collect()
    })
}
