//! Planted effects of batches are removed, and a planted effect of a covariate is kept. The cohorts are made up.

use voxomics_harmonize::Cohort;
use voxomics_harmonize::combat::{self, Model, Options};
use voxomics_harmonize::effect::{self, Summary};
use voxomics_table::Table;
use voxomics_testkit::generator::{Batches, uniform};

use super::case::Input;
use super::study;

const FEATURES: usize = 400;

fn made() -> Batches {
    Batches {
        seed: 77,
        features: FEATURES,
        batches: (0..300).map(|row| usize::from(row % 5 > 2)).collect(),
        // More common in the second batch, as biology often is.
        covariate: (0..300)
            .map(|row| f64::from(u8::from(row * 7 % 10 < 2 + 6 * usize::from(row % 5 > 2))))
            .collect(),
    }
}

/// Unit of a feature of the generator.
fn unit(made: &Batches, feature: usize) -> f64 {
    0.5 + uniform(made.seed ^ 0xA2, feature as u64)
}

/// Slope on the covariate, and its standard error: what batches explain of the covariate tells nothing of the slope.
fn slope(values: &[f64], made: &Batches) -> (f64, f64) {
    let centred = |values: &[f64]| -> Vec<f64> {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        values.iter().map(|value| value - mean).collect()
    };
    let within = |batch: usize| {
        let rows = made
            .covariate
            .iter()
            .zip(&made.batches)
            .filter(|&(_, &at)| at == batch);
        squares(&centred(&rows.map(|(&value, _)| value).collect::<Vec<_>>()))
    };
    let (x, y) = (centred(&made.covariate), centred(values));
    let slope = x.iter().zip(&y).map(|(a, b)| a * b).sum::<f64>() / squares(&x);
    let rest: Vec<f64> = x.iter().zip(&y).map(|(a, b)| b - slope * a).collect();
    let variance = squares(&rest) / (values.len() - 3) as f64;
    (slope, (variance / (within(0) + within(1))).sqrt())
}

fn squares(values: &[f64]) -> f64 {
    values.iter().map(|value| value * value).sum()
}

/// The share of features whose 95 % interval of the slope holds the planted one.
fn coverage(made: &Batches, alike: &Table) -> f64 {
    let inside = (0..FEATURES).filter(|&feature| {
        let values = alike.values().column(feature).to_vec();
        let (found, error) = slope(&values, made);
        (found - unit(made, feature) * made.slope(feature)).abs() < 1.96 * error
    });
    inside.count() as f64 / FEATURES as f64
}

fn harmonised(input: &Input) -> (Model, Table) {
    let model = combat::fit(&input.cohort(), &Options::default()).unwrap();
    let alike = model.apply(&input.cohort()).unwrap();
    (model, alike)
}

fn effects(features: &Table, input: &Input) -> Summary {
    let cohort = Cohort {
        features,
        ..input.cohort()
    };
    effect::summary(&effect::tests(&cohort).unwrap(), 0.05)
}

/// What is left of a feature when its planted effect is taken away.
fn without_biology(made: &Batches, table: &Table) -> Table {
    let (ids, names, mut values) = table.clone().into_parts();
    for feature in 0..FEATURES {
        let slope = unit(made, feature) * made.slope(feature);
        for (value, covariate) in values.column_mut(feature).iter_mut().zip(&made.covariate) {
            *value -= slope * covariate;
        }
    }
    Table::new(ids, names, values).unwrap()
}

#[test]
fn batches_are_alike_afterwards() {
    let (made, input) = (made(), study::input(&made()));
    let before = effects(&without_biology(&made, &input.features), &input);
    let (_, alike) = harmonised(&input);
    let after = effects(&without_biology(&made, &alike), &input);
    assert!(
        before.anova.below > 300 && before.levene.below > 280,
        "{before:?}"
    );
    assert!(before.kolmogorov_smirnov.below_adjusted > 330, "{before:?}");
    // Of 400 true null hypotheses 20 would be rejected; shrinkage leaves a little.
    assert!(
        after.anova.below < 20 && after.anova.below_adjusted == 0,
        "{after:?}"
    );
    assert!(
        after.levene.below < 20 && after.levene.below_adjusted == 0,
        "{after:?}"
    );
}

#[test]
fn shifts_and_scales_are_those_planted() {
    let made = made();
    let (model, _) = harmonised(&study::input(&made));
    let removed: Vec<combat::Removed> = model.removed().collect();
    let (first, second) = removed.split_at(FEATURES);
    let near = |feature: &usize| {
        let unit = unit(&made, *feature);
        let planted = unit * (made.shift(1, *feature) - made.shift(0, *feature));
        let ratio = made.scale(1, *feature) / made.scale(0, *feature);
        let shift = second[*feature].shift - first[*feature].shift;
        let scale = second[*feature].scale / first[*feature].scale;
        // Four standard errors of a difference of means of 180 and 120 rows, and of a ratio of deviations.
        let variance = |batch, rows| squares(&[made.scale(batch, *feature)]) / rows;
        let deviation = unit * (variance(0, 180.0) + variance(1, 120.0)).sqrt();
        let limit = 4.0 * 0.085;
        (shift - planted).abs() < 4.0 * deviation
            && (1.0 - limit..1.0 + limit).contains(&(scale / ratio))
    };
    assert!((0..FEATURES).filter(near).count() > FEATURES * 97 / 100);
}

#[test]
fn the_effect_of_a_covariate_is_kept_where_it_is_named() {
    let (made, input) = (made(), study::input(&made()));
    let (_, alike) = harmonised(&input);
    let kept = coverage(&made, &alike);
    assert!((0.91..0.99).contains(&kept), "{kept}");
    // Left out, some of it goes with the batches: the test can fail.
    let blind = Input {
        covariates: Vec::new(),
        ..input.clone()
    };
    let lost = coverage(&made, &harmonised(&blind).1);
    assert!(lost < kept - 0.05, "{lost} {kept}");
}
