//! The two rules of caret's `findCorrelation`, quirks and all.

use super::{Links, Pair, Sums, is_above};
use crate::Dropped;

/// `findCorrelation_exact`: dropped columns are listed by falling mean.
pub(super) fn exact(links: &Links<'_>, cutoff: f64) -> Vec<Dropped> {
    let mut sums = Sums::new(links);
    let mut order: Vec<usize> = (0..links.len()).collect();
    order.sort_by(|&a, &b| sums.mean(b).total_cmp(&sums.mean(a)));
    let mut dropped: Vec<Option<Dropped>> = vec![None; links.len()];
    for (at, &first) in order.iter().enumerate() {
        if !sums.remains(first) {
            continue;
        }
        let row = links.row(first, sums.remaining());
        for &second in &order[at + 1..] {
            let correlation = row[second];
            let above = sums.remains(second) && correlation.abs() > cutoff;
            if !above {
                continue;
            }
            let pair = Pair {
                first,
                second,
                correlation,
            };
            let gone = if is_above(sums.mean(first), sums.mean_without_row(second)) {
                pair.drop_first()
            } else {
                pair.drop_second()
            };
            sums.remove(links, gone.column);
            dropped[gone.column] = Some(gone);
            if gone.column == first {
                break;
            }
        }
    }
    order.iter().filter_map(|&column| dropped[column]).collect()
}

/// `findCorrelation_fast`: dropped second members are listed before dropped first ones.
pub(super) fn fast(links: &Links<'_>, cutoff: f64) -> Vec<Dropped> {
    let (sums, mut pairs) = Sums::with_pairs(links, cutoff);
    pairs.sort_by_key(|pair| pair.second); // as R walks through an upper triangle
    let mean = |column| fifteen_digits(sums.mean_with_itself(column));
    let second_goes = |pair: &&Pair| mean(pair.second) > mean(pair.first);
    let (seconds, firsts): (Vec<&Pair>, Vec<&Pair>) = pairs.iter().partition(second_goes);
    let seconds = seconds.into_iter().map(|pair| pair.drop_second());
    let all = seconds.chain(firsts.into_iter().map(|pair| pair.drop_first()));
    let mut seen = vec![false; links.len()];
    all.filter(|gone| !std::mem::replace(&mut seen[gone.column], true))
        .collect()
}

/// What `as.factor` takes for equal.
fn fifteen_digits(value: f64) -> f64 {
    format!("{value:.14e}").parse().unwrap_or(value)
}
