//! Who is at risk when.

use std::ops::Range;

use super::pair::Pair;
use super::sort;

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

/// Times as they count, with no near ties left.
pub(crate) struct Times<'a> {
    pub(crate) starts: Option<&'a [f64]>,
    pub(crate) stops: &'a [f64],
    pub(crate) events: &'a [bool],
}

impl Order {
    /// The caller has checked lengths and values.
    pub(crate) fn new(times: &Times<'_>, strata: Option<&[u32]>) -> Self {
        let count = times.stops.len();
        let buckets = match strata {
            Some(codes) => sort::by_code(codes),
            None => vec![(0, (0..count as u32).collect())],
        };
        let mut order = Self {
            rows: Vec::with_capacity(count),
            times: Vec::new(),
            groups: Vec::new(),
            strata: Vec::with_capacity(buckets.len()),
            late: None,
        };
        let mut first = Vec::new();
        for (code, mut rows) in buckets {
            sort::by_time(&mut rows, times.stops, times.events);
            order.push(code, &rows, times, &mut first);
        }
        if times.starts.is_some() {
            order.late = Some(Late::new(first, &order.groups, &order.strata));
        }
        order
    }

    fn push(&mut self, code: u32, sorted: &[u32], times: &Times<'_>, first: &mut Vec<u32>) {
        let (place, group) = (self.rows.len(), self.groups.len());
        let events = sorted.iter().filter(|&&row| times.events[row as usize]);
        let mut moments: Vec<f64> = events.map(|&row| times.stops[row as usize]).collect();
        moments.dedup_by(|a, b| a == b);
        // Groups up to and with the last at which a row is at risk, and before the first.
        let mut reached = 0;
        let mut spans: Vec<(u32, usize, usize)> = Vec::with_capacity(sorted.len());
        for &row in sorted {
            let stop = times.stops[row as usize];
            while moments.get(reached).is_some_and(|&moment| moment <= stop) {
                reached += 1;
            }
            let before = times.starts.map_or(0, |starts| {
                moments.partition_point(|&moment| moment <= starts[row as usize])
            });
            if before < reached {
                spans.push((row, before, reached));
            } else {
                self.rows.push(row);
                first.extend(times.starts.map(|_| u32::MAX));
            }
        }
        let mut open = 0;
        for (row, before, reached) in spans {
            let at = self.rows.len() as u32;
            if reached > open {
                self.groups.push(Group {
                    start: at,
                    deaths: at,
                    end: at,
                });
                open = reached;
            }
            let last = self.groups.len() - 1;
            self.groups[last].end += 1;
            self.groups[last].deaths += u32::from(times.events[row as usize]);
            self.rows.push(row);
            first.extend(times.starts.map(|_| (group + before) as u32));
        }
        self.times.append(&mut moments);
        self.strata.push(Stratum {
            code,
            places: place..self.rows.len(),
            groups: group..self.groups.len(),
        });
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

    /// Sums of some values over those at risk, from the last group of each stratum to its first.
    ///
    /// Without late entry sums only grow. With it rows also leave them, and would leave their rounding errors behind: those
    /// sums are kept as pairs.
    #[inline]
    pub(crate) fn at_risk<const N: usize>(
        &self,
        values: impl Fn(usize) -> [f64; N],
        mut visit: impl FnMut(usize, [f64; N]),
    ) {
        for stratum in &self.strata {
            match &self.late {
                None => {
                    let mut sums = [0.0; N];
                    for group in stratum.groups.clone().rev() {
                        for place in self.groups[group].rows() {
                            let values = values(place);
                            for n in 0..N {
                                sums[n] += values[n];
                            }
                        }
                        visit(group, sums);
                    }
                }
                Some(late) => {
                    let mut sums = [Pair::default(); N];
                    for group in stratum.groups.clone().rev() {
                        for place in self.groups[group].rows() {
                            let values = values(place);
                            (0..N).for_each(|n| sums[n].add(values[n]));
                        }
                        visit(group, sums.map(Pair::value));
                        for &place in late.entrants(group) {
                            let values = values(place as usize);
                            (0..N).for_each(|n| sums[n].add(-values[n]));
                        }
                    }
                }
            }
        }
    }

    /// For each place the sum of a number over the groups at which it is at risk; 0 if there is none.
    pub(crate) fn over_exposure(&self, of_group: &[f64], sums: &mut [f64]) {
        sums.fill(0.0);
        for stratum in &self.strata {
            let mut cumulated = vec![Pair::default()];
            let mut sum = 0.0;
            for group in stratum.groups.clone() {
                let rows = self.groups[group].rows();
                if let Some(late) = &self.late {
                    let mut next = cumulated[cumulated.len() - 1];
                    next.add(of_group[group]);
                    cumulated.push(next);
                    for place in rows {
                        let before = late.first[place] as usize - stratum.groups.start;
                        sums[place] = next.since(cumulated[before]);
                    }
                } else {
                    sum += of_group[group];
                    sums[rows].fill(sum);
                }
            }
        }
    }
}

impl Late {
    fn new(first: Vec<u32>, groups: &[Group], strata: &[Stratum]) -> Self {
        let mut counts = vec![0; groups.len()];
        let mut late = Vec::new();
        for stratum in strata {
            for place in stratum.places.clone() {
                let group = first[place];
                if group != u32::MAX && group as usize > stratum.groups.start {
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
