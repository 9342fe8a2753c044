//! All that a folder, a zip, a DICOMDIR or a file holds.

use std::path::{Path, PathBuf};

use super::gather::{self, Found};
use super::instance::Instance;
use super::outlines::Outlines;
use super::scan::Scan;
use super::stack;
use crate::error::{Fault, Kind};
use crate::{Error, Limits};

/// DICOM files, sorted out: which make volumes, and which draw regions.
#[derive(Debug)]
pub struct Collection {
    path: PathBuf,
    scans: Vec<Scan>,
    outlines: Vec<Outlines>,
    refused: Vec<Error>,
    skipped: usize,
}

impl Collection {
    /// Reads the attributes, not the pixels, of all DICOM files in a folder and the folders in it, in a zip, of a
    /// DICOMDIR, or of one file. Others are passed by and counted.
    ///
    /// # Errors
    ///
    /// [`Kind::NotDicom`] if there are none. A DICOM file that is damaged is an error and not passed by: a volume
    /// without its slice would be wrong. What is wrong with a series is the error of its [`Scan`], what with a
    /// segmentation or a structure set is among [`refused_outlines`](Self::refused_outlines).
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::open_within(path, &Limits::default())
    }

    /// As [`open`](Self::open), with limits of the caller's.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open); [`Kind::LimitExceeded`] beyond the limits.
    pub fn open_within(path: impl AsRef<Path>, limits: &Limits) -> Result<Self, Error> {
        let path = path.as_ref();
        let Found {
            instances,
            skipped,
            empty,
        } = gather::gather(path, limits)?;
        let mut images = Vec::new();
        let mut outlines = Vec::new();
        let mut refused = Vec::new();
        for instance in instances {
            match instance {
                Instance::Image(image) => images.push(image),
                Instance::Segmentation(segmentation) => outlines.push(segmentation.into()),
                Instance::Structures(structures) => outlines.push(structures.into()),
                Instance::RefusedOutlines(error) => refused.push(error),
                Instance::Directory(_) | Instance::Other => {}
            }
        }
        let stacks = stack::stacks(images).into_iter().enumerate();
        let odd = (empty > 0)
            .then(|| format!("empty files beside it, which may have been slices: {empty}"));
        let scan = |(index, stack)| Scan::new(path, index + 1, stack, limits).warned(odd.clone());
        Ok(Self {
            path: path.to_owned(),
            scans: stacks.map(scan).collect(),
            outlines,
            refused,
            skipped,
        })
    }

    /// The volumes, series by series, phase by phase; also those that are refused, each with its reason.
    #[must_use]
    pub fn scans(&self) -> &[Scan] {
        &self.scans
    }

    /// Segmentations and structure sets.
    #[must_use]
    pub fn outlines(&self) -> &[Outlines] {
        &self.outlines
    }

    /// What is wrong with the segmentations and structure sets that cannot be read.
    #[must_use]
    pub fn refused_outlines(&self) -> &[Error] {
        &self.refused
    }

    /// Files that were passed by: no DICOM, or without anything that is read here.
    #[must_use]
    pub fn skipped(&self) -> usize {
        self.skipped
    }

    /// The one volume of CT, MR or PET; without any the one of something else that is no localizer, such as a dose or
    /// a capture of a screen; and without any the one localizer.
    ///
    /// # Errors
    ///
    /// [`Kind::Ambiguous`] if there are several, which its text lists; [`Kind::MissingAttribute`] if there is none,
    /// or why the segmentation or structure set in its stead cannot be read.
    pub fn only_scan(&self) -> Result<&Scan, Error> {
        let least = self.scans.iter().map(Scan::rank).min();
        let candidates = self.scans.iter().filter(|scan| Some(scan.rank()) == least);
        match candidates.collect::<Vec<_>>().as_slice() {
            [] => Err(self.refused.first().cloned().unwrap_or_else(|| {
                self.error(Kind::MissingAttribute, "there is no image here".to_owned())
            })),
            [only] => Ok(only),
            several => {
                let lines = several.iter().map(|scan| format!("\n  {scan}"));
                let message = format!(
                    "{} volumes are here: choose one by its number, of{}",
                    several.len(),
                    lines.collect::<String>()
                );
                Err(self.error(Kind::Ambiguous, message))
            }
        }
    }

    /// The volume of that number, from 1 on, as [`Scan::number`] and the texts of errors count them.
    ///
    /// # Errors
    ///
    /// [`Kind::NoSuchName`] if there are not so many.
    pub fn scan(&self, number: usize) -> Result<&Scan, Error> {
        let scan = number
            .checked_sub(1)
            .and_then(|index| self.scans.get(index));
        scan.ok_or_else(|| {
            let count = self.scans.len();
            self.error(
                Kind::NoSuchName,
                format!("there is no volume {number}: they count from 1 to {count}"),
            )
        })
    }

    /// The one segmentation or structure set.
    ///
    /// # Errors
    ///
    /// [`Kind::Ambiguous`] if there are several, [`Kind::MissingAttribute`] if there is none; and why one cannot be
    /// read, which may be the one that is meant.
    pub fn only_outlines(&self) -> Result<&Outlines, Error> {
        if let Some(error) = self.refused.first() {
            return Err(error.clone());
        }
        match self.outlines.as_slice() {
            [] => {
                let message = "there is no segmentation and no structure set here".to_owned();
                Err(self.error(Kind::MissingAttribute, message))
            }
            [only] => Ok(only),
            several => {
                let count = several.len();
                let message =
                    format!("{count} segmentations or structure sets are here: name the file");
                Err(self.error(Kind::Ambiguous, message))
            }
        }
    }

    /// As [`only_outlines`](Self::only_outlines), out of the collection.
    ///
    /// # Errors
    ///
    /// As there.
    pub fn into_only_outlines(mut self) -> Result<Outlines, Error> {
        self.only_outlines()?;
        Ok(self.outlines.remove(0))
    }

    fn error(&self, kind: Kind, message: String) -> Error {
        Fault::new(kind, message).at(&self.path)
    }
}
