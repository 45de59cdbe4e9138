//! A typed question matched to what the interviewer knows, and a typed line to what it shows.

use crate::domain::bank::prompt::{Clarification, Item};
use crate::domain::text::Safe;

/// What a question turned out to ask.
#[derive(Debug, Clone, PartialEq)]
pub enum Understood<'a> {
    /// One clarification.
    One(&'a Clarification),
    /// Several, equally well.
    Several(Vec<&'a Clarification>),
    /// Nothing that the interviewer has an answer to.
    Nothing,
}

/// Finds the clarification that a question asks for: the one with the longest key in it.
///
/// A key is found where its words begin words of the question in a row, so `durab` finds
/// "durable" and `at least once` finds "at-least-once". A question that is a clarification's own
/// wording or id finds just that one.
pub fn understand<'a>(question: &str, known: &'a [Clarification]) -> Understood<'a> {
    let words = words(question);
    let named = |c: &&Clarification| {
        words == self::words(c.ask.as_str()) || words == self::words(c.id.as_str())
    };
    if let Some(exact) = known.iter().find(named) {
        return Understood::One(exact);
    }
    let longest = |c: &Clarification| {
        let found = c.keys.iter().filter(|key| contains(&words, key));
        found.map(|key| key.chars().count()).max().unwrap_or(0)
    };
    let best = known.iter().map(longest).max().unwrap_or(0);
    if best == 0 {
        return Understood::Nothing;
    }
    let mut found: Vec<&Clarification> = known.iter().filter(|c| longest(c) == best).collect();
    match (found.pop(), found.is_empty()) {
        (Some(only), true) => Understood::One(only),
        (Some(last), false) => {
            found.push(last);
            Understood::Several(found)
        }
        (None, _) => Understood::Nothing,
    }
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
fn words(text: &str) -> Vec<String> {
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
