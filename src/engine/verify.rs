//! A bank's code tried out: the starter, the reference, every known-wrong variant.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZero;
use std::path::Path;

use super::at_once::in_order;
use super::code::{Sources, coding, has_code};
use super::error::Error;
use super::library::Library;
use super::shelf;
use super::trust::Content;
use crate::domain::bank::MutantId;
use crate::domain::bank::detail::{Coding, Mutant};
use crate::domain::bank::index::Listing;
use crate::domain::code::{End, NotRun, Run};
use crate::domain::text::Safe;
use crate::domain::verify::{self, Expected, Finding};
use crate::io::files::{self, Folder};
use crate::io::runner::{Local, Origin, Runner};
use crate::io::trust::Trusted;
use crate::report::code::Tried;
use crate::report::document::Document;

/// A known-wrong variant may make test after test wait: it gets so long, in seconds.
const MUTANT_LIMIT_S: u32 = 90;

/// What is to be tried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyOptions {
    /// A bank's id, a prompt's id, or a path in a bank; everything at hand without it.
    pub target: Option<String>,
    /// How often the reference is run.
    pub times: u32,
    /// Whether the code may run as it is now, trusted before or not.
    pub consent: Consent,
    /// How many solutions run at a time. The reference runs alone: it is timed.
    pub at_once: NonZero<usize>,
}

/// Whether code may run that was not trusted before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consent {
    /// Only what is trusted runs.
    Trusted,
    /// It runs as it is now: whoever asks wrote it, or has read it.
    AsItIs,
}

/// Whom to tell what goes on.
pub type Progress<'a> = &'a mut dyn FnMut(&Document);

/// Tries code out, prompt after prompt.
///
/// # Errors
/// The target is not there, or its code may not be run.
pub async fn verify(
    options: &VerifyOptions,
    library: &Library,
    trusted: &Trusted,
    runner: &dyn Runner,
    progress: Progress<'_>,
) -> Result<Vec<Tried>, Error> {
    let mut tried = Vec::new();
    let (own, inside) = at_path(options.target.as_deref())?;
    let library = own.as_ref().unwrap_or(library);
    let wanted = wanted(library, options, &inside)?;
    let mut contents: BTreeMap<String, Content> = BTreeMap::new();
    for listing in wanted {
        let bank = listing.bank.to_string();
        if !contents.contains_key(&bank) {
            contents.insert(bank.clone(), library.content(&bank)?);
        }
        let Some(content) = contents.get(&bank) else {
            continue;
        };
        let origin = match options.consent {
            Consent::AsItIs if !content.is_built_in => Origin::Trusted,
            Consent::AsItIs | Consent::Trusted => content.origin(trusted)?,
        };
        let entry = shelf::read(library, &format!("{bank}/{}", listing.id))?;
        let Some(coding) = coding(&entry.prompt) else {
            continue;
        };
        for files in &coding.languages {
            let sources = Sources::read(files, content, &listing.path)?;
            let trial = Trial {
                address: format!("{bank}/{}", listing.id),
                sources: &sources,
                coding,
                origin,
                times: options.times,
                at_once: options.at_once,
                runner,
            };
            tried.push(trial.perform(progress).await);
        }
    }
    Ok(tried)
}

/// The bank that a path lies in, with the path inside it; nothing if the target is no path.
fn at_path(target: Option<&str>) -> Result<(Option<Library>, String), Error> {
    let Some(path) = target.map(Path::new).filter(|path| path.exists()) else {
        return Ok((None, String::new()));
    };
    let (root, inside) = files::bank_of(path).ok_or_else(|| {
        let cause = format!("{} is in no bank.", path.display());
        Error::usage(cause, "A bank is a folder with a `bank.toml`.")
    })?;
    let mut library = Library::default();
    library.add(Box::new(Folder::new(root)));
    Ok((Some(library), inside.display().to_string()))
}

/// The prompts that a target means: those with code.
fn wanted<'a>(
    library: &'a Library,
    options: &VerifyOptions,
    inside: &str,
) -> Result<Vec<&'a Listing>, Error> {
    let with_code = library.listings().filter(|listing| has_code(listing));
    let Some(target) = options.target.as_deref() else {
        return Ok(with_code.collect());
    };
    let is_path = Path::new(target).exists();
    let is_meant = |listing: &&Listing| {
        if is_path {
            let path = Path::new(&listing.path);
            // A prompt's folder, one of its files, or a folder above it.
            path.starts_with(inside)
                || path.parent().is_some_and(|folder| {
                    Path::new(inside).starts_with(folder) && folder != Path::new("coding")
                })
        } else {
            listing.bank.as_str() == target || listing.is_named(target)
        }
    };
    let meant: Vec<&Listing> = with_code.filter(is_meant).collect();
    if meant.is_empty() {
        if let Some(file) = library.faulty_banks().first() {
            let cause = format!("{} has faults.", file.file);
            return Err(Error::usage(cause, "`mockloop bank lint` shows them."));
        }
        let cause = format!("{} has no code to verify.", Safe::new(target));
        let remedy = "Name a bank, a coding prompt, or a path of one; `mockloop bank lint` tells \
                      what keeps a prompt from being used.";
        return Err(Error::usage(cause, remedy));
    }
    Ok(meant)
}

/// One prompt in one language, tried out.
struct Trial<'a> {
    address: String,
    sources: &'a Sources,
    coding: &'a Coding,
    origin: Origin,
    times: u32,
    at_once: NonZero<usize>,
    runner: &'a dyn Runner,
}

/// What running something wrong gave: the run, or why there was nothing to run.
type Outcome = Result<Run, Finding>;

impl Trial<'_> {
    async fn perform(&self, progress: Progress<'_>) -> Tried {
        let (sources, language) = (self.sources, self.sources.files.language);
        let texts = [sources.visible_tests.as_str(), &sources.hidden_tests];
        let (expected, findings) = Expected::of(language, &texts);
        let mutants: Vec<&Mutant> = self
            .coding
            .mutants
            .iter()
            .filter(|mutant| mutant.language == language)
            .collect();
        let mut verified = Tried {
            address: self.address.clone(),
            language,
            tests: expected.count(),
            green: 0,
            micros: 0,
            mutants: mutants.len(),
            killed: 0,
            findings,
            skipped: None,
        };
        if self.reference(&expected, &mut verified, progress).await {
            self.wrong_ones(&mutants, &expected, &mut verified, progress)
                .await;
        }
        verified
    }

    /// Runs the reference several times; false if it never got through.
    async fn reference(
        &self,
        expected: &Expected,
        verified: &mut Tried,
        progress: Progress<'_>,
    ) -> bool {
        for number in 1..=self.times {
            self.say(
                &format!("reference, run {number} of {}", self.times),
                progress,
            );
            let run = self.run(&self.sources.reference, None).await;
            if let End::NotRun(NotRun::NoToolchain(why)) = &run.end {
                verified.skipped = Some(Safe::new(why));
                return false;
            }
            let findings = verify::reference(&run, expected);
            verified.micros = verified.micros.max(run.micros);
            verified.green += u32::from(run.is_green());
            let is_through = run.end == End::Complete;
            // The same mistake in every run is told once.
            let new = findings.into_iter().filter(|finding| {
                !verified
                    .findings
                    .iter()
                    .any(|known| known.what == finding.what)
            });
            let new: Vec<Finding> = new.collect();
            verified.findings.extend(new);
            if !is_through {
                return false;
            }
        }
        true
    }

    /// Runs the starter and the known-wrong variants, several at a time.
    async fn wrong_ones(
        &self,
        mutants: &[&Mutant],
        expected: &Expected,
        verified: &mut Tried,
        progress: Progress<'_>,
    ) {
        // Each one is told when its run begins, which is in their order.
        let runs = std::iter::once(None).chain(mutants.iter().copied().map(Some));
        let runs = runs.enumerate().map(|(number, mutant)| {
            let step = mutant.map_or_else(
                || "starter".to_owned(),
                |mutant| format!("mutant {number} of {}, {}", mutants.len(), mutant.id),
            );
            self.say(&step, progress);
            Box::pin(self.wrong_one(mutant)) as Local<'_, Outcome>
        });
        let mut outcomes = in_order(self.at_once, runs).await.into_iter();
        if let Some(Ok(run)) = outcomes.next() {
            verified.findings.extend(verify::starter(&run, expected));
        }
        let mut failed_by: BTreeMap<MutantId, BTreeSet<String>> = BTreeMap::new();
        for (mutant, outcome) in mutants.iter().zip(outcomes) {
            let run = match outcome {
                Ok(run) => run,
                Err(finding) => {
                    verified.findings.push(finding);
                    continue;
                }
            };
            let findings = verify::mutant(mutant, &run);
            verified.killed += usize::from(findings.is_empty());
            verified.findings.extend(findings);
            let failed = run.failing().map(|test| test.name.clone()).collect();
            failed_by.insert(mutant.id.clone(), failed);
        }
        let unfailed = verify::unfailed(expected, &failed_by);
        verified.findings.extend(unfailed);
    }

    /// Runs a known-wrong variant, or the starter.
    async fn wrong_one(&self, mutant: Option<&Mutant>) -> Outcome {
        let Some(mutant) = mutant else {
            return Ok(self.run(&self.sources.starter, None).await);
        };
        let text = verify::mutate(mutant, &self.sources.reference)?;
        Ok(self.run(&text, Some(MUTANT_LIMIT_S)).await)
    }

    async fn run(&self, solution: &str, limit_s: Option<u32>) -> Run {
        let mut job = self.sources.job(solution, self.origin);
        job.limit_s = limit_s.map_or(job.limit_s, |limit_s| limit_s.max(job.limit_s));
        self.runner.run(job).await
    }

    fn say(&self, step: &str, progress: Progress<'_>) {
        let language = self.sources.files.language.as_str();
        progress(&Document::line(format!(
            "{} ({language}): {step}",
            self.address
        )));
    }
}
