//! What is still to be settled before signing.

use serde_json::{Value, json};

use crate::domain::offer::compare::{Comparison, Weighed};
use crate::domain::offer::flags;
use crate::domain::offer::money::{Date, days_between};
use crate::domain::offer::words::{GateState, Status};
use crate::report::document::Document;
use crate::report::words::count;

/// The gates of some offers.
#[derive(Debug)]
pub struct Checklist<'a> {
    comparison: &'a Comparison,
    offers: Vec<&'a Weighed>,
}

impl<'a> Checklist<'a> {
    /// The gates of all offers, or of one.
    pub fn of(comparison: &'a Comparison, only: Option<&str>) -> Self {
        let offers = comparison.offers.iter();
        let offers = offers.filter(|one| only.is_none_or(|id| one.offer.id.as_str() == id));
        Self {
            comparison,
            offers: offers.collect(),
        }
    }

    /// Whether a written offer has gaps.
    pub fn has_gaps(&self) -> bool {
        let mut offers = self.offers.iter();
        offers.any(|one| one.offer.status == Status::Written && !one.gaps().is_empty())
    }

    /// The gates, the sentence to send for each that is open, and the days that are left.
    pub fn document(&self) -> Document {
        let card = &self.comparison.card;
        let mut document = Document::default();
        for one in &self.offers {
            let ready = if one.is_ready_to_sign(card) {
                "ready to sign"
            } else {
                "not ready to sign"
            };
            let status = one.offer.status.as_str();
            document = document
                .title(format!("{}, {status}: {ready}", one.offer.id))
                .text(self.days(one.offer.deadline));
            for gate in &one.offer.gates {
                let kind = flags::gate(gate.id);
                let title = kind.map_or(gate.id, |kind| kind.title);
                let asked = gate
                    .asked_on
                    .map_or_else(String::new, |date| format!(" on {date}"));
                let text = match gate.state {
                    GateState::Yes if gate.is_settled() => {
                        let evidence: Vec<String> =
                            gate.evidence.iter().map(ToString::to_string).collect();
                        format!("yes ({})", evidence.join(", "))
                    }
                    GateState::Yes => "yes, but nothing shows it: add evidence".to_owned(),
                    GateState::No => "no".to_owned(),
                    GateState::Asked => format!("asked{asked}"),
                };
                let send = if gate.is_settled() {
                    String::new()
                } else {
                    format!(". Send: \"{}\"", kind.map_or("", |kind| kind.ask))
                };
                document = document.item(title, format!("{text}{send}"));
            }
            for place in one.floors(card).0 {
                let name = self.comparison.criterion(place);
                document = document.item("floor", format!("{name} may be below its floor"));
            }
        }
        document
    }

    fn days(&self, deadline: Option<Date>) -> String {
        let Some(deadline) = deadline else {
            return "No deadline is known.".to_owned();
        };
        let days = days_between(self.comparison.card.as_of, deadline);
        match u64::try_from(days) {
            Ok(days) => format!("{} to the deadline, {deadline}.", count(days, "day")),
            Err(_) => format!("The deadline was {deadline}."),
        }
    }

    /// The same for programs.
    pub fn value(&self) -> Value {
        let card = &self.comparison.card;
        let offers = self.offers.iter().map(|one| {
            let gates = one.offer.gates.iter().map(|gate| {
                json!({
                    "id": gate.id,
                    "state": gate.state.as_str(),
                    "settled": gate.is_settled(),
                    "ask": flags::gate(gate.id).map(|kind| kind.ask),
                })
            });
            let days = one
                .offer
                .deadline
                .map(|date| days_between(card.as_of, date));
            let value = json!({
                "status": one.offer.status.as_str(),
                "days_to_deadline": days,
                "ready_to_sign": one.is_ready_to_sign(card),
                "gates": gates.collect::<Vec<_>>(),
                "checklist_gaps": one.gaps(),
            });
            (one.offer.id.to_string(), value)
        });
        json!({ "schema": 1, "offers": offers.collect::<serde_json::Map<_, _>>() })
    }
}
