//! The verdict in words. These bounds are our own rules of thumb, each with its reason.

/// What the figures amount to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Small changes decide: no name is said.
    NoClearWinner,
    /// One is ahead, and something may still turn it.
    Leaning,
    /// One is ahead whatever is doubted within reason.
    Robust,
}

impl Verdict {
    /// The word in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoClearWinner => "no_clear_winner",
            Self::Leaning => "leaning",
            Self::Robust => "robust",
        }
    }
}

/// How many of the draws the verdict looks at: the standard error of 60 % is then 0.35 %, fine
/// enough for bounds that are 25 points apart, and quick enough for every comparison.
pub const DRAWS: u32 = 20_000;

/// First in so many of the draws around the stated weights: about five in six.
const ROBUST_FIRST: f64 = 0.85;
/// So many points have to move before another is first: nobody means a weight to within ten.
const ROBUST_POINTS: f64 = 10.0;
/// First in fewer than so many: hardly more than a coin says.
const FRAGILE_FIRST: f64 = 0.60;
/// So few points make another first: nobody means a weight to within three.
const FRAGILE_POINTS: f64 = 3.0;
/// One answer changes the decision with at least this probability: ask before deciding.
const FRAGILE_QUESTION: f64 = 0.30;

/// The figures that a verdict rests on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grounds {
    /// How many offers there are.
    pub offers: usize,
    /// How far the first is ahead of the second.
    pub margin: f64,
    /// What counts as a close call.
    pub close_call_margin: f64,
    /// How often the first is first when the stated weights are doubted.
    pub first: f64,
    /// The fewest points whose move makes another first; none if no move does.
    pub points: Option<f64>,
    /// The greatest probability with which one answer changes the decision.
    pub p_change: f64,
    /// Whether equity of the first two rests on what usually happens to investors.
    pub rests_on_base_rates: bool,
}

/// The verdict and its reasons.
pub fn verdict(grounds: &Grounds) -> (Verdict, Vec<String>) {
    if grounds.offers < 2 {
        let why = "there is one offer, and nothing to compare it with";
        return (Verdict::Leaning, vec![why.to_owned()]);
    }
    let fragile = fragile(grounds);
    if !fragile.is_empty() {
        return (Verdict::NoClearWinner, fragile);
    }
    let points = grounds.points.unwrap_or(f64::INFINITY);
    let mut doubts = Vec::new();
    if grounds.first < ROBUST_FIRST {
        doubts.push(format!(
            "first in {:.0} % when your weights are doubted",
            100.0 * grounds.first
        ));
    }
    if points < ROBUST_POINTS {
        doubts.push(format!(
            "{points:.1} points moved between two weights make another first"
        ));
    }
    if grounds.p_change > 0.0 {
        doubts.push("an open question can still change it".to_owned());
    }
    if grounds.rests_on_base_rates {
        doubts.push("equity rests on what usually happens to investors".to_owned());
    }
    if doubts.is_empty() {
        let why = format!(
            "first in {:.0} % when your weights are doubted, and no open question changes it",
            100.0 * grounds.first
        );
        return (Verdict::Robust, vec![why]);
    }
    (Verdict::Leaning, doubts)
}

fn fragile(grounds: &Grounds) -> Vec<String> {
    let mut found = Vec::new();
    if grounds.margin < grounds.close_call_margin {
        found.push(format!(
            "the margin of {:.2} is within your close call of {:.2}",
            grounds.margin, grounds.close_call_margin
        ));
    }
    if let Some(points) = grounds.points.filter(|points| *points <= FRAGILE_POINTS) {
        found.push(format!(
            "{points:.1} points moved between two weights make another first"
        ));
    }
    if grounds.first < FRAGILE_FIRST {
        found.push(format!(
            "first in only {:.0} % when your weights are doubted",
            100.0 * grounds.first
        ));
    }
    if grounds.p_change >= FRAGILE_QUESTION {
        found.push(format!(
            "one answer changes the decision with a chance of {:.0} %",
            100.0 * grounds.p_change
        ));
    }
    found
}
