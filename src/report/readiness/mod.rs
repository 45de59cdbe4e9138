//! Readiness in words and as data. People see ratings 1 to 4 and ranges, and nothing as a chance
//! before it means something.

mod json;
mod ledger;
mod page;
mod pictures;
mod reading;
mod roles;
mod trends;
mod weak;

pub use json::{forecast as forecast_json, reading as reading_json};
pub use ledger::{calibration, calibration_json, why, why_json};
pub use page::{Report, page, report_json};
pub use reading::reading;
pub use roles::{role, role_json, roles, roles_json};
pub use trends::{Trends, trends, trends_json};
pub use weak::{WEAK_TOLD, Weak, weak, weak_json};

use crate::domain::readiness::{Estimate, Of, rating};

/// The width that pictures need, in columns.
pub const PICTURE_COLUMNS: usize = 80;

/// A number of points as people see it: a rating, on the scale.
fn seen(points: f64) -> f64 {
    rating(points).clamp(1.0, 4.0)
}

/// A difference of points as a difference of ratings.
fn seen_difference(points: f64) -> f64 {
    points * 3.0 / 4.0
}

/// Mean and range as people see them.
struct Shown {
    mean: f64,
    low: f64,
    high: f64,
}

impl Shown {
    fn of(estimate: Estimate) -> Self {
        let (low, high) = estimate.range();
        Self {
            mean: seen(estimate.mean),
            low: seen(low),
            high: seen(high),
        }
    }

    /// `range 2.4 to 3.2`.
    fn range(&self) -> String {
        format!("range {:.1} to {:.1}", self.low, self.high)
    }
}

/// What an area is called.
fn name(of: &Of) -> String {
    match of {
        Of::Kind(name) | Of::Dimension(name) | Of::Topic(name) => name.clone(),
        Of::Cell(kind, dimension) => format!("{dimension} in {kind}"),
    }
}
