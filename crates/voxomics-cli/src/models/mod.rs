//! `fit`, `predict`, `select`, `icc`, `combat` and `scale`: models of a table, and the features that they are made of.

mod combat;
mod cox;
mod features;
mod icc;
mod knn;
mod lasso;
mod logistic;
mod predict;
mod scale;
mod select;

use std::fmt::Display;
use std::path::{Path, PathBuf};

use serde::Serialize;
use voxomics::batch::output::Existing;
use voxomics::regress::formula::Formula;
use voxomics::regress::frame::{Frame, Recipe};
use voxomics::regress::model::Model;

use crate::args::models::{Combat, Fit, FitCommand, Icc, Predict, Save, Scale, Select};
use crate::args::stats::Common;
use crate::exit::{Outcome, Stop};
use crate::out;
use crate::report::Report;
use crate::tabular::{Data, Tabular, write, write_sheet};

pub(crate) fn fit(args: &Fit, report: &Report) -> Result<Outcome, Stop> {
    let (common, answer) = match &args.command {
        FitCommand::Logistic(args) => (&args.common, logistic::fit(args, report)?),
        FitCommand::Lasso(args) => (&args.common, lasso::fit(args, report)?),
        FitCommand::Cox(args) => (&args.common, cox::fit(args, report)?),
        FitCommand::Knn(args) => (&args.common, knn::fit(args, report)?),
    };
    write(&common.output, &answer)?;
    Ok(Outcome::Done)
}

pub(crate) fn predict(args: &Predict, report: &Report) -> Result<Outcome, Stop> {
    write(&args.common.output, &predict::predict(args, report)?)?;
    Ok(Outcome::Done)
}

pub(crate) fn select(args: &Select, report: &Report) -> Result<Outcome, Stop> {
    let (output, answer) = select::select(args, report)?;
    write(output, &answer)?;
    Ok(Outcome::Done)
}

pub(crate) fn icc(args: &Icc, report: &Report) -> Result<Outcome, Stop> {
    write(&args.output, &icc::icc(args, report)?)?;
    Ok(Outcome::Done)
}

pub(crate) fn combat(args: &Combat, report: &Report) -> Result<Outcome, Stop> {
    write(&args.common.output, &combat::combat(args, report)?)?;
    Ok(Outcome::Done)
}

pub(crate) fn scale(args: &Scale, report: &Report) -> Result<Outcome, Stop> {
    write(&args.common.output, &scale::scale(args, report)?)?;
    Ok(Outcome::Done)
}

/// Before any work, and before the first of several files is written; with the flags that name them.
fn refuse_existing(files: [(&str, &Option<PathBuf>); 2]) -> Result<(), Stop> {
    let [(one, first), (other, second)] = files;
    if first.is_some() && first == second {
        return Err(Stop::refused(format!("{one} and {other} name one file")));
    }
    let mut paths = first.iter().chain(second);
    paths.try_for_each(|path| out::refuse_existing(path, "name another file, or remove it"))
}

/// An error, with the name of the table.
fn refused(common: &Common, error: impl Display) -> Stop {
    Stop::refused(format!("table `{}`: {error}", common.table.display()))
}

fn formula(text: &str) -> Result<Formula, Stop> {
    text.parse::<Formula>().map_err(Stop::refused)
}

/// The columns of a formula, learnt from the rows that they are of.
fn framed(formula: &Formula, data: &Data<'_>) -> Result<(Recipe, Frame), Stop> {
    let learnt = Recipe::learn(formula, data.sheet())
        .and_then(|recipe| recipe.apply(data.sheet()).map(|frame| (recipe, frame)));
    learnt.map_err(|error| match error {
        voxomics::regress::frame::Error::Table(problem) => data.refused(problem),
        other => Stop::refused(other),
    })
}

/// Keeps a model, if it is to be kept; refuses to replace another.
fn save(args: &Save, model: impl Into<Model>) -> Result<(), Stop> {
    keep_model(args, &model.into())
}

/// The same of whatever learns.
fn keep_model(args: &Save, model: &impl Serialize) -> Result<(), Stop> {
    let Some(path) = &args.save else {
        return Ok(());
    };
    let text = serde_json::to_string(model)
        .map_err(|error| Stop::refused(format!("the model cannot be written: {error}")))?;
    new_file(path, format!("{text}\n").as_bytes())
}

/// A file that is whole or not there, and no other's.
fn new_file(path: &Path, bytes: &[u8]) -> Result<(), Stop> {
    out::file(path, bytes, Existing::Refuse)
}

/// The same of a table, in the format that the file's name says.
fn new_table(path: &Path, table: &impl Tabular) -> Result<(), Stop> {
    write_sheet(path, table, Existing::Refuse)
}
