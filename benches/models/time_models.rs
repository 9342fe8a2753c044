//! One model on a table of doubles: CPU and wall seconds, and a few numbers of the answer.
//!
//! `time_models TASK FOLDER THREADS [PATH]`; the folder is `make_models`'s. Paths of coefficients are written to `PATH`: of
//! each fit its lambda, its intercept and a coefficient for each column. The tasks `kkt_gaussian` and `kkt_binomial` read such a
//! file, anyone's, and answer how far from optimal its fits are; `load` only reads the table.

mod optimality;

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use ndarray::{ArrayView2, ShapeBuilder};
use voxomics_benches::timed::{doubles, timed};
use voxomics_regress::cox::{self, Cohort};
use voxomics_regress::logistic::screen;
use voxomics_regress::net::{self, CvOptions, Options, Response};
use voxomics_select::mrmr::{correlation, gaussian, relevance};
use voxomics_stats::resample::Fold;

type Answer = Result<Vec<f64>, Box<dyn Error>>;

/// Columns that mRMR selects.
const SELECTED: usize = 30;

/// A table and what belongs to its rows.
struct Input {
    x: Vec<f64>,
    y: Vec<f64>,
    /// Ten folds, or times.
    more: Vec<f64>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [task, folder, threads, rest @ ..] = arguments.as_slice() else {
        return Err("usage: time_models TASK FOLDER THREADS [PATH]".into());
    };
    let folder = Path::new(folder);
    let read = |name: &str| doubles(&folder.join(format!("{name}.f64")));
    let input = Input {
        x: read("x")?,
        y: read("y")?,
        more: read("folds").or_else(|_| read("times"))?,
    };
    let file = rest.first().map(Path::new);
    if let (Some(family), Some(file)) = (task.strip_prefix("kkt_"), file) {
        let fits = doubles(file)?;
        let check = optimality::Check::new(&input.x, &input.y, family == "binomial");
        let timed = timed(threads.parse()?, || Ok(check.worst_and_median(&fits)))?;
        timed.print(&timed.outcome);
        return Ok(());
    }
    if let Some(family) = task.strip_prefix("path_") {
        let timed = timed(threads.parse()?, || path(&input, family))?;
        let last = timed.outcome.deviance_ratios.last();
        timed.print(&last.map_or(Vec::new(), |&last| vec![last]));
        return file.map_or(Ok(()), |file| write(&timed.outcome, input.columns(), file));
    }
    let timed = timed(threads.parse()?, || run(task, &input))?;
    timed.print(&timed.outcome);
    Ok(())
}

fn run(task: &str, input: &Input) -> Answer {
    match task {
        "cv_gaussian" | "cv_binomial" => validated(input, &task[3..]),
        "mrmr_information" => information(input),
        "mrmr_f" => f_and_correlation(input),
        "screen" => screened(input),
        "cox_fit" => cox_fit(input),
        "cox_whole" => cox_whole(input),
        "load" => Ok(Vec::new()),
        _ => Err(format!("no task `{task}`").into()),
    }
}

impl Input {
    fn rows(&self) -> usize {
        self.y.len()
    }

    fn columns(&self) -> usize {
        self.x.len() / self.rows()
    }

    fn table(&self) -> Result<ArrayView2<'_, f64>, Box<dyn Error>> {
        let shape = (self.rows(), self.columns()).f();
        Ok(ArrayView2::from_shape(shape, &self.x)?)
    }

    fn cases(&self) -> Vec<bool> {
        self.y.iter().map(|&y| y > 0.5).collect()
    }

    fn response(&self, family: &str) -> Response<'_> {
        if family == "binomial" {
            Response::Binomial(&self.y)
        } else {
            Response::Gaussian(&self.y)
        }
    }

    fn folds(&self) -> Vec<Fold> {
        let count = self.more.iter().fold(0.0_f64, |most, &fold| most.max(fold));
        let mut folds = Vec::new();
        let mut number = 1.0;
        while number <= count {
            let is_out = |row: &usize| (self.more[*row] - number).abs() < 0.5;
            let (test, train) = (0..self.rows()).partition(is_out);
            folds.push(Fold { train, test });
            number += 1.0;
        }
        folds
    }
}

/// A hundred lambdas, exact.
fn path(input: &Input, family: &str) -> Result<net::Path, Box<dyn Error>> {
    let response = input.response(family);
    Ok(net::fit(input.table()?, &response, &Options::default())?)
}

fn write(path: &net::Path, columns: usize, file: &Path) -> Result<(), Box<dyn Error>> {
    let mut file = BufWriter::new(File::create(file)?);
    for (at, coefficients) in path.coefficients.iter().enumerate() {
        let mut dense = vec![0.0; columns];
        for (&column, &value) in coefficients.columns.iter().zip(&coefficients.values) {
            dense[column] = value;
        }
        let fit = [path.lambdas[at], path.intercepts[at]];
        for value in fit.iter().chain(&dense) {
            file.write_all(&value.to_le_bytes())?;
        }
    }
    Ok(file.flush()?)
}

/// The path and its fits without each of ten folds; the least deviance.
fn validated(input: &Input, family: &str) -> Answer {
    let (response, folds) = (input.response(family), input.folds());
    let (options, cv) = (Options::default(), CvOptions::default());
    let cv = net::cross_validate(input.table()?, &response, &options, &folds, &cv)?;
    Ok(vec![cv.means[cv.best]])
}

fn information(input: &Input) -> Answer {
    let outcome = gaussian::Outcome::Continuous(&input.y);
    let options = gaussian::Options::default();
    let ranking = gaussian::select(input.table()?, outcome, SELECTED, &options)?;
    Ok(as_numbers(&ranking.columns()))
}

fn f_and_correlation(input: &Input) -> Answer {
    let classes: Vec<u32> = input.cases().into_iter().map(u32::from).collect();
    let relevance = relevance::f_classif(input.table()?, &classes)?;
    let options = correlation::Options::default();
    let ranking = correlation::select(input.table()?, &relevance, SELECTED, &options)?;
    Ok(as_numbers(&ranking.columns()))
}

fn as_numbers(columns: &[usize]) -> Vec<f64> {
    columns.iter().map(|&column| column as f64).collect()
}

/// A logistic model of each column; the sum of their absolute z.
fn screened(input: &Input) -> Answer {
    let models = screen(input.table()?, &input.cases())?;
    let models = models.iter().filter_map(|model| model.as_ref().ok());
    let z = models.map(|model| (model.coefficient / model.standard_error).abs());
    Ok(vec![z.sum()])
}

fn cox_fit(input: &Input) -> Answer {
    let events = input.cases();
    let response = cox::Response::Right {
        times: &input.more,
        events: &events,
    };
    let fit = cox::fit(input.table()?, &response, &cox::Options::default())?;
    Ok(fit.coefficients.into_iter().flatten().collect())
}

/// With what `coxph` returns beside it: linear predictors, residuals, concordance.
fn cox_whole(input: &Input) -> Answer {
    let events = input.cases();
    let response = cox::Response::Right {
        times: &input.more,
        events: &events,
    };
    let cohort = Cohort::new(input.table()?, &response, &cox::Options::default())?;
    let fit = cohort.fit()?;
    let predictors = cohort.linear_predictors(&fit)?;
    let residuals = cohort.martingale_residuals(&fit)?;
    let concordance = cohort.concordance(&fit)?;
    let mut answer: Vec<f64> = fit.coefficients.into_iter().flatten().collect();
    answer.extend([predictors[0], residuals[0]]);
    answer.extend(concordance.index);
    Ok(answer)
}
