//! What is said aloud in a coding round, besides the code: ticked at the reveal, and worth no
//! points.

use super::close;
use super::state::State;
use crate::domain::bank::{ItemId, Kind, Prompt};

/// A thing to be heard in a coding round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verbal {
    /// Assumptions were stated before code was written.
    Assumptions,
    /// An approach was proposed, against another one.
    Approach,
    /// It was built in small steps, each of them run.
    SmallSteps,
    /// Quick tests of one's own were written or told.
    QuickTests,
    /// Tradeoffs were told at the end.
    Tradeoffs,
}

impl Verbal {
    /// All of them, in the order in which they are heard.
    pub const ALL: [Self; 5] = [
        Self::Assumptions,
        Self::Approach,
        Self::SmallSteps,
        Self::QuickTests,
        Self::Tradeoffs,
    ];

    /// What an observer would have heard.
    pub fn heard(self) -> &'static str {
        match self {
            Self::Assumptions => "You stated your assumptions aloud before you wrote code",
            Self::Approach => "You proposed an approach and named one that you did not take",
            Self::SmallSteps => "You built in small steps and ran each before the next",
            Self::QuickTests => "You wrote or told quick tests of your own",
            Self::Tradeoffs => "You told what your solution costs and where it stops working",
        }
    }

    /// The word for it in data.
    pub fn id(self) -> &'static str {
        match self {
            Self::Assumptions => "said-assumptions",
            Self::Approach => "said-approach",
            Self::SmallSteps => "said-small-steps",
            Self::QuickTests => "said-quick-tests",
            Self::Tradeoffs => "said-tradeoffs",
        }
    }

    /// The name under which its tick is kept among those of the items.
    pub fn item(self) -> Option<ItemId> {
        ItemId::new(self.id())
    }

    /// Its tick: none before it was asked about, an inner none where that was left open.
    pub fn tick(self, state: &State) -> Option<Option<bool>> {
        self.item().and_then(|id| state.items.get(&id).copied())
    }
}

/// What a round asks about, unless its prompt has an item of the same name.
pub fn asked(prompt: &Prompt) -> impl Iterator<Item = Verbal> {
    let is_coding = prompt.kind() == Kind::Coding;
    let asked = Verbal::ALL.into_iter().filter(move |_| is_coding);
    asked.filter(|verbal| verbal.item().is_some_and(|id| prompt.item(&id).is_none()))
}

/// What is still to be asked about.
pub fn open(prompt: &Prompt, state: &State) -> impl Iterator<Item = Verbal> {
    asked(prompt).filter(|verbal| verbal.tick(state).is_none())
}

/// Whether the hidden tests' outcome may be told: the ticks are done.
pub fn is_past_ticks(prompt: &Prompt, state: &State) -> bool {
    use close::Step;
    match close::next(prompt, state) {
        Step::Revise | Step::Focus | Step::Show(_) => true,
        Step::Nothing => state.focus.is_some(),
        Step::HireCall
        | Step::Rate(_)
        | Step::Evidence(..)
        | Step::Tick(_)
        | Step::Admit(_)
        | Step::Hear(_) => false,
    }
}
