//! What is done for each case.

use std::path::PathBuf;

use voxomics::batch::run::{Answers, Work};
use voxomics::batch::store::Rows;
use voxomics::batch::{Case, Key, Reason, Value};
use voxomics::features::Extractor;
use voxomics::features::extractor::{self, Error};

use super::maps::Maps;
use super::table::Table;
use crate::listed::{Shared, read};

/// Extracts the features of cases.
pub(crate) struct Features<'a> {
    pub(crate) extractor: Extractor,
    /// Where maps go, if the table holds maps instead of values.
    pub(crate) maps: Option<Maps>,
    pub(crate) table: Table,
    pub(crate) shared: Shared<'a>,
}

impl Work for Features<'_> {
    fn columns(&self) -> Vec<String> {
        self.table.columns()
    }

    /// Feature names stand for feature classes, settings are as PyRadiomics prints them.
    fn key(&self, case: &Case) -> Result<Key, Reason> {
        let params = self.extractor.params();
        let settings = params.settings();
        let label = read::label(case, settings.label)?;
        let key = self
            .shared
            .key(case, settings.label, settings.label_channel)?;
        let key = key
            .part("settings", params.settings_text(label))
            .part("image types", params.image_types_text())
            .part("maps", self.maps.as_ref().map_or("", Maps::part_of_key))
            .part("columns", self.table.columns().join(","))
            .part("skip NaN", self.table.skips_nans());
        Ok(key.finish())
    }

    fn is_intact(&self, case: &Case, rows: &[Vec<Value>]) -> bool {
        let Some(maps) = &self.maps else {
            return true;
        };
        let Ok(key) = self.key(case) else {
            return false;
        };
        maps.are_intact(case, &key, self.table.paths(rows))
    }

    fn shared_input(&self, case: &Case) -> Option<PathBuf> {
        Shared::image_of(case)
    }

    fn compute(&self, cases: &[&Case], answers: &mut Answers<'_>) {
        let channel = self.extractor.params().settings().label_channel;
        self.shared
            .each_mask((cases, channel), answers, |image, mask, cases, answers| {
                let regions = self.extractor.case(image.volume(), mask);
                answers.extend(
                    cases
                        .iter()
                        .map(|case| self.shared.unless_stopped(|| self.of_label(&regions, case))),
                );
            });
    }
}

impl Features<'_> {
    fn of_label(&self, regions: &extractor::Case<'_>, case: &Case) -> Result<Rows, Reason> {
        let label = read::label(case, self.extractor.params().settings().label)?;
        if let Some(maps) = &self.maps {
            return self.maps(maps, regions, case, label);
        }
        let extraction = regions
            .extract(label)
            .map_err(|error| reason(&error, case))?;
        self.shared
            .warn(case, extraction.warnings().iter().map(ToString::to_string));
        Ok(vec![self.table.row(&extraction)?])
    }

    fn maps(
        &self,
        maps: &Maps,
        regions: &extractor::Case<'_>,
        case: &Case,
        label: u32,
    ) -> Result<Rows, Reason> {
        let key = self.key(case)?;
        let (mapped, paths) = maps.write(case, &key, |each| {
            let mapped = regions.maps(label, each);
            mapped.map_err(|error| reason(&error, case))
        })?;
        self.shared
            .warn(case, mapped.warnings.iter().map(ToString::to_string));
        Ok(vec![self.table.row_of_maps(&mapped.diagnostics, &paths)?])
    }
}

/// With the file that is to blame.
fn reason(error: &Error, case: &Case) -> Reason {
    let file = match error {
        Error::NonFinite { .. }
        | Error::NotNormalizable { .. }
        | Error::SpacingDimensions { .. }
        | Error::Filter(_)
        | Error::Undefined { .. }
        | Error::Discretise(_)
        | Error::TooManyForGlcm { .. }
        | Error::Voxel(_) => "Image",
        _ => "Mask",
    };
    Reason::new(error.class(), error).at(read::path(case, file))
}
