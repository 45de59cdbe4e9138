//! What somebody wants of every session: the keys of `config.toml`, checked.

use std::ops::RangeInclusive;

use super::bank::Level;
use super::fault::{Code, Fault, Faults};
use super::raw::{At, Choice};
use super::round::{CloseLength, Timekeeping};
use super::text::Safe;
use crate::record;

/// The factors by which a round may be longer than its prompt says.
pub const FACTORS: RangeInclusive<f64> = 0.1..=10.0;

/// The ratings between which a candidate may have begun.
pub const STARTS: RangeInclusive<f64> = 1.0..=4.0;

/// When colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Colour {
    /// On a terminal, unless the environment asks for none.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Choice for Colour {
    const WHAT: &'static str = "a use of colour";
    const WORDS: &'static [(&'static str, Self)] = &[
        ("auto", Self::Auto),
        ("always", Self::Always),
        ("never", Self::Never),
    ];
}

/// Whether something is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shown {
    /// It is.
    #[default]
    Shown,
    /// It isn't.
    Hidden,
}

impl Choice for Shown {
    const WHAT: &'static str = "shown or hidden";
    const WORDS: &'static [(&'static str, Self)] =
        &[("shown", Self::Shown), ("hidden", Self::Hidden)];
}

impl Choice for CloseLength {
    const WHAT: &'static str = "a length of the close";
    const WORDS: &'static [(&'static str, Self)] = &[("short", Self::Short), ("full", Self::Full)];
}

impl Choice for Timekeeping {
    const WHAT: &'static str = "a way to keep time";
    const WORDS: &'static [(&'static str, Self)] =
        &[("active", Self::Active), ("strict", Self::Strict)];
}

record! {
    /// `config.toml`: what somebody wants of every session. The command line wins over it.
    pub struct ConfigFile {
        /// How much of the close is asked: "short" (about four minutes) or "full".
        pub close: Option<CloseLength>,
        /// The clock on the last row: "shown" or "hidden".
        pub clock: Option<Shown>,
        /// What a round's clock counts: "active" time, or all of it, "strict".
        pub timekeeping: Option<Timekeeping>,
        /// Rounds take the prompt's time, so many times as long.
        pub time_factor: Option<At<f64>>,
        /// The level at which rounds are played: "mid", "senior" or "staff".
        pub level: Option<Level>,
        /// The stack that follow-ups may be about, such as "elixir".
        pub stack: Option<Safe>,
        /// The role that readiness is read for, by its name or the path of its file.
        pub role: Option<Safe>,
        /// Where a strict assessor would have put you before the first round, 1 to 4.
        pub start: Option<At<f64>>,
        /// Colours: "auto", "always" or "never".
        pub color: Option<Colour>,
        /// Plain lines that read well aloud, as with --plain.
        pub plain: Option<bool>,
        /// Whether the bell rings when a budget runs out.
        pub bell: Option<bool>,
        /// Whether the taskbar shows a phase's progress, on terminals that can.
        pub taskbar: Option<bool>,
        /// The command that opens your editor; without it VISUAL, then EDITOR.
        pub editor: Option<Safe>,
    }
}

/// What somebody wants of every session.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Config {
    /// How much of the close is asked.
    pub close: Option<CloseLength>,
    /// Whether the clock is shown.
    pub clock: Shown,
    /// What a round's clock counts.
    pub timekeeping: Timekeeping,
    /// Rounds take the prompt's time, so many times as long.
    pub time_factor: Option<f64>,
    /// The level at which rounds are played.
    pub level: Option<Level>,
    /// The stack that follow-ups may be about.
    pub stack: Option<Safe>,
    /// The role that readiness is read for.
    pub role: Option<Safe>,
    /// Where a strict assessor would have put the candidate before the first round.
    pub start: Option<f64>,
    /// When colours are used.
    pub color: Colour,
    /// Whether plain lines are wanted.
    pub plain: bool,
    /// Whether the bell rings when a budget runs out.
    pub bell: bool,
    /// Whether the taskbar shows a phase's progress.
    pub taskbar: bool,
    /// The command that opens the editor.
    pub editor: Option<Safe>,
}

/// Checks a configuration.
pub fn check(file: &ConfigFile, faults: &mut Faults) -> Config {
    let mut within = |value: &Option<At<f64>>, range: RangeInclusive<f64>, what: &str| {
        let value = value.as_ref()?;
        if range.contains(&value.value) {
            return Some(value.value);
        }
        let message = format!("this {what} is out of range");
        let help = format!("write a number from {} to {}", range.start(), range.end());
        faults.push(Fault::error(Code::FORM, value.span, &message, &help));
        None
    };
    let time_factor = within(&file.time_factor, FACTORS, "factor");
    let start = within(&file.start, STARTS, "rating");
    Config {
        close: file.close,
        clock: file.clock.unwrap_or_default(),
        timekeeping: file.timekeeping.unwrap_or_default(),
        time_factor,
        level: file.level,
        stack: file.stack.clone(),
        role: file.role.clone(),
        start,
        color: file.color.unwrap_or_default(),
        plain: file.plain.unwrap_or(false),
        bell: file.bell.unwrap_or(true),
        taskbar: file.taskbar.unwrap_or(true),
        editor: file.editor.clone(),
    }
}

/// A configuration file in which every key is told and none is set.
pub fn template() -> String {
    let mut text = String::from(
        "# What mockloop does in every session; the command line wins over it. Take the # away from\n\
         # what you want, and see `mockloop config show`.\n",
    );
    for (key, value, what) in KEYS {
        text.extend(["\n# ", what, "\n# ", key, " = ", value, "\n"]);
    }
    text
}

/// Every key with the value that it has when it is not set, as it is written, and what it does.
pub const KEYS: [(&str, &str, &str); 13] = [
    (
        "close",
        "\"short\"",
        "How much of the close is asked: \"short\" (about four minutes) or \"full\".",
    ),
    (
        "clock",
        "\"shown\"",
        "The clock on the last row: \"shown\" or \"hidden\".",
    ),
    (
        "timekeeping",
        "\"active\"",
        "What a round's clock counts: \"active\" time, or all of it: \"strict\".",
    ),
    (
        "time_factor",
        "1.0",
        "Rounds take the prompt's time, so many times as long.",
    ),
    (
        "level",
        "\"senior\"",
        "The level of every round, \"mid\", \"senior\" or \"staff\"; without it the prompt's own.",
    ),
    (
        "stack",
        "\"elixir\"",
        "The stack that follow-ups may be about; without it any.",
    ),
    (
        "role",
        "\"elixir-backend\"",
        "The role that readiness is read for and prompts are drawn for; `roles list` lists them.",
    ),
    (
        "start",
        "2.5",
        "Where a strict assessor would have put you before the first round, 1 to 4.",
    ),
    (
        "color",
        "\"auto\"",
        "Colours: \"auto\", \"always\" or \"never\".",
    ),
    (
        "plain",
        "false",
        "Plain lines that read well aloud, as with --plain.",
    ),
    (
        "bell",
        "true",
        "Whether the bell rings when a budget runs out.",
    ),
    (
        "taskbar",
        "true",
        "Whether the taskbar shows a phase's progress, on terminals that can.",
    ),
    (
        "editor",
        "\"vi\"",
        "The command that opens your editor; without it VISUAL, then EDITOR.",
    ),
];

impl Config {
    /// The values of the keys, in the order of [`KEYS`]; nothing where none is set and none is
    /// the default.
    pub fn values(&self) -> [Option<String>; KEYS.len()] {
        let word = |words: &str| Some(format!("\"{words}\""));
        [
            word(word_of(self.close.unwrap_or(CloseLength::Short))),
            word(word_of(self.clock)),
            word(word_of(self.timekeeping)),
            Some(format!("{:?}", self.time_factor.unwrap_or(1.0))),
            self.level.and_then(|level| word(level.as_str())),
            self.stack.as_ref().and_then(|stack| word(stack.as_str())),
            self.role.as_ref().and_then(|role| word(role.as_str())),
            self.start.map(|start| format!("{start:?}")),
            word(word_of(self.color)),
            Some(self.plain.to_string()),
            Some(self.bell.to_string()),
            Some(self.taskbar.to_string()),
            self.editor
                .as_ref()
                .and_then(|editor| word(editor.as_str())),
        ]
    }
}

fn word_of<T: Choice + PartialEq>(value: T) -> &'static str {
    let found = T::WORDS.iter().find(|(_, known)| *known == value);
    found.map_or("", |(word, _)| word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::toml;

    fn read(text: &str) -> (Option<Config>, Vec<String>) {
        let mut faults = Faults::new();
        let file: Option<ConfigFile> = toml::read(text, &mut faults);
        let config = file.map(|file| check(&file, &mut faults));
        let told = faults.iter().map(|fault| fault.message.to_string());
        (config, told.collect())
    }

    #[test]
    fn the_template_sets_nothing_and_names_every_key() {
        let template = template();
        let (config, faults) = read(&template);
        assert_eq!(faults, Vec::<String>::new());
        let nothing = read("").0;
        assert_eq!(config, nothing);
        // With every # before a key taken away it is read, too.
        let all: String = template
            .lines()
            .map(|line| match line.strip_prefix("# ") {
                Some(set) if set.contains(" = ") && !set.contains(": ") => format!("{set}\n"),
                _ => String::new(),
            })
            .collect();
        let (config, faults) = read(&all);
        assert_eq!((all.lines().count(), faults), (KEYS.len(), vec![]));
        let values = config.unwrap().values();
        for ((key, value, _), seen) in KEYS.iter().zip(values) {
            assert_eq!(Some(value.to_string()), seen, "{key}");
        }
    }

    #[test]
    fn faults_are_told_all_at_once() {
        let (config, faults) = read("clok = \"shown\"\nclose = \"long\"\n");
        assert_eq!(config, None);
        assert_eq!(
            faults,
            ["unknown key `clok`", "`long` is not a length of the close"]
        );
        assert_eq!(
            read("time_factor = 99.0").1,
            ["this factor is out of range"]
        );
    }
}
