//! `combat`.

mod answer;

use std::path::Path;

use voxomics::harmonize::combat::{self, Constant, Error, Model, Options, PriorKind, Stopping};
use voxomics::harmonize::{Cohort, Covariate};
use voxomics::table::{Problem, Sheet, Table};

use super::features::{Candidates, Gaps, warn_of_labels};
use super::{keep_model, new_table, refuse_existing, refused};
use crate::args::models::{Choices, Combat, CombatPrior};
use crate::exit::Stop;
use crate::json_file;
use crate::report::Report;
use crate::tabular::{Answer, Data};

pub(super) fn combat(args: &Combat, report: &Report) -> Result<Answer, Stop> {
    let files = [
        ("--harmonized", &args.harmonized),
        ("--save", &args.save.save),
    ];
    refuse_existing(files)?;
    let (model, input) = match &args.apply {
        None => learnt(args, report)?,
        Some(path) => read(args, path, report)?,
    };
    let harmonized = model
        .apply(&input.cohort())
        .map_err(|error| input.refused(error))?;
    if let Some(path) = &args.harmonized {
        let sheet = input.data.sheet().with_numbers(&harmonized);
        let sheet = sheet.map_err(|problem| input.data.refused(problem))?;
        let names: Vec<&str> = args
            .features
            .id
            .as_deref()
            .into_iter()
            .chain([args.batch.as_str()])
            .collect();
        new_table(path, &(&sheet, names.as_slice()))?;
    }
    if args.apply.is_none() || args.new_batches {
        keep_model(&args.save, &model)?;
    }
    if model.mean_only && !model.options.mean_only {
        report
            .warning("a batch has one row: means are adjusted in all batches, and variances left");
    }
    for left in &model.untouched {
        report.info(&format!(
            "feature `{}` stays as it is: {}",
            left.feature, left.reason
        ));
    }
    answer::answer(&model, &input, &harmonized)
}

/// Rows, their batches and covariates.
struct Input<'a> {
    data: Data<'a>,
    table: Table,
    batches: Vec<String>,
    covariates: Vec<Covariate>,
    args: &'a Combat,
}

impl<'a> Input<'a> {
    fn new(
        args: &'a Combat,
        (data, table): (Data<'a>, Table),
        covariates: Vec<Covariate>,
    ) -> Result<Self, Stop> {
        let batches = data.column(&args.batch, |column| column.texts())?;
        Ok(Self {
            data,
            table,
            batches,
            covariates,
            args,
        })
    }

    fn cohort(&self) -> Cohort<'_> {
        Cohort {
            features: &self.table,
            batches: &self.batches,
            covariates: &self.covariates,
        }
    }

    fn refused(&self, error: Error) -> Stop {
        let hint = match &error {
            Error::NewBatch { .. } => "`--new-batches` learns it from the rows of this table",
            Error::TooFew { .. } => "`--prior none` harmonises each feature by itself",
            Error::NoValues { .. } => "`--columns` names the features that are to be harmonised",
            _ => "",
        };
        let stop = refused(&self.args.common, error);
        if hint.is_empty() {
            stop
        } else {
            stop.hint(hint)
        }
    }
}

fn learnt<'a>(args: &'a Combat, report: &Report) -> Result<(Model, Input<'a>), Stop> {
    let mut named = vec![args.batch.as_str()];
    let others = [&args.covariates, &args.categorical, &args.outcomes.except];
    named.extend(others.into_iter().flatten().map(String::as_str));
    // An outcome may be missing: it is not looked at.
    let except: Vec<&str> = args.outcomes.except.iter().map(String::as_str).collect();
    let common = (&args.common, &args.features);
    let Candidates { data, table, .. } =
        Candidates::read(common, &named, Gaps::InCandidates { and: &except }, report)?;
    if args.features.columns.is_empty() {
        warn_of_labels(&table, report);
    }
    let read = |name: &String, of: fn(&Sheet, &str) -> Result<Covariate, Problem>| {
        of(data.sheet(), name).map_err(|problem| data.refused(problem))
    };
    let numbers = args
        .covariates
        .iter()
        .map(|name| read(name, Covariate::read));
    let groups = args
        .categorical
        .iter()
        .map(|name| read(name, Covariate::read_groups));
    let covariates = numbers.chain(groups).collect::<Result<_, _>>()?;
    let input = Input::new(args, (data, table), covariates)?;
    let options = options(&args.choices);
    let model = combat::fit(&input.cohort(), &options).map_err(|error| input.refused(error))?;
    Ok((model, input))
}

fn options(choices: &Choices) -> Options {
    let default = Options::default();
    Options {
        prior: match choices.prior {
            CombatPrior::Parametric => PriorKind::Parametric,
            CombatPrior::NonParametric => PriorKind::NonParametric,
            CombatPrior::None => PriorKind::None,
        },
        mean_only: choices.mean_only,
        reference: choices.reference.clone(),
        stopping: if choices.stop_early {
            Stopping::Sva
        } else {
            default.stopping
        },
        constant: if choices.adjust_constant {
            Constant::Adjusted
        } else {
            default.constant
        },
        ..default
    }
}

/// The model of a file, and the columns of the table that it needs.
fn read<'a>(args: &'a Combat, path: &Path, report: &Report) -> Result<(Model, Input<'a>), Stop> {
    let model: Model = json_file::read("model", path)
        .map_err(|stop| stop.hint("`voxomics combat ... --save FILE` writes a model"))?;
    let mut needed = vec![args.batch.as_str()];
    needed.extend(args.features.id.as_deref());
    needed.extend(model.covariates.iter().map(|coding| coding.name.as_str()));
    let data = Data::read(&args.common, &needed, report)?;
    let features: Vec<&str> = model.features.iter().map(String::as_str).collect();
    let table = Table::of_columns(data.sheet(), args.features.id.as_deref(), &features);
    let table = table.map_err(|problem| data.refused(problem))?;
    let covariate = |coding: &combat::Coding| {
        let read = if coding.groups.is_some() {
            Covariate::read_groups
        } else {
            Covariate::read
        };
        read(data.sheet(), &coding.name).map_err(|problem| data.refused(problem))
    };
    let covariates = model
        .covariates
        .iter()
        .map(covariate)
        .collect::<Result<_, _>>()?;
    let input = Input::new(args, (data, table), covariates)?;
    if !args.new_batches {
        return Ok((model, input));
    }
    let model = model.with_new_batches(&input.cohort());
    let model = model.map_err(|error| input.refused(error))?;
    Ok((model, input))
}
