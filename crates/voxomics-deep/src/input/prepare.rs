//! The network's input of a patient, of a slice, and where in the image it lies.

use ndarray::{Array1, Array2, Array3, Array4, ArrayView2, Axis as Dim};
use serde::{Deserialize, Serialize};
use voxomics_volume::{AnyVolume, Mask};

use super::recipe::{Pool, Resize, Slices};
use super::scan::Scan;
use super::{Axis, Error, Frame, Plane, Recipe, channels};

/// Which box of which slice an input shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct View {
    /// Across which axis it is cut.
    pub axis: Axis,
    /// Which slice.
    pub slice: usize,
    /// Rows and columns of the slice.
    pub shape: [usize; 2],
    /// The box.
    pub frame: Frame,
    /// How it became the network's pixels.
    pub resize: Resize,
}

/// The network's input of one patient.
#[derive(Debug, Clone, PartialEq)]
pub struct Prepared {
    /// `[images, 3, rows, columns]`.
    pub images: Array4<f32>,
    /// Where each image lies; of three slices as channels the second one's.
    pub views: Vec<View>,
    /// What becomes of the features of several images.
    pub pool: Pool,
}

impl Prepared {
    /// One of the images by itself; `None` where there is none.
    #[must_use]
    pub fn only(&self, image: usize) -> Option<Self> {
        let view = *self.views.get(image)?;
        Some(Self {
            images: self.images.select(Dim(0), &[image]),
            views: vec![view],
            pool: self.pool,
        })
    }

    /// One value per feature from the features of the images, `[images, features]`; means are taken in doubles, in order.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] if there are not as many rows as images; [`Error::Feature`] for one that is not finite.
    #[expect(clippy::cast_possible_truncation, reason = "rounded to f32")]
    pub fn pooled(&self, features: ArrayView2<'_, f32>) -> Result<Array1<f32>, Error> {
        let (images, (rows, columns)) = (self.images.len_of(Dim(0)), features.dim());
        if rows != images || images == 0 {
            return Err(Error::Shape {
                what: "the table of features",
                found: [rows, columns],
                expected: [images.max(1), columns.max(1)],
            });
        }
        let bad = features
            .indexed_iter()
            .find(|(_, value)| !value.is_finite());
        if let Some(((image, feature), &value)) = bad {
            return Err(Error::Feature {
                image,
                feature,
                value,
            });
        }
        Ok(features.map_axis(Dim(0), |column| match self.pool {
            Pool::Mean => {
                let sum: f64 = column.iter().map(|&value| f64::from(value)).sum();
                (sum / images as f64) as f32
            }
            Pool::Max => column.fold(f32::NEG_INFINITY, |most, &value| most.max(value)),
        }))
    }

    /// Three inputs of one patient as the channels of one: the first channel of the first (an arterial phase, say), the second of
    /// the second, the third of the third. Gives 512 features where the three apart give 1,536; views are the second one's.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] if they have different numbers of images or pixels, or other than three channels.
    pub fn as_channels(phases: [&Self; 3]) -> Result<Self, Error> {
        let [_, middle, _] = phases;
        let mut images = middle.images.clone();
        let [count, channels] = [Dim(0), Dim(1)].map(|axis| images.len_of(axis));
        if channels != 3 {
            return Err(Error::Shape {
                what: "a phase (as images and channels)",
                found: [count, channels],
                expected: [count, 3],
            });
        }
        for (channel, phase) in phases.into_iter().enumerate() {
            if phase.images.dim() != images.dim() {
                let shape = |images: &Array4<f32>| [images.len_of(Dim(0)), images.len_of(Dim(2))];
                return Err(Error::Shape {
                    what: "a phase (as images and pixels along a side)",
                    found: shape(&phase.images),
                    expected: shape(&images),
                });
            }
            let from = phase.images.index_axis(Dim(1), channel);
            images.index_axis_mut(Dim(1), channel).assign(&from);
        }
        Ok(Self {
            images,
            views: middle.views.clone(),
            pool: middle.pool,
        })
    }

    fn stacked(images: &[(Array3<f32>, View)], pool: Pool) -> Self {
        let views: Vec<View> = images.iter().map(|(_, view)| *view).collect();
        let parts: Vec<_> = images.iter().map(|(image, _)| image.view()).collect();
        let images = ndarray::stack(Dim(0), &parts).expect("images of one size, one at least");
        Self {
            images,
            views,
            pool,
        }
    }
}

/// The input of the region with a label.
///
/// ```
/// use voxomics_deep::input::{Recipe, prepare};
/// use voxomics_volume::{AnyVolume, Geometry, Mask, Volume};
///
/// let geometry = Geometry::axis_aligned([60, 50, 9], [0.8, 0.8, 5.0])?;
/// let image = Volume::from_fn(geometry, |[x, y, z]| (x + 2 * y + 3 * z) as i16);
/// let lesion = |[x, y, z]: [usize; 3]| x.abs_diff(30) + y.abs_diff(20) + 2 * z.abs_diff(4) < 10;
/// let mask = Volume::from_fn(geometry, |at| u8::from(lesion(at)));
///
/// let input = prepare(&AnyVolume::from(image), &Mask::new(mask.into())?, 1, &Recipe::default())?;
/// assert_eq!(input.images.dim(), (1, 3, 224, 224));
/// assert_eq!((input.views[0].slice, input.views[0].frame.rows), (4, [11, 30]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// An [`Error`] that names a number of the recipe, grids that differ, a label that is not there, a pixel of the box that is not
/// finite, a box too large.
pub fn prepare(
    image: &AnyVolume,
    mask: &Mask,
    label: u32,
    recipe: &Recipe,
) -> Result<Prepared, Error> {
    recipe.check()?;
    let scan = Scan::new(image, mask, label)?;
    let largest = scan.largest(Axis::Axial);
    let (slices, pool) = match recipe.slices {
        Slices::All { pool } => {
            let areas = scan.areas(Axis::Axial);
            (areas.into_iter().map(|(index, _)| index).collect(), pool)
        }
        _ => (vec![largest], Pool::Mean),
    };
    let images: Result<Vec<_>, Error> = slices
        .into_iter()
        .map(|slice| one(&scan, slice, recipe))
        .collect();
    Ok(Prepared::stacked(&images?, pool))
}

/// One image, from the slices that its channels show around an axial one.
fn one(scan: &Scan<'_>, slice: usize, recipe: &Recipe) -> Result<(Array3<f32>, View), Error> {
    let plane = scan.plane(Axis::Axial, slice)?;
    let (image, frame) = match recipe.slices {
        Slices::Adjacent { step } => {
            let (step, last) = (step as usize, scan.slices(Axis::Axial) - 1);
            let below = scan.plane(Axis::Axial, slice.saturating_sub(step))?;
            let above = scan.plane(Axis::Axial, slice.saturating_add(step).min(last))?;
            channels::image([&below, &plane, &above], recipe)?
        }
        Slices::Orthogonal => {
            let coronal = scan.plane(Axis::Coronal, scan.largest(Axis::Coronal))?;
            let sagittal = scan.plane(Axis::Sagittal, scan.largest(Axis::Sagittal))?;
            channels::image([&plane, &coronal, &sagittal], recipe)?
        }
        Slices::LargestArea | Slices::All { .. } => channels::image([&plane; 3], recipe)?,
    };
    let view = View {
        axis: Axis::Axial,
        slice,
        shape: plane.shape(),
        frame,
        resize: recipe.resize,
    };
    Ok((image, view))
}

/// The input of a slice that stands for all of its volume, whatever the recipe says of slices.
///
/// # Errors
///
/// As [`prepare`], but for grids and labels; [`Error::EmptyMask`] if the recipe needs a region and there is none.
pub fn prepare_plane(plane: &Plane, recipe: &Recipe) -> Result<Prepared, Error> {
    recipe.check()?;
    let (image, frame) = channels::image([plane; 3], recipe)?;
    let view = View {
        axis: Axis::Axial,
        slice: 0,
        shape: plane.shape(),
        frame,
        resize: recipe.resize,
    };
    Ok(Prepared::stacked(&[(image, view)], Pool::Mean))
}

/// The first channel of a slice on its way into the network, for the eye and for tests.
#[derive(Debug, Clone, PartialEq)]
pub struct Grey {
    /// The box.
    pub frame: Frame,
    /// Its values from 0 to 1.
    pub values: Array2<f64>,
    /// The same on the network's pixels, before normalisation.
    pub resized: Array2<f64>,
}

/// What the network will see of a slice in its first channel.
///
/// ```
/// use ndarray::Array2;
/// use voxomics_deep::input::{Plane, Recipe, grey};
///
/// let pixels = Array2::from_shape_fn((30, 40), |(row, column)| (10 * row + column) as f64);
/// let mask = Array2::from_shape_fn((30, 40), |(row, column)| (5..15).contains(&row) && column < 4);
/// let grey = grey(&Plane::new(pixels, mask)?, &Recipe::default())?;
/// assert_eq!((grey.frame.rows, grey.frame.columns), ([5, 15], [-3, 7]));
/// // Column -3 lies outside of the image.
/// assert_eq!((grey.values[[0, 0]], grey.values[[0, 3]]), (0.0, (50.0 - (40.0 - 200.0)) / 400.0));
/// # Ok::<(), voxomics_deep::input::Error>(())
/// ```
///
/// # Errors
///
/// As [`prepare_plane`].
pub fn grey(plane: &Plane, recipe: &Recipe) -> Result<Grey, Error> {
    recipe.check()?;
    let channel = channels::first(plane, recipe)?;
    Ok(Grey {
        frame: channel.frame,
        values: channel.values,
        resized: channel.resized,
    })
}
