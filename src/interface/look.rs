//! How things look on this terminal: colour, letters, how much it can do.

use super::world::Variables;
use crate::domain::config::Colour;

/// What a terminal shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    /// Whether colours and bold are used.
    pub(super) is_coloured: bool,
    /// Whether letters beyond ASCII are shown as they are.
    pub(super) is_unicode: bool,
    /// Whether the taskbar takes progress (OSC 9;4).
    pub(super) has_taskbar: bool,
}

impl Look {
    /// What the environment tells of a terminal.
    pub(super) fn of(colour: Colour, is_terminal: bool, variables: &Variables) -> Self {
        let set = |name: &str| variables.get(name).filter(|value| !value.is_empty());
        let is_dumb = set("TERM").is_some_and(|term| term == "dumb");
        let is_coloured = match colour {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto if set("NO_COLOR").is_some() => false,
            Colour::Auto if set("CLICOLOR_FORCE").is_some_and(|value| value != "0") => true,
            Colour::Auto => is_terminal && !is_dumb,
        };
        // The first of these that is set decides, as in the C library.
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
            .iter()
            .find_map(|name| set(name));
        let is_unicode = locale.is_some_and(|locale| {
            let locale = locale.to_lowercase();
            locale.contains("utf-8") || locale.contains("utf8")
        });
        // A multiplexer swallows or garbles the sequence.
        let is_inside = set("TMUX").is_some() || set("STY").is_some();
        let program = set("TERM_PROGRAM").map(String::as_str);
        let has_taskbar = !is_inside
            && (matches!(program, Some("ghostty" | "WezTerm"))
                || set("WT_SESSION").is_some()
                || set("ConEmuANSI").is_some_and(|value| value == "ON"));
        Self {
            is_coloured,
            is_unicode,
            has_taskbar,
        }
    }

    /// The same terminal without any escape code.
    pub(super) fn plain(self) -> Self {
        Self {
            is_coloured: false,
            has_taskbar: false,
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(colour: Colour, set: &[(&str, &str)]) -> Look {
        let pairs = set.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned()));
        Look::of(colour, true, &pairs.collect())
    }

    #[test]
    fn the_environment_decides_what_is_not_asked_for() {
        assert!(look(Colour::Auto, &[]).is_coloured);
        assert!(!look(Colour::Auto, &[("NO_COLOR", "1")]).is_coloured);
        assert!(look(Colour::Auto, &[("NO_COLOR", "")]).is_coloured);
        assert!(look(Colour::Always, &[("NO_COLOR", "1")]).is_coloured);
        assert!(!look(Colour::Never, &[("CLICOLOR_FORCE", "1")]).is_coloured);
        assert!(!look(Colour::Auto, &[("TERM", "dumb")]).is_coloured);
        assert!(look(Colour::Auto, &[("LANG", "de_DE.UTF-8")]).is_unicode);
        assert!(!look(Colour::Auto, &[("LC_ALL", "C"), ("LANG", "de_DE.UTF-8")]).is_unicode);
        assert!(look(Colour::Auto, &[("WT_SESSION", "x")]).has_taskbar);
        assert!(!look(Colour::Auto, &[("WT_SESSION", "x"), ("TMUX", "x")]).has_taskbar);
    }
}
