//! Estimates of a batch, and what each prior makes of them.

use voxomics_harmonize::combat::{Options, PriorKind};

use super::{Standard, mean, squares};

fn variance(values: &[f64]) -> f64 {
    squares(values, mean(values)) / (values.len() as f64 - 1.0)
}

/// Shift and variance that are taken from each feature of a batch.
pub(super) fn taken(standards: &[Standard], rows: &[usize], options: &Options) -> Vec<(f64, f64)> {
    let samples: Vec<Vec<f64>> = standards
        .iter()
        .map(|standard| {
            rows.iter()
                .map(|&row| standard.values[row])
                .filter(|x| !x.is_nan())
                .collect()
        })
        .collect();
    let hats: Vec<(f64, f64)> = samples
        .iter()
        .map(|sample| {
            let scale = if options.mean_only {
                1.0
            } else {
                variance(sample)
            };
            (mean(sample), scale)
        })
        .collect();
    match options.prior {
        PriorKind::None => hats,
        PriorKind::NonParametric => {
            let features = 0..samples.len();
            features
                .map(|feature| weighted(&samples[feature], feature, &hats))
                .collect()
        }
        PriorKind::Parametric if options.mean_only => {
            let (centre, spread) = moments(hats.iter().map(|hat| hat.0));
            let shrunk = hats
                .iter()
                .map(|hat| (spread * hat.0 + centre) / (spread + 1.0));
            shrunk.map(|shift| (shift, 1.0)).collect()
        }
        PriorKind::Parametric => {
            let each = samples.iter().zip(&hats);
            each.map(|(sample, hat)| fixed_point(sample, *hat, &hats))
                .collect()
        }
    }
}

fn moments(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let values: Vec<f64> = values.collect();
    (mean(&values), variance(&values))
}

fn fixed_point(sample: &[f64], hat: (f64, f64), hats: &[(f64, f64)]) -> (f64, f64) {
    let n = sample.len() as f64;
    let (centre, spread) = moments(hats.iter().map(|hat| hat.0));
    let (m, v) = moments(hats.iter().map(|hat| hat.1));
    let (shape, rate) = ((2.0 * v + m * m) / v, (m * v + m * m * m) / v);
    let (mut shift, mut scale) = hat;
    for _ in 0..5000 {
        shift = (spread * n * hat.0 + scale * centre) / (spread * n + scale);
        scale = (0.5 * squares(sample, shift) + rate) / (n / 2.0 + shape - 1.0);
    }
    (shift, scale)
}

/// The other features' estimates, weighted by the densities of each row's value.
fn weighted(sample: &[f64], feature: usize, hats: &[(f64, f64)]) -> (f64, f64) {
    let log_density = |x: f64, (shift, scale): (f64, f64)| {
        -0.5 * ((x - shift) * (x - shift) / scale + (2.0 * std::f64::consts::PI * scale).ln())
    };
    let others: Vec<(f64, f64)> = (0..hats.len())
        .filter(|&other| other != feature)
        .map(|other| hats[other])
        .collect();
    let logs: Vec<f64> = others
        .iter()
        .map(|&hat| sample.iter().map(|&x| log_density(x, hat)).sum())
        .collect();
    let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = logs.iter().map(|log| (log - most).exp()).collect();
    let by = |of: fn(&(f64, f64)) -> f64| {
        let parts = others
            .iter()
            .zip(&weights)
            .map(|(hat, weight)| weight * of(hat));
        parts.sum::<f64>() / weights.iter().sum::<f64>()
    };
    (by(|hat| hat.0), by(|hat| hat.1))
}
