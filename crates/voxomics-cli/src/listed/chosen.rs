//! Which volume of an image and which region of a mask a case means.

use voxomics::batch::{Case, Reason};
use voxomics::core::ErrorClass;
use voxomics::io::dicom::Roi;

use crate::args::Listed;
use crate::exit::Stop;
use crate::input::Which;

/// Columns of a case list.
pub(crate) const VOLUME: &str = "Image_volume";
pub(crate) const ROI: &str = "Mask_roi";

/// What is meant where a path leads to several.
#[derive(Debug, Clone, Default)]
pub(crate) struct Chosen {
    pub(super) which: Which,
    pub(crate) roi: Option<Roi>,
}

impl Chosen {
    /// What the command says, for cases that do not say themselves.
    pub(crate) fn of_command(args: &Listed) -> Result<Self, Stop> {
        let roi = args.roi.as_deref().map(Roi::parse).transpose();
        Ok(Self {
            which: Which {
                volume: args.volume,
                is_suv: args.suv,
            },
            roi: roi.map_err(Stop::refused)?,
        })
    }

    /// With what the cells of a case say instead.
    pub(crate) fn of_case(&self, case: &Case) -> Result<Self, Reason> {
        let mut chosen = self.clone();
        if let Some(number) = case.integer(VOLUME) {
            chosen.which.volume = usize::try_from(number).ok();
        }
        if let Some(text) = case.text(ROI).filter(|text| !text.is_empty()) {
            let roi = Roi::parse(text).map_err(|error| Reason::new(ErrorClass::Input, error))?;
            chosen.roi = Some(roi);
        }
        Ok(chosen)
    }

    /// All of it, so that results of another choice are told apart.
    pub(crate) fn part_of_key(&self) -> String {
        let Self { which, roi } = self;
        let roi = roi.as_ref().map(Roi::to_string);
        format!("{:?} {} {roi:?}", which.volume, which.is_suv)
    }
}
