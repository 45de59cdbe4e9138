//! Every state that steps can lead to, in whatever order they are taken.
//!
//! The search goes breadth first, so the first way that it finds is a shortest one.

/// A state: a bit for each fact that holds.
pub(in crate::domain::bank) type State = u32;

/// With more facts than this, there are more states than can be tried while somebody waits.
pub(in crate::domain::bank) const MOST_FACTS: usize = 20;

/// Something that can be done in some states, as often as it can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::domain::bank) struct Step {
    /// Facts that must all hold.
    pub(in crate::domain::bank) needs: State,
    /// Facts of which none may hold.
    pub(in crate::domain::bank) forbids: State,
    /// Facts that hold afterwards.
    pub(in crate::domain::bank) sets: State,
    /// Facts that don't hold afterwards.
    pub(in crate::domain::bank) clears: State,
}

impl Step {
    /// The state after it, if it can be done.
    fn after(self, state: State) -> Option<State> {
        let fits = state & self.needs == self.needs && state & self.forbids == 0;
        fits.then_some((state & !self.clears) | self.sets)
    }
}

/// A shortest order of steps, by their places, from the state without facts to one that has all
/// facts of `goal`; or every state that can be reached, if none of them has.
///
/// No step speaks of more than [`MOST_FACTS`] facts.
pub(in crate::domain::bank) fn search(
    steps: &[Step],
    goal: State,
) -> Result<Vec<usize>, Vec<State>> {
    let mut seen = vec![false; 1 << MOST_FACTS.min(width(steps))];
    let mut reached: Vec<State> = vec![0];
    if let Some(start) = seen.first_mut() {
        *start = true;
    }
    let mut next = 0;
    while let Some(state) = reached.get(next).copied() {
        if state & goal == goal {
            return Ok(way(steps, &reached, state));
        }
        for after in steps.iter().filter_map(|step| step.after(state)) {
            if let Some(seen) = seen.get_mut(after as usize).filter(|seen| !**seen) {
                *seen = true;
                reached.push(after);
            }
        }
        next += 1;
    }
    Err(reached)
}

/// How many bits the states have.
fn width(steps: &[Step]) -> usize {
    let all = steps.iter().fold(0, |all, step| all | step.sets);
    (State::BITS - all.leading_zeros()) as usize
}

/// The steps that led to a state. The state that it was first reached from is the earliest from
/// which one step leads to it, so that nothing but the order has to be kept.
fn way(steps: &[Step], reached: &[State], goal: State) -> Vec<usize> {
    let mut way = Vec::new();
    let mut at = goal;
    while at != 0 {
        let before = reached.iter().find_map(|state| {
            let leads = |step: &Step| step.after(*state) == Some(at);
            steps.iter().position(leads).map(|step| (*state, step))
        });
        let Some((state, step)) = before else {
            break;
        };
        way.push(step);
        at = state;
    }
    way.reverse();
    way
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: State = 1;
    const B: State = 2;
    const C: State = 4;

    fn step(needs: State, forbids: State, sets: State, clears: State) -> Step {
        Step {
            needs,
            forbids,
            sets,
            clears,
        }
    }

    #[test]
    fn the_shortest_way_is_found() {
        // A, then B, then C; or the detour over C that loses A.
        let steps = [step(0, A, A, 0), step(A, 0, B, 0), step(A, B, C, A)];
        assert_eq!(search(&steps, 0), Ok(vec![]));
        assert_eq!(search(&steps, B), Ok(vec![0, 1]));
        assert_eq!(search(&steps, A | C), Ok(vec![0, 2, 0]));
        assert_eq!(search(&steps, A | B | C), Ok(vec![0, 2, 0, 1]));
    }

    #[test]
    fn without_a_way_every_state_is_told() {
        // Whoever has B loses A for good.
        let steps = [step(0, B, A, 0), step(A, 0, B, A)];
        assert_eq!(search(&steps, A | B), Err(vec![0, A, B]));
        assert_eq!(search(&[], A), Err(vec![0]));
    }

    #[test]
    fn all_states_of_many_facts_are_tried() {
        let steps: Vec<Step> = (0..16).map(|fact| step(0, 0, 1 << fact, 0)).collect();
        assert_eq!(search(&steps, 1 << 20).unwrap_err().len(), 1 << 16);
    }
}
