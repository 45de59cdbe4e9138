//! An offer's file against the rules and its scorecard.

use super::{comp, fault, generation, id, known, texts, unique};
use crate::domain::fault::{Code, Faults};
use crate::domain::offer::flags;
use crate::domain::offer::format::{AskTable, FlagTable, GateTable, OfferFile, ScoreTable};
use crate::domain::offer::model::{
    Ask, AskSize, Cell, Evidence, Flag, Gate, Negotiation, Offer, Score, Scorecard, TOP_SCORE,
};
use crate::domain::offer::words::{FlagState, GateState};
use crate::domain::raw::At;
use crate::domain::text::Safe;

/// The severity of a flag that names none.
const DEFAULT_SEVERITY: u32 = 1;

/// Checks the offer in the file called `name`, beside the other offers of the search.
pub fn offer(
    file: &OfferFile,
    name: &str,
    card: &Scorecard,
    offers: &[&str],
    faults: &mut Faults,
) -> Option<Offer> {
    let before = faults.len();
    generation(&file.schema, faults);
    id(&file.id, faults);
    if file.id.value != name {
        let message = format!("the file is called `{name}`, the offer `{}`", file.id.value);
        let help = "give the file and the offer the same name";
        fault(faults, Code::OFFER_REFERENCE, file.id.span, message, help);
    }
    dates(file, faults);
    unique(
        "evidence",
        file.evidence.iter().map(|evidence| &evidence.id),
        faults,
    );
    let evidence: Vec<&str> = file.evidence.iter().map(|e| e.id.value.as_str()).collect();
    let cells = cells(file, card, &evidence, faults);
    let flags = flags(&file.flags, &evidence, faults);
    let gates = gates(file, &evidence, faults);
    let negotiation = negotiation(file, offers, &evidence, faults);
    let comp = file
        .comp
        .as_ref()
        .and_then(|table| comp::comp(table, card, faults));
    let or = |text: &Option<Safe>, other: &str| text.clone().unwrap_or_else(|| Safe::new(other));
    (faults.len() == before).then(|| Offer {
        id: Safe::new(&file.id.value),
        company: or(&file.company, &file.id.value),
        role: or(&file.role, "the role"),
        level: file.level.clone(),
        loop_id: file.loop_id.clone(),
        status: file.status.value,
        received: file.received.as_ref().map(|at| at.value),
        deadline: file.deadline.as_ref().map(|at| at.value),
        contact: file
            .contact
            .as_ref()
            .and_then(|contact| contact.name.clone()),
        comp,
        evidence: file.evidence.iter().map(known_fact).collect(),
        cells,
        flags,
        gates,
        negotiation,
    })
}

fn known_fact(table: &crate::domain::offer::format::EvidenceTable) -> Evidence {
    Evidence {
        id: Safe::new(&table.id.value),
        kind: table.kind,
        date: table.date,
        who: table.who.clone(),
        reference: table.reference.clone(),
        text: table.text.clone(),
    }
}

fn dates(file: &OfferFile, faults: &mut Faults) {
    if let (Some(received), Some(deadline)) = (&file.received, &file.deadline)
        && deadline.value < received.value
    {
        let message = format!(
            "the deadline {} is before the offer came, {}",
            deadline.value, received.value
        );
        let help = "write both dates as the letter has them";
        fault(faults, Code::OFFER_DATES, deadline.span, message, help);
    }
}

fn resolved(list: &[At<String>], evidence: &[&str], faults: &mut Faults) {
    for id in list {
        known("evidence", id, evidence, faults);
    }
}

fn cells(file: &OfferFile, card: &Scorecard, evidence: &[&str], faults: &mut Faults) -> Vec<Cell> {
    unique(
        "scores",
        file.scores.iter().map(|score| &score.criterion),
        faults,
    );
    let criteria: Vec<&str> = card.criteria.iter().map(|c| c.id.as_str()).collect();
    let mut read: Vec<(&str, Cell)> = Vec::new();
    for table in &file.scores {
        known("criterion", &table.criterion, &criteria, faults);
        resolved(&table.evidence, evidence, faults);
        let is_computed = |name: &str| {
            card.criteria
                .iter()
                .any(|c| c.is_computed && c.id.as_str() == name)
        };
        if is_computed(&table.criterion.value) {
            let message = format!("`{}` is scored from [comp]", table.criterion.value);
            let help = "remove this score, or `computed` from the criterion";
            fault(
                faults,
                Code::OFFER_SCORE,
                table.criterion.span,
                message,
                help,
            );
        }
        let cell = Cell {
            score: score(table, faults),
            evidence: texts(&table.evidence),
            question: table.question.clone(),
        };
        read.push((&table.criterion.value, cell));
    }
    let cell = |criterion: &crate::domain::offer::model::Criterion| {
        let unscored = |score| Cell {
            score,
            evidence: Vec::new(),
            question: None,
        };
        if criterion.is_computed {
            return unscored(Score::Computed);
        }
        let own = read.iter().find(|(name, _)| *name == criterion.id.as_str());
        own.map_or_else(|| unscored(Score::Unknown), |(_, cell)| cell.clone())
    };
    card.criteria.iter().map(cell).collect()
}

fn score(table: &ScoreTable, faults: &mut Faults) -> Score {
    let is_unknown = table.unknown.as_ref().is_some_and(|at| at.value);
    let in_scale = |value: f64| (0.0..=TOP_SCORE).contains(&value);
    let (message, span) = match (&table.score, &table.range, is_unknown) {
        (Some(at), None, false) if in_scale(at.value) => return Score::Exact(at.value),
        (Some(at), None, false) => (format!("a score of {}", at.value), at.span),
        (None, Some(at), false) => match at.value.as_slice() {
            [low, high] if in_scale(*low) && in_scale(*high) && low <= high => {
                return Score::Range(*low, *high);
            }
            _ => ("a range is two scores, the lower first".to_owned(), at.span),
        },
        (None, None, true) => return Score::Unknown,
        (None, None, false) => {
            let message = format!("`{}` has no score", table.criterion.value);
            (message, table.criterion.span)
        }
        _ => {
            let message = format!("`{}` is scored in two ways", table.criterion.value);
            (message, table.criterion.span)
        }
    };
    let help = "write one of score = 7 (0 to 10), range = [5, 7] and unknown = true";
    fault(faults, Code::OFFER_SCORE, span, message, help);
    Score::Unknown
}

fn flags(tables: &[FlagTable], evidence: &[&str], faults: &mut Faults) -> Vec<Flag> {
    unique("flags", tables.iter().map(|flag| &flag.id), faults);
    let names: Vec<&str> = flags::CATALOGUE.iter().map(|kind| kind.id).collect();
    let mut read = Vec::new();
    for table in tables {
        known("red flag", &table.id, &names, faults);
        resolved(&table.evidence, evidence, faults);
        if let Some(at) = table
            .severity
            .as_ref()
            .filter(|at| !(1..=3).contains(&at.value))
        {
            let message = format!("a severity of {}", at.value);
            fault(
                faults,
                Code::OFFER_AMOUNT,
                at.span,
                message,
                "write 1, 2 or 3",
            );
        }
        if table.state.value == FlagState::Absent && table.evidence.is_empty() {
            let message = format!("`{}` is called absent without evidence", table.id.value);
            let help = "add evidence = [...], or write state = \"unknown\"";
            fault(
                faults,
                Code::OFFER_REFERENCE,
                table.state.span,
                message,
                help,
            );
        }
        let ask = flags::CATALOGUE
            .iter()
            .find(|kind| kind.id == table.id.value);
        let question = table.question.clone();
        read.push(Flag {
            id: Safe::new(&table.id.value),
            state: table.state.value,
            severity: table
                .severity
                .as_ref()
                .map_or(DEFAULT_SEVERITY, |at| at.value),
            question: question.unwrap_or_else(|| Safe::new(ask.map_or("", |kind| kind.ask))),
            evidence: texts(&table.evidence),
        });
    }
    let missing = flags::CATALOGUE.iter().filter(|kind| kind.is_required);
    for kind in missing {
        if !read.iter().any(|flag| flag.id.as_str() == kind.id) {
            read.push(Flag {
                id: Safe::new(kind.id),
                state: FlagState::Unknown,
                severity: DEFAULT_SEVERITY,
                question: Safe::new(kind.ask),
                evidence: Vec::new(),
            });
        }
    }
    read
}

fn gates(file: &OfferFile, evidence: &[&str], faults: &mut Faults) -> Vec<Gate> {
    let list = file.checklist.as_ref();
    let tables: [(&str, Option<&GateTable>); 4] = [
        (
            flags::GATES[0].id,
            list.and_then(|l| l.responsibilities_in_writing.as_ref()),
        ),
        (
            flags::GATES[1].id,
            list.and_then(|l| l.comp_in_writing.as_ref()),
        ),
        (
            flags::GATES[2].id,
            list.and_then(|l| l.reporting_and_success_metrics.as_ref()),
        ),
        (
            flags::GATES[3].id,
            list.and_then(|l| l.first_90_days.as_ref()),
        ),
    ];
    let mut gates = Vec::new();
    for (id, table) in tables {
        if let Some(table) = table {
            resolved(&table.evidence, evidence, faults);
        }
        gates.push(Gate {
            id,
            state: table.map_or(GateState::No, |table| table.state.value),
            asked_on: table.and_then(|table| table.asked_on),
            evidence: table.map_or_else(Vec::new, |table| texts(&table.evidence)),
        });
    }
    gates
}

fn negotiation(
    file: &OfferFile,
    offers: &[&str],
    evidence: &[&str],
    faults: &mut Faults,
) -> Negotiation {
    let Some(table) = &file.negotiation else {
        return Negotiation::default();
    };
    if let Some(rival) = &table.fallback_offer {
        let others: Vec<&str> = offers
            .iter()
            .copied()
            .filter(|id| *id != file.id.value)
            .collect();
        known("other offer", rival, &others, faults);
    }
    let mut asks: Vec<(u32, Ask)> = Vec::new();
    for ask in &table.ask {
        resolved(&ask.because, evidence, faults);
        let size = ask_size(ask, faults);
        let ask_value = Ask {
            item: Safe::new(&ask.item.value),
            size,
            because: texts(&ask.because),
            fallback: ask.fallback.clone(),
        };
        asks.push((ask.priority.unwrap_or(u32::MAX), ask_value));
    }
    asks.sort_by_key(|(priority, _)| *priority);
    Negotiation {
        fallback_offer: table.fallback_offer.as_ref().map(|at| Safe::new(&at.value)),
        disclose_rival: table.disclose_rival.unwrap_or(false),
        asks: asks.into_iter().map(|(_, ask)| ask).collect(),
    }
}

fn ask_size(ask: &AskTable, faults: &mut Faults) -> AskSize {
    if ask.because.is_empty() {
        let message = format!("asking for `{}` rests on no evidence", ask.item.value);
        let help = "add because = [\"e1\"]: what was said, written or delivered";
        fault(faults, Code::OFFER_REFERENCE, ask.item.span, message, help);
    }
    match (&ask.to, &ask.size) {
        (Some(to), None) => AskSize::To(to.value),
        (None, Some(size)) if size.value == "tie" => {
            if !["base", "sign_on"].contains(&ask.item.value.as_str()) {
                let message = format!("a tie can't be computed for `{}`", ask.item.value);
                let help = "size = \"tie\" is for base and sign_on; write `to` for others";
                fault(faults, Code::OFFER_AMOUNT, size.span, message, help);
            }
            AskSize::Tie
        }
        (None, None) => AskSize::Open,
        (Some(_) | None, Some(size)) => {
            let help = "write to = \"150000\", or size = \"tie\", or neither";
            let message = "how much is asked for is not clear";
            fault(faults, Code::OFFER_AMOUNT, size.span, message, help);
            AskSize::Open
        }
    }
}
