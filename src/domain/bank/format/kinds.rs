//! The tables that only one kind of prompt has.

use std::collections::BTreeMap;

use crate::domain::bank::detail::{Language, Who};
use crate::domain::bank::{
    ActionId, EstimateId, FactId, InjectId, ItemId, LeverId, MutantId, PhaseId, QuestionId,
    SignalId, TurnId, TwistId,
};
use crate::domain::raw::{At, Field, Node, Reader, Shape, Value};
use crate::domain::text::Safe;
use crate::record;

record! {
    /// What only a coding prompt has.
    pub struct CodingTable {
        /// Languages that it can be solved in, the preferred first.
        pub languages: At<Vec<At<Language>>>,
        /// Steps of the solution.
        pub milestone: Vec<MilestoneTable>,
        /// Its files in Elixir.
        pub elixir: Option<LanguageTable>,
        /// Its files in Python.
        pub python: Option<LanguageTable>,
        /// Its files in Rust.
        pub rust: Option<LanguageTable>,
        /// Known-wrong solutions.
        pub mutant: Vec<MutantTable>,
    }
}

record! {
    /// A step of the solution.
    pub struct MilestoneTable {
        /// Its number, from 1.
        pub n: At<u32>,
        /// What works when it is reached.
        pub goal: At<Safe>,
        /// Its share of the time for writing.
        pub minutes: At<u32>,
    }
}

record! {
    /// A prompt's files in one language. Paths start at the prompt's folder.
    pub struct LanguageTable {
        /// The oldest version that runs it.
        pub min_version: At<String>,
        /// What the candidate starts from.
        pub starter: At<String>,
        /// Tests that the candidate has from the start.
        pub visible_tests: At<String>,
        /// Tests that run after the round only.
        pub hidden_tests: At<String>,
        /// A solution that passes every test.
        pub reference: At<String>,
        /// How long a run of the tests may take, in seconds.
        pub timeout_s: At<u32>,
    }
}

record! {
    /// A known-wrong solution: one edit of the reference.
    pub struct MutantTable {
        /// The language of the reference.
        pub language: At<Language>,
        /// Its name.
        pub id: At<MutantId>,
        /// What is wrong with it.
        pub why: At<Safe>,
        /// The code that is replaced.
        pub find: At<String>,
        /// The code that takes its place.
        pub with: At<String>,
        /// The tests that it must fail.
        pub fails: At<Vec<At<String>>>,
    }
}

record! {
    /// What only a design prompt has.
    pub struct DesignTable {
        /// What may be asked for in writing.
        pub artifacts: Vec<Safe>,
        /// Figures to check against.
        pub estimate: Vec<EstimateTable>,
        /// Changes of mind.
        pub twist: Vec<TwistTable>,
    }
}

record! {
    /// A figure to check against.
    pub struct EstimateTable {
        /// Its name.
        pub id: At<EstimateId>,
        /// What is estimated.
        pub text: At<Safe>,
        /// The figure.
        pub value: At<f64>,
        /// Its unit.
        pub unit: Safe,
        /// How far off an answer may be, as a share.
        pub tolerance: At<f64>,
        /// How it comes about.
        pub working: At<Safe>,
    }
}

record! {
    /// A change of mind at a phase's end.
    pub struct TwistTable {
        /// Its name.
        pub id: At<TwistId>,
        /// The phase after which it comes.
        pub after: At<PhaseId>,
        /// What is said.
        pub text: At<Safe>,
        /// The items that it brings out.
        pub shows: Vec<At<ItemId>>,
    }
}

record! {
    /// What only an incident prompt has.
    pub struct IncidentTable {
        /// The time of day at which it starts, such as `14:02`.
        pub clock_start: At<String>,
        /// What is behind it.
        pub cause: At<Safe>,
        /// What set it off.
        pub trigger: At<Safe>,
        /// What made it worse.
        pub contributing: Vec<At<Safe>>,
        /// The facts that hold once it is over; the first one ends the harm.
        pub healthy_when: At<Vec<At<FactId>>>,
        /// What can be looked at.
        pub signal: Vec<SignalTable>,
        /// What can be done.
        pub action: Vec<ActionTable>,
        /// What happens by itself.
        pub inject: Vec<InjectTable>,
    }
}

record! {
    /// Something that can be looked at.
    pub struct SignalTable {
        /// Its name.
        pub id: At<SignalId>,
        /// Stems that find it in a typed line.
        pub keys: Vec<At<String>>,
        /// What it shows: the first view that fits.
        pub view: At<Vec<ViewTable>>,
    }
}

record! {
    /// What a signal shows in some states.
    pub struct ViewTable {
        /// Facts that must all hold.
        pub when_set: Vec<At<FactId>> = "if",
        /// Facts of which none may hold.
        pub unless: Vec<At<FactId>>,
        /// What is seen.
        pub text: At<Safe>,
    }
}

record! {
    /// Something that can be done.
    pub struct ActionTable {
        /// Its name.
        pub id: At<ActionId>,
        /// Stems that find it in a typed line.
        pub keys: Vec<At<String>>,
        /// Facts that must all hold.
        pub when_set: Vec<At<FactId>> = "if",
        /// Facts of which none may hold.
        pub unless: Vec<At<FactId>>,
        /// Facts that hold afterwards.
        pub sets: Vec<At<FactId>>,
        /// Facts that don't hold afterwards.
        pub clears: Vec<At<FactId>>,
        /// How long it takes to undo, or `never`.
        pub undo: At<Safe>,
        /// Minutes until signals show what it did.
        pub settles: At<u32>,
        /// What is told when it is done.
        pub effect: At<Safe>,
    }
}

record! {
    /// Something that happens by itself.
    pub struct InjectTable {
        /// Its name.
        pub id: At<InjectId>,
        /// The minute at which it happens; without it, as soon as the condition holds.
        pub at: Option<At<u32>>,
        /// Up to so many minutes later; the seed decides.
        pub vary: Option<At<u32>>,
        /// Facts that must all hold.
        pub when_set: Vec<At<FactId>> = "if",
        /// Facts of which none may hold.
        pub unless: Vec<At<FactId>>,
        /// Facts that hold afterwards.
        pub sets: Vec<At<FactId>>,
        /// Facts that don't hold afterwards.
        pub clears: Vec<At<FactId>>,
        /// Who says it.
        pub sender: At<Safe>,
        /// What is said.
        pub text: At<Safe>,
        /// The decision that it forces.
        pub forces: At<Safe>,
        /// The items that it brings out.
        pub shows: Vec<At<ItemId>>,
    }
}

record! {
    /// What only a behavioral prompt has.
    pub struct BehavioralTable {
        /// What the question is about.
        pub competency: Safe,
        /// How the story is told.
        pub framework: Safe,
        /// Shares of speaking time by phase.
        pub time_shares: At<BTreeMap<String, At<Vec<f64>>>>,
        /// What scope sounds like at each level.
        pub scope: At<BTreeMap<String, Safe>>,
        /// Starts for a story of one's own.
        pub story_seed: Vec<SeedTable>,
    }
}

record! {
    /// A start for a story.
    pub struct SeedTable {
        /// The start.
        pub text: At<Safe>,
    }
}

record! {
    /// What only a screen prompt has.
    pub struct ScreenTable {
        /// Who asks.
        pub who: At<Who>,
        /// The person who asks.
        pub role: RoleTable,
        /// The questions in order.
        pub question: Vec<QuestionTable>,
        /// What is given away when asked about.
        pub reveal: Vec<RevealTable>,
    }
}

record! {
    /// The person who asks.
    pub struct RoleTable {
        /// Their name.
        pub name: At<Safe>,
        /// Their position.
        pub title: At<Safe>,
        /// What they hope for.
        pub wants: At<Safe>,
        /// What they fear.
        pub worries: Vec<At<Safe>>,
    }
}

record! {
    /// A question of a screen.
    pub struct QuestionTable {
        /// Its name.
        pub id: At<QuestionId>,
        /// How long its answer takes.
        pub minutes: At<u32>,
        /// The question.
        pub ask: At<Safe>,
        /// What a good answer has.
        pub good: At<Safe>,
        /// What a poor answer sounds like.
        pub poor: At<Safe>,
    }
}

record! {
    /// Something that is given away when asked about.
    pub struct RevealTable {
        /// Stems that find it in a typed question.
        pub keys: Vec<At<String>>,
        /// What is said.
        pub text: At<Safe>,
    }
}

record! {
    /// What only a negotiation prompt has.
    pub struct NegotiationTable {
        /// The currency of its sums.
        pub currency: At<Safe>,
        /// Who makes the offer.
        pub counterpart: CounterpartTable,
        /// What the candidate alone is told.
        pub card: CardTable,
        /// What can be talked about.
        pub lever: Vec<LeverTable>,
        /// The counterpart's lines.
        pub turn: Vec<TurnTable>,
    }
}

record! {
    /// Who makes the offer.
    pub struct CounterpartTable {
        /// Their name.
        pub name: At<Safe>,
        /// Their position.
        pub role: At<Safe>,
        /// How they talk.
        pub style: At<Safe>,
        /// What they may agree to.
        pub authority: At<Safe>,
    }
}

record! {
    /// What the candidate alone is told.
    pub struct CardTable {
        /// What they have today.
        pub current: At<Safe>,
        /// What they have if there is no agreement.
        pub alternative: At<Safe>,
        /// What to write down before the talk.
        pub target_hint: At<Safe>,
        /// What can't be moved.
        pub constraints: Vec<At<Safe>>,
    }
}

record! {
    /// Something that can be talked about.
    pub struct LeverTable {
        /// Its name.
        pub id: At<LeverId>,
        /// What is offered first.
        pub opening: At<Amount>,
        /// How far it can be moved.
        pub reach: At<ReachTable>,
        /// What it is counted in.
        pub unit: At<Safe>,
    }
}

record! {
    /// How far a lever can be moved.
    pub struct ReachTable {
        /// By the counterpart alone.
        pub easy: Option<At<Amount>>,
        /// With somebody's approval.
        pub approval: Option<At<Amount>>,
    }
}

/// A number or a text.
#[derive(Debug, Clone, PartialEq)]
pub enum Amount {
    /// A number, such as a sum of money.
    Number(f64),
    /// A text, such as a date in words.
    Text(Safe),
}

impl Field for Amount {
    const WHAT: &'static str = "a number or a text";

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        match &node.value {
            Value::Integer(_) | Value::Float(_) => f64::read(node, reader).map(Self::Number),
            Value::Text(_) => Safe::read(node, reader).map(Self::Text),
            Value::Boolean(_) | Value::Moment(_) | Value::List(_) | Value::Table(_) => {
                let message = format!("expected {}, found {}", Self::WHAT, node.value.what());
                reader.fault(node.span, &message, &format!("write {} here", Self::WHAT));
                None
            }
        }
    }

    fn shape() -> Shape {
        Shape::Either(vec![f64::shape(), Safe::shape()])
    }
}

record! {
    /// A line of the counterpart's.
    pub struct TurnTable {
        /// Its name.
        pub id: At<TurnId>,
        /// The minute of the talk at which it is said.
        pub at: Option<At<u32>>,
        /// Stems in the candidate's line that it answers.
        pub keys: Vec<At<String>>,
        /// What is said.
        pub text: At<Safe>,
        /// The items that it brings out.
        pub shows: Vec<At<ItemId>>,
    }
}
