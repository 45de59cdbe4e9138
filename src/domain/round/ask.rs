//! A typed question matched to what the interviewer knows, and a typed line to what it shows.

use crate::domain::bank::detail::{Action, Signal};
use crate::domain::bank::prompt::{Clarification, Item};
use crate::domain::text::Safe;

/// Something that a typed line can find.
pub trait Findable {
    /// What it is called: a line that says one of these and nothing else finds it alone.
    fn names(&self) -> Vec<&str>;

    /// Stems that find it in a line.
    fn keys(&self) -> &[String];
}

impl Findable for Clarification {
    fn names(&self) -> Vec<&str> {
        vec![self.ask.as_str(), self.id.as_str()]
    }

    fn keys(&self) -> &[String] {
        &self.keys
    }
}

impl Findable for Signal {
    fn names(&self) -> Vec<&str> {
        vec![self.id.as_str()]
    }

    fn keys(&self) -> &[String] {
        &self.keys
    }
}

impl Findable for Action {
    fn names(&self) -> Vec<&str> {
        vec![self.id.as_str()]
    }

    fn keys(&self) -> &[String] {
        &self.keys
    }
}

impl<T: Findable> Findable for &T {
    fn names(&self) -> Vec<&str> {
        (*self).names()
    }

    fn keys(&self) -> &[String] {
        (*self).keys()
    }
}

/// What a line turned out to mean.
#[derive(Debug, Clone, PartialEq)]
pub enum Understood<'a, T = Clarification> {
    /// One thing.
    One(&'a T),
    /// Several, equally well.
    Several(Vec<&'a T>),
    /// Nothing that is known here.
    Nothing,
}

/// Finds what a line asks for: the one thing with the longest key in it.
///
/// A key is found where its words begin words of the line in a row, so `durab` finds "durable"
/// and `at least once` finds "at-least-once". A line that is a thing's own wording or id finds
/// just that one.
pub fn understand<'a, T: Findable>(line: &str, known: &'a [T]) -> Understood<'a, T> {
    let words = words(line);
    let is_named = |thing: &&T| thing.names().iter().any(|name| self::words(name) == words);
    if let Some(exact) = known.iter().find(is_named) {
        return Understood::One(exact);
    }
    let lengths: Vec<usize> = known
        .iter()
        .map(|thing| longest(&words, thing.keys()))
        .collect();
    let best = lengths.iter().copied().max().unwrap_or(0);
    if best == 0 {
        return Understood::Nothing;
    }
    let found = known.iter().zip(lengths);
    let mut found: Vec<&T> = found
        .filter(|(_, length)| *length == best)
        .map(|(thing, _)| thing)
        .collect();
    match (found.pop(), found.is_empty()) {
        (Some(only), true) => Understood::One(only),
        (Some(last), false) => {
            found.push(last);
            Understood::Several(found)
        }
        (None, _) => Understood::Nothing,
    }
}

/// The length of the longest key that a line has; 0 if it has none.
pub fn longest_key(line: &str, keys: &[String]) -> usize {
    longest(&words(line), keys)
}

fn longest(words: &[String], keys: &[String]) -> usize {
    let found = keys.iter().filter(|key| contains(words, key));
    found.map(|key| key.chars().count()).max().unwrap_or(0)
}

/// Whether a line shows an item: it contains one of the item's cues.
pub fn shows(line: &Safe, item: &Item) -> bool {
    let line = line.as_str().to_lowercase();
    item.cues.iter().any(|cue| line.contains(cue.as_str()))
}

/// Whether the key's words begin words of the text, in a row.
fn contains(text: &[String], key: &str) -> bool {
    let key = words(key);
    !key.is_empty()
        && text.windows(key.len()).any(|window| {
            window
                .iter()
                .zip(&key)
                .all(|(word, stem)| word.starts_with(stem.as_str()))
        })
}

/// The words of a text: runs of letters and digits, in lower case.
pub(in crate::domain::round) fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(ToOwned::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::ClarificationId;
    use crate::domain::bank::Value;

    fn clarification(id: &str, keys: &[&str]) -> Clarification {
        Clarification {
            id: ClarificationId::new(id).unwrap(),
            value: Value::High,
            keys: keys.iter().map(ToString::to_string).collect(),
            ask: format!("What about {id}?").into(),
            answer: "".into(),
            effect: "".into(),
        }
    }

    fn found<'a>(question: &str, known: &'a [Clarification]) -> Vec<&'a str> {
        match understand(question, known) {
            Understood::One(one) => vec![one.id.as_str()],
            Understood::Several(several) => several.iter().map(|c| c.id.as_str()).collect(),
            Understood::Nothing => vec![],
        }
    }

    #[test]
    fn the_longest_key_wins_and_ties_are_told() {
        let known = [
            clarification("ordering", &["order", "fifo"]),
            clarification("loss", &["lose", "at least once", "durab"]),
            clarification("volume", &["rate", "peaks"]),
        ];
        assert_eq!(
            found("Must events keep their ordering?", &known),
            ["ordering"]
        );
        assert_eq!(found("is it at-least-once, in order?", &known), ["loss"]);
        assert_eq!(found("order at peaks?", &known), ["ordering", "volume"]);
        assert_eq!(found("how do we generate ids?", &known), Vec::<&str>::new());
        assert_eq!(found("volume?", &known), ["volume"]);
        assert_eq!(found("what about loss?", &known), ["loss"]);
    }
}
