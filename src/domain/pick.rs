//! Which prompt next, from a seed.
//!
//! A draw is keyed: each candidate's key is `-ln(u)/w`, the smallest key wins, and `u` depends on
//! the seed, the number of the draw and the prompt's id alone (Efraimidis and Spirakis, Weighted
//! random sampling with a reservoir, 2006, with one place). So a prompt that joins a bank changes
//! a draw only by winning it, and the same seed draws the same prompt on every machine.

use std::collections::{BTreeMap, BTreeSet};

use super::bank::{BankId, DimensionId, Kind, PromptId, TopicId};
use super::readiness::{FORMULA, Worth};
use super::review::Due;

/// A prompt that may be drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Its bank.
    pub bank: BankId,
    /// Its id.
    pub prompt: PromptId,
    /// Its kind.
    pub kind: Kind,
    /// Length of the round.
    pub minutes: u32,
    /// 1 to 5 for a senior, one less for mid, one more for staff.
    pub difficulty: f64,
    /// The dimensions that it rates.
    pub dimensions: Vec<DimensionId>,
    /// Its topics.
    pub topics: Vec<TopicId>,
}

/// Why a prompt was drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum Because {
    /// All were alike.
    Random,
    /// It is worth practising now.
    Worth {
        /// How much.
        worth: Worth,
        /// Its kind.
        kind: Kind,
        /// Its topics.
        topics: Vec<TopicId>,
        /// Whether it is the first round of its kind, and the first rounds take one of each.
        is_first: bool,
        /// Whole days since its kind was practised; none if it never was.
        idle_days: Option<i64>,
        /// Rounds that are known.
        rounds: u64,
        /// What its latest round missed, if that is due again.
        due: Option<Due>,
    },
}

impl Because {
    /// The version of the formulas that weighed it, if any did.
    pub fn formula(&self) -> Option<u32> {
        match self {
            Self::Random => None,
            Self::Worth { .. } => Some(FORMULA),
        }
    }
}

/// The prompts of the role's kinds that were never practised, as long as there are fewer rounds
/// than kinds to be drawn: the first rounds take one of each kind. None after that.
pub fn first_of_each_kind<'a>(
    rested: &[&'a Candidate],
    role: &BTreeSet<&str>,
    practised: &BTreeSet<&str>,
    rounds: usize,
) -> Vec<&'a Candidate> {
    let kind = |candidate: &&&Candidate| candidate.kind.as_str();
    let of_role = || {
        rested
            .iter()
            .filter(|candidate| role.contains(kind(candidate)))
    };
    let to_practise = of_role().map(|candidate| candidate.kind.as_str());
    let kinds: BTreeSet<&str> = to_practise.chain(practised.iter().copied()).collect();
    if rounds >= kinds.len() {
        return Vec::new();
    }
    let first = of_role().filter(|candidate| !practised.contains(kind(candidate)));
    first.copied().collect()
}

/// The prompts that may be drawn now: those never seen if there are any, else those seen longest
/// ago. `last_draws` gives the number of each prompt's last draw.
pub fn rested<'a>(
    candidates: &'a [Candidate],
    last_draws: &BTreeMap<(BankId, PromptId), usize>,
) -> Vec<&'a Candidate> {
    let last = |c: &Candidate| {
        last_draws
            .get(&(c.bank.clone(), c.prompt.clone()))
            .copied()
            .unwrap_or(0)
    };
    let drawn: Vec<(usize, &Candidate)> = candidates.iter().map(|c| (last(c), c)).collect();
    let oldest = drawn.iter().map(|(last, _)| *last).min();
    drawn
        .into_iter()
        .filter(|(last, _)| Some(*last) == oldest)
        .map(|(_, candidate)| candidate)
        .collect()
}

/// Draws a prompt among those that may be drawn now, all alike.
pub fn draw<'a>(
    candidates: &'a [Candidate],
    last_draws: &BTreeMap<(BankId, PromptId), usize>,
    seed: u64,
    number: u64,
) -> Option<&'a Candidate> {
    let alike = rested(candidates, last_draws).into_iter();
    let ordered = order(
        alike.map(|candidate| (candidate, 1.0)),
        |candidate| candidate.prompt.as_str(),
        (seed, number),
    );
    ordered.into_iter().next()
}

/// A number by which names are put into an order of the seed's.
pub fn place(seed: u64, name: &str) -> u64 {
    splitmix64(splitmix64(seed) ^ fnv1a64(name))
}

/// What a due review makes of a prompt's score: drawn some 65 times as often as one that is worth
/// the same, so about as often as all the others of a bank together.
pub const DUE: f64 = 1.3;

/// The least score counts as this much of the best one.
const LEAST: f64 = 1e-6;

/// How much more often a better prompt is drawn: the weight is the 16th power of its share of the
/// best score, squared four times so that it is the same on every machine.
fn weight(share: f64) -> f64 {
    (0..4).fold(share.max(LEAST), |power, _| power * power)
}

/// The order in which a draw gives things, by their name and score: the first is drawn, the second
/// is the other one that is offered, and so on. Equal scores draw at random.
pub fn order<T>(
    scored: impl IntoIterator<Item = (T, f64)>,
    name: impl Fn(&T) -> &str,
    (seed, number): (u64, u64),
) -> Vec<T> {
    let scored: Vec<(T, f64)> = scored.into_iter().collect();
    let best = scored.iter().map(|(_, score)| *score).fold(0.0, f64::max);
    let mut keyed: Vec<(f64, T)> = scored
        .into_iter()
        .map(|(thing, score)| {
            let share = if best > 0.0 { score / best } else { 1.0 };
            let key = -libm::log(uniform(seed, number, name(&thing)));
            (key / weight(share), thing)
        })
        .collect();
    // Sorting is stable, and candidates come in the order of banks and paths.
    keyed.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    keyed.into_iter().map(|(_, thing)| thing).collect()
}

/// A number strictly between 0 and 1 that depends on the arguments alone.
fn uniform(seed: u64, number: u64, prompt: &str) -> f64 {
    const STEPS: f64 = 9_007_199_254_740_992.0; // 2^53
    let hash = splitmix64(splitmix64(splitmix64(seed) ^ number) ^ fnv1a64(prompt));
    // 53 bits fit a double exactly.
    let (high, low) = ((hash >> 43) as u32, ((hash >> 11) & 0xffff_ffff) as u32);
    (f64::from(high) * 4_294_967_296.0 + f64::from(low) + 0.5) / STEPS
}

/// A whole number from 0 to `most` that depends on the arguments alone: what may vary in a round.
pub fn up_to(most: u32, seed: u64, number: u64, name: &str) -> u32 {
    let hash = splitmix64(splitmix64(splitmix64(seed) ^ number) ^ fnv1a64(name));
    // The remainder's bias is below one in a thousand million for any number of minutes.
    u32::try_from(hash % (u64::from(most) + 1)).unwrap_or(most)
}

/// Sebastiano Vigna's splitmix64 finaliser.
fn splitmix64(x: u64) -> u64 {
    let x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// The 64-bit FNV-1a hash (Fowler, Noll, Vo).
fn fnv1a64(text: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Figures of the published definition, computed independently.
    #[test]
    fn the_uniform_number_is_the_published_one() {
        for (seed, number, prompt, u) in [
            (7, 0, "x", 0.326_145_123_991_259_9),
            (7, 1, "x", 0.981_708_343_160_060_6),
            (8, 0, "x", 0.105_757_864_464_442_3),
            (123_456_789, 42, "otp-017", 0.872_915_582_381_760_5),
            (0, 0, "", 0.491_253_147_621_359_9),
        ] {
            assert!(
                (uniform(seed, number, prompt) - u).abs() < 1e-15,
                "{seed} {number}"
            );
        }
    }

    #[test]
    fn what_varies_stays_within_its_bounds_and_reaches_them() {
        let seen: BTreeSet<u32> = (0..64).map(|seed| up_to(2, seed, 1, "worse")).collect();
        assert_eq!(Vec::from_iter(seen), [0, 1, 2]);
        assert_eq!(up_to(0, 7, 1, "worse"), 0);
        assert_eq!(up_to(9, 7, 1, "worse"), up_to(9, 7, 1, "worse"));
    }

    fn candidates(ids: &[&str]) -> Vec<Candidate> {
        let bank = BankId::new("b").unwrap();
        let candidate = |id: &&str| Candidate {
            bank: bank.clone(),
            prompt: PromptId::new(id).unwrap(),
            kind: Kind::Behavioral,
            minutes: 20,
            difficulty: 3.0,
            dimensions: Vec::new(),
            topics: Vec::new(),
        };
        ids.iter().map(candidate).collect()
    }

    fn names(candidates: &[&Candidate]) -> Vec<String> {
        candidates.iter().map(|c| c.prompt.to_string()).collect()
    }

    #[test]
    fn unseen_prompts_come_first_then_the_oldest() {
        let all = candidates(&["beh-a", "beh-b", "beh-c"]);
        let key = |index: usize| (all[index].bank.clone(), all[index].prompt.clone());
        let mut seen = BTreeMap::from([(key(0), 1), (key(2), 2)]);
        assert_eq!(names(&rested(&all, &seen)), ["beh-b"]);
        seen.insert(key(1), 3);
        assert_eq!(names(&rested(&all, &seen)), ["beh-a"]);
        assert_eq!(names(&rested(&all, &BTreeMap::new())).len(), 3);
        assert!(rested(&[], &seen).is_empty());
    }

    #[test]
    fn the_first_rounds_take_one_of_each_kind() {
        let mut all = candidates(&["beh-a", "beh-b", "des-c", "scr-d"]);
        all[2].kind = Kind::SystemDesign;
        all[3].kind = Kind::Screen;
        let rested: Vec<&Candidate> = all.iter().collect();
        let role = BTreeSet::from(["behavioral", "system-design"]);
        let first = |practised: &[&str], rounds| {
            let practised = practised.iter().copied().collect();
            names(&first_of_each_kind(&rested, &role, &practised, rounds))
        };
        assert_eq!(first(&[], 0), ["beh-a", "beh-b", "des-c"]);
        assert_eq!(first(&["behavioral"], 1), ["des-c"]);
        // Somebody who took two rounds of one kind by choice is past that.
        assert!(first(&["behavioral"], 2).is_empty());
        assert!(first(&["behavioral", "system-design"], 2).is_empty());
    }

    fn drawn(scored: &[(&'static str, f64)], seed: u64, number: u64) -> Vec<&'static str> {
        order(scored.iter().copied(), |name| name, (seed, number))
    }

    #[test]
    fn a_better_prompt_is_drawn_more_often() {
        let scored = [("a", 1.0), ("b", 0.9), ("c", 0.0)];
        let first = |seed| drawn(&scored, seed, 1)[0];
        let of = |name: &str| (0..2_000).filter(|seed| first(*seed) == name).count();
        // 0.9^16 is 0.185: "a" is drawn in 1 / 1.185 of the draws.
        assert!((1_640..1_740).contains(&of("a")), "{}", of("a"));
        assert_eq!(of("c"), 0);
        // Without any score all are alike.
        let alike = [("a", 0.0), ("b", 0.0)];
        let first = (0..2_000)
            .filter(|seed| drawn(&alike, *seed, 1)[0] == "a")
            .count();
        assert!((900..1_100).contains(&first), "{first}");
    }

    proptest::proptest! {
        #[test]
        fn a_prompt_that_joins_changes_a_draw_only_by_winning_it(
            seed: u64, number: u64, scores in proptest::array::uniform4(0.2f64..1.0),
        ) {
            let [a, b, c, d] = scores;
            // It does not raise the best score, which all are measured by.
            let d = d.min(a);
            let few = drawn(&[("a", a), ("b", b), ("c", c)], seed, number);
            let more = drawn(&[("a", a), ("b", b), ("c", c), ("d", d)], seed, number);
            let rest: Vec<_> = more.iter().copied().filter(|name| *name != "d").collect();
            proptest::prop_assert_eq!(few, rest);
        }
    }
}
