//! Text that is safe to show: the only text that a renderer accepts.
//!
//! Banks, candidates' lines, file names and error messages are strangers' bytes. [`Safe`] turns
//! every character that could drive or deceive a terminal into one that can be seen; nothing is
//! dropped, so a reader can tell that something was there.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Text in which every control, format and direction character is shown, never sent.
///
/// Line feed and tab stay. C0 controls and DEL become their control pictures (`U+2400` + c),
/// everything else becomes its code point in angle brackets, such as `<U+202E>`.
/// Sanitising twice changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(from = "String")]
pub struct Safe(String);

impl Safe {
    /// Sanitises a text.
    pub fn new(text: &str) -> Self {
        if is_plain(text) {
            return Self(text.to_owned());
        }
        Self(rewritten(text, |safe, c, hazard| match hazard {
            Hazard::Control => safe.push(control_picture(c)),
            Hazard::Format => push_code_point(safe, c),
        }))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing but white space.
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl AsRef<str> for Safe {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl From<String> for Safe {
    fn from(text: String) -> Self {
        if is_plain(&text) {
            Self(text)
        } else {
            Self::new(&text)
        }
    }
}

impl From<&str> for Safe {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl fmt::Display for Safe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Whether a text is ASCII without anything to be shown: nearly all texts are.
fn is_plain(text: &str) -> bool {
    text.bytes()
        .all(|byte| matches!(byte, b'\n' | b'\t' | b' '..=b'~'))
}

/// A JSON text in which everything that [`Safe`] would show is written as `\u` escapes: what it
/// says stays the same to the letter, and a terminal can be shown it.
pub fn json_for_a_terminal(json: &str) -> String {
    if is_plain(json) {
        return json.to_owned();
    }
    rewritten(json, |safe, c, _| {
        use fmt::Write as _;
        let mut units = [0; 2];
        for unit in c.encode_utf16(&mut units) {
            // Writing into a String can't fail.
            let _ = write!(safe, "\\u{unit:04x}");
        }
    })
}

/// A text in which everything that [`Safe`] would show is replaced: for a line that is being
/// edited, whose characters must stay in their columns.
pub fn replaced(text: &str, with: impl Fn(char) -> String) -> String {
    rewritten(text, |safe, c, _| safe.push_str(&with(c)))
}

/// A text in which everything that could drive or deceive is written otherwise.
fn rewritten(text: &str, mut write: impl FnMut(&mut String, char, Hazard)) -> String {
    let mut safe = String::with_capacity(text.len());
    let (mut rest, mut follows_variant) = (text.chars().peekable(), false);
    while let Some(c) = rest.next() {
        // What stands before is what will be read there: rewriting again changes nothing.
        let before = safe.chars().next_back();
        let before = before.filter(|_| !(follows_variant && is_variant(c)));
        match hazard(c, before, rest.peek().copied()) {
            None => safe.push(c),
            Some(hazard) => write(&mut safe, c, hazard),
        }
        follows_variant = is_variant(c);
    }
    safe
}

enum Hazard {
    Control,
    Format,
}

fn hazard(c: char, before: Option<char>, after: Option<char>) -> Option<Hazard> {
    let format_unless = |is_spelling: bool| (!is_spelling).then_some(Hazard::Format);
    match c {
        '\n' | '\t' => None,
        '\u{0}'..='\u{1f}' | '\u{7f}' => Some(Hazard::Control),
        // ZWNJ and ZWJ are spelling in some scripts and glue between emoji; elsewhere they hide.
        '\u{200c}' | '\u{200d}' => {
            let is_before_a_sign = after.is_some_and(|c| joins(c) && c != '\u{fe0f}');
            format_unless(is_before_a_sign && before.is_some_and(joins))
        }
        // A sign has one variant; in a row, or on nothing, they carry what nobody sees.
        '\u{fe00}'..='\u{fe0f}' => format_unless(before.is_some_and(has_variants)),
        '\u{e0100}'..='\u{e01ef}' => format_unless(before.is_some_and(is_ideograph)),
        _ if is_invisible(c) => Some(Hazard::Format),
        _ => None,
    }
}

/// Whether nothing is seen of a character but what it does to others.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{80}'..='\u{9f}'          // C1: among them a CSI, an OSC and a DCS of one character
        | '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{115f}' | '\u{1160}'    // fillers
        | '\u{17b4}' | '\u{17b5}'
        | '\u{180e}'
        | '\u{200b}'
        | '\u{200e}' | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}') // tags
}

/// Whether a variant can be chosen of a character.
fn has_variants(c: char) -> bool {
    !(c.is_whitespace() || c.is_control() || is_joiner(c) || is_variant(c))
}

fn is_variant(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether a joiner beside this character can be part of its spelling.
fn joins(c: char) -> bool {
    !is_invisible(c)
        && matches!(c,
        '\u{600}'..='\u{8ff}'        // Arabic, Syriac, Thaana, N'Ko
        | '\u{900}'..='\u{dff}'      // scripts of India and Sri Lanka
        | '\u{1000}'..='\u{109f}'    // Myanmar
        | '\u{1780}'..='\u{18af}'    // Khmer, Mongolian
        | '\u{2190}'..='\u{23ff}'    // symbols that emoji are made of
        | '\u{2440}'..='\u{2bff}'    // ... but for the pictures of controls
        | '\u{fe0f}'
        | '\u{1f000}'..='\u{1faff}') // emoji
}

fn control_picture(c: char) -> char {
    let code = if c == '\u{7f}' {
        0x2421
    } else {
        0x2400 + u32::from(c)
    };
    char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn push_code_point(safe: &mut String, c: char) {
    use fmt::Write as _;
    // Writing into a String can't fail.
    let _ = write!(safe, "<U+{:04X}>", u32::from(c));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_text_is_untouched() {
        let text = "Größe: 5 µs\n\tдве строки, 数, ¿sí?";
        assert_eq!(Safe::new(text).as_str(), text);
    }

    #[test]
    fn controls_are_shown_not_sent() {
        assert_eq!(Safe::new("a\u{1b}[2Jb\u{7f}\r").as_str(), "a␛[2Jb␡␍");
        assert_eq!(Safe::new("\u{9b}31m").as_str(), "<U+009B>31m");
        assert_eq!(Safe::new("x\u{202e}y").as_str(), "x<U+202E>y");
        assert_eq!(Safe::new("\u{e0041}").as_str(), "<U+E0041>");
    }

    #[test]
    fn joiners_stay_where_they_spell() {
        let family = "\u{1f469}\u{200d}\u{1f467}";
        assert_eq!(Safe::new(family).as_str(), family);
        assert_eq!(Safe::new("pay\u{200d}pal").as_str(), "pay<U+200D>pal");
    }

    #[test]
    fn variants_stay_where_they_choose_one() {
        let chosen = "1\u{fe0f}\u{20e3} \u{2764}\u{fe0f} \u{8fbb}\u{e0101}";
        assert_eq!(Safe::new(chosen).as_str(), chosen);
        let hidden = Safe::new("a\u{fe01}\u{fe02}\u{e0101}");
        assert_eq!(hidden.as_str(), "a\u{fe01}<U+FE02><U+E0101>");
    }

    #[test]
    fn json_says_the_same_to_the_letter_and_drives_nothing() {
        let told = "a\u{1b}[2J\u{9b}2J\u{7f}\u{202e}\u{e0041}\u{1f469}\u{200d}\u{1f467} Größe\n";
        let json = serde_json::json!({ "told": told, told: [told] });
        let safe = json_for_a_terminal(&format!("{json:#}\n"));
        assert!(
            safe.contains("\\u009b2J\\u007f\\u202e\\udb40\\udc41"),
            "{safe}"
        );
        assert_eq!(Safe::new(&safe).as_str(), safe);
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&safe).unwrap(),
            json
        );
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { cases: 1_000, ..Default::default() })]

        #[test]
        fn sanitising_twice_changes_nothing(
            text in "\\PC*|(.|\\n)*|[\u{61c}\u{627}\u{200c}\u{200d}\u{fe0f}\u{fe00}\u{e0100}\u{8fbb}\u{1b}\u{1f469}\u{2764} a]*"
        ) {
            let once = Safe::new(&text);
            proptest::prop_assert_eq!(Safe::new(once.as_str()), once);
        }

        #[test]
        fn no_control_character_is_left(text: String) {
            proptest::prop_assert!(
                Safe::new(&text).as_str().chars().all(|c| c == '\n' || c == '\t' || !c.is_control())
            );
        }
    }
}
