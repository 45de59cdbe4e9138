//! The closed sets of words in an offer's files.

use crate::domain::raw::Choice;

macro_rules! words {
    ($($(#[$meta:meta])* $name:ident, $what:literal {
        $($(#[$variant_meta:meta])* $variant:ident = $word:literal,)*
    })*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$variant_meta])* $variant,)*
        }

        impl $name {
            /// The word as it is written.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }
        }

        impl Choice for $name {
            const WHAT: &'static str = $what;
            const WORDS: &'static [(&'static str, Self)] = &[$(($word, Self::$variant)),*];
        }
    )*};
}

words! {
    /// The figure that compensation is scored from.
    ScoreFrom, "a figure to score from" {
        /// Cash alone.
        Cash = "cash",
        /// Cash and the mean of equity.
        Expected = "expected",
        /// Cash and what the equity is worth to somebody who shuns risk.
        RiskAdjusted = "risk_adjusted",
    }

    /// The shape between walk-away and target.
    UtilityKind, "a utility" {
        /// Every thousand counts the same.
        Linear = "linear",
        /// A tenth more counts the same.
        Log = "log",
        /// Constant relative risk aversion.
        Crra = "crra",
        /// Straight lines between points.
        Piecewise = "piecewise",
    }

    /// How weights were asked for.
    Elicited, "a way to find weights" {
        /// Points of 100.
        Points = "points",
        /// Worst to best, each swing from 0 to 100.
        Swing = "swing",
        /// Their order alone.
        Order = "order",
    }

    /// Where an offer stands.
    Status, "a status" {
        /// Said, not written.
        Verbal = "verbal",
        /// In writing.
        Written = "written",
        /// Accepted.
        Signed = "signed",
        /// Declined.
        Declined = "declined",
        /// Too late.
        Expired = "expired",
    }

    /// How a sign-on is paid back.
    ClawbackMode, "a way to pay back" {
        /// Less each month.
        ProRata = "pro_rata",
        /// All of it until the last month.
        Cliff = "cliff",
    }

    /// The kinds of equity.
    EquityKind, "a kind of equity" {
        /// Shares that can be sold when they vest.
        RsuPublic = "rsu_public",
        /// Shares that need a sale of the company as well.
        RsuDoubleTrigger = "rsu_double_trigger",
        /// The right to buy shares.
        Options = "options",
        /// A promise of money that follows the shares.
        Phantom = "phantom",
    }

    /// How well something is known.
    Confidence, "how well it is known" {
        /// In writing.
        Written = "written",
        /// Said.
        Verbal = "verbal",
        /// One's own guess.
        Assumed = "assumed",
        /// Taken from what usually happens.
        BaseRate = "base_rate",
    }

    /// How whole shares are shared out among instalments: the allocation types of the Open Cap
    /// Format.
    Allocation, "an allocation of the Open Cap Format" {
        /// What has vested in all is rounded.
        CumulativeRounding = "CUMULATIVE_ROUNDING",
        /// What has vested in all is rounded down.
        CumulativeRoundDown = "CUMULATIVE_ROUND_DOWN",
        /// The remainder goes one each to the first instalments.
        FrontLoaded = "FRONT_LOADED",
        /// The remainder goes one each to the last instalments.
        BackLoaded = "BACK_LOADED",
        /// The remainder goes to the first instalment.
        FrontLoadedToSingleTranche = "FRONT_LOADED_TO_SINGLE_TRANCHE",
        /// The remainder goes to the last instalment.
        BackLoadedToSingleTranche = "BACK_LOADED_TO_SINGLE_TRANCHE",
    }

    /// The kinds of evidence.
    EvidenceKind, "a kind of evidence" {
        /// In writing.
        Document = "document",
        /// Heard in an interview.
        Interview = "interview",
        /// Heard elsewhere.
        Conversation = "conversation",
        /// Published.
        Public = "public",
        /// Concluded.
        Inference = "inference",
        /// A story of the candidate's.
        Achievement = "achievement",
    }

    /// What is known of a red flag.
    FlagState, "the state of a flag" {
        /// It is there.
        Present = "present",
        /// It is not there, as evidence shows.
        Absent = "absent",
        /// Nobody looked.
        Unknown = "unknown",
        /// It is there, and something is done about it.
        Mitigated = "mitigated",
    }

    /// Where a gate of the checklist stands.
    GateState, "the state of a gate" {
        /// Settled.
        Yes = "yes",
        /// Open.
        No = "no",
        /// Asked for.
        Asked = "asked",
    }
}
