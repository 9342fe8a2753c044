//! What is done for each case.

use std::path::PathBuf;

use voxomics::batch::run::{Answers, Work};
use voxomics::batch::store::Rows;
use voxomics::batch::{Case, Key, Reason, Value};
use voxomics::deep::extract::{Error, Extraction, Extractor};
use voxomics::io::Image;
use voxomics::volume::Mask;

use super::CHANNEL;
use super::maps::Maps;
use super::nulls::Nulls;
use crate::listed::{Shared, read};

/// How the features came about, before them in each row.
const DIAGNOSTICS: [&str; 4] = [
    "diagnostics_deep_Weights",
    "diagnostics_deep_Backend",
    "diagnostics_deep_Recipe",
    "diagnostics_deep_Slices",
];

/// Extracts the deep features of cases.
pub(super) struct DeepFeatures<'a> {
    pub(super) extractor: Extractor,
    /// Which weights it has.
    pub(super) weights: String,
    /// The label of cases that name none.
    pub(super) label: u32,
    /// Columns of numbers.
    pub(super) columns: Vec<String>,
    pub(super) has_logits: bool,
    pub(super) maps: Option<Maps>,
    pub(super) nulls: Nulls,
    pub(super) shared: Shared<'a>,
}

impl Work for DeepFeatures<'_> {
    fn columns(&self) -> Vec<String> {
        let diagnostics = DIAGNOSTICS.map(str::to_owned);
        let maps = self.maps.as_ref().map(Maps::columns);
        [&diagnostics[..], &self.columns, &maps.unwrap_or_default()].concat()
    }

    fn key(&self, case: &Case) -> Result<Key, Reason> {
        let key = self.shared.key(case, self.label, CHANNEL)?;
        let key = key
            .part("weights", &self.weights)
            .part("backend", self.backend())
            .part("recipe", self.extractor.recipe())
            .part(
                "maps",
                self.maps
                    .as_ref()
                    .map_or_else(String::new, Maps::part_of_key),
            )
            .part("columns", self.columns().join(","));
        Ok(key.finish())
    }

    fn is_intact(&self, case: &Case, rows: &[Vec<Value>]) -> bool {
        let Some(maps) = &self.maps else {
            return true;
        };
        let key = self.key(case);
        key.is_ok_and(|key| maps.are_intact(case, &key, rows))
    }

    fn shared_input(&self, case: &Case) -> Option<PathBuf> {
        Shared::image_of(case)
    }

    fn compute(&self, cases: &[&Case], answers: &mut Answers<'_>) {
        let work = |image: &Image, mask: &Mask, cases: &[&Case], answers: &mut Answers<'_>| {
            let each = cases.iter().map(|case| {
                self.shared
                    .unless_stopped(|| self.of_label((image, mask), case))
            });
            answers.extend(each);
        };
        self.shared.each_mask((cases, CHANNEL), answers, work);
    }
}

impl DeepFeatures<'_> {
    fn of_label(&self, (image, mask): (&Image, &Mask), case: &Case) -> Result<Rows, Reason> {
        let label = read::label(case, self.label)?;
        let extraction = self.extractor.extract(image.volume(), mask, label);
        let extraction = extraction.map_err(|error| reason(&error, case))?;
        let mut row = self.diagnostics(&extraction);
        row.extend(
            extraction
                .features
                .iter()
                .map(|&value| Value::Number(f64::from(value))),
        );
        if self.has_logits {
            let logits = self.extractor.logits(extraction.features.view());
            let logits = logits.map_err(|error| reason(&error, case))?;
            row.extend(logits.iter().map(|&value| Value::Number(f64::from(value))));
        }
        if let Some(maps) = &self.maps {
            row.extend(maps.write(
                (case, &self.key(case)?),
                (&self.extractor, &extraction),
                (image, mask, label),
            )?);
        }
        self.nulls.see(extraction.features.iter().copied());
        Ok(vec![row])
    }

    fn diagnostics(&self, extraction: &Extraction) -> Vec<Value> {
        let slices = extraction
            .prepared
            .views
            .iter()
            .map(|view| view.slice.to_string());
        let slices = slices.collect::<Vec<_>>().join(" ");
        let recipe = self.extractor.recipe().to_string();
        [self.weights.clone(), self.backend(), recipe, slices]
            .map(|text| Value::from(text.as_str()))
            .to_vec()
    }

    fn backend(&self) -> String {
        let chosen = self.extractor.engine().chosen();
        match &chosen.adapter {
            Some(adapter) => format!("{}, {adapter}", chosen.backend),
            None => chosen.backend.to_string(),
        }
    }
}

/// With the file that is to blame: a region that is not there is the mask's.
pub(super) fn reason(error: &Error, case: &Case) -> Reason {
    let reason = Reason::new(error.class(), error);
    match error {
        Error::Input(_) => reason.at(read::path(case, "Mask")),
        _ => reason.at(read::path(case, "Image")),
    }
}
