//! The names that banks give: kebab-case, and therefore safe to show, store and type.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::raw::{Field, Node, Reader, Shape};

/// Whether a name is kebab-case: lower-case letters, digits and single inner hyphens.
pub fn is_kebab(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 80
        && name.split('-').all(|part| {
            !part.is_empty()
                && part
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        })
}

/// The form of a kebab-case name, but for its length.
const KEBAB: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident, $what:literal, $valid:expr $(, $pattern:literal)?;)*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String")]
        pub struct $name(String);

        impl $name {
            /// The id, if it has the right form.
            pub fn new(id: &str) -> Option<Self> {
                let valid: fn(&str) -> bool = $valid;
                valid(id).then(|| Self(id.to_owned()))
            }

            /// The id as it is written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = String;

            fn try_from(id: String) -> Result<Self, String> {
                Self::new(&id).ok_or_else(|| format!("not {}: {id:?}", $what))
            }
        }

        impl Field for $name {
            const WHAT: &'static str = $what;

            fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
                let text = String::read(node, reader)?;
                let id = Self::new(&text);
                if id.is_none() {
                    let message = format!("`{text}` is not {}", $what);
                    reader.fault(node.span, &message, "use a-z, 0-9 and single hyphens");
                }
                id
            }

            fn shape() -> Shape {
                Shape::Form { what: $what, pattern: ids!(@pattern $($pattern)?) }
            }
        }
    )*};
    (@pattern) => { KEBAB };
    (@pattern $pattern:literal) => { $pattern };
}

ids! {
    /// Names a bank.
    BankId, "a bank id such as core-backend", is_kebab;
    /// Names a prompt; its prefix tells its kind.
    PromptId, "a prompt id such as des-webhook-delivery", is_kebab;
    /// Names a phase of a plan.
    PhaseId, "a phase id such as requirements", is_kebab;
    /// Names a time plan.
    PlanId, "a plan id such as design-60", is_kebab;
    /// Names a dimension of a rubric.
    DimensionId, "a dimension id such as edge-cases", is_kebab;
    /// Names an item inside a prompt.
    ItemId, "an item id such as head-of-line", is_kebab;
    /// Names a clarification inside a prompt.
    ClarificationId, "a clarification id such as volume", is_kebab;
    /// Names a follow-up inside a prompt.
    FollowUpId, "a follow-up id such as other-view", is_kebab;
    /// Names a twist inside a design prompt.
    TwistId, "a twist id such as big-tenant", is_kebab;
    /// Names a miss inside a prompt.
    MissId, "a miss id such as long-setup", is_kebab;
    /// Names a cap inside a prompt.
    CapId, "a cap id such as blame", is_kebab;
    /// Names an exemplar inside a prompt.
    ExemplarId, "an exemplar id such as calm-and-early", is_kebab;
    /// Names an estimate inside a design prompt.
    EstimateId, "an estimate id such as peak-rate", is_kebab;
    /// Names a known-wrong solution of a coding prompt.
    MutantId, "a mutant id such as blocks-in-server", is_kebab;
    /// Names a signal inside an incident prompt.
    SignalId, "a signal id such as queue-depth", is_kebab;
    /// Names an action inside an incident prompt.
    ActionId, "an action id such as pause-captures", is_kebab;
    /// Names an inject inside an incident prompt.
    InjectId, "an inject id such as support-asks", is_kebab;
    /// Names a fact of an incident prompt's state.
    FactId, "a fact such as calm", is_kebab;
    /// Names a question inside a screen prompt.
    QuestionId, "a question id such as went-wrong", is_kebab;
    /// Names a lever inside a negotiation prompt.
    LeverId, "a lever id such as sign-on", is_kebab;
    /// Names a turn inside a negotiation prompt.
    TurnId, "a turn id such as anchor-push", is_kebab;
    /// Names a role.
    RoleId, "a role id such as elixir-backend", is_kebab;
    /// Names a topic: its area, a point, its name.
    TopicId, "a topic id such as jobs.retries",
        |id| id.split('.').count() == 2 && id.split('.').all(is_kebab),
        r"^[a-z0-9]+(-[a-z0-9]+)*\.[a-z0-9]+(-[a-z0-9]+)*$";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_a_form() {
        for good in ["a", "des-webhook-delivery", "r2-d2"] {
            assert!(PromptId::new(good).is_some(), "{good}");
        }
        for bad in ["", "-a", "a--b", "A", "a b", "a.b", "ä"] {
            assert!(PromptId::new(bad).is_none(), "{bad}");
        }
        assert!(TopicId::new("jobs.retries").is_some());
        assert!(TopicId::new("jobs").is_none());
    }
}
