//! What is wrong with a file, and where: values, not messages on a screen.

use super::raw::Span;
use super::text::Safe;

/// The name of a rule, such as `B005`. [`explain`](super::bank::lint::explain) tells what each asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(&'static str);

macro_rules! codes {
    ($($(#[$meta:meta])* $name:ident = $code:literal;)*) => {
        impl Code {
            $($(#[$meta])* pub const $name: Self = Self($code);)*

            /// Every code, in the order of their numbers.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The code as it is written.
            pub fn as_str(self) -> &'static str {
                self.0
            }
        }
    };
}

codes! {
    /// The file has the right form: it parses, has no unknown key and the right types.
    FORM = "B001";
    /// The directory is the kind, the file's stem is the id.
    PLACE = "B002";
    /// Ids have their form and are unique.
    ID = "B003";
    /// Exactly the kind's own table is present.
    KIND_TABLE = "B004";
    /// Phase minutes add up to the prompt's minutes.
    MINUTES = "B005";
    /// Every reference resolves.
    REFERENCE = "B006";
    /// Every dimension in use has its four ratings in words.
    RATINGS = "B007";
    /// Levels are contiguous and contain the prompt's own.
    LEVELS = "B008";
    /// An allowed warning is one that is there, with a reason.
    ALLOWANCE = "B009";
    /// Nothing is left to be written.
    PLACEHOLDER = "B010";
    /// Files lie inside the bank and are ordinary files.
    FILES = "B011";
    /// An adapted prompt names its works, all under usable licences.
    SOURCE = "B012";
    /// Whatever a role weighs is rated by a prompt.
    ROLE_DIMENSION = "B013";
    /// The statement gives no item away and has a readable length.
    STATEMENT = "B101";
    /// No two prompts share a sentence.
    SHARED_TEXT = "B103";
    /// No odd white space, quotes or backslashes.
    CHARACTERS = "B104";
    /// An item says what can be observed.
    UNOBSERVABLE = "B105";
    /// Ratings are described by what is done in this prompt.
    ANCHOR = "B106";
    /// No addresses outside the source, and no real firms.
    OUTSIDE = "B107";
    /// Title and summary give no deciding fact away.
    GIVEAWAY = "B108";
    /// There are enough clarifications that matter.
    SILENCE = "B201";
    /// A clarification's keys find it, and nothing else.
    KEYS = "B202";
    /// An answer answers, and is short.
    ANSWER = "B203";
    /// Every level has enough items, with enough musts among them.
    ITEM_COUNT = "B301";
    /// Every main phase has an item.
    PHASE_ITEMS = "B302";
    /// Every dimension in use has items.
    DIMENSION_ITEMS = "B303";
    /// No two items say nearly the same.
    OVERLAP = "B304";
    /// An item is one thing.
    JOINED = "B305";
    /// A probe is a question that does not answer itself.
    PROBE = "B306";
    /// There is an answer below the bar and one at the top.
    EXEMPLARS = "B311";
    /// The checklist tells a better exemplar from a worse one.
    SEPARATION = "B312";
    /// A hint ladder has the rungs 1, 2, 3 and rising costs.
    LADDER = "B401";
    /// At least one hint ladder is on a must.
    MUST_LADDER = "B402";
    /// The first hint only redirects attention.
    FIRST_RUNG = "B403";
    /// A follow-up is always asked, its condition is well-formed, its answer is known.
    FOLLOW_UP = "B501";
    /// A cap allows 1 to 3.
    CAP = "B502";
    /// There is a miss and a cap.
    SLIPS = "B503";
    /// The starter compiles and fails most tests.
    STARTER = "B601";
    /// The reference passes every test, every time.
    SOLUTION = "B602";
    /// Every mutant is caught, and every test catches one.
    MUTANTS = "B603";
    /// Tests and milestones belong together.
    MILESTONES = "B604";
    /// Tests are fast and don't sleep.
    SLOW_TESTS = "B605";
    /// Tests touch nothing outside themselves.
    TEST_REACH = "B606";
    /// There are three figures to check against, each with its working.
    ESTIMATES = "B701";
    /// There is a twist that shows an item.
    TWISTS = "B702";
    /// Every fact of an incident is both set and read.
    FACTS = "B801";
    /// The healthy state can be reached.
    HEALTHY = "B802";
    /// There are enough injects, at playable times.
    INJECTS = "B803";
    /// Every inject forces a move that an item sees.
    FORCING = "B804";
    /// Actions have consequences.
    CONSEQUENCES = "B805";
    /// Every signal shows something in every state.
    VIEWS = "B806";
    /// Signals and actions are told apart by their keys.
    SIGNAL_KEYS = "B807";
    /// Shares of speaking time can add up to the whole.
    SHARES = "B901";
    /// Scope is described for every level.
    SCOPE = "B902";
    /// There are three starts for a story.
    SEEDS = "B903";
    /// A screen has enough questions, and the time for them.
    QUESTIONS = "B911";
    /// A negotiation has enough levers, and each can move.
    LEVERS = "B921";
    /// Turns come in order, within the call.
    TURNS = "B922";
    /// A scorecard has six criteria or more, and their weights sum to 100.
    OFFER_WEIGHTS = "O001";
    /// A score lies from 0 to 10, and says one thing.
    OFFER_SCORE = "O002";
    /// Ids in offers are unique, and every reference resolves.
    OFFER_REFERENCE = "O003";
    /// Probabilities sum to 1.
    OFFER_CHANCE = "O004";
    /// The whole of a grant vests.
    OFFER_VESTING = "O005";
    /// Every currency has a typed rate.
    OFFER_CURRENCY = "O006";
    /// A deadline comes after the offer.
    OFFER_DATES = "O007";
    /// Figures can be counted with.
    OFFER_AMOUNT = "O008";
    /// Private equity is not counted as cash.
    OFFER_EQUITY = "O009";
    /// Risk is weighed with savings and a discount rate, or not at all.
    OFFER_RISK = "O010";
    /// A role's weights are there, and sum to 1.
    ROLE_WEIGHTS = "R001";
}

/// Whether a fault blocks the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The file can't be used.
    Error,
    /// The file can be used, but should be better.
    Warning,
}

/// One thing that is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The rule that it breaks.
    pub code: Code,
    /// Whether it blocks the file.
    pub severity: Severity,
    /// Where it stands.
    pub span: Span,
    /// What is wrong.
    pub message: Safe,
    /// What to write instead.
    pub help: Safe,
}

impl Fault {
    /// A fault that blocks the file.
    pub fn error(code: Code, span: Span, message: &str, help: &str) -> Self {
        Self::new(code, Severity::Error, span, message, help)
    }

    /// A fault that leaves the file usable.
    pub fn warning(code: Code, span: Span, message: &str, help: &str) -> Self {
        Self::new(code, Severity::Warning, span, message, help)
    }

    fn new(code: Code, severity: Severity, span: Span, message: &str, help: &str) -> Self {
        let (message, help) = (Safe::new(message), Safe::new(help));
        Self {
            code,
            severity,
            span,
            message,
            help,
        }
    }
}

/// The faults of one file.
pub type Faults = Vec<Fault>;

/// A file's text with its faults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultyFile {
    /// The file's name as shown.
    pub file: Safe,
    /// The file's text, or nothing where it can't be read as text.
    pub text: String,
    /// What is wrong with it, in the order of their places.
    pub faults: Faults,
}

impl FaultyFile {
    /// Line and column of a byte, both from 1; columns count characters.
    pub fn place(&self, byte: usize) -> (usize, usize) {
        let before = self.text.get(..byte).unwrap_or(&self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        (line, column)
    }
}
