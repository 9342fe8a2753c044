//! Bin edges as numpy makes them, one at a time.

use voxomics_features::discretise::Binning;

/// `numpy.arange(start, stop, step)`: the second element is computed, and its distance to the first
/// repeated.
fn arange(start: f64, stop: f64, step: f64) -> Vec<f64> {
    let len = ((stop - start) / step).ceil();
    let second = start + step;
    let mut edges = vec![start, second];
    while (edges.len() as f64) < len {
        edges.push(start + edges.len() as f64 * (second - start));
    }
    while edges.len() as f64 > len.max(0.0) {
        edges.pop();
    }
    edges
}

/// `numpy.linspace(start, stop, count + 1)`.
fn linspace(start: f64, stop: f64, count: usize) -> Vec<f64> {
    let step = (stop - start) / count as f64;
    let mut edges: Vec<f64> = (0..count).map(|k| k as f64 * step + start).collect();
    edges.push(stop);
    edges
}

/// Python's `%` of a positive divisor.
fn modulo(x: f64, divisor: f64) -> f64 {
    let remainder = x % divisor;
    if remainder < 0.0 { remainder + divisor } else { remainder }
}

fn edges(values: &[f64], binning: Binning) -> Vec<f64> {
    let minimum = values.iter().copied().reduce(f64::min).unwrap();
    let maximum = values.iter().copied().reduce(f64::max).unwrap();
    match binning {
        Binning::Width(width) => {
            let low = minimum - modulo(minimum, width);
            let edges = arange(low, maximum + 2.0 * width, width);
            if edges.len() == 1 { vec![low - 0.5, low + 0.5] } else { edges }
        }
        Binning::Count(count) => {
            let (low, high) =
                if minimum < maximum { (minimum, maximum) } else { (minimum - 0.5, maximum + 0.5) };
            let mut edges = linspace(low, high, count);
            edges[count] += 1.0;
            edges
        }
    }
}

/// `numpy.digitize` of doubles.
pub(super) fn levels(values: &[f64], binning: Binning) -> Vec<usize> {
    let edges = edges(values, binning);
    let level = |value: &f64| edges.iter().filter(|&edge| edge <= value).count();
    values.iter().map(level).collect()
}
