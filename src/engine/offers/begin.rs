//! Beginning a search: new files, the example, templates.

use std::path::{Path, PathBuf};

use super::folder::{SCORECARD, Search};
use super::texts;
use crate::domain::offer::check::{Given, is_id};
use crate::domain::offer::money::Currency;
use crate::domain::text::Safe;
use crate::engine::error::{Error, Kind as ErrorKind};
use crate::io::BankFiles as _;
use crate::io::edit::Editing;
use crate::io::files::{self, Folder};

/// Refuses a name that can't be a new offer's.
///
/// # Errors
/// It has another form, or there is such an offer.
pub fn is_free(search: &Search, id: &str) -> Result<(), Error> {
    if !is_id(id) {
        let cause = format!("`{}` is no name for an offer.", Safe::new(id));
        return Err(Error::usage(
            cause,
            "Use a-z, 0-9, - and _, such as borealis.",
        ));
    }
    if search.path(&Search::offer_file(id)).exists() {
        let cause = format!("There is an offer {id} already; it was left as it is.");
        let remedy = format!(
            "`mockloop offer score {id}` goes on with it, `mockloop offer edit {id}` opens it."
        );
        return Err(Error::new(ErrorKind::CantWrite, cause, remedy));
    }
    Ok(())
}

/// Writes a scorecard with the usual criteria, where there is none. Whether it did.
///
/// # Errors
/// It can't be written.
pub fn scorecard(search: &Search, currency: &str, seed: u64) -> Result<bool, Error> {
    if search.has_scorecard() {
        return Ok(false);
    }
    let currency = Currency::from_code(&currency.to_uppercase()).ok_or_else(|| {
        let cause = format!("`{}` is no currency.", Safe::new(currency));
        Error::usage(cause, "Write the three letters of ISO 4217, such as EUR.")
    })?;
    search.write(SCORECARD, &texts::scorecard(currency.code(), seed))?;
    Ok(true)
}

/// Writes an offer in which everything is unknown; gives its path.
///
/// # Errors
/// It is there already, or can't be written, or another file has faults.
pub fn offer(
    search: &Search,
    id: &str,
    from_loop: Option<&str>,
    given: &Given,
) -> Result<PathBuf, Error> {
    is_free(search, id)?;
    let card = search.load(given)?.card;
    let text = texts::offer(id, &card, from_loop, &given.today.to_string());
    let name = Search::offer_file(id);
    search.load_with(given, Some((&name, &text)))?;
    search.write(&name, &text)?;
    Ok(search.path(&name))
}

/// Writes the three invented offers into a folder.
///
/// # Errors
/// A scorecard is there already, or the folder can't be written.
pub fn example(search: &Search) -> Result<(), Error> {
    if search.has_scorecard() {
        let cause = format!(
            "There is a scorecard in {} already.",
            search.dir().display()
        );
        return Err(Error::new(
            ErrorKind::CantWrite,
            cause,
            "Choose another folder: --dir DIR.",
        ));
    }
    for (name, text) in texts::EXAMPLE {
        search.write(name, text)?;
    }
    Ok(())
}

/// Where templates lie.
fn templates(data: &Path) -> PathBuf {
    data.join("offer_templates")
}

/// The names of all templates.
pub fn template_names(data: &Path) -> Vec<String> {
    let files = Folder::new(templates(data)).files().unwrap_or_default();
    let names = files.iter().filter_map(|file| file.strip_suffix(".toml"));
    names.map(ToOwned::to_owned).collect()
}

/// Keeps criteria and weights for the next search, without this one's amounts and rates.
///
/// # Errors
/// There is no scorecard, it has faults, or the template can't be written.
pub fn save_template(search: &Search, data: &Path, name: &str, given: &Given) -> Result<(), Error> {
    template_name(name)?;
    search.load(given)?;
    let text = search.text(SCORECARD)?;
    let kept = Editing::of(&text).map(|mut editing| {
        let own = [
            "as_of",
            "fx",
            "comp.wealth",
            "comp.walk_away",
            "comp.target",
        ];
        for key in own {
            editing.remove(key);
        }
        // What these two need is not kept.
        if editing.get("comp.score_from").as_deref() == Some("risk_adjusted") {
            editing.remove("comp.score_from");
        }
        if editing.get("comp.utility").as_deref() == Some("piecewise") {
            editing.remove("comp.utility");
        }
        editing.remove("comp.points");
        editing.text()
    });
    let path = templates(data).join(format!("{name}.toml"));
    files::write_private(&path, &kept.unwrap_or(text)).map_err(|error| {
        let cause = format!("{} can't be written: {error}.", path.display());
        Error::new(ErrorKind::CantWrite, cause, "Check the data folder.")
    })
}

/// Begins a search with a template's criteria and weights.
///
/// # Errors
/// There is no such template, or a scorecard is there already.
pub fn use_template(search: &Search, data: &Path, name: &str) -> Result<(), Error> {
    template_name(name)?;
    if search.has_scorecard() {
        let cause = format!(
            "There is a scorecard in {} already.",
            search.dir().display()
        );
        let remedy = "Give another folder for the new search: --dir DIR.";
        return Err(Error::new(ErrorKind::CantWrite, cause, remedy));
    }
    let text = Folder::new(templates(data))
        .read(&format!("{name}.toml"))
        .map_err(|_| {
            let names = template_names(data);
            let remedy = if names.is_empty() {
                "`mockloop offer template save NAME` keeps one.".to_owned()
            } else {
                format!("There are: {}.", names.join(", "))
            };
            Error::usage(format!("There is no template {}.", Safe::new(name)), remedy)
        })?;
    search.write(SCORECARD, &text)
}

fn template_name(name: &str) -> Result<(), Error> {
    if is_id(name) {
        return Ok(());
    }
    let cause = format!("`{}` is no name for a template.", Safe::new(name));
    Err(Error::usage(cause, "Use a-z, 0-9, - and _, such as staff."))
}
