//! Which prompt next, from a seed.
//!
//! A draw is keyed: each candidate's key is `-ln(u)/w`, the smallest key wins, and `u` depends on
//! the seed, the number of the draw and the prompt's id alone (Efraimidis and Spirakis, Weighted
//! random sampling with a reservoir, 2006, with one place). So a prompt that joins a bank changes
//! a draw only by winning it, and the same seed draws the same prompt on every machine.

use std::collections::BTreeMap;

use super::bank::{BankId, Kind, PromptId};

/// A prompt that may be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its bank.
    pub bank: BankId,
    /// Its id.
    pub prompt: PromptId,
    /// Its kind.
    pub kind: Kind,
    /// Length of the round.
    pub minutes: u32,
}

/// Draws a prompt: among those never seen if there are any, else among those seen longest ago.
///
/// `last_draws` gives the number of each prompt's last draw. All weights are equal.
pub fn draw<'a>(
    candidates: &'a [Candidate],
    last_draws: &BTreeMap<(BankId, PromptId), usize>,
    seed: u64,
    number: u64,
) -> Option<&'a Candidate> {
    let last = |c: &Candidate| {
        last_draws
            .get(&(c.bank.clone(), c.prompt.clone()))
            .copied()
            .unwrap_or(0)
    };
    let oldest = candidates.iter().map(last).min()?;
    let rested = candidates
        .iter()
        .filter(|candidate| last(candidate) == oldest);
    rested.min_by(|a, b| key(seed, number, &a.prompt).total_cmp(&key(seed, number, &b.prompt)))
}

/// A number by which names are put into an order of the seed's.
pub fn place(seed: u64, name: &str) -> u64 {
    splitmix64(splitmix64(seed) ^ fnv1a64(name))
}

/// The key of a prompt in a draw; the weight is 1.
fn key(seed: u64, number: u64, prompt: &PromptId) -> f64 {
    -libm::log(uniform(seed, number, prompt))
}

/// A number strictly between 0 and 1 that depends on the arguments alone.
fn uniform(seed: u64, number: u64, prompt: &PromptId) -> f64 {
    const STEPS: f64 = 9_007_199_254_740_992.0; // 2^53
    let hash = splitmix64(splitmix64(splitmix64(seed) ^ number) ^ fnv1a64(prompt.as_str()));
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
        let x = PromptId::new("x").unwrap();
        let otp = PromptId::new("otp-017").unwrap();
        for (seed, number, prompt, u) in [
            (7, 0, &x, 0.326_145_123_991_259_9),
            (7, 1, &x, 0.981_708_343_160_060_6),
            (8, 0, &x, 0.105_757_864_464_442_3),
            (123_456_789, 42, &otp, 0.872_915_582_381_760_5),
        ] {
            assert!(
                (uniform(seed, number, prompt) - u).abs() < 1e-15,
                "{seed} {number}"
            );
        }
    }

    #[test]
    fn what_varies_stays_within_its_bounds_and_reaches_them() {
        let seen: std::collections::BTreeSet<u32> =
            (0..64).map(|seed| up_to(2, seed, 1, "worse")).collect();
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
        };
        ids.iter().map(candidate).collect()
    }

    #[test]
    fn unseen_prompts_come_first_then_the_oldest() {
        let all = candidates(&["beh-a", "beh-b", "beh-c"]);
        let key = |index: usize| (all[index].bank.clone(), all[index].prompt.clone());
        let mut seen = BTreeMap::from([(key(0), 1), (key(2), 2)]);
        for seed in 0..20 {
            assert_eq!(draw(&all, &seen, seed, 3).unwrap().prompt.as_str(), "beh-b");
        }
        seen.insert(key(1), 3);
        assert_eq!(draw(&all, &seen, 0, 4).unwrap().prompt.as_str(), "beh-a");
        assert_eq!(draw(&[], &seen, 0, 4), None);
    }

    proptest::proptest! {
        #[test]
        fn a_prompt_that_joins_changes_a_draw_only_by_winning_it(seed: u64, number: u64) {
            let few = candidates(&["beh-a", "beh-b", "beh-c"]);
            let more = candidates(&["beh-a", "beh-b", "beh-c", "beh-d"]);
            let seen = BTreeMap::new();
            let before = &draw(&few, &seen, seed, number).unwrap().prompt;
            let after = &draw(&more, &seen, seed, number).unwrap().prompt;
            proptest::prop_assert!(after == before || after.as_str() == "beh-d");
        }
    }
}
