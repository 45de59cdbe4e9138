//! Every number that the filter was given, in points 1 to 5. None was fitted to a single user.

/// The version of these numbers and of the equations that use them: one more with every change that
/// moves a read-out. It is kept with each draw and stands in the JSON of every read-out.
pub const FORMULA: u32 = 1;

/// Mean and standard deviation of the level of somebody of whom nothing is known: just under the
/// middle of the scale, and wide.
pub(super) const LEVEL: (f64, f64) = (2.8, 1.0);
/// How much kinds differ from each other for one person.
pub(super) const KIND_SD: f64 = 0.30;
/// How much dimensions differ.
pub(super) const DIMENSION_SD: f64 = 0.30;
/// How much topics differ: the most.
pub(super) const TOPIC_SD: f64 = 0.40;
/// How much a dimension differs from kind to kind.
pub(super) const CELL_SD: f64 = 0.20;
/// How far own ratings sit above what an assessor would give: mildly generous on average, and
/// widely spread between people.
pub(super) const OWN_BIAS: (f64, f64) = (0.20, 0.50);
/// How far ticks sit above what was shown.
pub(super) const TICK_BIAS: (f64, f64) = (0.10, 0.30);
/// The personal rate of learning, as a multiple of the usual one; 0 is allowed.
pub(super) const RATE: (f64, f64) = (1.0, 0.80);
/// The form of one day, luck with the prompt included.
pub(super) const DAY_SD: f64 = 0.45;
/// The mood in which one evening's own ratings are given.
pub(super) const MOOD_SD: f64 = 0.25;
/// Noise of an own rating, of a checklist, of an outside rating, of the pace.
pub(super) const OWN_NOISE: f64 = 0.70;
pub(super) const TICK_NOISE: f64 = 0.35;
pub(super) const OUTSIDE_NOISE: f64 = 0.60;
pub(super) const PACE_NOISE: f64 = 0.60;
/// What one step of difficulty costs: five labels span 1.2 points.
pub(super) const PER_DIFFICULTY: f64 = -0.30;
/// What a hint adds, and how many are counted.
pub(super) const PER_HINT: f64 = 0.20;
pub(super) const MOST_HINTS: u32 = 4;
/// What having seen the prompt before adds.
pub(super) const REPEAT: f64 = 0.40;
/// What one round of practice adds, as a share of the way to the ceiling.
pub(super) const GAIN: f64 = 0.03;
pub(super) const CEILING: f64 = 4.6;
/// After so many days without practice, half of what practice added is gone.
pub(super) const HALF_LIFE_DAYS: f64 = 120.0;
/// How practice is shared out: level, kind, dimension, topic, cell.
pub(super) const SPLIT: [f64; 5] = [0.15, 0.20, 0.25, 0.25, 0.15];
/// How much the prior's variance comes back a day, and a round.
pub(super) const DRIFT_PER_DAY: f64 = 0.0008;
pub(super) const DRIFT_PER_ROUND: f64 = 0.0006;
/// How much the bias of own ratings wanders from round to round.
pub(super) const OWN_BIAS_DRIFT: f64 = 0.03;
/// The smallest variance that is calculated with.
pub(super) const LEAST_VARIANCE: f64 = 1e-12;
