//! The rows of a table, ready to be fitted.

use serde_json::{Value, json};
use voxomics::regress::formula::{Formula, Outcome};
use voxomics::regress::frame::{Frame, Recipe};
use voxomics::regress::logistic::{self, Options, Screening};
use voxomics::regress::model::{Linear, Link};

use crate::args::models::Logistic;
use crate::exit::Stop;
use crate::models::{formula, framed, refused, save};
use crate::report::Report;
use crate::tabular::Data;

/// A table's rows, ready to be fitted.
pub(super) struct Rows<'a> {
    pub(super) args: &'a Logistic,
    pub(super) data: Data<'a>,
    pub(super) recipe: Recipe,
    pub(super) frame: Frame,
    pub(super) y: Vec<f64>,
    pub(super) weights: Option<Vec<f64>>,
}

impl<'a> Rows<'a> {
    pub(super) fn read(args: &'a Logistic, report: &Report) -> Result<Self, Stop> {
        let formula = formula(&args.formula)?;
        let Some(Outcome::Column(outcome)) = &formula.outcome else {
            return Err(Stop::refused(
                "a logistic model explains one column: write `outcome ~ ...`",
            ));
        };
        if let Some(stratum) = formula.strata.first() {
            return Err(Stop::refused(format!(
                "strata(`{stratum}`) belong to Cox models: enter it as factor({stratum})"
            )));
        }
        let mut names = formula.columns();
        names.extend(args.weights.as_deref());
        let data = Data::read(&args.common, &names, report)?;
        let labels = data.answers(outcome, args.positive.as_deref(), "--positive")?;
        let weights = args
            .weights
            .as_deref()
            .map(|name| data.numbers(name))
            .transpose()?;
        let (recipe, frame) = framed(&formula, &data)?;
        Ok(Self {
            args,
            y: labels
                .iter()
                .map(|&label| f64::from(u8::from(label)))
                .collect(),
            data,
            recipe,
            frame,
            weights,
        })
    }

    pub(super) fn options(&self) -> Options<'_> {
        Options {
            intercept: self.recipe.formula.intercept,
            offset: self.frame.offset.as_deref(),
            weights: self.weights.as_deref(),
        }
    }

    /// An error, coefficients by their names.
    pub(super) fn refused(&self, error: &logistic::Error) -> Stop {
        let names = self.names();
        let name = |index: usize| names.get(index).map_or("?", String::as_str);
        match error {
            logistic::Error::Separated { kind, growing } => {
                let growing: Vec<String> = growing
                    .iter()
                    .map(|found| {
                        let way = if found.up { "up" } else { "down" };
                        format!("{} {way}", name(found.index))
                    })
                    .collect();
                refused(
                    &self.args.common,
                    format!(
                        "{kind} separation: cases and controls are told apart, and coefficients grow without end ({})",
                        growing.join(", ")
                    ),
                )
                .hint("`--penalty firth` has finite estimates; or use fewer terms")
            }
            other => refused(&self.args.common, other),
        }
    }

    /// Names of the coefficients.
    pub(super) fn names(&self) -> Vec<String> {
        let intercept = self
            .recipe
            .formula
            .intercept
            .then(|| "(Intercept)".to_owned());
        intercept
            .into_iter()
            .chain(self.frame.names.iter().cloned())
            .collect()
    }

    pub(super) fn screen(&mut self, threshold: f64, report: &Report) -> Result<Screening, Stop> {
        let level = self.args.confidence.level;
        let screening =
            logistic::screen_terms(&self.frame, &self.y, &self.options(), (threshold, level))
                .map_err(|error| self.refused(&error))?;
        for (term, why) in &screening.without_model {
            report.warning(&format!(
                "{}: `{term}` alone: {why}",
                self.args.common.table.display()
            ));
        }
        self.only(&screening.kept)?;
        Ok(screening)
    }

    /// Goes on with some of the terms.
    pub(super) fn only(&mut self, terms: &[String]) -> Result<(), Stop> {
        let formula = Formula {
            terms: (self.recipe.formula.terms.iter())
                .filter(|term| terms.contains(&term.to_string()))
                .cloned()
                .collect(),
            ..self.recipe.formula.clone()
        };
        (self.recipe, self.frame) = framed(&formula, &self.data)?;
        Ok(())
    }

    pub(super) fn save(&self, coefficients: &[Option<f64>]) -> Result<(), Stop> {
        let model = Linear::of(self.recipe.clone(), Link::Logit, coefficients);
        save(&self.args.save, model.map_err(Stop::refused)?)
    }

    /// What every answer begins with.
    pub(super) fn head(&self) -> Value {
        let cases = self.y.iter().filter(|&&y| y > 0.5).count();
        json!({
            "formula": self.recipe.formula.to_string(),
            "rows": self.data.rows(),
            "omitted": self.data.omitted,
            "cases": cases,
            "level": self.args.confidence.level,
        })
    }
}
