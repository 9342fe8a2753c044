//! RTSTRUCT: contours drawn by hand, and the voxels within them.

use std::collections::HashMap;

use voxomics_volume::{Geometry, Volume};

use super::dataset::{Dataset, required};
use super::origin::Origin;
use super::plane::dot;
use super::polygon;
use super::tags;
use crate::error::{Fault, Kind};

/// Points of one region; more are not read.
const MOST_POINTS: usize = 10_000_000;
/// No coordinate of a body lies further from the origin, mm.
const FAR: f64 = 1e6;
/// How far apart points of a contour may lie across the slices, in slices.
const FLAT: f64 = 0.1;
/// And across the contour's own plane, mm, whatever the grid.
const FLAT_MM: f64 = 1.0;
/// Contours further from a slice than this, in slices, are told of.
const BETWEEN: f64 = 0.05;

/// A file of contours.
#[derive(Debug)]
pub(super) struct StructureSet {
    pub(super) origin: Origin,
    pub(super) regions: Vec<Region>,
}

/// A region of interest.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Region {
    pub(super) number: i64,
    pub(super) name: String,
    pub(super) frame_of_reference: Option<String>,
    pub(super) contours: Vec<Contour>,
}

/// A polygon in space, or a line or points, which enclose nothing.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Contour {
    pub(super) kind: String,
    /// LPS, mm.
    pub(super) points: Vec<[f64; 3]>,
}

impl StructureSet {
    pub(super) fn read(data: &Dataset<'_>, origin: &Origin) -> Result<Self, Fault> {
        let set = data.text(tags::SPECIFIC_CHARACTER_SET);
        let mut regions = Vec::new();
        for item in data.items(tags::STRUCTURE_SET_ROI_SEQUENCE)?.iter() {
            let number = required(tags::ROI_NUMBER, item.integer(tags::ROI_NUMBER)?)?;
            regions.push(Region {
                number,
                name: item.decoded(tags::ROI_NAME, set).unwrap_or_default(),
                frame_of_reference: item
                    .text(tags::REFERENCED_FRAME_OF_REFERENCE_UID)
                    .map(str::to_owned),
                contours: Vec::new(),
            });
        }
        let drawn = data.items(tags::ROI_CONTOUR_SEQUENCE)?;
        if drawn.is_empty() {
            return required(tags::ROI_CONTOUR_SEQUENCE, None);
        }
        let listed = regions.iter().enumerate();
        let places: HashMap<i64, usize> = listed
            .map(|(place, region)| (region.number, place))
            .collect();
        if places.len() < regions.len() {
            let message = "several regions have the same number";
            return Err(Fault::new(Kind::Inconsistent, message));
        }
        for item in drawn.iter() {
            let number = item.integer(tags::REFERENCED_ROI_NUMBER)?;
            let number = required(tags::REFERENCED_ROI_NUMBER, number)?;
            let region = places
                .get(&number)
                .and_then(|&place| regions.get_mut(place));
            let Some(region) = region else {
                let message = format!("contours belong to region {number}, which is not listed");
                return Err(Fault::new(Kind::Inconsistent, message));
            };
            region.contours.extend(contours(item)?);
        }
        Ok(Self {
            origin: origin.clone(),
            regions,
        })
    }
}

fn contours(region: &Dataset<'_>) -> Result<Vec<Contour>, Fault> {
    let mut left = MOST_POINTS;
    let items = region.items(tags::CONTOUR_SEQUENCE)?;
    let contours = items.iter().map(|item| {
        let points = points(item)?;
        left = left.checked_sub(points.len()).ok_or_else(|| {
            let message = format!("a region of more than {MOST_POINTS} points is not read");
            Fault::new(Kind::LimitExceeded, message)
        })?;
        let kind = required(
            tags::CONTOUR_GEOMETRIC_TYPE,
            item.text(tags::CONTOUR_GEOMETRIC_TYPE),
        )?;
        let contour = Contour {
            kind: kind.to_owned(),
            points,
        };
        contour.check_flat()?;
        Ok(contour)
    });
    contours.collect()
}

fn points(item: &Dataset<'_>) -> Result<Vec<[f64; 3]>, Fault> {
    let numbers = item.numbers(tags::CONTOUR_DATA)?.unwrap_or_default();
    let (points, rest) = numbers.as_chunks::<3>();
    if !rest.is_empty() {
        let found = numbers.len();
        let message = format!("a contour of {found} numbers is none of points with three each");
        return Err(Fault::new(Kind::Inconsistent, message));
    }
    let declared = item.integer(tags::NUMBER_OF_CONTOUR_POINTS)?;
    if declared.is_some_and(|declared| usize::try_from(declared) != Ok(points.len())) {
        let (declared, found) = (declared.unwrap_or_default(), points.len());
        let message = format!("a contour declares {declared} points and has {found}");
        return Err(Fault::new(Kind::Inconsistent, message));
    }
    if let Some(far) = numbers.iter().find(|mm| mm.abs() > FAR) {
        let message = format!("a contour has a point at {far:e} mm, which is in no body");
        return Err(Fault::new(Kind::BadGeometry, message));
    }
    Ok(points.to_vec())
}

impl Region {
    /// What kind its first contour is; empty if it has none.
    pub(super) fn kind(&self) -> &str {
        self.contours.first().map_or("", |contour| &contour.kind)
    }

    /// Whether anything is enclosed.
    pub(super) fn is_closed(&self) -> bool {
        self.contours.iter().any(Contour::is_closed)
    }

    /// The voxels of a grid whose centre lies inside: in each slice the exclusive or of its contours.
    pub(super) fn mask(&self, grid: &Geometry) -> Result<(Volume<u8>, Vec<String>), Fault> {
        let [columns, rows, slices] = grid.size();
        let mut inside = vec![false; columns * rows * slices];
        let mut told = Told::default();
        for contour in self.contours.iter().filter(|contour| contour.is_closed()) {
            let points: Vec<[f64; 3]> = contour
                .points
                .iter()
                .map(|point| grid.to_index(*point))
                .collect();
            let Some(slice) = nearest_slice(&points, slices, &mut told)? else {
                continue;
            };
            let in_plane: Vec<[f64; 2]> = points.iter().map(|[x, y, _]| [*x, *y]).collect();
            told.see(&in_plane, slice, [columns, rows]);
            let area = columns * rows;
            polygon::toggle(
                &mut inside[slice * area..(slice + 1) * area],
                columns,
                &in_plane,
            );
        }
        if !inside.contains(&true) {
            let message = format!(
                "region `{}` holds the centre of no voxel of the image: it is too small, empty, or lies elsewhere",
                self.name
            );
            return Err(Fault::new(Kind::EmptyMask, message));
        }
        let voxels = inside.into_iter().map(u8::from).collect();
        let volume = Volume::new(*grid, voxels).expect("a voxel was drawn for each of the grid");
        Ok((volume, told.warnings(&self.name)))
    }
}

impl Contour {
    pub(super) fn is_closed(&self) -> bool {
        matches!(self.kind.as_str(), "CLOSED_PLANAR" | "CLOSEDPLANAR_XOR")
    }

    /// That the points of a closed contour lie in one plane, whichever that is.
    fn check_flat(&self) -> Result<(), Fault> {
        let Some(normal) = self.normal().filter(|_| self.is_closed()) else {
            return Ok(());
        };
        let heights = self.points.iter().map(|point| dot(point, &normal));
        check_spread(spread(heights), FLAT_MM, "mm")
    }

    /// Normal of the polygon, by Newell's sum; nothing if it encloses no area.
    fn normal(&self) -> Option<[f64; 3]> {
        let next = self.points.iter().cycle().skip(1);
        let mut sum = [0.0; 3];
        for (a, b) in self.points.iter().zip(next) {
            for (axis, sum) in sum.iter_mut().enumerate() {
                let [u, v] = [(axis + 1) % 3, (axis + 2) % 3];
                *sum += (a[u] - b[u]) * (a[v] + b[v]);
            }
        }
        let length = dot(&sum, &sum).sqrt();
        (length > 1e-9).then(|| sum.map(|entry| entry / length))
    }
}

/// What was odd about contours on a grid.
#[derive(Debug, Default)]
struct Told {
    beyond: usize,
    clipped: usize,
    between: usize,
    slices: Vec<usize>,
}

impl Told {
    fn see(&mut self, points: &[[f64; 2]], slice: usize, size: [usize; 2]) {
        self.slices.push(slice);
        let is_outside = |point: &[f64; 2]| {
            let along = point.iter().zip(size);
            along
                .into_iter()
                .any(|(&at, count)| at < -0.5 || at > count as f64 - 0.5)
        };
        self.clipped += usize::from(points.iter().any(is_outside));
    }

    fn warnings(mut self, name: &str) -> Vec<String> {
        self.slices.sort_unstable();
        self.slices.dedup();
        let gaps: usize = self
            .slices
            .windows(2)
            .map(|pair| pair[1] - pair[0] - 1)
            .sum();
        let told = [
            (
                self.beyond,
                "contours lie beyond the image and are left out",
            ),
            (
                self.clipped,
                "contours reach beyond the image and are cut off",
            ),
            (
                self.between,
                "contours lie between slices and are drawn on the nearest",
            ),
            (gaps, "slices between contours have none and stay empty"),
        ];
        told.iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| format!("region `{name}`: {count} {what}"))
            .collect()
    }
}

/// The slice in which a contour lies; nothing if that is none of the grid.
fn nearest_slice(
    points: &[[f64; 3]],
    slices: usize,
    told: &mut Told,
) -> Result<Option<usize>, Fault> {
    if points.is_empty() {
        return Ok(None);
    }
    check_spread(spread(points.iter().map(|point| point[2])), FLAT, "slices")?;
    let mean = points.iter().map(|point| point[2]).sum::<f64>() / points.len() as f64;
    let nearest = mean.round();
    if nearest < 0.0 || nearest > (slices - 1) as f64 {
        told.beyond += 1;
        return Ok(None);
    }
    told.between += usize::from((mean - nearest).abs() > BETWEEN);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and the number of slices"
    )]
    Ok(Some(nearest as usize))
}

fn spread(heights: impl Iterator<Item = f64>) -> f64 {
    let [low, high] = heights.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], height| {
        [low.min(height), high.max(height)]
    });
    high - low
}

fn check_spread(spread: f64, tolerance: f64, unit: &str) -> Result<(), Fault> {
    if spread <= tolerance {
        return Ok(());
    }
    let message = format!(
        "a contour is not flat: its points lie {spread:.3} {unit} apart across its plane, where {tolerance} is tolerated"
    );
    Err(Fault::new(Kind::BadGeometry, message))
}
