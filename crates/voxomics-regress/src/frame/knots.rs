//! Knots of restricted cubic splines, and the columns between them (Harrell FE. *Regression Modeling Strategies*, 2015, 2.4).

use voxomics_stats::quantile;

/// A value that so large a share of rows has, at either end, is a knot of its own.
const TIED: f64 = 0.05;
/// With fewer values the outer knots are the fifth from either end.
const FEW: usize = 100;

/// Where Hmisc's `rcspline.eval` places `count` knots.
pub(super) fn place(values: &[f64], count: usize) -> Result<Vec<f64>, &'static str> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    if sorted.len() < 6 {
        return Err("there are fewer than 6 values");
    }
    let mut distinct = sorted.clone();
    distinct.dedup();
    if distinct.len() < count + 3 {
        return Err("there are too few distinct values");
    }
    let (first, last) = ends(&mut sorted, &distinct, values.len());
    let inner = count - usize::from(first.is_some()) - usize::from(last.is_some());
    let mut knots = quantiles(&sorted, inner, count)?;
    if sorted.len() < FEW {
        if sorted.len() < 5 {
            return Err("most values are the least or the largest");
        }
        if first.is_none() {
            knots[0] = sorted[4];
        }
        if last.is_none() {
            knots[inner - 1] = sorted[sorted.len() - 5];
        }
    }
    let mut all: Vec<f64> = first.into_iter().chain(knots).chain(last).collect();
    all.sort_by(f64::total_cmp);
    all.dedup();
    if all.len() < count {
        return Err("quantiles coincide");
    }
    Ok(all)
}

/// Knots beside values that many rows tie at, as zeros of a marker; the values out to there are then left out.
fn ends(sorted: &mut Vec<f64>, distinct: &[f64], rows: usize) -> (Option<f64>, Option<f64>) {
    let share = |value: f64, among: &[f64]| {
        let begin = among.partition_point(|&x| x < value);
        (among.partition_point(|&x| x <= value) - begin) as f64 / rows as f64
    };
    let inner = &distinct[1..distinct.len() - 1];
    if inner.iter().any(|&value| share(value, sorted) >= TIED) {
        return (None, None);
    }
    let least = distinct[0];
    let most = distinct[distinct.len() - 1];
    let (low, high) = (share(least, sorted), share(most, sorted));
    let first = (low >= TIED).then_some(distinct[1]);
    if let Some(first) = first {
        sorted.retain(|&x| x > first);
    }
    let last = (high >= TIED).then_some(distinct[distinct.len() - 2]);
    if let Some(last) = last {
        sorted.retain(|&x| x < last);
    }
    (first, last)
}

fn quantiles(sorted: &[f64], inner: usize, count: usize) -> Result<Vec<f64>, &'static str> {
    let outer = match count {
        3 => 0.1,
        4..=6 => 0.05,
        _ => 0.025,
    };
    let probabilities: Vec<f64> = match inner {
        1 => vec![0.5],
        2 => vec![0.5, 1.0 - outer],
        _ => (0..inner)
            .map(|k| outer + k as f64 * ((1.0 - 2.0 * outer) / (inner - 1) as f64))
            .collect(),
    };
    quantile::quantiles(sorted, &probabilities, quantile::Type::default())
        .map_err(|_| "no values are left between the ends")
}

/// The number itself, then a column for each knot but the last two.
pub(super) fn basis(values: &[f64], knots: &[f64]) -> Vec<Vec<f64>> {
    let [first, .., before, last] = *knots else {
        return vec![values.to_vec()];
    };
    let cube = |x: f64| {
        let x = x.max(0.0);
        x * x * x
    };
    let scale = (last - first) * (last - first);
    let of = |knot: f64| {
        let column = values.iter().map(|&x| {
            let beyond = (before - knot) * cube(x - last) - (last - knot) * cube(x - before);
            (cube(x - knot) + beyond / (last - before)) / scale
        });
        column.collect()
    };
    let curves = knots[..knots.len() - 2].iter().map(|&knot| of(knot));
    std::iter::once(values.to_vec()).chain(curves).collect()
}
