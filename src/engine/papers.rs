//! Small TOML files of the user's own: stories, outcomes, loops, the plan.

use std::path::Path;

use super::error::{Error, Kind};
use crate::domain::bank::is_kebab;
use crate::domain::fault::{Code, Fault, Faults, FaultyFile};
use crate::domain::raw::{Field, Span};
use crate::domain::text::Safe;
use crate::io::edit::Editing;
use crate::io::{FileProblem, files, toml};

/// Turns what a file says into what it means, or reports why it can't.
pub(super) type Check<T, V> = fn(&T, &str, &mut Faults) -> Option<V>;

/// Reads and checks a text that stands in a file; the name is what the check is told.
pub(super) fn of_text<T: Field, V>(
    path: &Path,
    name: &str,
    text: &str,
    check: Check<T, V>,
) -> Result<V, FaultyFile> {
    let mut faults = Faults::new();
    let file: Option<T> = toml::read(text, &mut faults);
    let value = file.and_then(|file| check(&file, name, &mut faults));
    value.filter(|_| faults.is_empty()).ok_or_else(|| {
        faults.sort_by_key(|fault| fault.span);
        FaultyFile {
            file: shown(path),
            text: text.to_owned(),
            faults,
        }
    })
}

/// The text of a file.
pub(super) fn text(path: &Path) -> Result<String, FaultyFile> {
    files::read_text(path).map_err(|problem| {
        let help = match problem {
            FileProblem::Missing => "check its name",
            FileProblem::Outside
            | FileProblem::Link
            | FileProblem::NotAFile
            | FileProblem::TooLarge
            | FileProblem::NotText { .. }
            | FileProblem::System(_) => "put an ordinary UTF-8 file there",
        };
        let message = problem.to_string();
        FaultyFile {
            file: shown(path),
            text: String::new(),
            faults: vec![Fault::error(Code::FILES, Span::default(), &message, help)],
        }
    })
}

/// Every file of a folder, in the order of their names. Faults of all of them come at once.
pub(super) fn all<T: Field, V>(folder: &Path, check: Check<T, V>) -> Result<Vec<V>, Error> {
    let (mut values, mut faulty) = (Vec::new(), Vec::new());
    for stem in files::stems_in(folder) {
        let path = folder.join(format!("{stem}.toml"));
        match text(&path).and_then(|text| of_text(&path, &stem, &text, check)) {
            Ok(value) => values.push(value),
            Err(file) => faulty.push(file),
        }
    }
    if faulty.is_empty() {
        Ok(values)
    } else {
        Err(bad(faulty))
    }
}

/// Reads and checks one file; the name is what the check is told.
pub(super) fn one<T: Field, V>(path: &Path, name: &str, check: Check<T, V>) -> Result<V, Error> {
    let text = text(path).map_err(bad_one)?;
    of_text(path, name, &text, check).map_err(bad_one)
}

/// A file to be changed; one that is no TOML is told as one, not overwritten.
pub(super) fn sheet(path: &Path) -> Result<Editing, Error> {
    let text = text(path).map_err(bad_one)?;
    Editing::of(&text).ok_or_else(|| {
        let cause = format!("{} is no TOML any more.", path.display());
        Error::new(
            Kind::CantRead,
            cause,
            "Mend the file; it was left as it is.",
        )
    })
}

/// One file with faults, as an error.
pub(super) fn bad_one(file: FaultyFile) -> Error {
    bad(vec![file])
}

/// Files with faults, as an error.
fn bad(faulty: Vec<FaultyFile>) -> Error {
    let cause = "A file of yours can't be used.";
    Error::new(Kind::BadFile(faulty), cause, "Mend these faults.")
}

/// Writes a file of the user's own, whole or not at all.
///
/// # Errors
/// The system says no; the file is then as it was.
pub fn write(path: &Path, text: &str) -> Result<(), Error> {
    files::write_private(path, text).map_err(|error| {
        let cause = format!("{} can't be written: {error}.", path.display());
        let remedy = "Check the folder's owner, its mode and the space left.";
        Error::new(Kind::CantWrite, cause, remedy)
    })
}

/// Writes a file that somebody takes away: not over one that is there, unless that is wanted.
///
/// # Errors
/// There is such a file, or the system says no.
pub fn hand_out(path: &Path, text: &str, replaces: bool) -> Result<(), Error> {
    if replaces {
        return write(path, text);
    }
    files::create_private(path, text).map_err(|error| {
        let name = path.display();
        if error.kind() == std::io::ErrorKind::AlreadyExists {
            let cause = format!("{name} is there already; nothing was written.");
            return Error::new(
                Kind::CantWrite,
                cause,
                "Give another name, or --force to replace it.",
            );
        }
        let cause = format!("{name} can't be written: {error}.");
        let remedy = "Check the folder's owner, its mode and the space left.";
        Error::new(Kind::CantWrite, cause, remedy)
    })
}

/// A name that a file may have; the error says what one looks like.
pub(super) fn id(name: &str, example: &str) -> Result<(), Error> {
    if is_kebab(name) {
        return Ok(());
    }
    let cause = format!("`{}` is no name for a file.", Safe::new(name));
    let remedy = format!("Use a-z, 0-9 and single hyphens, such as {example}.");
    Err(Error::usage(cause, remedy))
}

fn shown(path: &Path) -> Safe {
    Safe::new(&path.display().to_string())
}
