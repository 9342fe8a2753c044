//! The `diagnostics_*` block: what was extracted from what, and how.

mod names;

use sha1::{Digest, Sha1};
use voxomics_core::{number, reduce};
use voxomics_volume::{AnyVolume, Geometry, Mask, Region, Volume, Voxel, for_any};

use crate::grid::Grid;
use crate::neighbours::Neighbourhood;
use crate::roi::{Roi, RoiMask};
use crate::zones::zones;

pub use names::{is_number, names};

/// What every key begins with.
const PREFIX: &str = "diagnostics_";

/// A value of the block.
///
/// ```
/// use voxomics_features::diagnostics::Value;
///
/// assert_eq!(Value::Number(3.0).to_string(), "3.0");
/// assert_eq!(Value::Integer(3).to_string(), "3");
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// Text, tuples of numbers included, as Python prints them.
    Text(String),
    /// A number.
    Number(f64),
    /// A count.
    Integer(usize),
}

impl std::fmt::Display for Value {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => formatter.pad(text),
            Self::Number(number) => formatter.pad(&number::repr(*number)),
            Self::Integer(count) => write!(formatter, "{count}"),
        }
    }
}

/// The diagnostics of an extraction, in `PyRadiomics`' order and with its keys.
///
/// The values are `PyRadiomics`' too, but for the five `diagnostics_Versions_*`: those name this
/// program, since none of the libraries they stand for took part.
///
/// ```
/// use voxomics_features::diagnostics::Diagnostics;
///
/// let versions = Diagnostics::versions();
/// assert_eq!(versions.entries()[0].0, "diagnostics_Versions_PyRadiomics");
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
#[doc(alias = "generalInfo")]
pub struct Diagnostics(Vec<(String, Value)>);

impl Diagnostics {
    /// The five entries that say which program ran.
    #[must_use]
    pub fn versions() -> Self {
        let mut diagnostics = Self::default();
        let version = concat!("voxomics ", env!("CARGO_PKG_VERSION"));
        for library in ["PyRadiomics", "Numpy", "SimpleITK", "PyWavelet", "Python"] {
            diagnostics.push(
                &format!("Versions_{library}"),
                Value::Text(version.to_owned()),
            );
        }
        diagnostics
    }

    /// Every entry, in order.
    #[must_use]
    pub fn entries(&self) -> &[(String, Value)] {
        &self.0
    }

    /// The value of a key, with or without `diagnostics_`.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        let key = key.strip_prefix(PREFIX).unwrap_or(key);
        let found = self
            .0
            .iter()
            .find(|(known, _)| known.strip_prefix(PREFIX) == Some(key));
        found.map(|(_, value)| value)
    }

    pub(crate) fn push(&mut self, key: &str, value: Value) {
        self.0.push((format!("{PREFIX}{key}"), value));
    }

    fn text(&mut self, key: &str, text: String) {
        self.push(key, Value::Text(text));
    }

    pub(crate) fn extend(&mut self, more: &Self) {
        self.0.extend_from_slice(&more.0);
    }

    /// Hash, dimensions and statistics of the image as it was read.
    pub(crate) fn of_image(image: &AnyVolume) -> Self {
        let mut diagnostics = Self::default();
        let geometry = image.geometry();
        let (hash, statistics) = rayon::join(
            || hex(Sha1::digest(image.native_bytes())),
            || Statistics::of(image),
        );
        diagnostics.text("Image-original_Hash", hash);
        diagnostics.text(
            "Image-original_Dimensionality",
            format!("{}D", geometry.rank()),
        );
        diagnostics.add_grid("Image-original", geometry);
        diagnostics.add_statistics("Image-original", &statistics);
        diagnostics
    }

    /// Dimensions and statistics of an image on the way.
    pub(crate) fn add_image(&mut self, what: &str, image: &AnyVolume) {
        self.add_grid(what, image.geometry());
        self.add_statistics(what, &Statistics::of(image));
    }

    /// Hash and dimensions of the mask as it was read, and where the label lies in it; `roi` is the
    /// label in its box.
    pub(crate) fn add_mask(&mut self, hash: &str, grid: &Geometry, region: Region, roi: &RoiMask) {
        self.text("Mask-original_Hash", hash.to_owned());
        self.add_label("Mask-original", grid, region, roi);
    }

    /// Where a region lies in a mask on the way, and what it covers.
    pub(crate) fn add_region(&mut self, what: &str, grid: &Geometry, region: Region, roi: &Roi) {
        self.add_label(what, grid, region, roi.mask());
        self.add_statistics(what, &Statistics::of_values(&roi.inside_values()));
    }

    fn add_label(&mut self, what: &str, grid: &Geometry, region: Region, roi: &RoiMask) {
        let rank = grid.rank();
        self.add_grid(what, grid);
        let corners = [&region.start()[..rank], &region.size()[..rank]].concat();
        self.text(&format!("{what}_BoundingBox"), integers(&corners));
        self.push(&format!("{what}_VoxelNum"), Value::Integer(roi.voxels()));
        self.push(
            &format!("{what}_VolumeNum"),
            Value::Integer(components(roi)),
        );
        let centre = centre_of_mass(roi, region);
        self.text(
            &format!("{what}_CenterOfMassIndex"),
            number::tuple(&centre[..rank]),
        );
        let point = grid.continuous_to_physical(centre);
        self.text(
            &format!("{what}_CenterOfMass"),
            number::tuple(&point[..rank]),
        );
    }

    fn add_grid(&mut self, what: &str, geometry: &Geometry) {
        let rank = geometry.rank();
        self.text(
            &format!("{what}_Spacing"),
            number::tuple(&geometry.spacing()[..rank]),
        );
        self.text(&format!("{what}_Size"), integers(&geometry.size()[..rank]));
    }

    fn add_statistics(&mut self, what: &str, statistics: &Statistics) {
        for (name, value) in [
            ("Mean", statistics.mean),
            ("Minimum", statistics.minimum),
            ("Maximum", statistics.maximum),
        ] {
            self.push(&format!("{what}_{name}"), Value::Number(value));
        }
    }
}

/// SHA-1 of a mask's labels as 32-bit unsigned integers, little endian: the buffer that `PyRadiomics`
/// hashes.
pub(crate) fn mask_hash(mask: &Mask) -> String {
    let mut hasher = Sha1::new();
    mask.for_each_block(|bytes| hasher.update(bytes));
    hex(hasher.finalize())
}

fn hex(digest: impl IntoIterator<Item = u8>) -> String {
    const DIGITS: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
    ];
    let nibbles = digest.into_iter().flat_map(|byte| [byte >> 4, byte & 15]);
    nibbles.map(|nibble| DIGITS[usize::from(nibble)]).collect()
}

fn integers(values: &[usize]) -> String {
    let values: Vec<String> = values.iter().map(usize::to_string).collect();
    format!("({})", values.join(", "))
}

/// Mean, minimum and maximum; NaN where a voxel is.
struct Statistics {
    mean: f64,
    minimum: f64,
    maximum: f64,
}

impl Statistics {
    fn of(image: &AnyVolume) -> Self {
        for_any!(image, volume => Self::of_volume(volume))
    }

    fn of_volume<T: Voxel>(volume: &Volume<T>) -> Self {
        Self::of_values(volume.voxels())
    }

    fn of_values<T: Voxel>(values: &[T]) -> Self {
        let mean = reduce::sum_by(values, Voxel::to_f64) / values.len() as f64;
        let range = reduce::chunks(values.len(), |range| extremes(&values[range]), wider);
        let (minimum, maximum) = range.map_or((f64::NAN, f64::NAN), |[low, high]| {
            (low.to_f64(), high.to_f64())
        });
        let defined = |extreme: f64| if mean.is_nan() { mean } else { extreme };
        Self {
            mean,
            minimum: defined(minimum),
            maximum: defined(maximum),
        }
    }
}

/// Smallest and largest of at least one value.
fn extremes<T: Voxel>(values: &[T]) -> [T; 2] {
    values
        .iter()
        .fold([values[0]; 2], |range, &value| wider(range, [value; 2]))
}

fn wider<T: Voxel>([low, high]: [T; 2], other: [T; 2]) -> [T; 2] {
    [
        if other[0] < low { other[0] } else { low },
        if other[1] > high { other[1] } else { high },
    ]
}

/// How many pieces the region has; voxels that touch by a face, an edge or a corner are one piece.
fn components(roi: &RoiMask) -> usize {
    let mut grid = Grid::new(roi, 1);
    for (line, in_box) in grid.lines_mut() {
        line.copy_from_slice(&roi.inside()[in_box..][..line.len()]);
    }
    zones(&grid, &Neighbourhood::default().directions(roi.size())).len()
}

/// Sum of the indices of the voxels of a line that are inside, counted from its start.
fn index_sum(line: &[u8]) -> u64 {
    let voxels = (0..).zip(line);
    voxels.map(|(x, &inside)| x * u64::from(inside)).sum()
}

/// Mean index of the voxels inside, in the whole mask.
fn centre_of_mass(roi: &RoiMask, region: Region) -> [f64; 3] {
    let size = roi.size();
    let mut sums = [0_u64; 3];
    for span in roi.spans() {
        let (row, x) = (span.start / size[0], span.start % size[0]);
        let voxels = span.voxels as u64;
        sums[0] += voxels * x as u64 + index_sum(&roi.inside()[span.range()]);
        sums[1] += voxels * (row % size[1]) as u64;
        sums[2] += voxels * (row / size[1]) as u64;
    }
    let voxels = roi.voxels() as u64;
    // Whole numbers to the end, as numpy's mean of indices is exact.
    std::array::from_fn(|axis| {
        let sum = sums[axis] + voxels * region.start()[axis] as u64;
        sum as f64 / voxels as f64
    })
}
