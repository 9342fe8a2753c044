//! Who is at risk when.

use std::ops::Range;

use super::pair::Pair;
use super::sort::Exit;

/// The group of a place that is never at risk.
const NEVER: u32 = u32::MAX;

/// Rows that are first missed at one time of events: those who have the event there, then those last seen there or before the
/// next time of events.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Group {
    start: u32,
    deaths: u32,
    end: u32,
}

impl Group {
    pub(crate) fn rows(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    pub(crate) fn deaths(self) -> Range<usize> {
        self.start as usize..self.deaths as usize
    }
}

/// A stratum: its places in the order, of which the first may be of rows never at risk, and its groups.
#[derive(Debug, Clone)]
pub(crate) struct Stratum {
    pub(crate) code: u32,
    pub(crate) places: Range<usize>,
    pub(crate) groups: Range<usize>,
}

/// Rows by stratum and time of exit; "places" are positions in this order.
#[derive(Debug, Clone)]
pub(crate) struct Order {
    /// The row at each place.
    pub(crate) rows: Vec<u32>,
    /// When the row at each place was last seen.
    pub(crate) stops: Vec<f64>,
    /// The group of each place; none for those never at risk.
    group_of: Vec<u32>,
    /// The time of events of each group.
    pub(crate) times: Vec<f64>,
    pub(crate) groups: Vec<Group>,
    pub(crate) strata: Vec<Stratum>,
    late: Option<Late>,
}

/// Late entries.
#[derive(Debug, Clone)]
struct Late {
    /// The group at which each place is first at risk.
    first: Vec<u32>,
    /// Places by that group, without those at risk from the start.
    entrants: Vec<u32>,
    /// Where the entrants of each group end.
    ends: Vec<u32>,
}

/// Exits in order, those of each stratum beside its code.
pub(crate) type Exits = Vec<(u32, Vec<Exit>)>;

impl Order {
    /// From late entries, if there are any, by row.
    pub(crate) fn new(exits: Exits, starts: Option<&[f64]>) -> Self {
        let count = exits.iter().map(|(_, exits)| exits.len()).sum();
        let mut order = Self {
            rows: Vec::with_capacity(count),
            stops: Vec::with_capacity(count),
            group_of: Vec::with_capacity(count),
            times: Vec::with_capacity(count),
            groups: Vec::with_capacity(count),
            strata: Vec::with_capacity(exits.len()),
            late: None,
        };
        let mut first = Vec::new();
        for (code, exits) in exits {
            let (place, group) = (order.rows.len(), order.groups.len());
            match starts {
                None => order.push(exits.into_iter()),
                Some(starts) => order.push_late(&exits, starts, &mut first),
            }
            order.strata.push(Stratum {
                code,
                places: place..order.rows.len(),
                groups: group..order.groups.len(),
            });
        }
        order.late = starts.map(|_| Late::new(first, &order.groups, &order.strata));
        order
    }

    /// Exits in order, but that rows never at risk come first.
    fn push(&mut self, exits: impl Iterator<Item = Exit>) {
        let before = self.groups.len();
        for exit in exits {
            let (at, time) = (self.rows.len() as u32, exit.time());
            self.rows.push(exit.row());
            self.stops.push(time);
            if exit.is_event() && (self.groups.len() == before || self.times.last() != Some(&time))
            {
                self.times.push(time);
                self.groups.push(Group {
                    start: at,
                    deaths: at,
                    end: at,
                });
            }
            if self.groups.len() > before {
                let last = self.groups.len() - 1;
                self.groups[last].end += 1;
                self.groups[last].deaths += u32::from(exit.is_event());
                self.group_of.push(last as u32);
            } else {
                self.group_of.push(NEVER);
            }
        }
    }

    fn push_late(&mut self, exits: &[Exit], starts: &[f64], first: &mut Vec<u32>) {
        let group = self.groups.len();
        let events = exits.iter().filter(|exit| exit.is_event());
        let mut moments: Vec<f64> = events.map(|exit| exit.time()).collect();
        moments.dedup_by(|a, b| a == b);
        let up_to = |time: f64| moments.partition_point(|&moment| moment <= time);
        let before = |exit: &Exit| up_to(starts[exit.row() as usize]);
        let (ever, never): (Vec<Exit>, Vec<Exit>) = exits
            .iter()
            .partition(|exit| before(exit) < up_to(exit.time()));
        first.extend(never.iter().map(|_| NEVER));
        self.group_of.extend(never.iter().map(|_| NEVER));
        first.extend(ever.iter().map(|exit| (group + before(exit)) as u32));
        // They are seen to leave before any event.
        self.rows.extend(never.iter().map(|exit| exit.row()));
        self.stops.extend(never.iter().map(|exit| exit.time()));
        self.push(ever.into_iter());
    }

    /// Whether somebody enters late.
    pub(crate) fn is_late(&self) -> bool {
        self.late.is_some()
    }

    /// The groups at which a place is at risk, given its own, in a stratum.
    pub(crate) fn exposure(&self, stratum: &Stratum, place: usize, own: usize) -> Range<usize> {
        let first = self
            .late
            .as_ref()
            .map_or(stratum.groups.start, |late| late.first[place] as usize);
        first..own + 1
    }

    /// Places that are at risk at a group and were not at the one before in its stratum; none without late entry.
    pub(crate) fn entrants(&self, group: usize) -> &[u32] {
        self.late.as_ref().map_or(&[], |late| late.entrants(group))
    }

    /// Sums of some values over those at risk, one for each group.
    ///
    /// They are made from the last place of each stratum to its first, and written down at every place: the last one written for
    /// a group holds all of it. Groups of one or two rows are no loops of their own, whose ends no processor would foresee.
    ///
    /// Without late entry sums only grow. With it rows also leave, and would leave their rounding errors behind: those sums are
    /// kept as pairs.
    pub(crate) fn sum_at_risk<const N: usize>(
        &self,
        values: impl Fn(usize) -> [f64; N],
        mut out: [&mut [f64]; N],
    ) {
        for stratum in &self.strata {
            if self.late.is_some() {
                self.sum_with_late(stratum, &values, &mut out);
                continue;
            }
            let mut sums = [0.0; N];
            for place in (self.first_at_risk(stratum)..stratum.places.end).rev() {
                let (group, values) = (self.group_of[place] as usize, values(place));
                for n in 0..N {
                    sums[n] += values[n];
                    out[n][group] = sums[n];
                }
            }
        }
    }

    fn sum_with_late<const N: usize>(
        &self,
        stratum: &Stratum,
        values: &impl Fn(usize) -> [f64; N],
        out: &mut [&mut [f64]; N],
    ) {
        let mut sums = [Pair::default(); N];
        for group in stratum.groups.clone().rev() {
            for place in self.groups[group].rows() {
                let values = values(place);
                (0..N).for_each(|n| sums[n].add(values[n]));
            }
            (0..N).for_each(|n| out[n][group] = sums[n].value());
            for &place in self.entrants(group) {
                let values = values(place as usize);
                (0..N).for_each(|n| sums[n].add(-values[n]));
            }
        }
    }

    /// For each place the sum of a number over the groups at which it is at risk; 0 if there is none. The numbers may be gone
    /// afterwards.
    pub(crate) fn over_exposure(&self, of_group: &mut [f64], sums: &mut [f64]) {
        for stratum in &self.strata {
            let first = self.first_at_risk(stratum);
            sums[stratum.places.start..first].fill(0.0);
            if let Some(late) = &self.late {
                self.over_late_exposure((stratum, late), of_group, sums);
                continue;
            }
            let mut sum = 0.0;
            for number in &mut of_group[stratum.groups.clone()] {
                sum += *number;
                *number = sum;
            }
            let places = first..stratum.places.end;
            for (sum, &group) in sums[places.clone()].iter_mut().zip(&self.group_of[places]) {
                *sum = of_group[group as usize];
            }
        }
    }

    fn over_late_exposure(&self, at: (&Stratum, &Late), of_group: &[f64], sums: &mut [f64]) {
        let (stratum, late) = at;
        let mut cumulated = vec![Pair::default()];
        let mut sum = Pair::default();
        for group in stratum.groups.clone() {
            sum.add(of_group[group]);
            cumulated.push(sum);
            for place in self.groups[group].rows() {
                let before = late.first[place] as usize - stratum.groups.start;
                sums[place] = sum.since(cumulated[before]);
            }
        }
    }

    /// The first place of a stratum that is ever at risk, or the end of its places.
    pub(crate) fn first_at_risk(&self, stratum: &Stratum) -> usize {
        let groups = &self.groups[stratum.groups.clone()];
        groups
            .first()
            .map_or(stratum.places.end, |group| group.rows().start)
    }
}

impl Late {
    fn new(first: Vec<u32>, groups: &[Group], strata: &[Stratum]) -> Self {
        let mut counts = vec![0; groups.len()];
        let mut late = Vec::new();
        for stratum in strata {
            for place in stratum.places.clone() {
                let group = first[place];
                if group != NEVER && group as usize > stratum.groups.start {
                    counts[group as usize] += 1;
                    late.push(place as u32);
                }
            }
        }
        let mut sum = 0;
        for count in &mut counts {
            sum += std::mem::replace(count, sum);
        }
        let mut ends = counts;
        let mut entrants = vec![0; late.len()];
        for place in late {
            let end = &mut ends[first[place as usize] as usize];
            entrants[*end as usize] = place;
            *end += 1;
        }
        Self {
            first,
            entrants,
            ends,
        }
    }

    fn entrants(&self, group: usize) -> &[u32] {
        let start = group.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.entrants[start as usize..self.ends[group] as usize]
    }
}
