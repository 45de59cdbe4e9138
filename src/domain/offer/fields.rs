//! What may stand in an offer's file besides texts and numbers: money, exact numbers, dates.

use std::str::FromStr as _;

use rust_decimal::Decimal;

use super::money::{Currency, Date, decimal};
use crate::domain::names::nearest;
use crate::domain::raw::{Field, Node, Reader, Shape, Value};

/// The greatest amount: ten million millions. Sums and products of such amounts stay exact.
const GREATEST_AMOUNT: Decimal = Decimal::from_parts(1_316_134_912, 2_328, 0, false, 0);
/// The greatest number that is no amount.
const GREATEST_NUMBER: Decimal = Decimal::from_parts(1_000_000, 0, 0, false, 0);

/// Money, written as a text so that it stays exact: `"135000"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Money(pub Decimal);

impl Money {
    /// Reads an amount as a person writes one: `135000`, `135,000`, `135_000.50`, `135k`.
    pub fn from_text(text: &str) -> Option<Self> {
        let text = text.trim();
        let (digits, thousands) = match text.strip_suffix(['k', 'K']) {
            Some(digits) => (digits, Decimal::ONE_THOUSAND),
            None => (text, Decimal::ONE),
        };
        let digits: String = digits.chars().filter(|c| !",_ '".contains(*c)).collect();
        let starts_well = digits.starts_with(|c: char| c.is_ascii_digit());
        let amount = Decimal::from_str_exact(&digits)
            .ok()
            .filter(|_| starts_well)?;
        let amount = amount.checked_mul(thousands)?;
        (amount <= GREATEST_AMOUNT).then_some(Self(amount))
    }
}

impl Field for Money {
    const WHAT: &'static str = "an amount as a text, such as \"135000\"";

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let help = "write digits in quotes, such as \"135000\" or \"2.10\"";
        let text = match &node.value {
            Value::Text(text) => text.clone(),
            Value::Integer(number) => number.to_string(),
            Value::Float(_)
            | Value::Boolean(_)
            | Value::Moment(_)
            | Value::List(_)
            | Value::Table(_) => {
                let message = format!("expected {}, found {}", Self::WHAT, node.value.what());
                reader.fault(node.span, &message, help);
                return None;
            }
        };
        let Ok(amount) = Decimal::from_str(text.trim()) else {
            reader.fault(node.span, &format!("`{text}` is no amount"), help);
            return None;
        };
        if amount > GREATEST_AMOUNT {
            let help = format!("write an amount up to {GREATEST_AMOUNT}");
            reader.fault(
                node.span,
                &format!("{amount} is more than anybody is paid"),
                &help,
            );
            return None;
        }
        if amount.is_sign_negative() && !amount.is_zero() {
            let help = "write an amount from 0; leave the key out where there is nothing";
            reader.fault(node.span, &format!("{amount} is negative"), help);
            return None;
        }
        Some(Self(amount))
    }

    fn shape() -> Shape {
        Shape::Form {
            what: Self::WHAT,
            pattern: r"^[0-9]+(\.[0-9]+)?$",
        }
    }
}

/// A number that is kept as it was written: `0.03` is three hundredths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exact(pub Decimal);

impl Field for Exact {
    const WHAT: &'static str = "a number from 0";

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let number = match node.value {
            Value::Float(number) => decimal(number),
            Value::Integer(number) => Some(Decimal::from(number)),
            Value::Text(_)
            | Value::Boolean(_)
            | Value::Moment(_)
            | Value::List(_)
            | Value::Table(_) => {
                let message = format!("expected {}, found {}", Self::WHAT, node.value.what());
                reader.fault(
                    node.span,
                    &message,
                    "write a number such as 0.03, without quotes",
                );
                return None;
            }
        };
        let help = "write a number from 0, such as 0.03";
        match number {
            Some(number) if number.is_sign_negative() && !number.is_zero() => {
                reader.fault(node.span, &format!("{number} is negative"), help);
                None
            }
            Some(number) if number <= GREATEST_NUMBER => Some(Self(number)),
            Some(_) | None => {
                reader.fault(
                    node.span,
                    "this is not a number that can be counted with",
                    help,
                );
                None
            }
        }
    }

    fn shape() -> Shape {
        Shape::Number
    }
}

impl Field for Date {
    const WHAT: &'static str = "a date, such as 2026-11-28";

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let text = match &node.value {
            Value::Moment(text) | Value::Text(text) => text.as_str(),
            Value::Integer(_)
            | Value::Float(_)
            | Value::Boolean(_)
            | Value::List(_)
            | Value::Table(_) => "",
        };
        let date = Self::from_str(text).ok().filter(|_| text.len() == 10);
        if date.is_none() {
            let message = format!(
                "expected {}, found {}",
                <Self as Field>::WHAT,
                node.value.what()
            );
            reader.fault(node.span, &message, "write year, month and day: 2026-11-28");
        }
        date
    }

    fn shape() -> Shape {
        Shape::Anything
    }
}

impl Field for Currency {
    const WHAT: &'static str = "a currency, such as EUR";

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let code = String::read(node, reader)?;
        let currency = Self::from_code(&code);
        if currency.is_none() {
            let common = [
                "EUR", "USD", "GBP", "CHF", "SEK", "PLN", "CAD", "JPY", "INR",
            ];
            let help = match nearest(&code.to_uppercase(), common) {
                Some(near) => format!("did you mean {near}? Write the three letters of ISO 4217"),
                None => "write the three letters of ISO 4217, such as EUR".to_owned(),
            };
            reader.fault(node.span, &format!("`{code}` is no currency"), &help);
        }
        currency
    }

    fn shape() -> Shape {
        Shape::Form {
            what: Self::WHAT,
            pattern: "^[A-Z]{3}$",
        }
    }
}

/// One amount, or a range of two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amounts {
    /// The least, or the only one.
    pub low: Decimal,
    /// The most, where a range is asked for.
    pub high: Option<Decimal>,
}

impl Field for Amounts {
    const WHAT: &'static str = "an amount such as \"150000\", or two: [\"150000\", \"165000\"]";

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let Value::List(nodes) = &node.value else {
            return Money::read(node, reader).map(|Money(low)| Self { low, high: None });
        };
        let amounts: Vec<Money> = Vec::read(node, reader)?;
        match amounts.as_slice() {
            [Money(low), Money(high)] if low <= high => Some(Self {
                low: *low,
                high: Some(*high),
            }),
            _ => {
                let message = format!("a range has a low and a high amount, not {}", nodes.len());
                reader.fault(node.span, &message, "write [\"150000\", \"165000\"]");
                None
            }
        }
    }

    fn shape() -> Shape {
        Shape::Either(vec![Money::shape(), Shape::List(Box::new(Money::shape()))])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        let read = |text: &str| Money::from_text(text).map(|money| money.0.to_string());
        assert_eq!(read("135k").unwrap(), "135000");
        assert_eq!(read(" 135,000 ").unwrap(), "135000");
        assert_eq!(read("2.10").unwrap(), "2.10");
        assert_eq!(read("10000000000000").unwrap(), GREATEST_AMOUNT.to_string());
        for text in [
            "",
            "k",
            "-1",
            "1e5",
            "abc",
            "10000000000001",
            "79228162514264337593543950335k",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
