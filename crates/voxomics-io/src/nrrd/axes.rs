//! Which axes are space, which counts the components.

use super::fields::{Fields, bad};
use crate::error::{Fault, Kind};

/// The most axes that the format knows.
const MOST: usize = 16;

/// The axes of a file, sorted by what they mean.
#[derive(Debug)]
pub(super) struct Axes {
    /// Voxels along every axis, fastest first.
    pub(super) sizes: Vec<usize>,
    /// The two or three axes of space.
    pub(super) spatial: Vec<usize>,
    pub(super) components: usize,
    /// Voxels of a component that lie together.
    pub(super) run: usize,
}

impl Axes {
    /// `without_direction` says which axes have `none` for a direction, if directions are given.
    pub(super) fn read(fields: &Fields, without_direction: Option<&[bool]>) -> Result<Self, Fault> {
        let sizes = sizes(fields)?;
        let kinds = kinds(fields, sizes.len())?;
        let mut spatial = Vec::new();
        let mut counting = None;
        for (axis, kind) in kinds.iter().enumerate() {
            let is_space = match kind.as_str() {
                "domain" | "space" => true,
                "none" | "???" => !without_direction.is_some_and(|without| without[axis]),
                _ => false,
            };
            if is_space {
                spatial.push(axis);
            } else if sizes[axis] > 1 && (kind == "time" || counting.replace(axis).is_some()) {
                return Err(unsupported(&sizes));
            }
        }
        if !matches!(spatial.len(), 2 | 3) {
            return Err(unsupported(&sizes));
        }
        Ok(Self {
            components: counting.map_or(1, |axis| sizes[axis]),
            run: sizes[..counting.unwrap_or(0)]
                .iter()
                .fold(1, |run, &size| run.saturating_mul(size)),
            sizes,
            spatial,
        })
    }

    /// Size of the grid.
    pub(super) fn grid(&self) -> [usize; 3] {
        std::array::from_fn(|axis| self.spatial.get(axis).map_or(1, |&axis| self.sizes[axis]))
    }
}

/// How many axes the file has.
pub(super) fn dimension(fields: &Fields) -> Result<usize, Fault> {
    let value = fields.need("dimension")?;
    let dimension = value
        .parse()
        .ok()
        .filter(|dimension| (1..=MOST).contains(dimension));
    dimension.ok_or_else(|| {
        bad(format!(
            "`dimension: {value}` is not a number from 1 to {MOST}"
        ))
    })
}

fn sizes(fields: &Fields) -> Result<Vec<usize>, Fault> {
    let (value, dimension) = (fields.need("sizes")?, dimension(fields)?);
    let sizes: Result<Vec<usize>, _> = value.split_whitespace().map(str::parse).collect();
    match sizes {
        Ok(sizes) if sizes.len() == dimension && !sizes.contains(&0) => Ok(sizes),
        _ => Err(bad(format!(
            "`sizes: {value}` is not {dimension} numbers of at least 1"
        ))),
    }
}

/// Kinds of the axes, `none` where the file does not say.
fn kinds(fields: &Fields, axes: usize) -> Result<Vec<String>, Fault> {
    let Some(value) = fields.get("kinds") else {
        return Ok(vec!["none".to_owned(); axes]);
    };
    let kinds: Vec<String> = value
        .split_whitespace()
        .map(str::to_ascii_lowercase)
        .collect();
    if kinds.len() == axes {
        Ok(kinds)
    } else {
        Err(bad(format!(
            "`kinds: {value}` is not {axes} kinds, one an axis"
        )))
    }
}

fn unsupported(sizes: &[usize]) -> Fault {
    let text: Vec<String> = sizes.iter().map(ToString::to_string).collect();
    let message = format!(
        "{} samples in {} dimensions are not read: one volume of two or three dimensions is, with one \
         axis of components at most",
        text.join(" x "),
        sizes.len()
    );
    Fault::new(Kind::Unsupported, message)
}
