//! Texts as words: counted, compared, found in each other.

use std::collections::BTreeSet;
use std::ops::Range;

/// Words that say nothing about what a text is about.
const STOP_WORDS: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "how", "in", "is", "it", "its",
    "no", "not", "of", "on", "one", "or", "that", "the", "their", "they", "this", "to", "was",
    "what", "who", "with",
];

/// A word in lower case, with its bytes in the text that it is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The words of a text: letters and digits in a row, with apostrophes inside.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut start = None;
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let goes_on = rest.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        let is_inside = c.is_alphanumeric() || (c == '\'' && start.is_some() && goes_on);
        match (is_inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.extend(word(text, from..at));
                start = None;
            }
            (true, Some(_)) | (false, None) => {}
        }
    }
    if let Some(from) = start {
        words.extend(word(text, from..text.len()));
    }
    words
}

fn word(text: &str, range: Range<usize>) -> Option<Word> {
    Some(Word {
        text: text.get(range.clone())?.to_lowercase(),
        start: range.start,
        end: range.end,
    })
}

/// A word by its hash, with its bytes in the text that it is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct HashedWord {
    pub(super) hash: u64,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The words of a text as hashes of their lower-case letters (64-bit FNV-1a).
pub(super) fn hashed_words(text: &str) -> Vec<HashedWord> {
    const BEGIN: u64 = 0xcbf2_9ce4_8422_2325;
    let mut words = Vec::new();
    let mut word: Option<HashedWord> = None;
    for (at, c) in text.char_indices() {
        if !c.is_alphanumeric() {
            words.extend(word.take());
            continue;
        }
        let current = word.get_or_insert(HashedWord {
            hash: BEGIN,
            start: at,
            end: at,
        });
        for lower in c.to_lowercase() {
            let mixed = current.hash ^ u64::from(u32::from(lower));
            current.hash = mixed.wrapping_mul(0x0100_0000_01b3);
        }
        current.end = at + c.len_utf8();
    }
    words.extend(word);
    words
}

/// How many words a text has, as a reader counts them.
pub(super) fn count(text: &str) -> usize {
    text.split_whitespace()
        .filter(|word| word.contains(char::is_alphanumeric))
        .count()
}

/// The words that say what a text is about.
pub(super) fn content(text: &str) -> BTreeSet<String> {
    words(text)
        .into_iter()
        .map(|word| word.text.trim_end_matches("'s").to_owned())
        .filter(|word| word.chars().count() > 2 && !STOP_WORDS.contains(&word.as_str()))
        .collect()
}

/// Several words in a row as one text, to compare by.
pub(super) fn joined(words: &[Word]) -> String {
    let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    texts.join(" ")
}

/// Whether two texts have the same words in the same order.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    joined(&words(one)) == joined(&words(other))
}

/// The first piece of `text` with at least `length` words that `other` has in a row too.
pub(super) fn shared_run<'a>(text: &'a str, other: &str, length: usize) -> Option<&'a str> {
    let (here, there) = (words(text), words(other));
    let runs: BTreeSet<String> = there.windows(length).map(joined).collect();
    let mut shared: Option<Range<usize>> = None;
    for window in here.windows(length) {
        let is_shared = runs.contains(&joined(window));
        match (window, &mut shared) {
            ([first, .., last], None) if is_shared => shared = Some(first.start..last.end),
            ([.., last], Some(range)) if is_shared => range.end = last.end,
            (_, Some(_)) => break,
            (_, None) => {}
        }
    }
    text.get(shared?)
}

/// The first piece of `text` in which the words of `stems` begin words in a row, the way a
/// clarification's key is found in a question.
pub(super) fn find_stems<'a>(text: &'a str, stems: &str) -> Option<&'a str> {
    let stems = words(stems);
    let here = words(text);
    if stems.is_empty() {
        return None;
    }
    let begins = |window: &&[Word]| {
        window
            .iter()
            .zip(&stems)
            .all(|(word, stem)| word.text.starts_with(&stem.text))
    };
    let found = here.windows(stems.len()).find(begins)?;
    text.get(found.first()?.start..found.last()?.end)
}

/// The first piece of `text` that is `fragment`, in upper or lower case and over line ends, and
/// does not begin inside a word.
pub(super) fn find_fragment<'a>(text: &'a str, fragment: &str) -> Option<&'a str> {
    // Each character keeps its length, so that places in `plain` are places in `text`.
    let plain: String = text
        .chars()
        .map(|c| match c {
            '\n' | '\t' => ' ',
            c => c.to_ascii_lowercase(),
        })
        .collect();
    let fragment = fragment.to_ascii_lowercase();
    let begins_word = |at: &usize| {
        let before = plain.get(..*at).and_then(|before| before.chars().last());
        !fragment.starts_with(char::is_alphanumeric) || !before.is_some_and(char::is_alphanumeric)
    };
    let found = plain
        .match_indices(&fragment)
        .map(|(at, _)| at)
        .find(begins_word)?;
    text.get(found..found + fragment.len())
}

/// The first of some phrases that stands in `text` as whole words.
pub(super) fn find_phrase<'a>(text: &'a str, phrases: &[&str]) -> Option<&'a str> {
    let here = words(text);
    (0..here.len()).find_map(|from| {
        let found = phrases.iter().find_map(|phrase| {
            let window = here.get(from..from + phrase.split(' ').count())?;
            (joined(window) == **phrase).then_some(window)
        })?;
        text.get(found.first()?.start..found.last()?.end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_inner_apostrophes_and_places() {
        let text = "'It's 2,400/s', they said";
        assert_eq!(joined(&words(text)), "it's 2 400 s they said");
        let places: Vec<&str> = words(text).iter().map(|w| &text[w.start..w.end]).collect();
        assert_eq!(places, ["It's", "2", "400", "s", "they", "said"]);
        assert_eq!(count(text), 4);
        assert_eq!(count(" - "), 0);
    }

    #[test]
    fn content_leaves_out_what_every_text_has() {
        let content: Vec<String> = content("The customer's id is on the Row")
            .into_iter()
            .collect();
        assert_eq!(content, ["customer", "row"]);
    }

    #[test]
    fn runs_are_found_across_lines_and_as_long_as_they_go() {
        let text = "At first. The event is part of\nthe commit, then more";
        let other = "the event is part of the commit";
        assert_eq!(
            shared_run(text, other, 5),
            Some("The event is part of\nthe commit")
        );
        assert_eq!(shared_run(text, "the event is part", 5), None);
        assert_eq!(shared_run(text, other, 8), None);
    }

    #[test]
    fn stems_begin_words_and_fragments_stand_as_written() {
        assert_eq!(
            find_stems("Must it stay Ordered?", "order"),
            Some("Ordered")
        );
        assert_eq!(find_stems("a reorder", "order"), None);
        assert_eq!(find_stems("anything", "?"), None);
        assert_eq!(
            find_fragment("It was\nBefore: me", "before:"),
            Some("Before:")
        );
        assert_eq!(find_fragment("just before me", "before:"), None);
        assert_eq!(find_fragment("same\nid here", "same id"), Some("same\nid"));
        assert_eq!(find_fragment("unblocks", "blocks"), None);
        assert_eq!(find_fragment("12%", "%"), Some("%"));
    }

    #[test]
    fn phrases_are_whole_words() {
        let phrases = ["good", "best practice"];
        assert_eq!(
            find_phrase("Follows Best  practice", &phrases),
            Some("Best  practice")
        );
        assert_eq!(find_phrase("goods", &phrases), None);
    }
}
