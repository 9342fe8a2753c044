//! What `combat` tells.

use std::collections::HashMap;

use serde_json::{Value, json};
use voxomics::harmonize::combat::{Model, PriorFit};
use voxomics::harmonize::effect::{self, Count, Effect};
use voxomics::table::Table;

use super::Input;
use crate::exit::Stop;
use crate::tabular::{Answer, Grid};

/// p below which a feature counts as differing.
const LEVEL: f64 = 0.05;

pub(super) fn answer(model: &Model, input: &Input<'_>, harmonized: &Table) -> Result<Answer, Stop> {
    let effects = |features: &Table| {
        let mut cohort = input.cohort();
        cohort.features = features;
        effect::tests(&cohort).map_err(|error| input.refused(error))
    };
    let (before, after) = (effects(&input.table)?, effects(harmonized)?);
    let tests = tests(&before, &after);
    let batches = batches(model);
    let removed = removed(model, &before, &after);
    let json = json!({
        "rows": input.data.rows(),
        "omitted": input.data.omitted,
        "features": model.features.len(),
        "untouched": model.untouched.iter().map(|left| json!({ "feature": left.feature, "reason": left.reason.to_string() })).collect::<Vec<_>>(),
        "covariates": model.covariates.iter().map(|coding| &coding.name).collect::<Vec<_>>(),
        "reference": model.options.reference,
        "prior": model.options.prior,
        "mean_only": model.mean_only,
        "batches": batches,
        "level": LEVEL,
        "tests": tests,
        "removed": removed,
    });
    let header = [
        "name",
        "rows",
        "new",
        "shift_mean",
        "shift_sd",
        "scale_mean",
        "prior_shifts",
        "prior_scales",
        "iterations",
    ];
    let title = format!(
        "{} of {} features made alike; shifts and scales in pooled standard deviations",
        model.features.len() - model.untouched.len(),
        model.features.len()
    );
    let batches = Grid::of(title, &header, &batches);
    let title = format!(
        "Features in which batches differ, p < {LEVEL}; adjusted for the false discovery rate"
    );
    let header = [
        "test",
        "tested",
        "before",
        "after",
        "before_adjusted",
        "after_adjusted",
    ];
    let tests = Grid::of(title, &header, &tests);
    let header = [
        "feature",
        "batch",
        "shift",
        "scale",
        "anova_before",
        "anova_after",
        "levene_before",
        "levene_after",
        "ks_before",
        "ks_after",
    ];
    let sheet = Grid::of("", &header, &removed);
    Ok(Answer::with_sheet(json, vec![batches, tests], sheet))
}

fn tests(before: &[Effect], after: &[Effect]) -> Vec<Value> {
    let (before, after) = (
        effect::summary(before, LEVEL),
        effect::summary(after, LEVEL),
    );
    let row = |test: &str, before: Count, after: Count| {
        json!({
            "test": test,
            "tested": before.tested,
            "before": before.below,
            "after": after.below,
            "before_adjusted": before.below_adjusted,
            "after_adjusted": after.below_adjusted,
        })
    };
    vec![
        row("means (ANOVA)", before.anova, after.anova),
        row("variances (Levene)", before.levene, after.levene),
        row(
            "distributions (Kolmogorov-Smirnov)",
            before.kolmogorov_smirnov,
            after.kolmogorov_smirnov,
        ),
    ]
}

fn batches(model: &Model) -> Vec<Value> {
    let fits: HashMap<String, PriorFit> = model
        .prior_fits()
        .into_iter()
        .map(|fit| (fit.batch.clone(), fit))
        .collect();
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len().max(1) as f64;
    let each = model.batches.iter().map(|batch| {
        let fit = fits.get(&batch.name);
        let shift = mean(&batch.gamma_star);
        let squares: Vec<f64> = batch
            .gamma_star
            .iter()
            .map(|x| (x - shift) * (x - shift))
            .collect();
        let scales: Vec<f64> = batch.delta_star.iter().map(|x| x.sqrt()).collect();
        json!({
            "name": batch.name,
            "rows": batch.rows,
            "new": batch.is_new,
            "shift_mean": shift,
            "shift_sd": mean(&squares).sqrt(),
            "scale_mean": mean(&scales),
            "prior": batch.prior,
            "prior_shifts": fit.map(|fit| fit.shifts),
            "prior_scales": fit.and_then(|fit| fit.scales),
            "iterations": batch.iterations,
        })
    });
    each.collect()
}

/// A row for each feature and batch: what was removed, and the tests of the feature.
fn removed(model: &Model, before: &[Effect], after: &[Effect]) -> Vec<Value> {
    let tested: HashMap<&str, (&Effect, &Effect)> = before
        .iter()
        .zip(after)
        .map(|(before, after)| (before.feature.as_str(), (before, after)))
        .collect();
    let each = model.removed().map(|removed| {
        let (before, after) = tested[removed.feature.as_str()];
        json!({
            "feature": removed.feature,
            "batch": removed.batch,
            "shift": removed.shift,
            "scale": removed.scale,
            "anova_before": before.anova,
            "anova_after": after.anova,
            "levene_before": before.levene,
            "levene_after": after.levene,
            "ks_before": before.kolmogorov_smirnov,
            "ks_after": after.kolmogorov_smirnov,
        })
    });
    each.collect()
}
