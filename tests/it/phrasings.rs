//! What people would type finds what it asks for: ten phrasings for each clarification, signal and
//! action.

use std::collections::BTreeMap;
use std::path::Path;

use mockloop::domain::bank::detail::Detail;
use mockloop::domain::round::ask::{Findable, Understood, understand};
use mockloop::engine::Library;

/// The phrasings of a prompt: a table for each sort of entry, ten lines for each entry.
type Phrasings = BTreeMap<String, BTreeMap<String, Vec<String>>>;

fn phrasings(id: &str) -> Phrasings {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/phrasings");
    let text = std::fs::read_to_string(folder.join(format!("{id}.toml")));
    let text = text.unwrap_or_else(|error| panic!("{id} has no phrasings: {error}"));
    toml::from_str(&text).unwrap()
}

/// At least eight of ten lines find each thing, and none finds another.
fn check<T: Findable>(id: &str, table: &BTreeMap<String, Vec<String>>, known: &[T]) {
    let name = |thing: &T| thing.names().last().copied().unwrap().to_owned();
    for thing in known {
        let wanted = name(thing);
        let lines = table.get(&wanted);
        let lines = lines.unwrap_or_else(|| panic!("{id}: {wanted} has no phrasings"));
        assert_eq!(lines.len(), 10, "{id}: {wanted}");
        let mut found = 0;
        for line in lines {
            match understand(line, known) {
                Understood::One(one) if name(one) == wanted => found += 1,
                Understood::One(other) => {
                    panic!("{id}: {line:?} finds {}, not {wanted}", name(other))
                }
                Understood::Several(_) | Understood::Nothing => {}
            }
        }
        assert!(found >= 8, "{id}: {found} of 10 find {wanted}");
        // Its id finds a thing alone, whatever the keys of others.
        let by_id = understand(&wanted, known);
        let is_found = matches!(by_id, Understood::One(one) if name(one) == wanted);
        assert!(is_found, "{id}: {wanted} is not found by its id");
    }
}

#[test]
fn eight_of_ten_phrasings_find_their_clarification_and_none_another() {
    let library = Library::new(None);
    for listing in library.listings() {
        let id = listing.id.as_str();
        let prompt = library.read(listing).unwrap().prompt;
        check(id, &phrasings(id)["clarify"], &prompt.clarifications);
    }
}

#[test]
fn eight_of_ten_phrasings_find_their_signal_or_action_and_none_another() {
    let library = Library::new(None);
    let mut incidents = 0;
    for listing in library.listings() {
        let id = listing.id.as_str();
        let Detail::Incident(incident) = library.read(listing).unwrap().prompt.detail else {
            continue;
        };
        incidents += 1;
        let phrasings = phrasings(id);
        let table = |name: &str| {
            let table = phrasings.get(name);
            table.unwrap_or_else(|| panic!("{id}: no [{name}] in its phrasings"))
        };
        check(id, table("signal"), &incident.signals);
        check(id, table("action"), &incident.actions);
    }
    assert!(incidents > 0, "no incident ships");
}
