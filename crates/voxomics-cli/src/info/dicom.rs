//! What can be said about DICOM: volumes, and regions drawn on them.

use std::path::Path;

use serde_json::{Map, Value, json};
use voxomics::io::dicom::{Collection, Outline, Outlines, Roi, Scan};
use voxomics::io::{Error, Image};
use voxomics::volume::AnyVolume;

use super::facts::{Facts, sha256_f64};

/// Volumes and regions of a folder, a zip, a DICOMDIR or a file.
pub(super) struct Study {
    pub(super) scans: Vec<Result<Shown, Error>>,
    /// Of regions without an image, or of all if there is none.
    pub(super) listed: Vec<Region>,
    /// Why segmentations or structure sets cannot be read.
    refused: Vec<Error>,
    pub(super) skipped: usize,
}

/// A volume, and the regions that can be drawn on it.
pub(super) struct Shown {
    pub(super) title: String,
    pub(super) facts: Facts,
    pub(super) regions: Vec<Region>,
    modality: String,
    suv: Option<Result<f64, Error>>,
}

/// A region, and its voxels where there is a grid.
pub(super) struct Region {
    pub(super) outline: Outline,
    pub(super) drawn: Option<Result<Mask, Error>>,
}

/// Voxels with any part inside.
pub(super) struct Mask {
    pub(super) voxels: usize,
    sha256: Option<String>,
    warnings: Vec<String>,
}

impl Study {
    pub(super) fn read(path: &Path, with_hash: bool) -> Result<Self, Error> {
        let collection = Collection::open(path)?;
        let outlines = collection.outlines();
        let scans = collection.scans().iter();
        let scans: Vec<_> = scans
            .map(|scan| Shown::read(path, scan, outlines, with_hash))
            .collect();
        let listed = if scans.is_empty() { outlines } else { &[] };
        let listed = listed.iter().flat_map(|outlines| {
            let outlines = outlines.outlines().iter();
            outlines.map(|outline| Region {
                outline: outline.clone(),
                drawn: None,
            })
        });
        Ok(Self {
            scans,
            listed: listed.collect(),
            refused: collection.refused_outlines().to_vec(),
            skipped: collection.skipped(),
        })
    }

    /// The error, if there is but one thing and it is refused.
    pub(super) fn refusal(&self) -> Option<&Error> {
        match (self.scans.as_slice(), self.refused.as_slice()) {
            ([Err(error)], _) => Some(error),
            ([], [error, ..]) if self.listed.is_empty() => Some(error),
            _ => None,
        }
    }

    /// With the keys of a single image if there is one volume, otherwise a list of them.
    pub(super) fn to_json(&self, path: &Path) -> Value {
        let mut object = match self.scans.as_slice() {
            [Ok(only)] => only.to_json(),
            several => {
                let volumes = several.iter().map(|scan| match scan {
                    Ok(shown) => shown.to_json(),
                    Err(error) => members(json!({
                        "error": error.kind().to_string(),
                        "message": error.to_string(),
                    })),
                });
                let volumes: Value = volumes.map(Value::Object).collect();
                members(
                    json!({ "path": path.display().to_string(), "format": "DICOM", "volumes": volumes }),
                )
            }
        };
        object.extend(regions_json(&self.listed));
        object.insert("skipped".to_owned(), json!(self.skipped));
        Value::Object(object)
    }

    /// What is odd, with the volume that it is about where there are several.
    pub(super) fn warnings(&self) -> Vec<String> {
        let is_one = self.scans.len() == 1;
        let shown = self.scans.iter().flatten();
        let told = shown.flat_map(|shown| {
            let drawn = shown
                .regions
                .iter()
                .filter_map(|region| region.drawn.as_ref());
            let drawn = drawn.flatten().flat_map(|mask| &mask.warnings);
            let all = shown.facts.warnings.iter().chain(drawn);
            all.map(|warning| {
                if is_one {
                    warning.clone()
                } else {
                    format!("volume {}: {warning}", shown.title)
                }
            })
        });
        told.chain(self.refused.iter().map(Error::to_string))
            .collect()
    }
}

impl Shown {
    fn read(
        path: &Path,
        scan: &Scan,
        outlines: &[Outlines],
        with_hash: bool,
    ) -> Result<Self, Error> {
        let image = scan.read()?;
        let regions = outlines
            .iter()
            .flat_map(|outlines| drawn(outlines, &image, with_hash));
        let suv = (scan.modality() == "PT").then(|| Ok(scan.suv()?[0]));
        Ok(Self {
            title: scan.to_string(),
            regions: regions.collect(),
            modality: scan.modality().to_owned(),
            facts: Facts::of(path, &image, with_hash),
            suv,
        })
    }

    fn to_json(&self) -> Map<String, Value> {
        let mut object = members(self.facts.to_json());
        object.insert("modality".to_owned(), json!(self.modality));
        object.extend(regions_json(&self.regions));
        match &self.suv {
            Some(Ok(factor)) => {
                object.insert("suv_bw".to_owned(), json!({ "factor": factor }));
            }
            Some(Err(error)) => {
                object.insert("suv_error".to_owned(), json!(error.kind().to_string()));
            }
            None => {}
        }
        object
    }
}

fn drawn(outlines: &Outlines, image: &Image, with_hash: bool) -> Vec<Region> {
    let outlines_of = outlines.outlines().iter();
    outlines_of
        .map(|outline| Region {
            outline: outline.clone(),
            drawn: Some(Mask::draw(outlines, outline, image, with_hash)),
        })
        .collect()
}

impl Mask {
    fn draw(
        outlines: &Outlines,
        outline: &Outline,
        image: &Image,
        with_hash: bool,
    ) -> Result<Self, Error> {
        let roi = Roi::number(outline.number);
        let (touched, warnings) = if outline.contours.is_none() {
            let fractions = outlines.fractions(&roi, image.volume().geometry())?;
            (
                fractions.map(|fraction| u8::from(fraction > 0.0)),
                Vec::new(),
            )
        } else {
            let drawn = outlines.mask_of(&roi, image)?;
            (drawn.mask, drawn.warnings)
        };
        let voxels = touched.voxels().iter().map(|&voxel| usize::from(voxel));
        Ok(Self {
            voxels: voxels.sum(),
            warnings,
            sha256: with_hash.then(|| sha256_f64(&AnyVolume::from(touched))),
        })
    }
}

/// `rois` by name and number, and `segments` by name, as far as there are any.
fn regions_json(regions: &[Region]) -> Map<String, Value> {
    let mut object = Map::new();
    for region in regions {
        let Outline { number, name, .. } = &region.outline;
        let is_roi = region.outline.contours.is_some();
        let is_same = |other: &&Region| {
            other.outline.name == *name && other.outline.contours.is_some() == is_roi
        };
        let is_named = !is_roi && regions.iter().filter(is_same).count() == 1;
        let (list, key) = match (is_roi, is_named) {
            (true, _) => ("rois", format!("{name}#{number}")),
            (false, true) => ("segments", name.clone()),
            (false, false) => ("segments", format!("{name}#{number}")),
        };
        let entries = object.entry(list).or_insert_with(|| json!({}));
        entries[key] = region.to_json();
    }
    object
}

impl Region {
    fn to_json(&self) -> Value {
        let outline = &self.outline;
        let mut object = members(json!({ "number": outline.number, "type": outline.kind }));
        if let Some(contours) = outline.contours {
            object.insert("contours".to_owned(), json!(contours));
        }
        if let Some(code) = &outline.code {
            object.insert("code".to_owned(), json!(code));
        }
        match &self.drawn {
            Some(Ok(mask)) => {
                object.insert("voxels".to_owned(), json!(mask.voxels));
                if let Some(hash) = &mask.sha256 {
                    object.insert("sha256_mask01_f64".to_owned(), json!(hash));
                }
            }
            Some(Err(error)) => {
                object.insert("error".to_owned(), json!(error.kind().to_string()));
            }
            None => {}
        }
        Value::Object(object)
    }
}

fn members(object: Value) -> Map<String, Value> {
    match object {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}
