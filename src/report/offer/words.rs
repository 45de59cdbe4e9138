//! The one place that words money, shares and scores of offers.

use crate::domain::offer::money::Amount;

use crate::domain::offer::money::Currency;
use crate::domain::offer::words::ScoreFrom;

/// Money in a narrow column: `185.6k`, `1.2M`, `950`.
pub fn short(amount: f64) -> String {
    let size = amount.abs();
    if size >= 999_950.0 {
        format!("{:.1}M", amount / 1_000_000.0)
    } else if size >= 9_999.5 {
        format!("{:.1}k", amount / 1_000.0)
    } else {
        format!("{amount:.0}")
    }
}

/// Money in full: `EUR 135,000`, `EUR 2.10`.
pub fn full(currency: Currency, amount: Amount) -> String {
    let rounded = currency.rounded(amount);
    let text = if rounded.fract().is_zero() {
        rounded.trunc().to_string()
    } else {
        rounded.to_string()
    };
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    format!("{} {}{rest}", currency.code(), thousands(whole))
}

/// Money that was computed, to a whole unit.
pub fn about(currency: Currency, amount: f64) -> String {
    format!("{} {}", currency.code(), thousands(&format!("{amount:.0}")))
}

/// Digits in groups of three.
pub fn thousands(digits: &str) -> String {
    let (sign, digits) = digits
        .strip_prefix('-')
        .map_or(("", digits), |rest| ("-", rest));
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    format!("{sign}{text}")
}

/// A share as whole percent: `65 %`.
pub fn percent(share: f64) -> String {
    // An empty sum may be -0.
    format!("{:.0} %", (100.0 * share).round() + 0.0)
}

/// A score or total.
pub fn score(value: f64) -> String {
    format!("{value:.2}")
}

/// Possible ranks: `1` or `1-3`.
pub fn ranks(best: usize, worst: usize) -> String {
    if best == worst {
        best.to_string()
    } else {
        format!("{best}-{worst}")
    }
}

/// The figure that is scored, in words.
pub fn figure(from: ScoreFrom) -> &'static str {
    match from {
        ScoreFrom::Cash => "cash alone",
        ScoreFrom::Expected => "what is expected",
        ScoreFrom::RiskAdjusted => "what it is worth at your risk",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_readable() {
        let euro = Currency::from_code("EUR").unwrap();
        let yen = Currency::from_code("JPY").unwrap();
        assert_eq!(full(euro, "135000".parse().unwrap()), "EUR 135,000");
        assert_eq!(full(euro, "2.1".parse().unwrap()), "EUR 2.10");
        assert_eq!(full(yen, "14500000".parse().unwrap()), "JPY 14,500,000");
        assert_eq!(about(euro, 17_740.6), "EUR 17,741");
        assert_eq!(thousands("-1234567"), "-1,234,567");
        assert_eq!(short(185_622.0), "185.6k");
        assert_eq!(short(4_200_000.0), "4.2M");
        assert_eq!(short(950.0), "950");
        assert_eq!(ranks(1, 3), "1-3");
    }
}
