//! Stories: achievements of the candidate's, told in behavioral rounds and quoted in negotiation.

use std::collections::{BTreeMap, BTreeSet};

use super::bank::check::generation;
use super::bank::is_kebab;
use super::fault::{Code, Fault, Faults};
use super::raw::{At, Choice};
use super::text::Safe;
use crate::record;

/// Words that are spoken in a minute; the banks' prompts are measured with the same figure.
const WORDS_PER_MINUTE: u64 = 130;

record! {
    /// `stories/ID.toml`: one achievement with its figures, in three lengths.
    pub struct StoryFile {
        /// Generation of the format.
        pub schema: At<u32>,
        /// What the story is called.
        pub title: Safe,
        /// The system or duty that was the candidate's, and what depended on it.
        pub system: Option<Safe>,
        /// What the candidate did.
        pub did: Option<Safe>,
        /// The competencies that it shows.
        pub competencies: Vec<At<Safe>>,
        /// What changed, in figures.
        pub figures: Vec<FigureTable> = "figure",
        /// The story as it is told.
        pub versions: Option<VersionsTable>,
    }
}

record! {
    /// A figure with its proof.
    pub struct FigureTable {
        /// From what to what, in which time.
        pub value: Safe,
        /// How it could be shown to be true.
        pub proof: Option<Safe>,
    }
}

record! {
    /// The story in three lengths.
    pub struct VersionsTable {
        /// In half a minute.
        pub half_minute: Option<Safe> = "30s",
        /// In a minute and a half.
        pub ninety_seconds: Option<Safe> = "90s",
        /// In three minutes.
        pub three_minutes: Option<Safe> = "3m",
    }
}

/// A story, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// Its name: the file's.
    pub id: Safe,
    /// What it is called.
    pub title: Safe,
    /// The system or duty that was the candidate's.
    pub system: Option<Safe>,
    /// What the candidate did.
    pub did: Option<Safe>,
    /// The competencies that it shows, such as `ownership`.
    pub competencies: BTreeSet<Safe>,
    /// What changed, in figures.
    pub figures: Vec<Figure>,
    /// The story as it is told.
    pub versions: BTreeMap<Length, Safe>,
}

/// A figure with its proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// From what to what, in which time.
    pub value: Safe,
    /// How it could be shown to be true.
    pub proof: Option<Safe>,
}

/// How long a version of a story is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Length {
    /// Half a minute.
    HalfMinute,
    /// A minute and a half.
    NinetySeconds,
    /// Three minutes.
    ThreeMinutes,
}

impl Length {
    /// All of them, the shortest first.
    pub const ALL: [Self; 3] = [Self::HalfMinute, Self::NinetySeconds, Self::ThreeMinutes];

    /// Its key in a story's file, and its word on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::HalfMinute => "30s",
            Self::NinetySeconds => "90s",
            Self::ThreeMinutes => "3m",
        }
    }

    /// Its time.
    pub fn seconds(self) -> u32 {
        match self {
            Self::HalfMinute => 30,
            Self::NinetySeconds => 90,
            Self::ThreeMinutes => 180,
        }
    }

    /// The words that fit it at the usual speed.
    pub fn words(self) -> u64 {
        u64::from(self.seconds()) * WORDS_PER_MINUTE / 60
    }
}

impl Choice for Length {
    const WHAT: &'static str = "a length";
    const WORDS: &'static [(&'static str, Self)] = &[
        ("30s", Self::HalfMinute),
        ("90s", Self::NinetySeconds),
        ("3m", Self::ThreeMinutes),
    ];
}

/// The parts in which a story is told aloud, with their share of the time in percent. The shares
/// are ours: most of a story is what its teller did.
pub const PARTS: [(&str, u32); 3] = [
    ("the system, and what was at stake", 20),
    ("what you did", 50),
    ("what changed, with its figures", 30),
];

/// Words of a text, and the milliseconds that they take at the usual speed.
pub fn spoken(text: &Safe) -> (u64, u64) {
    let words = text.as_str().split_whitespace().count() as u64;
    (words, words * 60_000 / WORDS_PER_MINUTE)
}

/// Checks the story whose file is called `id`.
pub fn check(file: &StoryFile, id: &str, faults: &mut Faults) -> Option<Story> {
    let before = faults.len();
    generation(&file.schema, faults);
    let mut competencies = BTreeSet::new();
    for competency in &file.competencies {
        if is_kebab(competency.value.as_str()) {
            competencies.insert(competency.value.clone());
        } else {
            let message = format!("`{}` is no competency", competency.value);
            let help = "write a word such as ownership, or words with hyphens between";
            faults.push(Fault::error(Code::FORM, competency.span, &message, help));
        }
    }
    let texts = file.versions.as_ref().map_or([None, None, None], |told| {
        [
            told.half_minute.clone(),
            told.ninety_seconds.clone(),
            told.three_minutes.clone(),
        ]
    });
    let versions = Length::ALL
        .into_iter()
        .zip(texts)
        .filter_map(|(length, text)| Some((length, text?)));
    let story = Story {
        id: Safe::new(id),
        title: file.title.clone(),
        system: filled(file.system.as_ref()),
        did: filled(file.did.as_ref()),
        competencies,
        figures: file.figures.iter().map(figure).collect(),
        versions: versions.filter(|(_, text)| !text.is_blank()).collect(),
    };
    (faults.len() == before).then_some(story)
}

fn filled(text: Option<&Safe>) -> Option<Safe> {
    text.filter(|text| !text.is_blank()).cloned()
}

fn figure(table: &FigureTable) -> Figure {
    Figure {
        value: table.value.clone(),
        proof: filled(table.proof.as_ref()),
    }
}

impl Story {
    /// What is still to be written, in the order in which it is asked.
    pub fn missing(&self) -> Vec<String> {
        let mut missing = Vec::new();
        let parts = [
            (self.system.is_none(), "the system"),
            (self.did.is_none(), "what you did"),
            (self.figures.is_empty(), "a figure"),
            (
                self.figures.iter().any(|figure| figure.proof.is_none()),
                "a proof",
            ),
            (self.competencies.is_empty(), "its competencies"),
        ];
        missing.extend(
            parts
                .into_iter()
                .filter(|(is_missing, _)| *is_missing)
                .map(|(_, what)| what.to_owned()),
        );
        let untold = Length::ALL
            .into_iter()
            .filter(|length| !self.versions.contains_key(length));
        missing.extend(untold.map(|length| format!("its {} version", length.as_str())));
        missing
    }
}

/// A competency with the stories that show it, and how often it is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cover<'a> {
    /// The competency.
    pub competency: Safe,
    /// How many prompts at hand ask for it.
    pub prompts: usize,
    /// The stories that show it.
    pub stories: Vec<&'a Story>,
}

/// Every competency that prompts ask for or stories show, with its stories: those asked for most
/// first. One without a story is a hole.
pub fn matrix<'a>(stories: &'a [Story], asked: &BTreeMap<Safe, usize>) -> Vec<Cover<'a>> {
    let shown = stories.iter().flat_map(|story| &story.competencies);
    let all: BTreeSet<&Safe> = asked.keys().chain(shown).collect();
    let mut rows: Vec<Cover<'a>> = all
        .into_iter()
        .map(|competency| Cover {
            competency: competency.clone(),
            prompts: asked.get(competency).copied().unwrap_or(0),
            stories: stories
                .iter()
                .filter(|story| story.competencies.contains(competency))
                .collect(),
        })
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.prompts));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::toml;

    fn read(text: &str) -> Result<Story, Vec<String>> {
        let mut faults = Faults::new();
        let file: Option<StoryFile> = toml::read(text, &mut faults);
        let story = file.and_then(|file| check(&file, "one", &mut faults));
        story.ok_or_else(|| faults.iter().map(|f| f.message.to_string()).collect())
    }

    #[test]
    fn a_story_tells_what_is_still_to_be_written() {
        let story = read(
            "schema = 1\ntitle = \"t\"\nsystem = \"s\"\ncompetencies = [\"ownership\"]\n\
             [[figure]]\nvalue = \"9 to 2\"\n[versions]\n30s = \"one two\"\n3m = \" \"\n",
        );
        let story = story.unwrap();
        assert_eq!(
            story.missing(),
            [
                "what you did",
                "a proof",
                "its 90s version",
                "its 3m version"
            ]
        );
        assert_eq!(spoken(&story.versions[&Length::HalfMinute]), (2, 923));
        assert_eq!(Length::NinetySeconds.words(), 195);
        assert_eq!(PARTS.iter().map(|(_, share)| share).sum::<u32>(), 100);
    }

    #[test]
    fn all_faults_come_at_once() {
        let faults = read("schema = 2\ntitle = \"t\"\ncompetencies = [\"Own it\", \"fine\"]\n");
        assert_eq!(
            faults.unwrap_err(),
            [
                "this file has format 2; only format 1 is known",
                "`Own it` is no competency"
            ]
        );
        assert_eq!(
            read("schema = 1\n[versions]\n60s = \"x\"\n").unwrap_err(),
            ["`title` is missing", "unknown key `60s`"]
        );
    }

    #[test]
    fn a_competency_without_a_story_is_a_hole() {
        let text = "schema = 1\ntitle = \"t\"\ncompetencies = [\"b\", \"own\"]\n";
        let stories = [read(text).unwrap()];
        let asked = BTreeMap::from([("a".into(), 1), ("b".into(), 3)]);
        let rows = matrix(&stories, &asked);
        let rows: Vec<_> = rows
            .iter()
            .map(|row| (row.competency.as_str(), row.prompts, row.stories.len()))
            .collect();
        assert_eq!(rows, [("b", 3, 1), ("a", 1, 0), ("own", 0, 1)]);
    }
}
