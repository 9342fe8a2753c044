//! Fits of the same table with weights of their own, side by side: a pass over the matrix that one of them needs serves all.

use ndarray::ArrayView2;
use rayon::prelude::*;

use super::columns::Columns;
use super::exact::Exact;
use super::fit::null;
use super::loss::Loss;
use super::problem::Problem;
use super::run::{At, Run};
use super::screen::Open;
use super::{Error, Options, Path, Response};

/// Fits that are in memory at the same time: with ten folds and the path of all rows, two groups.
const TOGETHER: usize = 6;

/// The path of each of some options, exact to `tolerance`.
pub(crate) fn fit_each(
    x: ArrayView2<'_, f64>,
    response: &Response<'_>,
    each: &[Options],
    tolerance: f64,
) -> Result<Vec<Path>, Error> {
    let groups = each.par_chunks(TOGETHER);
    let fits = groups.map(|each| fit_group(x, response, each, tolerance));
    let fits: Vec<Vec<Path>> = fits.collect::<Result<_, _>>()?;
    Ok(fits.into_iter().flatten().collect())
}

fn fit_group(
    x: ArrayView2<'_, f64>,
    response: &Response<'_>,
    each: &[Options],
    tolerance: f64,
) -> Result<Vec<Path>, Error> {
    let problems = each.par_iter().map(|one| Problem::new(x, response, one));
    let mut problems: Vec<(Problem<'_>, Box<dyn Loss>)> = problems.collect::<Result<_, _>>()?;
    let begun = problems
        .par_iter_mut()
        .zip(each)
        .map(|((problem, loss), options)| {
            let problem = &*problem;
            let (null, _) = null(problem, loss.as_mut())?;
            let exact = Exact::new(problem, loss.as_mut(), tolerance)?;
            Run::new(problem, exact, null, options)
        });
    let mut runs: Vec<Run<'_, Exact<'_>>> = begun.collect::<Result<_, Error>>()?;
    let columns = Columns::new(x);
    loop {
        let places = runs.iter_mut().filter_map(|run| Some((run.next()?, run)));
        let mut steps: Vec<Step<'_, '_>> = places.collect();
        if steps.is_empty() {
            break;
        }
        while !steps.is_empty() {
            steps = advance(&columns, steps)?;
        }
    }
    Ok(runs.into_iter().map(Run::into_path).collect())
}

type Step<'r, 'a> = (At, &'r mut Run<'a, Exact<'a>>);

/// Fits a lambda of each; those that must be fitted again.
fn advance<'r, 'a>(
    columns: &Columns<'_>,
    mut steps: Vec<Step<'r, 'a>>,
) -> Result<Vec<Step<'r, 'a>>, Error> {
    let looks = steps.par_iter_mut().map(|(at, run)| run.solver.look(*at));
    let mut opens: Vec<Open> = looks.collect::<Result<_, _>>()?;
    let sums = opens.iter().any(|open| open.all).then(|| {
        let residuals: Vec<&[f64]> = steps.iter().map(|(_, run)| run.solver.residual()).collect();
        columns.sweep(&residuals)
    });
    if sums.is_some() {
        let all = opens.into_iter().zip(&steps);
        opens = all.map(|(open, (_, run))| run.solver.widen(open)).collect();
    }
    let judged = steps.into_par_iter().zip(opens).enumerate();
    let again = judged.filter_map(|(number, ((at, run), open))| {
        let products = match &sums {
            Some(sums) => {
                let own = open.which.iter();
                own.map(|&column| sums[number][column as usize]).collect()
            }
            None => columns.dots(&open.which, run.solver.residual()),
        };
        match run.solver.judge(at, open, &products) {
            Some(residual) => {
                run.record(at.lambda, residual);
                None
            }
            None => Some((at, run)),
        }
    });
    Ok(again.collect())
}
