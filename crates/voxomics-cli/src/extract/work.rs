//! What is done for each case.

use std::path::PathBuf;

use voxomics::batch::key::Digests;
use voxomics::batch::run::{Answers, Work};
use voxomics::batch::store::Rows;
use voxomics::batch::{Case, Key, Reason, Value};
use voxomics::core::ErrorClass;
use voxomics::features::Extractor;
use voxomics::features::extractor::{self, Error};
use voxomics::io::Image;

use super::maps::Maps;
use super::table::Table;
use crate::listed::{self, Chosen, read};
use crate::report::Report;
use crate::signals::Signals;

/// Extracts the features of cases.
pub(crate) struct Features<'a> {
    /// Whether this is the only case, which messages need not name.
    pub(crate) is_alone: bool,
    pub(crate) extractor: Extractor,
    /// Where maps go, if the table holds maps instead of values.
    pub(crate) maps: Option<Maps>,
    pub(crate) table: Table,
    /// Where cases do not say which of several they mean.
    pub(crate) chosen: Chosen,
    pub(crate) digests: Digests,
    pub(crate) report: &'a Report,
    pub(crate) signals: &'a Signals,
}

impl Work for Features<'_> {
    fn columns(&self) -> Vec<String> {
        self.table.columns()
    }

    /// Feature names stand for feature classes, settings are as PyRadiomics prints them.
    fn key(&self, case: &Case) -> Result<Key, Reason> {
        let params = self.extractor.params();
        let label = read::label(case, params.settings().label)?;
        let channel = read::channel(case).unwrap_or(params.settings().label_channel);
        let image = read::digest(&self.digests, read::path(case, "Image"))?;
        let mask = read::digest(&self.digests, read::path(case, "Mask"))?;
        let key = Key::builder()
            .part("program", concat!("voxomics ", env!("CARGO_PKG_VERSION")))
            .file("image", image)
            .file("mask", mask)
            .part("label", label)
            .part("label_channel", channel)
            .part("chosen", self.chosen.of_case(case)?.part_of_key())
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
        let path = case.path("Image")?;
        // Another volume of the same path is another image.
        Some(match case.integer(listed::VOLUME) {
            Some(number) => path.join(number.to_string()),
            None => path.to_owned(),
        })
    }

    fn compute(&self, cases: &[&Case], answers: &mut Answers<'_>) {
        let (name, path) = (self.name(cases[0]), read::path(cases[0], "Image"));
        self.report
            .debug(&format!("{name}reading `{}`", path.display()));
        let (image, warnings) = match read::image(cases[0], &self.chosen) {
            Ok(image) => image,
            Err(reason) => return answers.extend(cases.iter().map(|_| Err(reason.clone()))),
        };
        self.warn(cases[0], warnings);
        let same_mask = |one: &&Case, two: &&Case| {
            let roi = |case: &Case| case.text(listed::ROI).map(str::to_owned);
            one.path("Mask") == two.path("Mask")
                && read::channel(one) == read::channel(two)
                && roi(one) == roi(two)
        };
        for cases in cases.chunk_by(same_mask) {
            self.of_mask(&image, cases, answers);
        }
    }
}

impl Features<'_> {
    /// Cases of one image and one mask.
    fn of_mask(&self, image: &Image, cases: &[&Case], answers: &mut Answers<'_>) {
        let channel = self.extractor.params().settings().label_channel;
        let (mask, warnings) = match read::mask(cases[0], channel, &self.chosen, image) {
            Ok(mask) => mask,
            Err(reason) => return answers.extend(cases.iter().map(|_| Err(reason.clone()))),
        };
        self.warn(cases[0], warnings);
        let regions = self.extractor.case(image.volume(), &mask);
        answers.extend(cases.iter().map(|case| self.of_label(&regions, case)));
    }

    fn of_label(&self, regions: &extractor::Case<'_>, case: &Case) -> Result<Rows, Reason> {
        if self.signals.received().is_some() {
            return Err(Reason::new(
                ErrorClass::Cancelled,
                "stopped before this case",
            ));
        }
        let label = read::label(case, self.extractor.params().settings().label)?;
        if let Some(maps) = &self.maps {
            return self.maps(maps, regions, case, label);
        }
        let extraction = regions
            .extract(label)
            .map_err(|error| reason(&error, case))?;
        self.warn(case, extraction.warnings().iter().map(ToString::to_string));
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
        self.warn(case, mapped.warnings.iter().map(ToString::to_string));
        Ok(vec![self.table.row_of_maps(&mapped.diagnostics, &paths)?])
    }

    /// How a message about a case begins.
    fn name(&self, case: &Case) -> String {
        match (case.row(), case.id()) {
            (_, None) if self.is_alone => String::new(),
            (row, None) => format!("row {row}: "),
            (row, Some(id)) => format!("row {row} (`{id}`): "),
        }
    }

    fn warn(&self, case: &Case, warnings: impl IntoIterator<Item = String>) {
        let name = self.name(case);
        for warning in warnings {
            self.report.case_warning(&name, &warning);
        }
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
