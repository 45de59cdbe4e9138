//! What every rule asks and why, for people who write prompts.

mod content;
mod form;
mod kinds;
mod offers;
mod roles;

use crate::domain::fault::Code;

/// A rule about the files of a bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// The name that its faults show.
    pub code: Code,
    /// What its faults do to a file.
    pub gravity: Gravity,
    /// What it asks, in a line.
    pub title: &'static str,
    /// Why it is asked.
    pub why: &'static str,
    /// How to write it.
    pub how: &'static str,
    /// What breaks the rule, and what keeps it.
    pub example: Option<Example>,
}

/// A line that breaks a rule beside one that keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// What breaks it.
    pub wrong: &'static str,
    /// What keeps it.
    pub right: &'static str,
}

/// What a rule's faults do to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gravity {
    /// They block it.
    Error,
    /// They can be allowed with a reason.
    Warning,
    /// Some block it, some can be allowed.
    Either,
}

impl Gravity {
    /// The words for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Either => "error or warning",
        }
    }
}

impl Rule {
    const fn new(
        code: Code,
        gravity: Gravity,
        title: &'static str,
        why: &'static str,
        how: &'static str,
    ) -> Self {
        Self {
            code,
            gravity,
            title,
            why,
            how,
            example: None,
        }
    }

    const fn example(mut self, wrong: &'static str, right: &'static str) -> Self {
        self.example = Some(Example { wrong, right });
        self
    }
}

/// Every rule, in the order of the codes.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    let of_prompts = form::RULES.iter().chain(content::RULES).chain(kinds::RULES);
    of_prompts.chain(offers::RULES).chain(roles::RULES)
}

/// The rule of a code, written as in `B305`; case does not matter.
pub fn rule(code: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.code.as_str().eq_ignore_ascii_case(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_one_rule_in_order() {
        let codes: Vec<Code> = all().map(|rule| rule.code).collect();
        assert_eq!(codes, Code::ALL);
        assert!(codes.is_sorted());
    }

    #[test]
    fn a_rule_is_found_by_its_code_and_says_something() {
        assert_eq!(rule("b305").unwrap().code, Code::JOINED);
        assert_eq!(rule("B999"), None);
        for rule in all() {
            let code = rule.code.as_str();
            assert!(!rule.title.ends_with('.'), "{code}");
            for text in [rule.why, rule.how] {
                assert!(
                    text.ends_with('.') && !text.contains("  "),
                    "{code}: {text}"
                );
            }
        }
    }
}
