use super::batch::{Estimates, check_count};
use super::check::KIND;
use super::design::Regression;
use super::rows::Rows;
use super::standard::Standard;
use super::{Batch, Error, Model, Options, Reason, Untouched};
use crate::Cohort;
use crate::header::Header;
use crate::levels::Levels;

/// Learns how the batches of these rows differ.
///
/// With features `g`, batches `i` and rows `j`, values are taken to be `α_g + X_j β_g + γ_ig + δ_ig ε_gij`. Means and slopes are
/// fitted by least squares, features standardised by their grand mean and pooled variance, shifts `γ` and variances `δ²` of
/// each batch estimated and shrunk to what all features say of that batch.
///
/// Costs one pass over the features, in parallel, and features × batches numbers beside them; the non-parametric prior
/// features² × batches more.
///
/// # Errors
///
/// Any of [`Error`] that speaks of rows to learn from.
///
/// # References
///
/// Johnson, Li, Rabinovic, *Biostatistics* 2007, doi:10.1093/biostatistics/kxj037. Fortin et al., *Neuroimage* 2018,
/// doi:10.1016/j.neuroimage.2017.11.024.
#[doc(alias("ComBat", "neuroCombat", "harmonizationLearn"))]
pub fn fit(cohort: &Cohort<'_>, options: &Options) -> Result<Model, Error> {
    let rows = Rows::new(cohort)?;
    let counts = rows.counts();
    let reference = reference(&rows.batches, &counts, options)?;
    if let ([batch], false) = (&rows.batches.0[..], options.one_batch) {
        return Err(Error::OneBatch(batch.clone()));
    }
    let mean_only = options.mean_only || counts.contains(&1);
    let regressions = rows.regress()?;
    let names = cohort.features.names();
    let needs_two = |batch| !mean_only || reference == Some(batch);
    check_values(names, &rows.batches, &regressions, needs_two)?;
    let standard = Standard {
        counts: &counts,
        reference,
        less: Standard::less(&regressions, &counts, options.divisor),
    };
    let reasons = standard.reasons(&rows.batches, &regressions, options.constant);
    let kept: Vec<&Regression> = (regressions.iter().zip(&reasons))
        .filter_map(|(found, reason)| reason.is_none().then_some(found))
        .collect();
    check_kept(names, &reasons, options)?;
    let mut model = Model {
        header: Header::of(KIND),
        options: options.clone(),
        mean_only,
        features: names.to_vec(),
        untouched: untouched(names, reasons),
        slopes: (0..kept[0].slopes.len())
            .map(|column| kept.iter().map(|found| found.slopes[column]).collect())
            .collect(),
        covariates: rows.codings,
        grand_mean: kept
            .iter()
            .map(|found| standard.grand_mean(found))
            .collect(),
        variance: kept.iter().map(|found| standard.variance(found)).collect(),
        batches: Vec::new(),
    };
    for (batch, (name, rows)) in rows.batches.0.iter().zip(counts).enumerate() {
        let estimates = estimates(&kept, &model, batch);
        let learnt = if reference == Some(batch) {
            Batch::unchanged(name.clone(), rows, estimates)
        } else {
            model.learn(name.clone(), rows, estimates)?
        };
        model.batches.push(learnt);
    }
    Ok(model)
}

/// Where the reference batch is.
fn reference(
    batches: &Levels,
    counts: &[usize],
    options: &Options,
) -> Result<Option<usize>, Error> {
    let Some(name) = &options.reference else {
        return Ok(None);
    };
    let place = batches.place(name).ok_or_else(|| Error::NoReference {
        name: name.clone(),
        found: batches.0.clone(),
    })?;
    if counts[place] == 1 {
        return Err(Error::SmallReference(name.clone()));
    }
    Ok(Some(place))
}

/// Refuses features that are missing in a batch, or have one value where a variance is needed.
fn check_values(
    names: &[String],
    batches: &Levels,
    regressions: &[Regression],
    needs_two: impl Fn(usize) -> bool,
) -> Result<(), Error> {
    let short = |found: &Regression| {
        let mut rows = found.rows.iter().enumerate();
        rows.position(|(batch, &rows)| rows < 1 + usize::from(needs_two(batch)))
    };
    let mut bad = regressions
        .iter()
        .zip(names)
        .filter_map(|(found, name)| Some((found, name, short(found)?)));
    let Some((found, name, batch)) = bad.next() else {
        return Ok(());
    };
    Err(Error::NoValues {
        feature: name.clone(),
        values: if found.rows[batch] == 0 {
            "no values"
        } else {
            "one value"
        },
        batch: batches.0[batch].clone(),
        features: 1 + bad.count(),
    })
}

/// Refuses a table of which too little is left to harmonise.
fn check_kept(
    names: &[String],
    reasons: &[Option<Reason>],
    options: &Options,
) -> Result<(), Error> {
    let kept = reasons.iter().filter(|reason| reason.is_none()).count();
    match (kept, reasons) {
        (0, [Some(reason), ..]) => Err(Error::NoneVaries {
            features: names.len(),
            feature: names[0].clone(),
            reason: reason.clone(),
        }),
        _ => check_count(options, kept),
    }
}

fn untouched(names: &[String], reasons: Vec<Option<Reason>>) -> Vec<Untouched> {
    let named = names.iter().zip(reasons);
    named
        .filter_map(|(name, reason)| {
            Some(Untouched {
                feature: name.clone(),
                reason: reason?,
            })
        })
        .collect()
}

/// A batch's estimates in units of the pooled standard deviation.
fn estimates(kept: &[&Regression], model: &Model, batch: usize) -> Estimates {
    let mut estimates = Estimates::with_capacity(kept.len());
    let standards = model.grand_mean.iter().zip(&model.variance);
    for (found, (mean, variance)) in kept.iter().zip(standards) {
        // A feature without variance is where it should be.
        let (shift, squares) = if *variance > 0.0 {
            (
                (found.levels[batch] - mean) / variance.sqrt(),
                found.squares[batch] / variance,
            )
        } else {
            (0.0, 0.0)
        };
        estimates.push(shift, squares, found.rows[batch], model.mean_only);
    }
    estimates
}
