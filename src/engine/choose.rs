//! Which prompt a round gets: the one asked for, or the one that a draw gives.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::archive::{self, Target};
use super::desk::Desk;
use super::error::Error;
use super::library::{Entry, Library};
use super::options::{Options, Turn, Way, length};
use super::planning;
use super::shelf;
use crate::domain::bank::{BankId, DimensionId, Kind, PromptId, TopicId};
use crate::domain::day::Day;
use crate::domain::history::{self, Progress, Summary};
use crate::domain::pick::{self, Because, Candidate};
use crate::domain::readiness::{Chooser, DAY_MS, History, Outlook, Role};
use crate::domain::review::{self, Due};
use crate::domain::round::Event;
use crate::io::clock::{self, Clock};
use crate::io::store::Journal;
use crate::report::words::{count, list};

/// Minutes that the short close takes, for `--fit`.
const CLOSE_MINUTES: u32 = 4;

/// A prompt for a round, and how it was come by.
pub(super) struct Chosen {
    pub(super) entry: Entry,
    pub(super) seed: u64,
    /// The number of the draw: with the seed and the history it decides.
    pub(super) draw: u64,
    /// Why it was drawn; none if it was named.
    pub(super) because: Option<Because>,
}

/// A draw: what was there before it, and what it has given already.
struct Draw<'a> {
    before: &'a [Summary],
    given: &'a [Summary],
    seed: u64,
    number: u64,
}

impl Desk<'_> {
    /// The prompt of a new round.
    pub(super) fn choose(
        &mut self,
        options: &Options,
        summaries: &[Summary],
    ) -> Result<Chosen, Error> {
        let draw = match options.turn {
            Turn::Another => self.last_draw(summaries)?,
            Turn::Fresh => Draw {
                before: summaries,
                given: &[],
                seed: options.seed.unwrap_or_else(|| self.table.entropy.seed()),
                number: summaries.len() as u64 + 1,
            },
        };
        let (name, because) = match &options.prompt {
            Some(name) => (name.clone(), None),
            None => self.draw(options, &draw)?,
        };
        let entry = shelf::read(&self.library, &name)?;
        if let Some(kind) = options.kind
            && kind != entry.prompt.kind()
        {
            let own = entry.prompt.kind().as_str();
            let cause = format!("{name} is a {own} prompt, not a {} one.", kind.as_str());
            return Err(Error::usage(cause, "Leave the kind out, or the prompt."));
        }
        if let Some(last) = draw.given.last() {
            self.give_up_if_unanswered(last, summaries)?;
        }
        Ok(Chosen {
            entry,
            seed: draw.seed,
            draw: draw.number,
            because,
        })
    }

    /// The first prompt of a draw that it has not given yet, and the reason.
    fn draw(&self, options: &Options, draw: &Draw<'_>) -> Result<(String, Option<Because>), Error> {
        let candidates = self.candidates(options)?;
        let is_new = |candidate: &Candidate| {
            let mut given = draw.given.iter();
            given.all(|round| (&round.bank, &round.prompt) != (&candidate.bank, &candidate.prompt))
        };
        let ordered = self.ordered(&candidates, options, draw)?;
        let drawn = ordered.into_iter().find(|(candidate, _)| is_new(candidate));
        let Some((candidate, because)) = drawn else {
            let cause = "There is no other prompt to draw.";
            let remedy = "`mockloop practice` draws from all again.";
            return Err(Error::usage(cause, remedy));
        };
        let name = format!("{}/{}", candidate.bank, candidate.prompt);
        Ok((name, Some(because)))
    }

    /// The draw of the last round, which must not be locked yet.
    fn last_draw<'s>(&self, summaries: &'s [Summary]) -> Result<Draw<'s>, Error> {
        let numbers = |summary: &Summary| -> Result<Option<(u64, u64)>, Error> {
            let events = self.table.journal.events(&summary.round)?;
            Ok(events.into_iter().find_map(|envelope| {
                let Event::Drawn(drawn) = envelope.event else {
                    return None;
                };
                Some((drawn.seed, drawn.draw))
            }))
        };
        let last = summaries.last();
        let last = last.filter(|last| last.progress == Progress::Answering);
        let Some((seed, number)) = last.map(numbers).transpose()?.flatten() else {
            let cause = "The last round is not one that was just drawn.";
            return Err(Error::usage(cause, "`mockloop practice` draws a new one."));
        };
        let mut given = 0;
        for summary in summaries.iter().rev() {
            if numbers(summary)? != Some((seed, number)) {
                break;
            }
            given += 1;
        }
        let (before, given) = summaries.split_at(summaries.len() - given);
        Ok(Draw {
            before,
            given,
            seed,
            number,
        })
    }

    /// Gives a round up in which nothing was written or asked; any other one waits.
    fn give_up_if_unanswered(
        &mut self,
        round: &Summary,
        summaries: &[Summary],
    ) -> Result<(), Error> {
        let (_, state) = self.read(round)?;
        if state.captures.is_empty() && state.questions.is_empty() {
            self.give_up(round, summaries)?;
        }
        Ok(())
    }

    /// What may be drawn: of the kind and of the length that was asked for.
    fn candidates(&self, options: &Options) -> Result<Vec<Candidate>, Error> {
        let mut candidates = self.library.candidates(options.kind);
        if candidates.is_empty() {
            return Err(self.nothing_of(options.kind));
        }
        if let Some(fit) = options.fit_minutes {
            let minutes = |c: &Candidate| length(c.minutes, options.pace);
            let shortest = candidates.iter().map(minutes).min();
            candidates.retain(|c| minutes(c) + CLOSE_MINUTES <= fit);
            if candidates.is_empty() {
                let least = shortest.unwrap_or(0) + CLOSE_MINUTES;
                let cause = format!("No round fits {} with its close.", count(fit, "minute"));
                let remedy = format!(
                    "The shortest takes {}; --minutes shortens any.",
                    count(least, "minute")
                );
                return Err(Error::usage(cause, remedy));
            }
        }
        Ok(candidates)
    }

    fn nothing_of(&self, kind: Option<Kind>) -> Error {
        let all = self.library.candidates(None);
        let kinds: BTreeSet<Kind> = all.iter().map(|candidate| candidate.kind).collect();
        let kinds: Vec<String> = kinds.iter().map(|kind| kind.as_str().to_owned()).collect();
        let cause = match kind {
            Some(kind) => format!("There is no {} prompt in the banks at hand.", kind.as_str()),
            None => "There is no prompt in the banks at hand.".to_owned(),
        };
        let kinds = list(&kinds);
        let remedy = format!("There are prompts for {kinds}. --bank adds a bank.");
        Error::usage(cause, remedy)
    }

    /// The prompts in the order in which a draw gives them, each with the reason.
    fn ordered<'c>(
        &self,
        candidates: &'c [Candidate],
        options: &Options,
        draw: &Draw<'_>,
    ) -> Result<Vec<(&'c Candidate, Because)>, Error> {
        let rested = pick::rested(candidates, &history::seen(draw.before));
        let scored = if options.way == Way::Random {
            let alike = rested.into_iter().map(|c| ((c, Because::Random), 1.0));
            alike.collect()
        } else {
            let insight = Insight {
                role: archive::role(&self.library, &self.target.role)?,
                history: archive::history(self.table.journal, self.target.start)?,
                before: draw.before,
                now_ms: clock::instant_ms(self.table.clock.now().wall.as_str()).unwrap_or(0),
                due: due(&self.data, self.table.clock, draw.before),
            };
            let first = match options.kind {
                Some(_) => Vec::new(),
                None => insight.first_of_each_kind(&rested),
            };
            let is_first = !first.is_empty();
            let drawn = if is_first {
                first
            } else {
                insight.with_due(candidates, rested)
            };
            insight.scored(&drawn, is_first)
        };
        let name: fn(&(&'c Candidate, Because)) -> &'c str = |(c, _)| c.prompt.as_str();
        Ok(pick::order(
            scored,
            |drawn| name(drawn),
            (draw.seed, draw.number),
        ))
    }
}

/// What speaks for a prompt now, by its name, whether it is rested or not.
///
/// # Errors
/// There is no such prompt that may be drawn, or no such role.
pub fn because(
    library: &Library,
    journal: &dyn Journal,
    clock: &dyn Clock,
    data: &Path,
    (name, target): (&str, &Target),
) -> Result<Because, Error> {
    let entry = shelf::read(library, name)?;
    let candidates = library.candidates(None);
    let is_it = |c: &&Candidate| c.bank == entry.bank && c.prompt == entry.prompt.id;
    let Some(candidate) = candidates.iter().find(is_it) else {
        let cause = format!(
            "Prompt {} is never drawn: it is no active one.",
            entry.prompt.id
        );
        return Err(Error::usage(
            cause,
            "`mockloop practice --prompt` plays it.",
        ));
    };
    let summaries = journal.summaries()?;
    let insight = Insight {
        role: archive::role(library, &target.role)?,
        history: archive::history(journal, target.start)?,
        before: &summaries,
        now_ms: clock::instant_ms(clock.now().wall.as_str()).unwrap_or(0),
        due: due(data, clock, &summaries),
    };
    let scored = insight.scored(&[candidate], false).pop();
    Ok(scored.map_or(Because::Random, |((_, because), _)| because))
}

/// The prompts that are due again before the interview of the plan. A plan that can't be read is
/// told by `plan`; a draw goes on without it.
fn due(data: &Path, clock: &dyn Clock, rounds: &[Summary]) -> BTreeMap<(BankId, PromptId), Due> {
    let interview = planning::aim(data).ok().flatten().map(|aim| aim.interview);
    let both = interview.zip(Day::of_wall(&clock.now().wall));
    both.map_or_else(BTreeMap::new, |(interview, today)| {
        review::due(rounds, interview, today)
    })
}

/// What the history says to a draw.
struct Insight<'a> {
    role: Role,
    history: History,
    before: &'a [Summary],
    now_ms: i64,
    due: BTreeMap<(BankId, PromptId), Due>,
}

impl Insight<'_> {
    fn due(&self, candidate: &Candidate) -> Option<Due> {
        let name = (candidate.bank.clone(), candidate.prompt.clone());
        self.due.get(&name).copied()
    }

    /// The rested prompts, and those that are due before they are rested.
    fn with_due<'c>(
        &self,
        all: &'c [Candidate],
        mut rested: Vec<&'c Candidate>,
    ) -> Vec<&'c Candidate> {
        let due = all.iter().filter(|candidate| self.due(candidate).is_some());
        let early: Vec<&Candidate> = due.filter(|c| !rested.contains(c)).collect();
        rested.extend(early);
        rested
    }

    fn first_of_each_kind<'c>(&self, rested: &[&'c Candidate]) -> Vec<&'c Candidate> {
        let attempts = self
            .history
            .attempts
            .iter()
            .map(|attempt| attempt.kind.as_str());
        let drawn = self.before.iter().map(|round| round.kind.as_str());
        let practised: BTreeSet<&str> = attempts.chain(drawn).collect();
        let kinds: BTreeSet<&str> = self.role.kinds().map(String::as_str).collect();
        let rounds = self.before.len().max(self.history.attempts.len());
        pick::first_of_each_kind(rested, &kinds, &practised, rounds)
    }

    /// Prompts with what speaks for each, and their scores.
    fn scored<'c>(
        &self,
        candidates: &[&'c Candidate],
        is_first: bool,
    ) -> Vec<((&'c Candidate, Because), f64)> {
        let (filter, seen) = (
            self.history.filter(&self.role, self.now_ms),
            self.history.seen(),
        );
        let outlook = Outlook {
            filter: &filter,
            role: &self.role,
            seen: &seen,
        };
        let last = self.before.last().map(|round| {
            let topics = round.scores.topics.iter().map(TopicId::as_str).collect();
            (round.kind.as_str(), topics)
        });
        let chooser = Chooser::new(&outlook, last);
        let attempts = self.history.attempts.iter();
        let latest: BTreeMap<&str, i64> = attempts
            .map(|attempt| (attempt.kind.as_str(), attempt.at_ms))
            .collect();
        let idle_days = |kind: Kind| {
            let at_ms = latest.get(kind.as_str())?;
            Some((self.now_ms - at_ms).max(0) / DAY_MS)
        };
        let because = |candidate: &&'c Candidate| {
            let kind = candidate.kind;
            let worth = chooser.worth(
                kind.as_str(),
                candidate.dimensions.iter().map(DimensionId::as_str),
                candidate.topics.iter().map(TopicId::as_str),
                candidate.difficulty,
            );
            let due = self.due(candidate);
            let because = Because::Worth {
                worth,
                kind,
                topics: candidate.topics.clone(),
                is_first,
                idle_days: idle_days(kind),
                rounds: filter.rounds(),
                due,
            };
            let raise = if due.is_some() { pick::DUE } else { 1.0 };
            ((*candidate, because), worth.score * raise)
        };
        candidates.iter().map(because).collect()
    }
}
