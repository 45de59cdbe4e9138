//! An attempt from elsewhere, as it is written in a file and kept in the journal.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::attempt::Attempt;

/// The difficulties that a record may give: 1 to 5, one less for mid, one more for staff.
const DIFFICULTIES: std::ops::RangeInclusive<f64> = 0.0..=6.0;
/// The longest name that a record may give, in bytes.
const NAME_LIMIT_BYTES: usize = 200;
/// The most names that one record may give of each sort.
const NAMES_LIMIT: usize = 50;

/// An attempt from elsewhere. Only time, kind and final ratings have to be there; names need not
/// be known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Its name where it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// When it was, RFC 3339.
    pub at: String,
    /// The kind.
    pub kind: String,
    /// The prompt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prompt: Option<String>,
    /// The prompt's topics.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
    /// How hard the prompt was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub difficulty: Option<f64>,
    /// The level at which it was played.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// The time that there was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget_minutes: Option<f64>,
    /// The time that it took.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<f64>,
    /// The lowest and the highest rating.
    #[serde(default = "own_scale")]
    pub scale: (f64, f64),
    /// Ratings before the reveal.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub first: BTreeMap<String, f64>,
    /// Ratings after the reveal.
    #[serde(rename = "final")]
    pub last: BTreeMap<String, f64>,
    /// Items shown, of all.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub items: BTreeMap<String, (u32, u32)>,
    /// Tests passed, of all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tests: Option<(u32, u32)>,
    /// Hints taken.
    #[serde(default)]
    pub hints: u32,
    /// Whether the prompt was seen before.
    #[serde(default)]
    pub repeat: bool,
    /// What others rated.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub external: BTreeMap<String, f64>,
}

fn own_scale() -> (f64, f64) {
    (1.0, 4.0)
}

/// Something that a record can't say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// The key.
    pub key: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: &'static str,
}

impl Record {
    /// The keys of a record, in the order in which they are documented.
    pub const KEYS: [&'static str; 17] = [
        "id",
        "at",
        "kind",
        "prompt",
        "topics",
        "difficulty",
        "level",
        "budget_minutes",
        "minutes",
        "scale",
        "first",
        "final",
        "items",
        "tests",
        "hints",
        "repeat",
        "external",
    ];

    /// Everything that a record says and can't be so.
    pub fn slips(&self) -> Vec<Slip> {
        let mut slips = Vec::new();
        self.check_names(&mut slips);
        self.check_ratings(&mut slips);
        self.check_counts(&mut slips);
        let is_difficulty = |difficulty: f64| DIFFICULTIES.contains(&difficulty);
        if let Some(difficulty) = self
            .difficulty
            .filter(|difficulty| !is_difficulty(*difficulty))
        {
            let message = format!("a difficulty of {difficulty}");
            slip(
                &mut slips,
                "difficulty",
                message,
                "write a number from 0 to 6",
            );
        }
        let times = [
            ("minutes", self.minutes),
            ("budget_minutes", self.budget_minutes),
        ];
        for (key, minutes) in times.into_iter().filter_map(|(key, m)| Some((key, m?))) {
            if !(minutes > 0.0 && minutes < 100_000.0) {
                let message = format!("`{key}` is {minutes}");
                slip(&mut slips, key, message, "write minutes, more than 0");
            }
        }
        slips
    }

    fn check_names(&self, slips: &mut Vec<Slip>) {
        let is_name = |name: &str| !name.trim().is_empty() && name.len() <= NAME_LIMIT_BYTES;
        let named = [
            ("id", self.id.as_ref()),
            ("kind", Some(&self.kind)),
            ("prompt", self.prompt.as_ref()),
        ];
        for (key, name) in named
            .into_iter()
            .filter_map(|(key, name)| Some((key, name?)))
        {
            if !is_name(name) {
                let message = format!("`{key}` is no name: {} bytes", name.len());
                slip(slips, key, message, "write a name of 1 to 200 bytes");
            }
        }
        for (key, names) in [
            ("topics", self.topics.iter().collect::<Vec<_>>()),
            ("first", self.first.keys().collect()),
            ("final", self.last.keys().collect()),
            ("items", self.items.keys().collect()),
            ("external", self.external.keys().collect()),
        ] {
            if names.len() > NAMES_LIMIT || names.iter().any(|name| !is_name(name)) {
                let message = format!("`{key}` has {} names", names.len());
                slip(
                    slips,
                    key,
                    message,
                    "write up to 50 names of 1 to 200 bytes each",
                );
            }
        }
    }

    fn check_ratings(&self, slips: &mut Vec<Slip>) {
        let (lowest, highest) = self.scale;
        if !(highest - lowest > 0.0 && lowest.abs() < 1e6 && highest.abs() < 1e6) {
            let message = format!("a scale from {lowest} to {highest}");
            return slip(
                slips,
                "scale",
                message,
                "write the lowest and the highest rating, such as [1, 4]",
            );
        }
        let tables = [
            ("first", &self.first),
            ("final", &self.last),
            ("external", &self.external),
        ];
        for (key, ratings) in tables {
            for (dimension, rating) in ratings {
                if !(lowest..=highest).contains(rating) {
                    let message = format!(
                        "`{dimension}` is rated {rating} on a scale from {lowest} to {highest}"
                    );
                    slip(
                        slips,
                        key,
                        message,
                        "write a rating on the scale, or give the `scale`",
                    );
                }
            }
        }
    }

    fn check_counts(&self, slips: &mut Vec<Slip>) {
        let is_count = |(hit, of): (u32, u32)| hit <= of && of <= 1_000_000;
        for (dimension, (hit, of)) in &self.items {
            if !is_count((*hit, *of)) {
                let message = format!("`{dimension}` has {hit} of {of} items");
                slip(slips, "items", message, "write [shown, asked about]");
            }
        }
        if let Some((passed, of)) = self.tests.filter(|tests| !is_count(*tests)) {
            let message = format!("{passed} of {of} tests passed");
            slip(slips, "tests", message, "write [passed, all]");
        }
    }

    /// The record as an attempt, at the instant that its time means.
    pub fn attempt(&self, id: &str, at_ms: i64) -> Attempt {
        let times = self.minutes.zip(self.budget_minutes);
        let external = self.external.iter();
        Attempt {
            id: id.to_owned(),
            at_ms,
            at: self.at.clone(),
            kind: self.kind.clone(),
            prompt: self.prompt.clone(),
            topics: self.topics.clone(),
            difficulty: self.difficulty.unwrap_or(super::fold::USUAL_DIFFICULTY),
            scale: self.scale,
            first: self.first.clone(),
            last: self.last.clone(),
            items: self.items.clone(),
            tests: self.tests,
            hints: self.hints,
            repeat: self.repeat,
            overrun: times.map(|(minutes, budget)| minutes / budget),
            external: external
                .map(|(name, rating)| (name.clone(), vec![*rating]))
                .collect(),
        }
    }
}

fn slip(slips: &mut Vec<Slip>, key: &'static str, message: String, help: &'static str) {
    slips.push(Slip { key, message, help });
}
