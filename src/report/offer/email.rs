//! Drafts of emails. Every number in them is in the files, or computed by a rule that is named.

use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, UndefinedBehavior, context};
use serde_json::{Value, json};

use super::compare::question;
use super::words::full;
use crate::domain::offer::compare::{Comparison, Weighed};
use crate::domain::offer::flags;
use crate::domain::offer::model::{Ask, AskSize, Comp, Evidence};
use crate::domain::offer::money::{Amount, days_later, decimal};
use crate::domain::offer::pay::tie_amount;
use crate::domain::offer::words::{EvidenceKind, FlagState, Status};
use crate::domain::raw::Choice;
use crate::report::document::Document;
use crate::report::words::list;

/// The most words of a draft.
pub const WORD_LIMIT: usize = 170;
/// The most words that are quoted of one piece of evidence.
const QUOTED_WORDS: usize = 22;
/// The most delivered figures of a draft.
const FIGURES: usize = 2;
/// The most ways out that are offered beside the one ask.
const FALLBACKS: usize = 2;
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
        Self::WORDS.iter().find(|(_, kind)| *kind == self).map_or("", |(word, _)| word)
    }

    fn template(self) -> &'static str {
        match self {
            Self::Counter => include_str!("email/counter.txt"),
            Self::Clarify => include_str!("email/clarify.txt"),
            Self::Extend => include_str!("email/extend.txt"),
            Self::Accept => include_str!("email/accept.txt"),
            Self::Decline => include_str!("email/decline.txt"),
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
        return refuse(format!("Offer {id} is declined or expired."), "Set its status first.");
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
        EmailKind::Counter => counter(comparison, place, one, &mut draft)?,
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
    let tags = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    if let Ok(tags) = tags {
        environment.set_syntax(tags);
    }
    let (offer, said) = (&one.offer, said.clone());
    let rendered = environment.render_str(kind.template(), context! {
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
    });
    match rendered {
        Ok(text) => {
            let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
            Ok(lines.join("\n").trim().to_owned())
        }
        Err(error) => refuse(format!("The draft can't be made: {error}."), "This is a fault of mockloop."),
    }
}

/// A counter: expected ownership, then the amount or range, then one or two delivered figures.
fn counter(
    comparison: &Comparison,
    place: usize,
    one: &Weighed,
    draft: &mut Draft,
) -> Result<Said, Refusal> {
    let offer = &one.offer;
    let mut asks = offer.negotiation.asks.iter();
    let first = asks.next();
    let mut said = Said {
        scope: scope(one, first).map(|evidence| quoted(&evidence.text.to_string())),
        figures: figures(one, first),
        rival: rival(comparison, one),
        ..Said::default()
    };
    if let Some(ask) = first {
        let item = item(&ask.item.to_string());
        said.amount = amount(comparison, place, one, ask, draft);
        said.current = current(one.offer.comp.as_ref(), &ask.item.to_string());
        said.item = Some(item.clone());
        draft.because.push((item, ask.because.iter().map(ToString::to_string).collect()));
        said.fallbacks.extend(ask.fallback.as_ref().map(ToString::to_string));
    } else {
        let evidence = scope(one, None).map(|evidence| evidence.id.to_string());
        draft.because.push(("the scope".to_owned(), evidence.into_iter().collect()));
        draft.stronger.push("an ask: [[negotiation.ask]] with item, to and because".to_owned());
    }
    for ask in asks.take(FALLBACKS - said.fallbacks.len().min(FALLBACKS)) {
        let item = item(&ask.item.to_string());
        let amount = amount(comparison, place, one, ask, draft);
        said.fallbacks.push(amount.map_or_else(|| item.clone(), |amount| format!("{item} of {amount}")));
        draft.because.push((item, ask.because.iter().map(ToString::to_string).collect()));
    }
    if said.figures.is_empty() {
        let what = "a delivered figure of yours: [[evidence]] kind = \"achievement\" with its proof in ref";
        draft.stronger.push(what.to_owned());
    }
    if said.scope.is_none() && said.figures.is_empty() {
        let id = &offer.id;
        return refuse(
            format!("There is neither scope nor evidence to ask on for {id}."),
            format!(
                "Write down what you would own and from where you know it: `mockloop offer edit {id}`, \
                 [[evidence]]."
            ),
        );
    }
    Ok(said)
}

/// What was said of the scope: the ask's own evidence, else that of the heaviest score that has some.
fn scope<'a>(one: &'a Weighed, ask: Option<&Ask>) -> Option<&'a Evidence> {
    let is_theirs = |evidence: &&Evidence| evidence.kind != EvidenceKind::Achievement;
    let known = |id: &str| one.offer.evidence.iter().find(|evidence| evidence.id.as_str() == id);
    let of_ask = ask.into_iter().flat_map(|ask| &ask.because);
    let of_cells = one.offer.cells.iter().flat_map(|cell| &cell.evidence);
    let rank = |evidence: &&Evidence| match evidence.kind {
        EvidenceKind::Interview | EvidenceKind::Conversation => 0,
        EvidenceKind::Document | EvidenceKind::Public | EvidenceKind::Inference
        | EvidenceKind::Achievement => 1,
    };
    let of_ask = of_ask.filter_map(|id| known(id.as_str())).filter(is_theirs).min_by_key(rank);
    of_ask.or_else(|| of_cells.filter_map(|id| known(id.as_str())).find(is_theirs))
}

/// Delivered figures: the ask's own, then any other of the candidate's.
fn figures(one: &Weighed, ask: Option<&Ask>) -> Vec<String> {
    let is_own = |evidence: &&Evidence| evidence.kind == EvidenceKind::Achievement;
    let is_of_ask = |evidence: &Evidence| ask.is_some_and(|ask| ask.because.contains(&evidence.id));
    let mut own: Vec<&Evidence> = one.offer.evidence.iter().filter(is_own).collect();
    own.sort_by_key(|evidence| !is_of_ask(evidence));
    own.into_iter().take(FIGURES).map(|evidence| quoted(&evidence.text.to_string())).collect()
}

/// A text as it may stand in a sentence: not too long, without its full stop.
fn quoted(text: &str) -> String {
    let text = text.trim().trim_end_matches('.');
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.get(..QUOTED_WORDS) {
        Some(first) if words.len() > QUOTED_WORDS => format!("{} ..", first.join(" ")),
        Some(_) | None => words.join(" "),
    }
}

fn item(name: &str) -> String {
    match name {
        "base" => "a base salary".to_owned(),
        "sign_on" => "a sign-on".to_owned(),
        "equity" => "an equity grant".to_owned(),
        "bonus" => "a bonus".to_owned(),
        other => other.replace('_', " "),
    }
}

/// What is asked for, as it is written: an amount, a range, or what draws level.
fn amount(
    comparison: &Comparison,
    place: usize,
    one: &Weighed,
    ask: &Ask,
    draft: &mut Draft,
) -> Option<String> {
    let currency = one.offer.comp.as_ref().map_or(comparison.card.base, |comp| comp.currency);
    match &ask.size {
        AskSize::Open => {
            let what = format!("an amount for {}: to = \"...\"", ask.item);
            draft.stronger.push(what);
            None
        }
        AskSize::To(amounts) => Some(match amounts.high {
            Some(high) => {
                let high = full(currency, high);
                let high = high.split_once(' ').map_or(high.as_str(), |(_, digits)| digits);
                format!("{} to {high}", full(currency, amounts.low))
            }
            None => full(currency, amounts.low),
        }),
        AskSize::Tie => {
            let tie = tie_amount(comparison, place, ask.item.as_str()).and_then(decimal);
            let Some(tie) = tie else {
                draft.stronger.push(format!("an amount for {}: no tie is needed, or none can be had", ask.item));
                return None;
            };
            let step = Amount::from(500);
            let rounded = full(currency, (tie / step).ceil() * step);
            let rule = "what draws level with the best other offer, rounded up to 500".to_owned();
            draft.computed.push((rounded.clone(), rule));
            Some(rounded)
        }
    }
}

/// What the offer has of it now.
fn current(comp: Option<&Comp>, item: &str) -> Option<String> {
    let comp = comp?;
    match item {
        "base" => Some(full(comp.currency, comp.base)),
        "sign_on" => comp.sign_on.first().map(|one| full(comp.currency, one.amount)),
        _ => None,
    }
}

/// Another offer may be spoken of only if it is written, and named only if the file says so.
fn rival(comparison: &Comparison, one: &Weighed) -> Option<String> {
    let negotiation = &one.offer.negotiation;
    let id = negotiation.fallback_offer.as_ref()?;
    let rival = comparison.offers.iter().find(|other| other.offer.id == *id)?;
    if rival.offer.status != Status::Written {
        return None;
    }
    Some(if negotiation.disclose_rival {
        format!("a written offer from {}", rival.offer.company)
    } else {
        "another written offer".to_owned()
    })
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
    let unknown = one.offer.flags.iter().filter(|flag| flag.state == FlagState::Unknown);
    let mut unknown: Vec<_> = unknown.collect();
    unknown.sort_by_key(|flag| std::cmp::Reverse(flag.severity));
    for flag in unknown {
        add(flag.question.to_string());
    }
    if questions.is_empty() {
        let cause = format!("Nothing is open for {}.", one.offer.id);
        return refuse(cause, "`mockloop offer checklist` shows where it stands.");
    }
    draft.because.push(("each question".to_owned(), vec!["a gap in the file".to_owned()]));
    Ok(Said {
        questions,
        ..Said::default()
    })
}

fn has_question(one: &Weighed, criterion: usize) -> bool {
    one.offer.cells.get(criterion).is_some_and(|cell| cell.question.is_some())
}

fn extend(one: &Weighed, draft: &mut Draft) -> Result<Said, Refusal> {
    let Some(deadline) = one.offer.deadline else {
        let id = &one.offer.id;
        let remedy = format!("`mockloop offer edit {id} --set deadline=2026-12-01` writes it down.");
        return refuse(format!("Offer {id} has no deadline."), remedy);
    };
    let until = days_later(deadline, EXTENSION_DAYS).to_string();
    draft.computed.push((until.clone(), format!("the deadline and {EXTENSION_DAYS} days")));
    let gaps = one.gaps().into_iter().filter_map(flags::gate).map(|gate| gate.title.to_owned());
    Ok(Said {
        deadline: Some(deadline.to_string()),
        until: Some(until),
        questions: gaps.collect(),
        ..Said::default()
    })
}

fn accept(one: &Weighed) -> Said {
    let pay = one.offer.comp.as_ref().map(|comp| full(comp.currency, comp.base));
    let gaps = one.gaps().into_iter().filter_map(flags::gate).map(|gate| gate.ask.to_owned());
    Said {
        pay,
        questions: gaps.collect(),
        ..Said::default()
    }
}
