//! Rows in the order of their times.

/// Marks a row without event, so that of equal times those of events come first.
const CENSORED: u32 = 1 << 31;
/// Rows that can be counted beside the mark.
pub(crate) const MOST_ROWS: usize = (CENSORED - 1) as usize;

/// A finite number as bits that sort like it: -0 as 0.
fn key(value: f64) -> u64 {
    let bits = (value + 0.0).to_bits();
    if bits >> 63 == 0 {
        bits | 1 << 63
    } else {
        !bits
    }
}

/// Sorts rows by time, at one time events first, then by row.
pub(crate) fn by_time(rows: &mut [u32], times: &[f64], events: &[bool]) {
    let mark = |row: u32| if events[row as usize] { 0 } else { CENSORED };
    let tag = |row: u32| row | mark(row);
    let mut keys: Vec<(u64, u32)> = (rows.iter())
        .map(|&row| (key(times[row as usize]), tag(row)))
        .collect();
    keys.sort_unstable();
    for (row, (_, tag)) in rows.iter_mut().zip(keys) {
        *row = tag & !CENSORED;
    }
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

/// R's `timefix`: each run of distinct times of which neighbours are nearly equal becomes its first. `None` if there is none.
pub(crate) fn merged(columns: &[&[f64]]) -> Option<Vec<Vec<f64>>> {
    const TOLERANCE: f64 = 1.0 / (1u64 << 26) as f64;
    let mut distinct = columns.concat();
    distinct.sort_unstable_by(f64::total_cmp);
    distinct.dedup_by(|a, b| a == b);
    let count = distinct.len() as f64;
    let mean: f64 = distinct.iter().map(|time| time.abs() / count).sum();
    let least = TOLERANCE * mean.max(1.0);
    let is_near = |pair: &[f64]| pair[1] - pair[0] <= least;
    if !distinct.windows(2).any(is_near) {
        return None;
    }
    let mut firsts = distinct.clone();
    for at in 1..distinct.len() {
        if is_near(&distinct[at - 1..=at]) {
            firsts[at] = firsts[at - 1];
        }
    }
    let first = |time: &f64| firsts[distinct.partition_point(|other| other < time)];
    let each = columns
        .iter()
        .map(|times| times.iter().map(first).collect());
    Some(each.collect())
}

#[cfg(test)]
mod tests {
    use super::{by_code, by_time, merged};

    #[test]
    fn events_come_first() {
        let mut rows = [0, 1, 2, 3, 4];
        let times = [2.0, -1.0, 2.0, 0.0, -0.0];
        by_time(&mut rows, &times, &[false, true, true, true, false]);
        assert_eq!(rows, [1, 3, 4, 2, 0]);
        assert_eq!(by_code(&[7, 2, 7]), [(2, vec![1]), (7, vec![0, 2])]);
    }

    #[test]
    fn runs_of_near_times_are_one() {
        let day = 1.0 / 3.0;
        let merged = merged(&[&[1.0, day, 3.0 * day + 1e-9], &[day + 1e-15, 0.0, 0.5]]).unwrap();
        assert_eq!(merged, [[1.0, day, 1.0], [day, 0.0, 0.5]]);
        assert_eq!(super::merged(&[&[1.0, 2.0, 1.0]]), None);
    }
}
