//! `mockloop doctor`: what works here, what does not, and what to do about it.

mod storage;

use std::path::Path;

use super::bank::Printed;
use super::exit;
use super::world::World;
use crate::domain::bank::detail::Language;
use crate::domain::raw::Choice as _;
use crate::io::files;
use crate::io::runner::sandbox::Level;
use crate::io::runner::{Runner, remedy};
use crate::report::doctor::{self, Check, Health};
use crate::report::words::{count, list};

/// The most paths that are named.
const NAMED: usize = 3;

pub(super) async fn run<I>(as_json: bool, data: &Path, world: &World<'_, I>) -> Printed {
    let mut checks = vec![Check::fine("mockloop", env!("CARGO_PKG_VERSION"))];
    checks.extend(code(world.runner).await);
    checks.extend(storage::checks(data, world.clock));
    checks.push(folder(data));
    checks.extend(terminal(world));
    let worst = checks.iter().map(|check| check.state).max();
    Printed {
        value: as_json.then(|| doctor::json(&checks)),
        document: doctor::document(&checks),
        text: None,
        code: if worst == Some(Health::Bad) {
            exit::NO
        } else {
            exit::OK
        },
    }
}

/// The sandbox, and the languages.
async fn code(runner: &dyn Runner) -> Vec<Check> {
    let mut checks = Vec::new();
    for (word, language) in Language::WORDS {
        let offer = runner.offer(*language).await;
        if checks.is_empty() {
            checks.push(sandbox(offer.level));
        }
        checks.push(match offer.toolchain {
            Some(found) => Check::fine(
                word,
                format!("{} ({})", found.shown, found.program.display()),
            ),
            None => Check::new(
                word,
                Health::Weak,
                "It is not installed.",
                remedy(*language),
            ),
        });
    }
    checks
}

fn sandbox(level: Level) -> Check {
    let remedy = "Install bubblewrap (`apt install bubblewrap`) for level 3.";
    let found = format!("{}.", crate::report::words::capital(level.words()));
    match level {
        Level::Bubblewrap => Check::fine("sandbox", found),
        Level::Landlock => Check::new("sandbox", Health::Weak, found, remedy),
        Level::Limits => Check::new(
            "sandbox",
            Health::Weak,
            found,
            format!("{remedy} Level 2 needs Linux 5.13 or later with Landlock."),
        ),
    }
}

/// The data folder: private data stays private.
fn folder(data: &Path) -> Check {
    const NAME: &str = "data folder";
    let shown = data.display();
    if !data.exists() {
        return Check::fine(NAME, format!("{shown} will be made by the first round."));
    }
    match files::readable_by_others(data) {
        Ok(open) if open.is_empty() => {
            Check::fine(NAME, format!("{shown}; only you can read what is in it."))
        }
        Ok(open) => {
            let named: Vec<String> = open
                .iter()
                .take(NAMED)
                .map(|path| path.display().to_string())
                .collect();
            let found = format!(
                "{} can be read by others, such as {}.",
                count(open.len(), "path"),
                list(&named)
            );
            let remedy = format!("`chmod -R go-rwx {shown}` takes that away.");
            Check::new(NAME, Health::Bad, found, remedy)
        }
        Err(error) => Check::new(
            NAME,
            Health::Bad,
            format!("{shown} can't be read: {error}."),
            "Check its owner and mode, or choose another with --data-dir.",
        ),
    }
}

fn terminal<I>(world: &World<'_, I>) -> Vec<Check> {
    let variable = |name: &str| world.variables.get(name).map_or("", String::as_str);
    let is_terminal = |is: bool| if is { "a terminal" } else { "no terminal" };
    let found = format!(
        "Input is {}, output is {}; TERM={}, {}.",
        is_terminal(world.input_is_terminal),
        is_terminal(world.output_is_terminal),
        variable("TERM"),
        count(world.width, "column"),
    );
    let narrow = world.output_is_terminal && world.width < 60;
    let size = if narrow {
        let remedy = "60 columns or more read better; --plain helps where there are fewer.";
        Check::new("terminal", Health::Weak, found, remedy)
    } else {
        Check::fine("terminal", found)
    };
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .map(variable)
        .find(|value| !value.is_empty())
        .unwrap_or_default();
    let is_utf8 = ["utf-8", "utf8"]
        .iter()
        .any(|name| locale.to_lowercase().contains(name));
    let text = if is_utf8 || !world.output_is_terminal {
        Check::fine("text", format!("The locale is {}.", shown(locale)))
    } else {
        let remedy = "Set LANG to one with UTF-8, such as C.UTF-8, or some signs look wrong.";
        let found = format!("The locale is {}.", shown(locale));
        Check::new("text", Health::Weak, found, remedy)
    };
    vec![size, text]
}

fn shown(locale: &str) -> &str {
    if locale.is_empty() { "not set" } else { locale }
}
