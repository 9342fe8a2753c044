//! `fit knn`.

use serde_json::{Value, json};
use voxomics::core::Seed;
use voxomics::regress::knn::{Options, Search, Weights, choose_k};
use voxomics::regress::model::Neighbours;
use voxomics::stats::resample::{Folds, stratified_k_fold};

use super::features::{Candidates, Gaps};
use super::{refused, save};
use crate::args::models::{Knn, VoteWeights};
use crate::exit::Stop;
use crate::report::Report;
use crate::tabular::{Answer, Grid};

pub(super) fn fit(args: &Knn, report: &Report) -> Result<Answer, Stop> {
    let common = &args.common;
    let named = [args.outcome.outcome.as_str()];
    let candidates = Candidates::read((common, &args.features), &named, Gaps::None, report)?;
    let cases = candidates.data.labels(&args.outcome)?;
    let options = Options {
        weights: match args.weights {
            VoteWeights::Uniform => Weights::Uniform,
            VoteWeights::Distance => Weights::Distance,
        },
        ..Options::default()
    };
    let (k, judged) = match args.k[..] {
        [k] => (k, Vec::new()),
        _ => judged(args, (&candidates, &cases), &options)?,
    };
    let names = candidates.table.names();
    let options = Options { k, ..options };
    let model = Neighbours::fit(names, candidates.table.values(), &cases, &options)
        .map_err(|error| refused(common, error))?;
    save(&args.save, model)?;
    let json = json!({
        "rows": candidates.data.rows(),
        "omitted": candidates.data.omitted,
        "left_out": candidates.left_out,
        "cases": cases.iter().filter(|&&case| case).count(),
        "features": names,
        "k": k,
        "measure": "accuracy",
        "judged": judged,
    });
    let title = format!("{k} neighbours; share of rows right, by cross-validation");
    let grid = Grid::of(title, &["k", "mean", "standard_error"], &judged);
    Ok(Answer::new(json, vec![grid]))
}

/// The best number of neighbours, and what each is worth.
fn judged(
    args: &Knn,
    (candidates, cases): (&Candidates<'_>, &[bool]),
    options: &Options,
) -> Result<(usize, Vec<Value>), Stop> {
    let folds = Folds {
        folds: args.folds,
        repeats: 1,
        seed: Seed(args.seed),
    };
    let folds = stratified_k_fold(cases, folds).map_err(|error| refused(&args.common, error))?;
    let classes: Vec<u32> = cases.iter().map(|&case| u32::from(case)).collect();
    let search = Search {
        ks: args.k.clone(),
        standardize: true,
        options: *options,
        ..Search::default()
    };
    let found = choose_k(candidates.table.values(), &classes, &folds, &search)
        .map_err(|error| refused(&args.common, error))?;
    let each = found.ks.iter().zip(&found.summaries);
    let each = each.map(|(k, summary)| {
        json!({ "k": k, "mean": summary.mean, "standard_error": summary.standard_error })
    });
    Ok((found.k, each.collect()))
}
