//! Money in exact decimals: currencies, their smallest units, conversion at a typed rate.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::domain::text::Safe;

/// A currency by its ISO 4217 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Currency(iso_currency::Currency);

impl Currency {
    /// The currency of a code such as `EUR`.
    pub fn from_code(code: &str) -> Option<Self> {
        iso_currency::Currency::from_code(code).map(Self)
    }

    /// Its code.
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// How many digits its smallest unit has after the point (ISO 4217).
    pub fn digits(self) -> u32 {
        self.0.exponent().map_or(2, u32::from)
    }

    /// An amount to its smallest unit, halves to the even neighbour (IEEE 754, section 4.3.1), so that
    /// sums of rounded amounts do not drift.
    pub fn rounded(self, amount: Decimal) -> Decimal {
        let mut rounded =
            amount.round_dp_with_strategy(self.digits(), RoundingStrategy::MidpointNearestEven);
        rounded.rescale(self.digits());
        rounded
    }
}

/// What one unit of a currency is worth in another, as typed by hand.
#[derive(Debug, Clone, PartialEq)]
pub struct Rate {
    /// Of this one unit is priced.
    pub from: Currency,
    /// In this it is priced.
    pub to: Currency,
    /// The price.
    pub rate: Decimal,
    /// When the price was looked up.
    pub date: Date,
    /// Where.
    pub source: Safe,
}

impl Rate {
    /// An amount in the other currency, rounded to its smallest unit. The amount is exact: it is
    /// converted once, where it is shown.
    pub fn convert(&self, amount: Decimal) -> Decimal {
        self.to.rounded(amount * self.rate)
    }
}

/// An exact amount.
pub use rust_decimal::Decimal as Amount;

/// A calendar date.
pub use jiff::civil::Date;

/// The date of a wall clock's time such as `2026-11-24T18:00:00+01:00`.
pub fn date_of(wall: &str) -> Option<Date> {
    wall.get(..10)?.parse().ok()
}

/// A decimal as the nearest binary number, for formulas that are no sums.
pub fn float(amount: Decimal) -> f64 {
    // The text is parsed correctly rounded, on every machine.
    amount.to_string().parse().unwrap_or(f64::NAN)
}

/// A binary number as the shortest decimal that reads back as the same number.
pub fn decimal(number: f64) -> Option<Decimal> {
    Decimal::from_str_exact(&number.to_string()).ok()
}

/// A date some months later; the day clamps to the month's last (31 January and a month: 28 February).
pub fn months_later(date: Date, months: u32) -> Date {
    let months = jiff::Span::new().months(i64::from(months));
    date.checked_add(months).unwrap_or(Date::MAX)
}

/// A date some days later.
pub fn days_later(date: Date, days: u32) -> Date {
    let days = jiff::Span::new().days(i64::from(days));
    date.checked_add(days).unwrap_or(Date::MAX)
}

/// Days from one date to another; negative when it has passed.
pub fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn month_ends_clamp_and_days_count() {
        let date = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(months_later(date("2026-01-31"), 1), date("2026-02-28"));
        assert_eq!(months_later(date("2026-12-01"), 12), date("2027-12-01"));
        assert_eq!(days_between(date("2026-11-23"), date("2026-12-01")), 8);
        assert_eq!(days_between(date("2026-11-23"), date("2026-11-20")), -3);
        assert_eq!(days_later(date("2026-11-23"), 90), date("2027-02-21"));
    }

    #[test]
    fn floats_become_the_decimals_that_were_written() {
        for text in ["0.03", "0.15", "100", "0.0001", "33.33"] {
            let number: f64 = text.parse().unwrap();
            assert_eq!(decimal(number).unwrap().to_string(), text);
        }
    }
}
