//! Drills: a few minutes on one part of a prompt, or on a short prompt whole.

use std::collections::BTreeSet;

use super::desk::Desk;
use super::error::Error;
use super::inputs::Inputs;
use super::library::candidate;
use super::options::Options;
use super::play::Outcome;
use super::shelf;
use crate::domain::bank::index::Listing;
use crate::domain::bank::{DimensionId, Kind, Prompt, Status, TopicId};
use crate::domain::history;
use crate::domain::names::nearest;
use crate::domain::pick::{self, Candidate};
use crate::domain::raw::Choice;
use crate::domain::readiness::Area;
use crate::domain::round::Drill;
use crate::domain::text::Safe;
use crate::report::document::Document;

/// The longest prompt that is short: it is drilled whole.
const SHORT_MINUTES: u32 = 12;

/// The word that asks for what is weak.
const WEAK: &str = "weak";

/// What a drill is about.
enum Asked {
    /// A dimension, of any prompt.
    Dimension(DimensionId),
    /// A topic, an area of topics or a kind: a short prompt on it, or its heaviest part.
    About(String),
    /// A prompt, by bank and id; one item of it, or its heaviest part.
    Prompt(String, Option<String>),
}

impl Desk<'_> {
    /// Plays a drill on what is weak, on a dimension, a topic, a kind, a prompt or one of its items.
    pub async fn drill<I: Inputs>(
        &mut self,
        target: &str,
        seed: Option<u64>,
        inputs: &mut I,
    ) -> Result<Outcome, Error> {
        let seed = seed.unwrap_or_else(|| self.table.entropy.seed());
        let (name, drill) = match self.target(target)? {
            Asked::Dimension(dimension) => {
                let has = |listing: &Listing| {
                    is_talk(listing.kind) && listing.dimensions.contains(&dimension)
                };
                let name = self.drawn_among(has, seed)?.ok_or_else(|| {
                    let cause = format!("No prompt that can be drilled rates {dimension}.");
                    Error::usage(cause, "`mockloop bank stats` tells what there is.")
                })?;
                let item = None;
                (name, Some(Drill { dimension, item }))
            }
            Asked::About(about) => self.about(&about, seed)?,
            Asked::Prompt(name, item) => {
                let prompt = shelf::read(&self.library, &name)?.prompt;
                let drill = match item {
                    Some(item) => Some(of_item(&prompt, &item)?),
                    None => heaviest(&prompt)?,
                };
                (name, drill)
            }
        };
        let options = Options {
            prompt: Some(name),
            seed: Some(seed),
            drill,
            ..Options::default()
        };
        self.practice(&options, inputs).await
    }

    fn target(&mut self, text: &str) -> Result<Asked, Error> {
        if text == WEAK {
            return self.weakest().map(Asked::Dimension);
        }
        if let Some((prompt, item)) = text.split_once('#') {
            return Ok(Asked::Prompt(prompt.to_owned(), Some(item.to_owned())));
        }
        if self.library.find(text).is_some() {
            return Ok(Asked::Prompt(text.to_owned(), None));
        }
        let dimensions: BTreeSet<&DimensionId> = self
            .library
            .listings()
            .flat_map(|listing| &listing.dimensions)
            .collect();
        if let Some(dimension) = dimensions.iter().find(|known| known.as_str() == text) {
            return Ok(Asked::Dimension((*dimension).clone()));
        }
        if self
            .library
            .listings()
            .any(|listing| is_about(listing, text))
        {
            return Ok(Asked::About(text.to_owned()));
        }
        let topics = self.library.listings().flat_map(|listing| &listing.topics);
        let topics: BTreeSet<&str> = topics.map(TopicId::as_str).collect();
        let names = dimensions.iter().map(|known| known.as_str());
        let names = names.chain(topics).chain([WEAK]);
        let remedy = match nearest(text, names) {
            Some(near) => format!("Did you mean {near}?"),
            None => "Name a dimension, a topic, a kind, a prompt, or PROMPT#ITEM.".to_owned(),
        };
        let cause = format!("There is nothing called {} to drill.", Safe::new(text));
        Err(Error::usage(cause, remedy))
    }

    /// The dimension with most to win for the role, of those that can be drilled; while none is
    /// below the bar, the one that is known least.
    fn weakest(&mut self) -> Result<DimensionId, Error> {
        let talked = self.library.listings().filter(|known| is_talk(known.kind));
        let dimensions: BTreeSet<&DimensionId> =
            talked.flat_map(|listing| &listing.dimensions).collect();
        let areas = self.weak_areas()?;
        let first = |areas: &[Area]| {
            let names = areas.iter().filter_map(|area| area.of.dimension());
            let mut known = names.filter_map(DimensionId::new);
            known.find(|dimension| dimensions.contains(dimension))
        };
        if let Some(weak) = first(&areas.weak) {
            return Ok(weak);
        }
        let rounds = self.rounds()?;
        let known = history::known_dimensions(&rounds);
        let times = |dimension: &DimensionId| known.get(dimension).map_or(0, |known| known.rounds);
        let by_rounds = dimensions.iter().copied();
        let by_rounds = by_rounds.min_by_key(|dimension| (times(dimension), *dimension));
        let least = first(&areas.unknown).or_else(|| by_rounds.cloned());
        let least = least.ok_or_else(|| {
            Error::usage("No prompt at hand can be drilled.", "--bank adds a bank.")
        })?;
        let text = "Nothing is known to be weak yet: a drill on what is known least.";
        self.table.ui.say(&Document::line(text));
        Ok(least)
    }

    /// A short prompt on a subject whole, else the heaviest part of a longer one.
    fn about(&self, about: &str, seed: u64) -> Result<(String, Option<Drill>), Error> {
        let is_short =
            |listing: &Listing| is_about(listing, about) && listing.minutes <= SHORT_MINUTES;
        if let Some(name) = self.drawn_among(is_short, seed)? {
            return Ok((name, None));
        }
        let is_talked = |listing: &Listing| is_about(listing, about) && is_talk(listing.kind);
        let name = self.drawn_among(is_talked, seed)?.ok_or_else(|| {
            let cause = format!("No prompt on {about} can be drilled.");
            let remedy = "Long rounds with code or an outage are practised whole: \
                          `mockloop practice`.";
            Error::usage(cause, remedy)
        })?;
        let prompt = shelf::read(&self.library, &name)?.prompt;
        Ok((name, heaviest(&prompt)?))
    }

    /// Draws among active prompts: those that were practised before the others, as a drill shows
    /// an exemplar; those drawn longest ago first.
    fn drawn_among(
        &self,
        is_wanted: impl Fn(&Listing) -> bool,
        seed: u64,
    ) -> Result<Option<String>, Error> {
        let rounds = self.rounds()?;
        let last_draws = history::seen(&rounds);
        let wanted = self
            .library
            .listings()
            .filter(|listing| listing.status == Status::Active && is_wanted(listing));
        let candidates: Vec<Candidate> = wanted.map(candidate).collect();
        let is_practised = |known: &Candidate| {
            last_draws.contains_key(&(known.bank.clone(), known.prompt.clone()))
        };
        let (practised, others): (Vec<_>, Vec<_>) = candidates.into_iter().partition(is_practised);
        let number = rounds.len() as u64 + 1;
        let drawn = pick::draw(&practised, &last_draws, seed, number);
        let drawn = drawn.or_else(|| pick::draw(&others, &last_draws, seed, number));
        Ok(drawn.map(|drawn| format!("{}/{}", drawn.bank, drawn.prompt)))
    }
}

/// Whether a part of such a round can be talked through alone, without code and without an outage
/// that goes on.
fn is_talk(kind: Kind) -> bool {
    match kind {
        Kind::SystemDesign | Kind::Behavioral => true,
        Kind::Coding | Kind::Incident | Kind::Screen | Kind::Negotiation => false,
    }
}

/// Whether a prompt is about a topic, an area of topics, or of a kind.
fn is_about(listing: &Listing, about: &str) -> bool {
    let mut topics = listing.topics.iter().map(TopicId::as_str);
    Kind::from_word(about) == Some(listing.kind)
        || topics.any(|topic| {
            topic == about || topic.split_once('.').is_some_and(|(area, _)| area == about)
        })
}

/// The part of a prompt that one of its items is.
fn of_item(prompt: &Prompt, name: &str) -> Result<Drill, Error> {
    can_be_drilled(prompt)?;
    let item = prompt.items.iter().find(|item| item.id.as_str() == name);
    let item = item.ok_or_else(|| {
        let near = nearest(name, prompt.items.iter().map(|item| item.id.as_str()));
        let remedy = match near {
            Some(near) => format!("Did you mean {}#{near}?", prompt.id),
            None => "`mockloop show` names the items of a finished round.".to_owned(),
        };
        let cause = format!("Prompt {} has no item {}.", prompt.id, Safe::new(name));
        Error::usage(cause, remedy)
    })?;
    Ok(Drill {
        dimension: item.dimension.clone(),
        item: Some(item.id.clone()),
    })
}

/// The heaviest dimension of a prompt that has items; nothing for a short prompt, which is played
/// whole.
fn heaviest(prompt: &Prompt) -> Result<Option<Drill>, Error> {
    if prompt.minutes <= SHORT_MINUTES {
        return Ok(None);
    }
    can_be_drilled(prompt)?;
    let rows = prompt.rubric.iter().rev().filter(|row| {
        let mut items = prompt.items.iter();
        items.any(|item| item.dimension == row.dimension)
    });
    let row = rows.max_by(|a, b| a.weight.total_cmp(&b.weight));
    Ok(row.map(|row| Drill {
        dimension: row.dimension.clone(),
        item: None,
    }))
}

fn can_be_drilled(prompt: &Prompt) -> Result<(), Error> {
    if is_talk(prompt.kind()) {
        return Ok(());
    }
    let cause = format!(
        "Prompt {} is a {} round: no part of it can be talked through alone.",
        prompt.id,
        prompt.kind().as_str()
    );
    let remedy = format!(
        "Practise it whole: `mockloop practice --prompt {}`.",
        prompt.id
    );
    Err(Error::usage(cause, remedy))
}
