//! Ratings by others, and by oneself a week later: what outweighs any rating of one's own.

use std::collections::BTreeMap;

use super::bank::check::generation;
use super::bank::{DimensionId, Prompt, Rating};
use super::day::Day;
use super::fault::{Code, Fault, Faults};
use super::history::{Progress, Summary};
use super::names::nearest;
use super::raw::{At, Span};
use super::round::{Event, Rated, State};
use super::text::Safe;
use crate::record;

/// The name under which one rates one's own old round again.
pub const YOURSELF: &str = "yourself";

/// Days after which one's own round may be rated again: by then the old ratings are forgotten.
pub const AGAIN_DAYS: i32 = 7;

/// After so many finished rounds somebody else's rating is wished for: one took a generous
/// candidate's error from 0.31 to 0.25 points in simulation, three to 0.22.
const WISHED_AFTER: [usize; 3] = [5, 10, 15];

/// What could be rated from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Rounds that are finished.
    pub finished: usize,
    /// The number of the round that was just finished, to be sent to somebody.
    pub send: usize,
    /// The number of an older one to be rated again, and the day from which on.
    pub again: (usize, Day),
}

/// Whether an outside rating is wished for after the latest round, and of which rounds. Each time
/// is about the rounds since the time before, so that none is asked for twice; where one of them
/// was rated by somebody already, nothing is wished for.
pub fn wish(rounds: &[Summary]) -> Option<Wish> {
    let numbered = rounds.iter().zip(1..);
    let finished: Vec<(&Summary, usize)> = numbered
        .filter(|(round, _)| round.progress == Progress::Finished && round.drill.is_none())
        .collect();
    let before = [0].into_iter().chain(WISHED_AFTER);
    let before = before
        .zip(WISHED_AFTER)
        .find_map(|(before, after)| (finished.len() == after).then_some(before))?;
    let since = finished.get(before..)?;
    if since
        .iter()
        .any(|(round, _)| !round.scores.others.is_empty())
    {
        return None;
    }
    let ((oldest, again), (latest, send)) = (since.first()?, since.last()?);
    // A later drill does not ask once more.
    let is_latest = rounds
        .last()
        .is_some_and(|round| round.round == latest.round);
    let from = Day::of_wall(&oldest.last_at)?.plus(AGAIN_DAYS);
    is_latest.then_some(Wish {
        finished: finished.len(),
        send: *send,
        again: (*again, from),
    })
}

record! {
    /// A review as it comes back: the block at the end of the Markdown file, or its twin.
    pub struct ReviewFile {
        /// Generation of the format.
        pub schema: At<u32>,
        /// The round that was read.
        pub round: At<Safe>,
        /// Who rated.
        pub rater: At<Safe>,
        /// The ratings by dimension.
        pub ratings: At<BTreeMap<String, At<RatingTable>>>,
    }
}

record! {
    /// A dimension's rating.
    pub struct RatingTable {
        /// 1 to 4; 0 leaves it unrated.
        pub rating: At<u32>,
        /// What shows it.
        pub note: Option<Safe>,
    }
}

/// A review, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// Who rated.
    pub rater: Safe,
    /// The ratings, with what shows them.
    pub ratings: BTreeMap<DimensionId, (Rating, Option<Safe>)>,
}

impl Review {
    /// What is kept of it.
    pub fn events(&self) -> Vec<Event> {
        let rated = self
            .ratings
            .iter()
            .map(|(dimension, (rating, text))| Event::RatedByOther {
                who: self.rater.clone(),
                dimension: dimension.clone(),
                rating: *rating,
                text: text.clone(),
            });
        rated.collect()
    }
}

/// Cuts the fill-in block out of a Markdown file: what stands around it becomes blank, so that
/// every place in the block stays the place in the file. Nothing if there is no block.
pub fn block(markdown: &str) -> Option<String> {
    const FENCE: &str = "```";
    let mut kept = String::with_capacity(markdown.len());
    let (mut inside, mut found) = (false, false);
    for line in markdown.split_inclusive('\n') {
        let is_fence = line.starts_with(FENCE);
        let is_begin = is_fence && !inside && line.trim_end() == "```toml";
        if inside && !is_fence {
            kept.push_str(line);
        } else {
            // Bytes, not characters: places are counted in bytes.
            kept.extend(line.bytes().map(|byte| match byte {
                b'\n' => '\n',
                _ => ' ',
            }));
        }
        if is_begin {
            (inside, found) = (true, true);
        } else if is_fence {
            inside = false;
        }
    }
    found.then_some(kept)
}

/// Checks a review of a round.
pub fn check(
    file: &ReviewFile,
    prompt: &Prompt,
    state: &State,
    faults: &mut Faults,
) -> Option<Review> {
    let before = faults.len();
    generation(&file.schema, faults);
    rater(&file.rater, state, faults);
    let mut ratings = BTreeMap::new();
    for (name, table) in &file.ratings.value {
        let Some(row) = prompt
            .rubric
            .iter()
            .find(|row| row.dimension.as_str() == name)
        else {
            let known = prompt.rubric.iter().map(|row| row.dimension.as_str());
            unknown_dimension(name, table.span, known, faults);
            continue;
        };
        let given = &table.value.rating;
        match u8::try_from(given.value) {
            Ok(0) => {}
            Ok(number) if Rating::from_number(number).is_some() => {
                let note = table.value.note.clone().filter(|note| !note.is_blank());
                let rating = Rating::from_number(number).unwrap_or(Rating::BAR);
                ratings.insert(row.dimension.clone(), (rating, note));
            }
            Ok(_) | Err(_) => {
                let message = format!("{} is no rating", given.value);
                let help = "write 1, 2, 3 or 4, or 0 to leave it unrated";
                faults.push(Fault::error(Code::RATINGS, given.span, &message, help));
            }
        }
    }
    if ratings.is_empty() && faults.len() == before {
        let message = "no dimension is rated";
        let help = "write a rating from 1 to 4 where it says 0";
        let fault = Fault::error(Code::RATINGS, file.ratings.span, message, help);
        faults.push(fault);
    }
    (faults.len() == before).then(|| Review {
        rater: Safe::new(file.rater.value.as_str().trim()),
        ratings,
    })
}

fn rater(rater: &At<Safe>, state: &State, faults: &mut Faults) {
    let name = rater.value.as_str().trim();
    let (message, help) = if name.is_empty() {
        (
            "nobody signed this review".to_owned(),
            "write who rated, such as a first name",
        )
    } else if name == YOURSELF {
        (
            format!("`{YOURSELF}` is no other"),
            "write who rated; `mockloop peer again` rates an old round of your own",
        )
    } else if state.by_others.contains_key(&Safe::new(name)) {
        (
            format!("{name} has rated this round already"),
            "a round is rated once by each; ask somebody else, or send another round",
        )
    } else {
        return;
    };
    faults.push(Fault::error(Code::FORM, rater.span, &message, help));
}

fn unknown_dimension<'a>(
    name: &str,
    span: Span,
    known: impl Iterator<Item = &'a str> + Clone,
    faults: &mut Faults,
) {
    let help = match nearest(name, known.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("this round has {}", known.collect::<Vec<_>>().join(", ")),
    };
    let message = format!("this round has no dimension `{name}`");
    faults.push(Fault::error(Code::REFERENCE, span, &message, &help));
}

/// Two ratings of one dimension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair<'a> {
    /// The dimension.
    pub dimension: &'a DimensionId,
    /// The candidate's rating that counts.
    pub own: Option<Rating>,
    /// The other rating.
    pub other: Rating,
    /// What was written beside it.
    pub text: Option<&'a Safe>,
}

impl Pair<'_> {
    /// How far apart they are, if both are there.
    pub fn apart(&self) -> Option<u8> {
        self.own
            .map(|own| own.number().abs_diff(self.other.number()))
    }
}

/// One rater's ratings beside the candidate's own.
pub fn pairs<'a>(state: &'a State, rater: &Safe) -> Vec<Pair<'a>> {
    let ratings = state.by_others.get(rater).into_iter().flatten();
    ratings
        .map(|(dimension, (other, text))| Pair {
            dimension,
            own: state.ratings.get(dimension).and_then(Rated::counting),
            other: *other,
            text: text.as_ref(),
        })
        .collect()
}

/// The dimensions of a round that its candidate has not rated again yet: those that were rated.
pub fn to_rate_again(state: &State) -> Vec<DimensionId> {
    let again = state.by_others.get(&Safe::new(YOURSELF));
    let rated = state
        .ratings
        .iter()
        .filter(|(_, rated)| rated.counting().is_some());
    rated
        .map(|(dimension, _)| dimension)
        .filter(|dimension| again.is_none_or(|again| !again.contains_key(*dimension)))
        .cloned()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::history::finished;

    #[test]
    fn an_outside_rating_is_wished_for_three_times_and_never_of_the_same_round() {
        let mut rounds: Vec<Summary> = Vec::new();
        let mut wishes = Vec::new();
        for number in 0..20 {
            rounds.push(finished(&format!("des-{number}"), "2026-11-24"));
            wishes.extend(wish(&rounds));
        }
        let told: Vec<_> = wishes
            .iter()
            .map(|w| (w.finished, w.send, w.again.0))
            .collect();
        assert_eq!(told, [(5, 5, 1), (10, 10, 6), (15, 15, 11)]);
        assert_eq!(wishes[0].again.1.to_string(), "2026-12-01");
        // Where somebody has rated one of them already, nobody is asked.
        let rating = (
            Safe::new("ada"),
            DimensionId::new("tradeoffs").unwrap(),
            Rating::BAR,
        );
        rounds.truncate(5);
        rounds[2].scores.others.push(rating);
        assert_eq!(wish(&rounds), None);
    }

    #[test]
    fn a_block_keeps_its_places() {
        let markdown = "# Ä title\n> ```toml\n```toml\nschema = 1\n```\nend\n";
        let cut = block(markdown).unwrap();
        assert_eq!(cut.len(), markdown.len());
        assert_eq!(cut.find("schema"), markdown.find("schema"));
        assert_eq!(cut.trim(), "schema = 1");
        assert_eq!(block("no block\n"), None);
    }
}
