//! Offers side by side.

use super::flags::{Notice, notices};
use super::flip::{Transfer, transfer};
use super::model::{Offer, Score, Scorecard, TOP_SCORE};
use super::pay::{Figures, Pay, pay};
use super::question::{Question, questions};
use super::smaa::{Drawing, Lens, draw};
use super::totals::{Matrix, SAME, Standing, order};
use super::verdict::{self, Grounds, Verdict};
use super::words::{FlagState, ScoreFrom, Status};
use crate::domain::text::Safe;

/// An offer with what is computed of it alone.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighed {
    /// The offer.
    pub offer: Offer,
    /// What it pays; none where that is not known yet.
    pub pay: Option<Pay>,
    /// The scores of its three figures; none without walk-away and target, or pay.
    pub comp_scores: Option<Figures>,
    /// The ends of its scores, by criterion.
    pub cells: Vec<(f64, f64)>,
    /// The share of the weights that is known and has evidence.
    pub coverage: f64,
    /// What the file gives away.
    pub notices: Vec<Notice>,
}

/// Offers side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// What counts.
    pub card: Scorecard,
    /// The offers that are still open, in the order of their names.
    pub offers: Vec<Weighed>,
    /// The names of those that are not.
    pub closed: Vec<Safe>,
    /// Where each stands.
    pub standings: Vec<Standing>,
    /// Their order in the middle, the best first.
    pub order: Vec<usize>,
    /// How far the first is ahead of the second.
    pub margin: f64,
    /// Whether that is a close call.
    pub is_close_call: bool,
    /// The fewest points whose move makes another first, and who that is.
    pub smallest: Option<(Transfer, usize)>,
    /// The open questions, the most valuable first.
    pub questions: Vec<Question>,
    /// How often each is first when only unknown scores are drawn.
    pub first: Vec<f64>,
    /// What it amounts to.
    pub verdict: Verdict,
    /// Why.
    pub reasons: Vec<String>,
}

impl Comparison {
    /// The scores and the weights.
    pub fn matrix(&self) -> Matrix {
        Matrix {
            weights: self.card.weights(),
            cells: self.offers.iter().map(|one| one.cells.clone()).collect(),
        }
    }

    /// The offer that is first in the middle.
    pub fn winner(&self) -> Option<&Weighed> {
        self.order.first().and_then(|place| self.offers.get(*place))
    }

    /// The offers in their order, with where they stand.
    pub fn ranked(&self) -> impl Iterator<Item = (usize, &Weighed, &Standing)> {
        let each = self.order.iter();
        each.filter_map(|place| {
            Some((
                *place,
                self.offers.get(*place)?,
                self.standings.get(*place)?,
            ))
        })
    }

    /// An offer's name.
    pub fn id(&self, place: usize) -> &str {
        self.offers
            .get(place)
            .map_or("", |one| one.offer.id.as_str())
    }

    /// A criterion's name.
    pub fn criterion(&self, place: usize) -> &str {
        self.card
            .criteria
            .get(place)
            .map_or("", |criterion| criterion.id.as_str())
    }
}

impl Weighed {
    /// Weighs an offer by itself.
    pub fn new(offer: Offer, card: &Scorecard) -> Self {
        let pay = offer.comp.as_ref().map(|comp| pay(comp, card));
        let scale = card.scale.as_ref();
        let comp_scores = pay
            .as_ref()
            .zip(scale)
            .map(|(pay, scale)| pay.level.map(|figure| scale.score(figure)));
        let comp_score = comp_scores.map(|scores| figure(&scores, card.score_from));
        let cells = offer.cells.iter().map(|cell| match cell.score {
            Score::Exact(score) => (score, score),
            Score::Range(low, high) => (low, high),
            Score::Unknown => (0.0, TOP_SCORE),
            Score::Computed => comp_score.map_or((0.0, TOP_SCORE), |score| (score, score)),
        });
        let cells: Vec<(f64, f64)> = cells.collect();
        let mut weighed = Self {
            notices: notices(&offer, card, pay.as_ref()),
            offer,
            pay,
            comp_scores,
            cells,
            coverage: 0.0,
        };
        let weights = card.weights();
        let known = weights
            .iter()
            .enumerate()
            .filter(|(place, _)| !weighed.is_unknown(*place) && !weighed.is_unsupported(*place));
        weighed.coverage = known.map(|(_, weight)| weight).sum();
        weighed
    }

    /// Whether nothing is known of a score. A range is something.
    pub fn is_unknown(&self, criterion: usize) -> bool {
        self.offer
            .cells
            .get(criterion)
            .is_none_or(|cell| match cell.score {
                Score::Unknown => true,
                Score::Computed => self.comp_scores.is_none(),
                Score::Exact(_) | Score::Range(..) => false,
            })
    }

    /// Whether a score is known without evidence. Computed compensation has its own.
    pub fn is_unsupported(&self, criterion: usize) -> bool {
        self.offer
            .cells
            .get(criterion)
            .is_some_and(|cell| match cell.score {
                Score::Exact(_) | Score::Range(..) => cell.evidence.is_empty(),
                Score::Unknown | Score::Computed => false,
            })
    }

    /// The criteria whose floor may be broken, and among them those whose floor surely is.
    pub fn floors(&self, card: &Scorecard) -> (Vec<usize>, Vec<usize>) {
        let broken = |is_broken: &dyn Fn((f64, f64), f64) -> bool| {
            let pairs = self.cells.iter().zip(&card.criteria).enumerate();
            pairs
                .filter(|(_, (cell, criterion))| {
                    criterion
                        .floor
                        .is_some_and(|floor| is_broken(**cell, floor))
                })
                .map(|(place, _)| place)
                .collect()
        };
        let possible = broken(&|(low, _), floor| low < floor);
        let sure = broken(&|(_, high), floor| high < floor);
        (possible, sure)
    }

    /// The names of the flags in a state.
    pub fn flags_in(&self, state: FlagState) -> Vec<&str> {
        let flags = self.offer.flags.iter();
        flags
            .filter(|flag| flag.state == state)
            .map(|flag| flag.id.as_str())
            .collect()
    }

    /// The greatest severity of the flags that are there; 0 without any.
    pub fn max_severity(&self) -> u32 {
        let flags = self.offer.flags.iter();
        let present = flags.filter(|flag| flag.state == FlagState::Present);
        present.map(|flag| flag.severity).max().unwrap_or(0)
    }

    /// The names of the gates that are open.
    pub fn gaps(&self) -> Vec<&'static str> {
        let gates = self.offer.gates.iter();
        gates
            .filter(|gate| !gate.is_settled())
            .map(|gate| gate.id)
            .collect()
    }

    /// Whether nothing stands in the way of signing: all gates are settled, the offer is written,
    /// and no floor can be broken.
    pub fn is_ready_to_sign(&self, card: &Scorecard) -> bool {
        let is_written = self.offer.status == Status::Written;
        is_written && self.gaps().is_empty() && self.floors(card).0.is_empty()
    }

    /// Whether a figure is at or beyond the target: more would not count.
    pub fn saturated(&self, card: &Scorecard, from: ScoreFrom) -> bool {
        let scale = card.scale.as_ref();
        let level = self.pay.as_ref().map(|pay| figure(&pay.level, from));
        scale
            .zip(level)
            .is_some_and(|(scale, level)| scale.is_saturated(level))
    }

    /// Whether cash is below the walk-away.
    pub fn is_below_walk_away(&self, card: &Scorecard) -> bool {
        let scale = card.scale.as_ref();
        scale
            .zip(self.pay.as_ref())
            .is_some_and(|(scale, pay)| pay.level.cash < scale.walk_away)
    }
}

/// The figure that is asked for; without savings, the expected one stands for the risk-adjusted.
pub fn figure(figures: &Figures, from: ScoreFrom) -> f64 {
    match from {
        ScoreFrom::Cash => figures.cash,
        ScoreFrom::Expected => figures.expected,
        ScoreFrom::RiskAdjusted => figures.risk_adjusted.unwrap_or(figures.expected),
    }
}

/// Puts offers side by side. Draws are made on `threads` threads; the result does not depend on it.
pub fn compare(card: &Scorecard, offers: Vec<Offer>, threads: usize) -> Comparison {
    let is_open = |offer: &Offer| match offer.status {
        Status::Verbal | Status::Written | Status::Signed => true,
        Status::Declined | Status::Expired => false,
    };
    let (open, closed): (Vec<Offer>, Vec<Offer>) = offers.into_iter().partition(is_open);
    let weighed: Vec<Weighed> = open
        .into_iter()
        .map(|offer| Weighed::new(offer, card))
        .collect();
    let matrix = Matrix {
        weights: card.weights(),
        cells: weighed.iter().map(|one| one.cells.clone()).collect(),
    };
    let standings = matrix.standings();
    let mids: Vec<f64> = standings.iter().map(|standing| standing.mid).collect();
    let order = order(&mids);
    let value = |rank: usize| order.get(rank).and_then(|place| mids.get(*place)).copied();
    let margin = value(0)
        .zip(value(1))
        .map_or(0.0, |(first, second)| first - second);
    let mut comparison = Comparison {
        card: card.clone(),
        closed: closed.into_iter().map(|offer| offer.id).collect(),
        standings,
        margin,
        is_close_call: order.len() > 1 && margin < card.close_call_margin,
        smallest: smallest_transfer(&matrix, &order),
        questions: questions(&matrix),
        first: first_by_scores(&matrix, card, threads),
        order,
        offers: weighed,
        verdict: Verdict::NoClearWinner,
        reasons: Vec::new(),
    };
    let grounds = grounds(&comparison, &matrix, threads);
    (comparison.verdict, comparison.reasons) = verdict::verdict(&grounds);
    comparison
}

/// How often each offer is first with the stated weights, when only unknown scores are drawn.
fn first_by_scores(matrix: &Matrix, card: &Scorecard, threads: usize) -> Vec<f64> {
    let is_exact = matrix
        .cells
        .iter()
        .flatten()
        .all(|(low, high)| high - low <= SAME);
    let drawing = Drawing {
        seed: card.seed,
        // One block shows what is certain, and shares a tie out evenly.
        draws: if is_exact { 512 } else { card.draws },
        threads,
    };
    draw(matrix, Lens::Exact, &drawing).first()
}

/// The smallest transfer of weight over all rivals of the first.
fn smallest_transfer(matrix: &Matrix, order: &[usize]) -> Option<(Transfer, usize)> {
    let mids = matrix.mids();
    let (winner, rivals) = order.split_first()?;
    let own = mids.get(*winner)?;
    let each = rivals.iter().filter_map(|rival| {
        let other = mids.get(*rival)?;
        let differences: Vec<f64> = own
            .iter()
            .zip(other)
            .map(|(own, other)| own - other)
            .collect();
        transfer(&matrix.weights, &differences).map(|transfer| (transfer, *rival))
    });
    each.min_by(|a, b| a.0.amount.total_cmp(&b.0.amount))
}

fn grounds(comparison: &Comparison, matrix: &Matrix, threads: usize) -> Grounds {
    let card = &comparison.card;
    let drawing = Drawing {
        seed: card.seed,
        draws: verdict::DRAWS.min(card.draws),
        threads,
    };
    let points = comparison
        .smallest
        .as_ref()
        .map(|(transfer, _)| 100.0 * transfer.amount);
    let question = comparison.questions.iter();
    let mut grounds = Grounds {
        offers: comparison.offers.len(),
        margin: comparison.margin,
        close_call_margin: card.close_call_margin,
        first: 1.0,
        points,
        p_change: question
            .map(|question| question.p_change)
            .fold(0.0, f64::max),
        rests_on_base_rates: comparison
            .ranked()
            .take(2)
            .any(|(_, one, _)| one.pay.as_ref().is_some_and(|pay| pay.rests_on_base_rates)),
    };
    // A close call is decided without any draw.
    if comparison.offers.len() > 1 && !comparison.is_close_call {
        let drawn = draw(matrix, Lens::Stated(card.certainty), &drawing).first();
        let winner = comparison.order.first();
        grounds.first = winner
            .and_then(|place| drawn.get(*place))
            .copied()
            .unwrap_or(0.0);
    }
    grounds
}
