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
        let mut safe = String::with_capacity(text.len());
        let mut before = None;
        let mut rest = text.chars().peekable();
        while let Some(c) = rest.next() {
            match hazard(c, before, rest.peek().copied()) {
                Hazard::None => safe.push(c),
                Hazard::Control => safe.push(control_picture(c)),
                Hazard::Format => push_code_point(&mut safe, c),
            }
            before = Some(c);
        }
        Self(safe)
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

enum Hazard {
    None,
    Control,
    Format,
}

fn hazard(c: char, before: Option<char>, after: Option<char>) -> Hazard {
    match c {
        '\n' | '\t' => Hazard::None,
        '\u{0}'..='\u{1f}' | '\u{7f}' => Hazard::Control,
        // ZWNJ and ZWJ are spelling in some scripts and glue between emoji; elsewhere they hide.
        '\u{200c}' | '\u{200d}' => {
            if before.is_some_and(joins) && after.is_some_and(joins) {
                Hazard::None
            } else {
                Hazard::Format
            }
        }
        '\u{80}'..='\u{9f}'
        | '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => Hazard::Format,
        _ => Hazard::None,
    }
}

/// Whether a joiner beside this character can be part of its spelling.
fn joins(c: char) -> bool {
    matches!(c,
        '\u{600}'..='\u{8ff}'        // Arabic, Syriac, Thaana, N'Ko
        | '\u{900}'..='\u{dff}'      // scripts of India and Sri Lanka
        | '\u{1000}'..='\u{109f}'    // Myanmar
        | '\u{1780}'..='\u{18af}'    // Khmer, Mongolian
        | '\u{2190}'..='\u{2bff}'    // symbols that emoji are made of
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

    proptest::proptest! {
        #[test]
        fn sanitising_twice_changes_nothing(text in "\\PC*|(.|\\n)*") {
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
