//! A coding prompt's own table.

use super::{unique, unresolved, values};
use crate::domain::bank::detail::{
    Coding, FilePath, Language, LanguageFiles, Milestone, Mutant, Version,
};
use crate::domain::bank::format::{CodingTable, LanguageTable};
use crate::domain::fault::{Code, Fault, Faults};
use crate::domain::raw::{At, Choice};

pub(super) fn coding(table: &CodingTable, faults: &mut Faults) -> Option<Coding> {
    let milestones = milestones(table, faults);
    let mutants = mutants(table, faults);
    Some(Coding {
        languages: languages(table, faults)?,
        milestones,
        mutants,
    })
}

/// The table of a language's files.
fn files_of(table: &CodingTable, language: Language) -> Option<&LanguageTable> {
    match language {
        Language::Elixir => table.elixir.as_ref(),
        Language::Python => table.python.as_ref(),
        Language::Rust => table.rust.as_ref(),
    }
}

/// The names of the languages that a prompt can be solved in.
fn listed(table: &CodingTable) -> impl Iterator<Item = &'static str> + Clone {
    let languages = table.languages.value.iter();
    languages.map(|language| language.value.as_str())
}

/// Every language has its table, and every table its language.
fn languages(table: &CodingTable, faults: &mut Faults) -> Option<Vec<LanguageFiles>> {
    let list = &table.languages;
    if list.value.is_empty() {
        let message = "there is no language to solve it in";
        let help = "list elixir, python or rust, the preferred language first";
        faults.push(Fault::error(Code::FORM, list.span, message, help));
    }
    let named = list.value.iter();
    let named = named.map(|language| (language.value.as_str(), language.span));
    unique("language", named, faults);
    for (word, language) in Language::WORDS {
        let is_listed = listed(table).any(|listed| listed == *word);
        if let Some(files) = files_of(table, *language).filter(|_| !is_listed) {
            let message = format!("`{word}` has files, but is not among the languages");
            let help = format!("add \"{word}\" to `languages`, or remove [coding.{word}]");
            faults.push(Fault::error(Code::REFERENCE, files.span, &message, &help));
        }
    }
    let files = list.value.iter().map(|language| {
        let Some(files) = files_of(table, language.value) else {
            let word = language.value.as_str();
            let message = format!("no files for `{word}`");
            let help = format!("add [coding.{word}], or remove it from `languages`");
            faults.push(Fault::error(
                Code::REFERENCE,
                language.span,
                &message,
                &help,
            ));
            return None;
        };
        files_in(language.value, files, faults)
    });
    // All languages are looked at before giving up, so that each one's faults are reported.
    let files: Vec<Option<LanguageFiles>> = files.collect();
    files.into_iter().collect()
}

fn files_in(
    language: Language,
    table: &LanguageTable,
    faults: &mut Faults,
) -> Option<LanguageFiles> {
    let min_version = Version::new(&table.min_version.value);
    if min_version.is_none() {
        let message = format!("`{}` is not a version", table.min_version.value);
        let help = "write two or three numbers, such as 1.14 or 3.11.2";
        let span = table.min_version.span;
        faults.push(Fault::error(Code::FORM, span, &message, help));
    }
    if table.timeout_s.value == 0 {
        let message = "the tests have no time to run";
        let help = "write how long a run may take, in seconds";
        let span = table.timeout_s.span;
        faults.push(Fault::error(Code::FORM, span, message, help));
    }
    let starter = path(&table.starter, faults);
    let visible_tests = path(&table.visible_tests, faults);
    let hidden_tests = path(&table.hidden_tests, faults);
    let reference = path(&table.reference, faults);
    Some(LanguageFiles {
        language,
        min_version: min_version?,
        starter: starter?,
        visible_tests: visible_tests?,
        hidden_tests: hidden_tests?,
        reference: reference?,
        timeout_s: table.timeout_s.value,
    })
}

fn path(text: &At<String>, faults: &mut Faults) -> Option<FilePath> {
    let path = FilePath::new(&text.value);
    if path.is_none() {
        let message = format!("`{}` does not stay in the prompt's folder", text.value);
        let help = "write a path from the prompt's folder, such as elixir/starter.ex";
        faults.push(Fault::error(Code::FILES, text.span, &message, help));
    }
    path
}

fn milestones(table: &CodingTable, faults: &mut Faults) -> Vec<Milestone> {
    if table.milestone.is_empty() {
        let message = "there is no milestone";
        let help = "add [[coding.milestone]] with n = 1";
        faults.push(Fault::error(Code::MILESTONES, table.span, message, help));
    }
    for (number, milestone) in (1u32..).zip(&table.milestone) {
        if milestone.n.value != number {
            let message = format!("milestone {number} has the number {}", milestone.n.value);
            let help = "number the milestones 1, 2, 3 in order";
            let span = milestone.n.span;
            faults.push(Fault::error(Code::MILESTONES, span, &message, help));
        }
    }
    let milestones = table.milestone.iter().map(|milestone| Milestone {
        number: milestone.n.value,
        goal: milestone.goal.value.clone(),
        minutes: milestone.minutes.value,
    });
    milestones.collect()
}

/// A mutant's name is its own within its language: the same mistake can be made in several.
fn mutants(table: &CodingTable, faults: &mut Faults) -> Vec<Mutant> {
    for (_, language) in Language::WORDS {
        let in_language = table
            .mutant
            .iter()
            .filter(|mutant| mutant.language.value == *language)
            .map(|mutant| (mutant.id.value.as_str(), mutant.id.span));
        unique("mutant", in_language, faults);
    }
    for mutant in &table.mutant {
        let language = mutant.language.value.as_str();
        if !listed(table).any(|listed| listed == language) {
            let span = mutant.language.span;
            unresolved("language", language, span, listed(table), faults);
        }
        if mutant.find.value.is_empty() {
            let message = format!("mutant `{}` replaces nothing", mutant.id.value);
            let help = "write the code of the reference that it replaces";
            faults.push(Fault::error(Code::FORM, mutant.find.span, &message, help));
        }
    }
    let mutants = table.mutant.iter().map(|mutant| Mutant {
        language: mutant.language.value,
        id: mutant.id.value.clone(),
        why: mutant.why.value.clone(),
        find: mutant.find.value.clone(),
        with: mutant.with.value.clone(),
        fails: values(&mutant.fails.value),
    });
    mutants.collect()
}
