//! What can be said about an image.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use voxomics::batch::key::Digest;
use voxomics::io::{Encoding, Format, Image, Segment};
use voxomics::volume::mask::Label;
use voxomics::volume::{AnyVolume, Geometry, Mask, Voxel, VoxelType, for_any};

/// More labels than this, and a volume of small whole numbers is rather an image.
const MOST_LABELS: usize = 64;

/// Voxels that are hashed at a time.
const BLOCK: usize = 1 << 13;

/// What is in a file.
pub(super) struct Facts {
    pub(super) path: PathBuf,
    pub(super) format: Format,
    pub(super) encoding: Encoding,
    pub(super) geometry: Geometry,
    pub(super) voxel_type: VoxelType,
    pub(super) scaling: Option<[f64; 2]>,
    pub(super) segments: Vec<Segment>,
    pub(super) warnings: Vec<String>,
    pub(super) components: Vec<Component>,
}

/// The numbers of one component; of most images there is one.
pub(super) struct Component {
    /// Smallest and largest voxel, NaN left out; `None` if there is nothing else.
    pub(super) range: Option<[f64; 2]>,
    /// Labels and their voxels, if this looks like a mask.
    pub(super) labels: Vec<Label>,
    pub(super) sha256: Option<String>,
}

impl Facts {
    pub(super) fn of(path: &Path, image: &Image, with_hash: bool) -> Self {
        let components = image
            .components()
            .iter()
            .map(|volume| Component::of(volume, with_hash));
        let components = components.collect();
        let info = image.info().clone();
        Self {
            path: path.to_owned(),
            format: info.format,
            encoding: info.encoding,
            geometry: info.geometry,
            voxel_type: info.voxel_type,
            scaling: info.scaling,
            segments: info.segments,
            warnings: info.warnings,
            components,
        }
    }

    /// With the keys that the command promises.
    pub(super) fn to_json(&self) -> Value {
        let geometry = &self.geometry;
        let mut object = json!({
            "path": self.path.display().to_string(),
            "format": self.format.to_string(),
            "encoding": self.encoding.to_string(),
            "size": geometry.size(),
            "spacing": geometry.spacing(),
            "origin": geometry.origin(),
            "direction": geometry.direction().as_flattened(),
            "rank": geometry.rank(),
            "voxel_type": self.voxel_type.to_string(),
            "scaling": self.scaling,
            "components": self.components.len(),
            "segments": self.segments.iter().map(segment).collect::<Map<_, _>>(),
            "warnings": self.warnings,
        });
        let members = object.as_object_mut().expect("it was made as an object");
        match self.components.as_slice() {
            [only] => members.extend(only.to_json()),
            several => {
                let several = several
                    .iter()
                    .map(|component| Value::Object(component.to_json()));
                members.insert("values".to_owned(), several.collect());
            }
        }
        object
    }
}

fn segment(segment: &Segment) -> (String, Value) {
    let place = json!({ "label": segment.label, "layer": segment.layer });
    (segment.name.clone(), place)
}

impl Component {
    fn of(volume: &AnyVolume, with_hash: bool) -> Self {
        let range = for_any!(volume, volume => range(volume.voxels()));
        Self {
            range,
            labels: range.map_or_else(Vec::new, |range| labels(volume, range)),
            sha256: with_hash.then(|| sha256_f64(volume)),
        }
    }

    fn to_json(&self) -> Map<String, Value> {
        let mut members = Map::new();
        let [min, max] = self
            .range
            .map_or([Value::Null, Value::Null], |range| range.map(Value::from));
        members.insert("min".to_owned(), min);
        members.insert("max".to_owned(), max);
        let labels = self
            .labels
            .iter()
            .map(|label| json!({ "label": label.value(), "voxels": label.voxels() }));
        members.insert("labels".to_owned(), labels.collect());
        if let Some(hash) = &self.sha256 {
            members.insert("sha256_f64".to_owned(), json!(hash));
        }
        members
    }
}

fn range<T: Voxel>(voxels: &[T]) -> Option<[f64; 2]> {
    let numbers = voxels
        .iter()
        .map(|voxel| voxel.to_f64())
        .filter(|value| !value.is_nan());
    numbers.fold(None, |range, value| {
        let [low, high] = range.unwrap_or([value; 2]);
        Some([low.min(value), high.max(value)])
    })
}

/// The labels of what looks like a mask: whole numbers from 0, not too many different ones.
fn labels(volume: &AnyVolume, [low, high]: [f64; 2]) -> Vec<Label> {
    if low < 0.0 || high < 1.0 || high > f64::from(u16::MAX) {
        return Vec::new();
    }
    let Ok(mask) = Mask::new(volume.clone()) else {
        return Vec::new();
    };
    if mask.labels().len() > MOST_LABELS || !mask.equals(volume) {
        return Vec::new();
    }
    mask.labels().to_vec()
}

pub(super) fn sha256_f64(volume: &AnyVolume) -> String {
    for_any!(volume, volume => {
        let blocks = volume.voxels().chunks(BLOCK).map(|block| {
            let doubles = block.iter().flat_map(|voxel| voxel.to_f64().to_le_bytes());
            doubles.collect::<Vec<u8>>()
        });
        Digest::of_parts(blocks).to_string()
    })
}
