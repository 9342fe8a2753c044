//! What every command does for a case before its own work: reading, naming, grouping.

use std::path::PathBuf;

use voxomics::batch::key::{Builder, Digests};
use voxomics::batch::run::Answers;
use voxomics::batch::store::Rows;
use voxomics::batch::{Case, Key, Reason};
use voxomics::core::ErrorClass;
use voxomics::io::Image;
use voxomics::volume::Mask;

use super::{Chosen, ROI, VOLUME, read};
use crate::report::Report;
use crate::signals::Signals;

/// What commands share while they work through cases.
pub(crate) struct Shared<'a> {
    /// Whether there is one case only, which messages need not name.
    pub(crate) is_alone: bool,
    /// Where cases do not say which of several they mean.
    pub(crate) chosen: Chosen,
    pub(crate) digests: Digests,
    pub(crate) report: &'a Report,
    pub(crate) signals: &'a Signals,
}

impl<'a> Shared<'a> {
    pub(crate) fn new(
        is_alone: bool,
        chosen: Chosen,
        report: &'a Report,
        signals: &'a Signals,
    ) -> Self {
        Self {
            is_alone,
            chosen,
            digests: Digests::new(),
            report,
            signals,
        }
    }

    /// The program, and everything that a case says about its files; `label` and `channel` where it does not say.
    pub(crate) fn key(&self, case: &Case, label: u32, channel: usize) -> Result<Builder, Reason> {
        let label = read::label(case, label)?;
        let channel = read::channel(case).unwrap_or(channel);
        let image = read::digest(&self.digests, read::path(case, "Image"))?;
        let mask = read::digest(&self.digests, read::path(case, "Mask"))?;
        Ok(Key::builder()
            .part("program", concat!("voxomics ", env!("CARGO_PKG_VERSION")))
            .file("image", image)
            .file("mask", mask)
            .part("label", label)
            .part("label_channel", channel)
            .part("chosen", self.chosen.of_case(case)?.part_of_key()))
    }

    /// The image, so that cases of one are computed together.
    pub(crate) fn image_of(case: &Case) -> Option<PathBuf> {
        let path = case.path("Image")?;
        // Another volume of the same path is another image.
        Some(match case.integer(VOLUME) {
            Some(number) => path.join(number.to_string()),
            None => path.to_owned(),
        })
    }

    /// Reads the image of cases that share it, and each of their masks once; `work` answers for the cases of a mask.
    pub(crate) fn each_mask(
        &self,
        (cases, channel): (&[&Case], usize),
        answers: &mut Answers<'_>,
        mut work: impl FnMut(&Image, &Mask, &[&Case], &mut Answers<'_>),
    ) {
        let (name, path) = (self.name(cases[0]), read::path(cases[0], "Image"));
        self.report
            .debug(&format!("{name}reading `{}`", path.display()));
        let (image, warnings) = match read::image(cases[0], &self.chosen) {
            Ok(image) => image,
            Err(reason) => return answers.extend(cases.iter().map(|_| Err(reason.clone()))),
        };
        self.warn(cases[0], warnings);
        for cases in cases.chunk_by(|one, two| same_mask(one, two)) {
            match read::mask(cases[0], channel, &self.chosen, &image) {
                Ok((mask, warnings)) => {
                    self.warn(cases[0], warnings);
                    work(&image, &mask, cases, answers);
                }
                Err(reason) => answers.extend(cases.iter().map(|_| Err(reason.clone()))),
            }
        }
    }

    /// Runs one case's work, unless the user wants to stop.
    pub(crate) fn unless_stopped(
        &self,
        work: impl FnOnce() -> Result<Rows, Reason>,
    ) -> Result<Rows, Reason> {
        if self.signals.received().is_some() {
            let message = "stopped before this case";
            return Err(Reason::new(ErrorClass::Cancelled, message));
        }
        work()
    }

    /// How a message about a case begins.
    fn name(&self, case: &Case) -> String {
        match (case.row(), case.id()) {
            (_, None) if self.is_alone => String::new(),
            (row, None) => format!("row {row}: "),
            (row, Some(id)) => format!("row {row} (`{id}`): "),
        }
    }

    pub(crate) fn warn(&self, case: &Case, warnings: impl IntoIterator<Item = String>) {
        let name = self.name(case);
        for warning in warnings {
            self.report.case_warning(&name, &warning);
        }
    }
}

fn same_mask(one: &Case, two: &Case) -> bool {
    let roi = |case: &Case| case.text(ROI).map(str::to_owned);
    one.path("Mask") == two.path("Mask")
        && read::channel(one) == read::channel(two)
        && roi(one) == roi(two)
}
