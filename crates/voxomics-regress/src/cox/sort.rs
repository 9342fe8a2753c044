//! Rows in the order of their times.

/// Marks a row without event, so that of equal times those of events come first.
const CENSORED: u32 = 1 << 31;
/// Rows that can be counted beside the mark.
pub(crate) const MOST_ROWS: usize = (CENSORED - 1) as usize;

/// The end of a row's observation; in order by time, at one time events first, then by row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Exit {
    /// The time as bits that sort like it.
    key: u64,
    tag: u32,
}

impl Exit {
    fn new(row: u32, time: f64, event: bool) -> Self {
        // -0 is 0.
        let bits = (time + 0.0).to_bits();
        Self {
            key: if bits >> 63 == 0 {
                bits | 1 << 63
            } else {
                !bits
            },
            tag: if event { row } else { row | CENSORED },
        }
    }

    pub(crate) fn time(self) -> f64 {
        let sign = if self.key >> 63 == 1 {
            1 << 63
        } else {
            u64::MAX
        };
        f64::from_bits(self.key ^ sign)
    }

    pub(crate) fn row(self) -> u32 {
        self.tag & !CENSORED
    }

    pub(crate) fn is_event(self) -> bool {
        self.tag & CENSORED == 0
    }
}

/// The exits of some rows in order.
pub(crate) fn exits(rows: impl Iterator<Item = u32>, times: &[f64], events: &[bool]) -> Vec<Exit> {
    let exit = |row: u32| Exit::new(row, times[row as usize], events[row as usize]);
    let mut exits: Vec<Exit> = rows.map(exit).collect();
    exits.sort_unstable();
    exits
}

/// Distinct codes ascending, and the rows of each, in their order.
pub(crate) fn by_code(codes: &[u32]) -> Vec<(u32, Vec<u32>)> {
    let mut distinct = codes.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    let mut buckets: Vec<(u32, Vec<u32>)> =
        distinct.iter().map(|&code| (code, Vec::new())).collect();
    for (row, code) in (0..).zip(codes) {
        let place = distinct.partition_point(|other| other < code);
        buckets[place].1.push(row);
    }
    buckets
}

/// R's `timefix`: each run of distinct times of which neighbours are nearly equal becomes its first.
pub(crate) struct NearTimes {
    /// Times that change, ascending, beside what they become.
    changed: Vec<(f64, f64)>,
}

impl NearTimes {
    /// Of times in ascending order; `None` where no two are near.
    pub(crate) fn new(ascending: impl Iterator<Item = f64> + Clone) -> Option<Self> {
        const TOLERANCE: f64 = 1.0 / (1u64 << 26) as f64;
        let (mut count, mut sum, mut last) = (0.0, 0.0, None);
        for time in ascending.clone() {
            if last != Some(time) {
                count += 1.0;
                sum += time.abs();
            }
            last = Some(time);
        }
        // Times near the ends of the doubles: none is near another.
        let least = TOLERANCE * f64::max(sum / count, 1.0);
        let mut changed = Vec::new();
        let (mut before, mut first) = (None, 0.0);
        for time in ascending {
            match before {
                Some(before) if before == time => {}
                Some(before) if time - before <= least => changed.push((time, first)),
                _ => first = time,
            }
            before = Some(time);
        }
        (!changed.is_empty()).then_some(Self { changed })
    }

    pub(crate) fn merged(&self, time: f64) -> f64 {
        let place = self.changed.partition_point(|&(other, _)| other < time);
        match self.changed.get(place) {
            Some(&(other, first)) if other == time => first,
            _ => time,
        }
    }

    /// Exits in order with their times merged, in order again.
    pub(crate) fn merge(&self, exits: &mut [Exit]) {
        let mut changed = self.changed.iter().copied().peekable();
        for exit in exits.iter_mut() {
            let time = exit.time();
            while changed.next_if(|&(other, _)| other < time).is_some() {}
            if let Some(&(other, first)) = changed.peek()
                && other == time
            {
                *exit = Exit::new(exit.row(), first, exit.is_event());
            }
        }
        for same in exits.chunk_by_mut(|a, b| a.key == b.key) {
            same.sort_unstable();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{NearTimes, by_code, exits};

    #[test]
    fn events_come_first() {
        let times = [2.0, -1.0, 2.0, 0.0, -0.0];
        let events = [false, true, true, true, false];
        let exits = exits(0..5, &times, &events);
        let rows: Vec<u32> = exits.iter().map(|exit| exit.row()).collect();
        assert_eq!(rows, [1, 3, 4, 2, 0]);
        for exit in exits {
            assert_eq!(exit.time(), times[exit.row() as usize]);
            assert_eq!(exit.is_event(), events[exit.row() as usize]);
        }
        assert_eq!(by_code(&[7, 2, 7]), [(2, vec![1]), (7, vec![0, 2])]);
    }

    #[test]
    fn runs_of_near_times_are_one() {
        let day = 1.0 / 3.0;
        let times = [0.0, day, day, day + 1e-15, 0.5, 1.0, 3.0 * day + 1e-9];
        let near = NearTimes::new(times.into_iter()).unwrap();
        let want = [0.0, day, day, day, 0.5, 1.0, 1.0];
        assert_eq!(times.map(|time| near.merged(time)), want);
        let events = [true, false, false, true, true, false, true];
        let mut exits = exits(0..7, &times, &events);
        near.merge(&mut exits);
        let rows: Vec<u32> = exits.iter().map(|exit| exit.row()).collect();
        assert_eq!(rows, [0, 3, 1, 2, 4, 6, 5]);
        assert!(
            exits
                .iter()
                .all(|exit| exit.time() == want[exit.row() as usize])
        );
        assert!(NearTimes::new([1.0, 1.0, 2.0].into_iter()).is_none());
    }
}
