//! Vesting: whole shares, shared out by the allocation types of the Open Cap Format
//! (`AllocationType.schema.json`), so that the last instalment makes the sum exact.

use rust_decimal::Decimal;

use super::words::Allocation;

/// The usual schedules by name: years, months of the cliff, months between instalments.
pub const PRESETS: [(&str, [u32; 3]); 5] = [
    ("4y_1y_cliff_monthly", [4, 12, 1]),
    ("4y_1y_cliff_quarterly", [4, 12, 3]),
    ("4y_monthly", [4, 0, 1]),
    ("4y_quarterly", [4, 0, 3]),
    ("4y_annual", [4, 0, 12]),
];

/// When a grant vests: instalments with their exact shares of the whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    /// A month and its part, in months' order; the parts' sum is the whole.
    parts: Vec<(u32, Decimal)>,
    /// Nothing vests before this month.
    cliff_months: u32,
    allocation: Allocation,
}

impl Schedule {
    /// Instalments of any size: only their proportions count.
    pub fn new(mut parts: Vec<(u32, Decimal)>, cliff_months: u32, allocation: Allocation) -> Self {
        parts.sort_by_key(|(month, _)| *month);
        Self {
            parts,
            cliff_months,
            allocation,
        }
    }

    /// Equal instalments over some years.
    pub fn even([years, cliff_months, every_months]: [u32; 3], allocation: Allocation) -> Self {
        let count = years * 12 / every_months.max(1);
        let parts = (1..=count).map(|number| (number * every_months, Decimal::ONE));
        Self::new(parts.collect(), cliff_months, allocation)
    }

    /// Percent by year, each year in equal instalments.
    pub fn by_year(
        percents: &[Decimal],
        every_months: u32,
        cliff_months: u32,
        allocation: Allocation,
    ) -> Self {
        let every_months = every_months.clamp(1, 12);
        let parts = percents.iter().zip(0_u32..).flat_map(|(percent, year)| {
            let months = (1..=12 / every_months).map(move |part| year * 12 + part * every_months);
            months.map(|month| (month, *percent))
        });
        Self::new(parts.collect(), cliff_months, allocation)
    }

    /// The first month in which anything vests.
    pub fn first_month(&self) -> u32 {
        let first = self.parts.iter().find(|(_, part)| !part.is_zero());
        first.map_or(0, |(month, _)| (*month).max(self.cliff_months))
    }

    /// Whether what would have vested earlier waits for a cliff.
    pub fn has_cliff(&self) -> bool {
        self.first_month() >= 12
    }

    /// The last month in which anything vests.
    pub fn last_month(&self) -> u32 {
        self.parts.last().map_or(0, |(month, _)| *month)
    }

    /// The share of the whole that has vested by the end of a month.
    pub fn share_by(&self, month: u32) -> Decimal {
        let whole: Decimal = self.parts.iter().map(|(_, part)| *part).sum();
        if month < self.cliff_months || whole.is_zero() {
            return Decimal::ZERO;
        }
        let vested = self.parts.iter().filter(|(at, _)| *at <= month);
        vested.map(|(_, part)| *part).sum::<Decimal>() / whole
    }

    /// Whole shares by month: the instalments before a cliff come with it.
    pub fn events(&self, total: u64) -> Vec<(u32, u64)> {
        let instalments = self.instalments(total);
        let mut events: Vec<(u32, u64)> = Vec::new();
        for ((month, _), shares) in self.parts.iter().zip(instalments) {
            let month = (*month).max(self.cliff_months);
            match events.last_mut() {
                Some((last, sum)) if *last == month => *sum += shares,
                Some(_) | None => events.push((month, shares)),
            }
        }
        events
    }

    /// Whole shares that have vested by the end of a month.
    pub fn vested_by(&self, total: u64, month: u32) -> u64 {
        let events = self.events(total).into_iter();
        events
            .filter(|(at, _)| *at <= month)
            .map(|(_, shares)| shares)
            .sum()
    }

    /// Whole shares by instalment.
    fn instalments(&self, total: u64) -> Vec<u64> {
        let whole: Decimal = self.parts.iter().map(|(_, part)| *part).sum();
        if whole.is_zero() {
            return vec![0; self.parts.len()];
        }
        let of = |part: Decimal| Decimal::from(total) * part / whole;
        match self.allocation {
            Allocation::CumulativeRounding => self.cumulative(|sum| whole_shares(of(sum) + HALF)),
            Allocation::CumulativeRoundDown => self.cumulative(|sum| whole_shares(of(sum))),
            Allocation::FrontLoaded
            | Allocation::BackLoaded
            | Allocation::FrontLoadedToSingleTranche
            | Allocation::BackLoadedToSingleTranche => {
                let parts = self.parts.iter().map(|(_, part)| whole_shares(of(*part)));
                let mut shares: Vec<u64> = parts.collect();
                let rest = total.saturating_sub(shares.iter().sum());
                self.share_out(&mut shares, rest);
                shares
            }
        }
    }

    /// Gives the remainder of parts that were rounded down to single instalments.
    fn share_out(&self, shares: &mut [u64], rest: u64) {
        let first = usize::try_from(rest).unwrap_or(usize::MAX);
        match self.allocation {
            Allocation::FrontLoaded => shares.iter_mut().take(first).for_each(|n| *n += 1),
            Allocation::BackLoaded => shares.iter_mut().rev().take(first).for_each(|n| *n += 1),
            Allocation::FrontLoadedToSingleTranche => {
                if let Some(shares) = shares.first_mut() {
                    *shares += rest;
                }
            }
            Allocation::BackLoadedToSingleTranche => {
                if let Some(shares) = shares.last_mut() {
                    *shares += rest;
                }
            }
            Allocation::CumulativeRounding | Allocation::CumulativeRoundDown => {}
        }
    }

    fn cumulative(&self, shares_of: impl Fn(Decimal) -> u64) -> Vec<u64> {
        let (mut sum, mut before) = (Decimal::ZERO, 0);
        let instalment = |(_, part): &(u32, Decimal)| {
            sum += *part;
            let vested = shares_of(sum);
            let new = vested - before;
            before = vested;
            new
        };
        self.parts.iter().map(instalment).collect()
    }
}

const HALF: Decimal = Decimal::from_parts(5, 0, 0, false, 1);

fn whole_shares(shares: Decimal) -> u64 {
    u64::try_from(shares.floor()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Allocation; 6] = [
        Allocation::CumulativeRounding,
        Allocation::CumulativeRoundDown,
        Allocation::FrontLoaded,
        Allocation::BackLoaded,
        Allocation::FrontLoadedToSingleTranche,
        Allocation::BackLoadedToSingleTranche,
    ];

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(256))]

        #[test]
        fn every_allocation_vests_exactly_the_whole(
            total in 0u64..2_000_000,
            percents in proptest::collection::vec(1u32..60, 1..8),
            every in proptest::sample::select(vec![1u32, 3, 6, 12]),
            cliff in 0u32..25,
        ) {
            let percents: Vec<Decimal> = percents.into_iter().map(Decimal::from).collect();
            for allocation in ALL {
                let schedule = Schedule::by_year(&percents, every, cliff, allocation);
                let events = schedule.events(total);
                proptest::prop_assert_eq!(events.iter().map(|(_, n)| n).sum::<u64>(), total);
                proptest::prop_assert!(events.is_sorted_by_key(|(month, _)| *month));
                proptest::prop_assert_eq!(schedule.vested_by(total, cliff.saturating_sub(1)),
                    if cliff == 0 { schedule.vested_by(total, 0) } else { 0 });
            }
        }
    }
}
