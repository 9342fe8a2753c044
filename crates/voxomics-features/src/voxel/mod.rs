//! Maps of features: a value for every voxel of a region, from the cube around it.
//!
//! What `PyRadiomics` calls voxel-based extraction. Grey levels are those of the whole region, and so are
//! `N_g` and the directions; a kernel ends where the crop ends, which is the region's box and as many voxels
//! around it as a kernel reaches. `PyRadiomics` keeps a dense matrix per voxel and direction, and its time grows
//! with the square of the number of grey levels; here it hardly depends on them.

mod class;
mod error;
mod firstorder;
mod glcm;
mod gldm;
mod glrlm;
mod glszm;
mod kernel;
mod logs;
mod mean;
mod method;
mod ngtdm;
mod plan;
mod size_table;

use rayon::prelude::*;

pub use error::Error;

use crate::params::{EnabledClass, Settings, VoxelSettings};
use crate::roi::Roi;
use kernel::Kernel;
use plan::Plan;

/// Voxels that a thread takes at a time, about.
const CHUNK: usize = 512;

/// The maps of every feature of `classes`, each with its name `class_Feature` and a value per voxel of `crop`,
/// x fastest.
///
/// `crop` is the region's box with [`kernel_radius`](VoxelSettings::kernel_radius) voxels around it, as far as
/// the image goes. Voxels outside the region hold [`init_value`](VoxelSettings::init_value). Shape classes have
/// no maps.
///
/// Values are those of `PyRadiomics` with all voxels in one batch, NaN included: co-occurrence and run
/// features of a voxel without a neighbour are NaN, and so is `JointAverage` of a voxel that lacks neighbours
/// in a direction in which others have them. One thing differs on purpose: a voxel without a neighbour
/// makes `PyRadiomics` lose `MCC` for its whole batch, and here for that voxel alone.
/// [`voxel_batch`](VoxelSettings::voxel_batch) changes nothing.
///
/// Time is proportional to voxels, to voxels of a kernel and to directions; memory is that of the maps and of
/// a kernel per thread. The same bytes on any number of threads.
///
/// # Errors
///
/// [`Error::Discretise`] for an empty region, values that are not finite, impossible bins and more than
/// [`Levels::MAX`](crate::discretise::Levels::MAX) levels; [`Error::NoNeighbours`] where no step between
/// neighbours fits into the crop; [`Error::KernelTooLarge`] and [`Error::TooManyForGlcm`] for kernels beyond
/// what can be worked on.
///
/// # Example
///
/// ```
/// use voxomics_features::params::Params;
/// use voxomics_features::roi::{Roi, RoiMask};
/// use voxomics_features::voxel;
///
/// let params = Params::from_yaml("
/// featureClass: {firstorder: [Mean], glcm: [Contrast]}
/// voxelSetting: {kernelRadius: 1, initValue: -1}
/// ")?;
/// let mask = RoiMask::new([4, 3, 1], [1.0; 3], vec![0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1]);
/// let mask = mask.expect("a byte per voxel");
/// let crop = Roi::new(mask, (0..12).map(f64::from).collect()).expect("a value per voxel");
/// let maps = voxel::maps(
///     &crop,
///     params.settings(),
///     params.feature_classes(),
///     params.voxel_settings(),
/// )?;
/// let (name, means) = &maps[0];
/// assert_eq!((name.as_str(), means[0], means[6]), ("firstorder_Mean", -1.0, 6.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[doc(alias("voxelBased", "feature map"))]
pub fn maps(
    crop: &Roi,
    settings: &Settings,
    classes: &[EnabledClass],
    kernel: &VoxelSettings,
) -> Result<Vec<(String, Vec<f64>)>, Error> {
    let classes: Vec<_> = classes
        .iter()
        .filter(|class| !class.class().is_shape())
        .collect();
    let names = classes.iter().flat_map(|class| {
        let name = class.class().name();
        class
            .features()
            .into_iter()
            .map(move |feature| format!("{name}_{feature}"))
    });
    let names: Vec<String> = names.collect();
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let plan = Plan::new(crop, settings, &classes, kernel)?;
    let voxels = crop.values().len();
    let mut maps: Vec<Vec<f64>> = names
        .iter()
        .map(|_| vec![kernel.init_value; voxels])
        .collect();
    fill(&plan, crop, &mut maps);
    Ok(names.into_iter().zip(maps).collect())
}

/// Computes every voxel of the region: whole lines at a time, each task with buffers of its own.
fn fill(plan: &Plan, crop: &Roi, maps: &mut [Vec<f64>]) {
    let [nx, ..] = crop.mask().size();
    let chunk = CHUNK.div_ceil(nx) * nx;
    let mut parts: Vec<Vec<&mut [f64]>> = Vec::new();
    parts.resize_with(crop.values().len().div_ceil(chunk), Vec::new);
    for map in maps {
        for (part, values) in parts.iter_mut().zip(map.chunks_mut(chunk)) {
            part.push(values);
        }
    }
    let parts = parts.into_par_iter().enumerate();
    parts.for_each(|(part, mut maps)| fill_part(plan, crop, part * chunk, &mut maps));
}

/// Computes the voxels from `first` on, as many as `maps` hold.
fn fill_part(plan: &Plan, crop: &Roi, first: usize, maps: &mut [&mut [f64]]) {
    let mut kernel = Kernel::new(plan.levels());
    let mut workers = plan.workers();
    let inside = &crop.mask().inside()[first..];
    let voxels = inside.iter().take(maps[0].len()).enumerate();
    for (at, _) in voxels.filter(|&(_, &inside)| inside == 1) {
        let corner = plan.take(&mut kernel, first + at);
        let mut columns = maps.iter_mut();
        for worker in &mut workers {
            for (value, column) in worker.features(&kernel, corner).zip(columns.by_ref()) {
                column[at] = value;
            }
        }
    }
}
