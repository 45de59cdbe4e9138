//! What only a coding prompt has: its languages with their files, milestones, known-wrong solutions.

use std::fmt;

use crate::domain::bank::MutantId;
use crate::domain::raw::Choice;
use crate::domain::text::Safe;

/// A language that a coding prompt can be solved in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// Elixir.
    Elixir,
    /// Python.
    Python,
    /// Rust.
    Rust,
}

impl Language {
    /// The word for it; also the name of its table.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Elixir => "elixir",
            Self::Python => "python",
            Self::Rust => "rust",
        }
    }
}

impl Choice for Language {
    const WHAT: &'static str = "a language";
    const WORDS: &'static [(&'static str, Self)] = &[
        ("elixir", Self::Elixir),
        ("python", Self::Python),
        ("rust", Self::Rust),
    ];
}

/// What only a coding prompt has. A short one is spoken: it has nothing of all this.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Coding {
    /// Its files by language, the preferred language first; each language once.
    pub languages: Vec<LanguageFiles>,
    /// The steps of the solution in order.
    pub milestones: Vec<Milestone>,
    /// Known-wrong solutions, each in one of the languages.
    pub mutants: Vec<Mutant>,
}

impl Coding {
    /// The files in a language.
    pub fn files(&self, language: Language) -> Option<&LanguageFiles> {
        self.languages
            .iter()
            .find(|files| files.language == language)
    }
}

/// A step of a solution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Milestone {
    /// Its number; the first is 1, each next one is one more.
    pub number: u32,
    /// What works when it is reached.
    pub goal: Safe,
    /// Its share of the time for writing.
    pub minutes: u32,
}

/// A prompt's files in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LanguageFiles {
    /// The language.
    pub language: Language,
    /// The oldest version that runs it.
    pub min_version: Version,
    /// What the candidate starts from.
    pub starter: FilePath,
    /// Tests that the candidate has from the start.
    pub visible_tests: FilePath,
    /// Tests that run after the round only.
    pub hidden_tests: FilePath,
    /// A solution that passes every test.
    pub reference: FilePath,
    /// How long a run of the tests may take; at least a second.
    pub timeout_s: u32,
}

/// A path that stays below a prompt's folder: relative, with slashes, without `.` and `..`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FilePath(String);

impl FilePath {
    /// The path, if it has the right form.
    pub fn new(path: &str) -> Option<Self> {
        let is_foreign = |c: char| c.is_control() || matches!(c, '\\' | ':');
        let is_plain = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(is_foreign);
        path.split('/').all(is_plain).then(|| Self(path.to_owned()))
    }

    /// The path as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A version of a language: two or three numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// Changes that break.
    pub major: u32,
    /// Changes that add.
    pub minor: u32,
    /// Changes that mend; 0 if left out.
    pub patch: u32,
}

impl Version {
    /// The version of a text such as `1.14` or `3.11.2`.
    pub fn new(text: &str) -> Option<Self> {
        let parts: Vec<u32> = text.split('.').map(number).collect::<Option<_>>()?;
        let (major, minor, patch) = match parts.as_slice() {
            [major, minor] => (*major, *minor, 0),
            [major, minor, patch] => (*major, *minor, *patch),
            _ => return None,
        };
        Some(Self {
            major,
            minor,
            patch,
        })
    }
}

/// A number of digits alone; the standard reading would take a sign as well.
pub(super) fn number(text: &str) -> Option<u32> {
    let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    is_digits.then(|| text.parse().ok()).flatten()
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.patch {
            0 => write!(f, "{}.{}", self.major, self.minor),
            patch => write!(f, "{}.{}.{patch}", self.major, self.minor),
        }
    }
}

/// A known-wrong solution: one edit of the reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mutant {
    /// The language of the reference.
    pub language: Language,
    /// Its name; once in its language.
    pub id: MutantId,
    /// What is wrong with it.
    pub why: Safe,
    /// The code that is replaced, as it stands in the reference; never empty.
    pub find: String,
    /// The code that takes its place.
    pub with: String,
    /// The names of the tests that it must fail.
    pub fails: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_below_the_prompt() {
        for good in ["starter.ex", "elixir/hidden_test.exs", "a/b/.keep"] {
            assert!(FilePath::new(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "/etc/passwd",
            "../a",
            "a/../../b",
            "a/..",
            "./a",
            "a//b",
            "a/",
            "C:a",
            "a\\b",
            "a\0",
        ] {
            assert!(FilePath::new(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn versions_are_compared_by_number() {
        let version = |text| Version::new(text).unwrap();
        assert!(version("1.9") < version("1.14"));
        assert_eq!(version("3.11"), version("3.11.0"));
        for bad in [
            "",
            "1",
            "1.",
            "1.2.3.4",
            "+1.2",
            "1.x",
            "v1.2",
            "1.99999999999",
        ] {
            assert!(Version::new(bad).is_none(), "{bad}");
        }
    }
}
