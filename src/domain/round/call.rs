//! A screen's call, folded from a round's moves: which question was asked when, and what was said.

use super::ask::{Understood, longest_key, understand};
use super::moves::{Act, Move};
use super::state::{Capture, Question as Asked, State};
use crate::domain::bank::detail::{Detail, Question, Screen};
use crate::domain::bank::prompt::{Clarification, Item};
use crate::domain::bank::{PhaseId, Prompt};
use crate::domain::text::Safe;

/// The phase in which the questions are asked.
pub const PHASE: &str = "questions";

/// How long an answer is listened to before it gets long.
pub const ANSWER_MS: u64 = 90_000;

/// What begins a line that says what would change one's mind, once kept.
const MIND: &str = "mind: ";

/// A screen's call.
#[derive(Debug, Clone)]
pub struct Call<'a> {
    screen: &'a Screen,
    prompt: &'a Prompt,
    state: &'a State,
    /// The questions that were asked, with the move that each was.
    asked: Vec<(&'a Move, &'a Question)>,
}

/// A question of theirs and what was said to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer<'a> {
    /// The question.
    pub question: &'a Question,
    /// Time spent on it, in milliseconds; none if it was never asked.
    pub spent_ms: Option<u64>,
    /// The lines that were written while it was on.
    pub lines: Vec<&'a Capture>,
    /// The words in them that show something.
    pub keywords: Vec<&'a str>,
}

/// What a question of one's own got.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Said<'a> {
    /// The answer of a clarification.
    Known(&'a Clarification),
    /// Something that is only given away when asked about.
    GivenAway(&'a Safe),
    /// Nothing that the interviewer has an answer to.
    Default,
}

impl<'a> Call<'a> {
    /// Folds a round's moves; nothing if the round is no screen.
    pub fn of(prompt: &'a Prompt, state: &'a State) -> Option<Self> {
        let Detail::Screen(screen) = &prompt.detail else {
            return None;
        };
        let asked = state.moves.iter().filter_map(|step| match &step.what {
            Act::Happened(id) => {
                let mut questions = screen.questions.iter();
                let question = questions.find(|q| q.id.as_str() == id.as_str())?;
                Some((step, question))
            }
            Act::Looked { .. }
            | Act::Did { .. }
            | Act::Told { .. }
            | Act::TookBack
            | Act::AskedFor { .. } => None,
        });
        Some(Self {
            screen,
            prompt,
            state,
            asked: asked.collect(),
        })
    }

    /// Who calls, and what about.
    pub fn screen(&self) -> &'a Screen {
        self.screen
    }

    /// The questions that were asked, with the move that each was.
    pub fn asked(&self) -> &[(&'a Move, &'a Question)] {
        &self.asked
    }

    /// The question that is to be asked next, if its phase is on.
    pub fn next(&self) -> Option<&'a Question> {
        let is_on = self
            .state
            .current()
            .is_some_and(|phase| is_phase(&phase.id));
        let is_new =
            |question: &&Question| self.asked.iter().all(|(_, asked)| asked.id != question.id);
        self.screen.questions.iter().find(is_new).filter(|_| is_on)
    }

    /// The question that is on: when it was asked, its number from 1, and it.
    pub fn on(&self) -> Option<(u64, usize, &'a Question)> {
        let is_on = self
            .state
            .current()
            .is_some_and(|phase| is_phase(&phase.id));
        let (step, question) = self.asked.last().filter(|_| is_on)?;
        Some((step.at_ms, self.asked.len(), question))
    }

    /// The minutes of a question, in milliseconds at this round's pace; none if it is untimed.
    pub fn budget_ms(&self, question: &Question) -> Option<u64> {
        let minutes = self.screen.questions.iter().map(|q| u64::from(q.minutes));
        let all = minutes.sum::<u64>().max(1);
        let phases = self.state.drawn.budgets.iter();
        let mut phases = phases.filter(|budget| is_phase(&budget.phase));
        let budget_ms = phases.next()?.budget_ms?;
        Some(budget_ms * u64::from(question.minutes) / all)
    }

    /// Their questions with what was said to each.
    pub fn answers(&self) -> Vec<Answer<'a>> {
        let cues = self
            .prompt
            .items
            .iter()
            .filter(|item| is_phase(&item.phase));
        let cues: Vec<&str> = cues
            .flat_map(|item: &Item| &item.cues)
            .map(String::as_str)
            .collect();
        let answer = |question: &'a Question| {
            let at = self
                .asked
                .iter()
                .position(|(_, asked)| asked.id == question.id);
            let Some((at, from)) = at.and_then(|at| Some((at, self.asked.get(at)?.0))) else {
                return Answer {
                    question,
                    spent_ms: None,
                    lines: Vec::new(),
                    keywords: Vec::new(),
                };
            };
            let next = self.asked.get(at + 1).map(|(step, _)| *step);
            let end_ms = next.map_or_else(|| self.end_ms(from.at_ms), |next| next.at_ms);
            let is_here = |line: &&Capture| {
                let before_next = next.is_none_or(|next| line.seq < next.seq);
                is_phase(&line.phase) && line.seq > from.seq && before_next
            };
            let lines: Vec<&Capture> = self.state.captures.iter().filter(is_here).collect();
            let texts: Vec<String> = lines
                .iter()
                .map(|line| line.text.as_str().to_lowercase())
                .collect();
            let is_said = |cue: &&&str| texts.iter().any(|text| text.contains(**cue));
            Answer {
                question,
                spent_ms: Some(end_ms.saturating_sub(from.at_ms)),
                keywords: cues.iter().filter(is_said).map(|cue| cue.trim()).collect(),
                lines,
            }
        };
        self.screen.questions.iter().map(answer).collect()
    }

    /// When the last question was over: its phase took so long, or still goes on.
    fn end_ms(&self, from_ms: u64) -> u64 {
        let first_ms = self.asked.first().map_or(from_ms, |(step, _)| step.at_ms);
        let now_ms = self.state.clock.gathered_ms();
        let phases = self.state.phases.iter().enumerate();
        let mut phases = phases.filter(|(_, phase)| is_phase(&phase.id));
        let spent_ms = phases
            .next()
            .map_or(0, |(at, _)| self.state.spent_ms(at, now_ms));
        (first_ms + spent_ms).clamp(from_ms, now_ms.max(from_ms))
    }

    /// One's own questions, and what each got.
    pub fn own_questions(&self) -> Vec<(&'a Asked, Said<'a>)> {
        let asked = self.state.asked();
        asked
            .map(|question| (question, said(self.prompt, question)))
            .collect()
    }

    /// What the candidate wrote that would change their mind, each with the question of theirs
    /// that asked about it.
    pub fn minds(&self) -> Vec<(&'a str, Option<&'a Asked>)> {
        let captures = self.state.captures.iter();
        let minds = captures.filter_map(|capture| capture.text.as_str().strip_prefix(MIND));
        let known = &self.prompt.clarifications;
        minds
            .map(|text| {
                let wanted = match understand(text, known) {
                    Understood::One(one) => vec![&one.id],
                    Understood::Several(several) => several.iter().map(|c| &c.id).collect(),
                    Understood::Nothing => Vec::new(),
                };
                let is_it = |asked: &&Asked| {
                    asked
                        .matched
                        .as_ref()
                        .is_some_and(|id| wanted.contains(&id))
                };
                (text, self.state.questions.iter().find(is_it))
            })
            .collect()
    }
}

/// A line on what would change one's mind as it is kept.
pub fn mind(text: &str) -> String {
    format!("{MIND}{text}")
}

fn is_phase(id: &PhaseId) -> bool {
    id.as_str() == PHASE
}

/// What a question got.
pub fn said<'a>(prompt: &'a Prompt, asked: &Asked) -> Said<'a> {
    let known = asked.matched.as_ref();
    let known = known.and_then(|id| prompt.clarifications.iter().find(|c| c.id == *id));
    match (known, given_away(prompt, asked.text.as_str())) {
        (Some(known), _) => Said::Known(known),
        (None, Some((_, text))) => Said::GivenAway(text),
        (None, None) => Said::Default,
    }
}

/// Whether a question gets what is only given away when asked about: its key is longer than any
/// clarification's.
pub fn gives_away(prompt: &Prompt, line: &str) -> bool {
    let known = prompt
        .clarifications
        .iter()
        .map(|known| longest_key(line, &known.keys));
    let known = known.max().unwrap_or(0);
    given_away(prompt, line).is_some_and(|(length, _)| length > known)
}

fn given_away<'a>(prompt: &'a Prompt, line: &str) -> Option<(usize, &'a Safe)> {
    let Detail::Screen(screen) = &prompt.detail else {
        return None;
    };
    let found = screen
        .reveals
        .iter()
        .map(|reveal| (longest_key(line, &reveal.keys), &reveal.text));
    found
        .filter(|(length, _)| *length > 0)
        .max_by_key(|(length, _)| *length)
}
