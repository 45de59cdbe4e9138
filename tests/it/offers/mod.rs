//! Offers: worked cases, the files in `tests/offers/e2e`, properties, drafts.

mod cases;
mod drafts;
mod e2e;
mod properties;
mod refusals;

use mockloop::domain::offer::check::{self, Given};
use mockloop::domain::offer::format::{OfferFile, ScorecardFile};
use mockloop::domain::offer::model::{Offer, Scorecard};
use mockloop::io::toml;

/// A day on which comparisons are made.
pub(crate) fn given() -> Given {
    Given {
        today: "2026-11-24".parse().unwrap(),
        seed: None,
        draws: None,
    }
}

/// A scorecard from its text.
pub(crate) fn card(text: &str) -> Scorecard {
    let mut faults = Vec::new();
    let file: Option<ScorecardFile> = toml::read(text, &mut faults);
    let card = file.and_then(|file| check::scorecard(&file, &given(), &mut faults));
    assert!(faults.is_empty(), "{faults:?}");
    card.unwrap()
}

/// An offer from its text.
pub(crate) fn offer(text: &str, id: &str, card: &Scorecard) -> Offer {
    let mut faults = Vec::new();
    let file: Option<OfferFile> = toml::read(text, &mut faults);
    let offer = file.and_then(|file| check::offer(&file, id, card, &[id], &mut faults));
    assert!(faults.is_empty(), "{faults:?}");
    offer.unwrap()
}
