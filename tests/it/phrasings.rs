//! What people would type finds what it asks for: ten phrasings for each clarification.

use std::collections::BTreeMap;
use std::path::Path;

use mockloop::domain::round::ask::{Understood, understand};
use mockloop::engine::Library;

/// The phrasings of a prompt: a table for each sort of entry, ten lines for each entry.
type Phrasings = BTreeMap<String, BTreeMap<String, Vec<String>>>;

/// At least eight of ten find their clarification, and none finds another.
#[test]
fn eight_of_ten_phrasings_find_their_clarification_and_none_another() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/phrasings");
    let library = Library::new(None);
    for listing in library.listings() {
        let text = std::fs::read_to_string(folder.join(format!("{}.toml", listing.id)));
        let text = text.unwrap_or_else(|error| panic!("{} has no phrasings: {error}", listing.id));
        let phrasings: Phrasings = toml::from_str(&text).unwrap();
        let prompt = library.read(listing).unwrap().prompt;
        for known in &prompt.clarifications {
            let lines = &phrasings["clarify"][known.id.as_str()];
            assert_eq!(lines.len(), 10, "{}: {}", listing.id, known.id);
            let mut found = 0;
            for line in lines {
                match understand(line, &prompt.clarifications) {
                    Understood::One(one) if one.id == known.id => found += 1,
                    Understood::One(other) => {
                        panic!(
                            "{}: {line:?} finds {}, not {}",
                            listing.id, other.id, known.id
                        )
                    }
                    Understood::Several(_) | Understood::Nothing => {}
                }
            }
            assert!(
                found >= 8,
                "{}: {found} of 10 find {}",
                listing.id,
                known.id
            );
        }
    }
}
