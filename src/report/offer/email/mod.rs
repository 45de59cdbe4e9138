//! Drafts of emails. Every number in them is in the files, or computed by a rule that is named.

mod counter;

use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, UndefinedBehavior, context};
use serde_json::{Value, json};

use super::compare::question;
use super::words::full;
use crate::domain::offer::compare::{Comparison, Weighed};
use crate::domain::offer::flags;
use crate::domain::offer::money::days_later;
use crate::domain::offer::words::{FlagState, Status};
use crate::domain::raw::Choice;
use crate::report::document::Document;
use crate::report::words::list;

/// The most words of a draft.
pub const WORD_LIMIT: usize = 170;
/// Days that an extension asks for.
const EXTENSION_DAYS: u32 = 7;

/// The kinds of emails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmailKind {
    /// Asks for more, by scope and what was delivered.
    Counter,
    /// Asks what is not known.
    Clarify,
    /// Asks for time.
    Extend,
    /// Says yes.
    Accept,
    /// Says no.
    Decline,
}

impl EmailKind {
    fn as_str(self) -> &'static str {
        Self::WORDS
            .iter()
            .find(|(_, kind)| *kind == self)
            .map_or("", |(word, _)| word)
    }

    fn template(self) -> &'static str {
        match self {
            Self::Counter => include_str!("counter.txt"),
            Self::Clarify => include_str!("clarify.txt"),
            Self::Extend => include_str!("extend.txt"),
            Self::Accept => include_str!("accept.txt"),
            Self::Decline => include_str!("decline.txt"),
        }
    }
}

impl Choice for EmailKind {
    const WHAT: &'static str = "a kind of email";
    const WORDS: &'static [(&'static str, Self)] = &[
        ("counter", Self::Counter),
        ("clarify", Self::Clarify),
        ("extend", Self::Extend),
        ("accept", Self::Accept),
        ("decline", Self::Decline),
    ];
}

/// Why there is no draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What is missing.
    pub cause: String,
    /// What to write.
    pub remedy: String,
}

fn refuse<T>(cause: impl Into<String>, remedy: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal {
        cause: cause.into(),
        remedy: remedy.into(),
    })
}

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The offer.
    pub offer: String,
    /// The kind.
    pub kind: EmailKind,
    /// Its subject and text.
    pub text: String,
    /// What each ask rests on.
    pub because: Vec<(String, Vec<String>)>,
    /// Numbers that were computed, each with its rule.
    pub computed: Vec<(String, String)>,
    /// What would make it stronger.
    pub stronger: Vec<String>,
}

impl Draft {
    /// The draft, and beside it what it rests on: lines that begin with # are not part of it.
    pub fn document(&self) -> Document {
        let mut notes = Vec::new();
        for (ask, evidence) in &self.because {
            notes.push(format!("# {ask} rests on {}", list(evidence)));
        }
        for (number, rule) in &self.computed {
            notes.push(format!("# {number}: {rule}"));
        }
        for hint in &self.stronger {
            notes.push(format!("# stronger with: {hint}"));
        }
        notes.push("# a draft; lines with # are not part of it, and nothing is sent".to_owned());
        Document::default().verbatim(format!("{}\n\n{}", self.text, notes.join("\n")))
    }

    /// The same for programs.
    pub fn value(&self) -> Value {
        let pairs = self.because.iter();
        let because = pairs.map(|(ask, evidence)| json!({ "ask": ask, "evidence": evidence }));
        let computed = self.computed.iter();
        let computed = computed.map(|(number, rule)| json!({ "number": number, "rule": rule }));
        json!({
            "schema": 1,
            "offer": self.offer,
            "kind": self.kind.as_str(),
            "text": self.text,
            "because": because.collect::<Vec<_>>(),
            "computed": computed.collect::<Vec<_>>(),
            "stronger": self.stronger,
        })
    }
}

/// What a template may say. Nothing is left out silently: a name that is missing fails.
#[derive(Debug, Clone, Default)]
struct Said {
    scope: Option<String>,
    item: Option<String>,
    amount: Option<String>,
    current: Option<String>,
    figures: Vec<String>,
    fallbacks: Vec<String>,
    rival: Option<String>,
    questions: Vec<String>,
    deadline: Option<String>,
    until: Option<String>,
    pay: Option<String>,
}

impl Said {
    /// Leaves out what can best be missed; false if nothing can.
    fn shorten(&mut self) -> bool {
        let lists = [&mut self.questions, &mut self.fallbacks, &mut self.figures];
        for list in lists {
            if list.len() > 1 {
                list.pop();
                return true;
            }
        }
        if self.fallbacks.pop().is_some() || self.rival.take().is_some() {
            return true;
        }
        self.scope.take().is_some() || self.figures.pop().is_some()
    }
}

/// Drafts an email.
///
/// # Errors
/// What it would rest on is missing, with what to write.
pub fn draft(comparison: &Comparison, id: &str, kind: EmailKind) -> Result<Draft, Refusal> {
    let found = comparison.offers.iter().enumerate();
    let Some((place, one)) = found.clone().find(|(_, one)| one.offer.id.as_str() == id) else {
        return refuse(
            format!("Offer {id} is declined or expired."),
            "Set its status first.",
        );
    };
    let mut draft = Draft {
        offer: id.to_owned(),
        kind,
        text: String::new(),
        because: Vec::new(),
        computed: Vec::new(),
        stronger: Vec::new(),
    };
    let mut said = match kind {
        EmailKind::Counter => counter::counter(comparison, place, one, &mut draft)?,
        EmailKind::Clarify => clarify(comparison, place, one, &mut draft)?,
        EmailKind::Extend => extend(one, &mut draft)?,
        EmailKind::Accept => accept(one),
        EmailKind::Decline => Said::default(),
    };
    loop {
        draft.text = render(kind, one, &said)?;
        if words(&draft.text) <= WORD_LIMIT {
            return Ok(draft);
        }
        if !said.shorten() {
            let cause = format!("The draft is longer than {WORD_LIMIT} words.");
            return refuse(cause, "Shorten role, company or the ask.");
        }
    }
}

/// The words of a text.
pub fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

fn render(kind: EmailKind, one: &Weighed, said: &Said) -> Result<String, Refusal> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let tags = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build();
    if let Ok(tags) = tags {
        environment.set_syntax(tags);
    }
    let (offer, said) = (&one.offer, said.clone());
    let rendered = environment.render_str(
        kind.template(),
        context! {
            name => offer.contact.as_ref().map(ToString::to_string),
            company => offer.company.as_str(),
            role => offer.role.as_str(),
            received => offer.received.map(|date| date.to_string()),
            is_written => offer.status == Status::Written,
            scope => said.scope,
            item => said.item,
            amount => said.amount,
            current => said.current,
            figures => said.figures,
            fallbacks => said.fallbacks,
            rival => said.rival,
            questions => said.questions,
            deadline => said.deadline,
            until => said.until,
            pay => said.pay,
        },
    );
    match rendered {
        Ok(text) => {
            let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
            Ok(lines.join("\n").trim().to_owned())
        }
        Err(error) => refuse(
            format!("The draft can't be made: {error}."),
            "This is a fault of mockloop.",
        ),
    }
}

/// Questions: the one that the decision hangs on, open gates, flags that nobody looked at.
fn clarify(
    comparison: &Comparison,
    place: usize,
    one: &Weighed,
    draft: &mut Draft,
) -> Result<Said, Refusal> {
    let mut questions: Vec<String> = Vec::new();
    let mut add = |question: String| {
        if !questions.contains(&question) {
            questions.push(question);
        }
    };
    let own = comparison.questions.iter().filter(|one| one.offer == place);
    for open in own.filter(|open| has_question(one, open.criterion)).take(1) {
        add(question(comparison, place, open.criterion).to_string());
    }
    for gap in one.gaps() {
        add(flags::gate(gap).map_or(String::new(), |gate| gate.ask.to_owned()));
    }
    let unknown = one
        .offer
        .flags
        .iter()
        .filter(|flag| flag.state == FlagState::Unknown);
    let mut unknown: Vec<_> = unknown.collect();
    unknown.sort_by_key(|flag| std::cmp::Reverse(flag.severity));
    for flag in unknown {
        add(flag.question.to_string());
    }
    if questions.is_empty() {
        let cause = format!("Nothing is open for {}.", one.offer.id);
        return refuse(cause, "`mockloop offer checklist` shows where it stands.");
    }
    draft.because.push((
        "each question".to_owned(),
        vec!["a gap in the file".to_owned()],
    ));
    Ok(Said {
        questions,
        ..Said::default()
    })
}

fn has_question(one: &Weighed, criterion: usize) -> bool {
    one.offer
        .cells
        .get(criterion)
        .is_some_and(|cell| cell.question.is_some())
}

fn extend(one: &Weighed, draft: &mut Draft) -> Result<Said, Refusal> {
    let Some(deadline) = one.offer.deadline else {
        let id = &one.offer.id;
        let remedy =
            format!("`mockloop offer edit {id} --set deadline=2026-12-01` writes it down.");
        return refuse(format!("Offer {id} has no deadline."), remedy);
    };
    let until = days_later(deadline, EXTENSION_DAYS).to_string();
    draft.computed.push((
        until.clone(),
        format!("the deadline and {EXTENSION_DAYS} days"),
    ));
    let gaps = one
        .gaps()
        .into_iter()
        .filter_map(flags::gate)
        .map(|gate| gate.title.to_owned());
    Ok(Said {
        deadline: Some(deadline.to_string()),
        until: Some(until),
        questions: gaps.collect(),
        ..Said::default()
    })
}

fn accept(one: &Weighed) -> Said {
    let pay = one
        .offer
        .comp
        .as_ref()
        .map(|comp| full(comp.currency, comp.base));
    let gaps = one
        .gaps()
        .into_iter()
        .filter_map(flags::gate)
        .map(|gate| gate.ask.to_owned());
    Said {
        pay,
        questions: gaps.collect(),
        ..Said::default()
    }
}
