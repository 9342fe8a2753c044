//! The voxels along one axis that a new voxel is made of.

/// How many neighbouring voxels of a row are computed together.
pub(super) const LANES: usize = 8;

/// For one voxel: the first of `N` voxels along an axis, and what each counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stencil<const N: usize> {
    pub(super) first: isize,
    pub(super) weights: [f64; N],
}

/// For each of [`LANES`] neighbouring voxels: where the values along an axis lie, what each counts, and
/// whether the voxel lies inside along this axis.
#[derive(Debug, Clone, Copy)]
pub(super) struct Taps<const N: usize> {
    pub(super) offsets: [[usize; LANES]; N],
    pub(super) weights: [[f64; LANES]; N],
    pub(super) inside: [bool; LANES],
    /// Whether the values of every voxel lie side by side.
    pub(super) are_adjacent: bool,
    /// Whether all voxels have the same values and weights.
    pub(super) are_alike: bool,
}

impl<const N: usize> Taps<N> {
    pub(super) fn new(
        offsets: [[usize; LANES]; N],
        weights: [[f64; LANES]; N],
        inside: [bool; LANES],
    ) -> Self {
        let follows = |lane: usize, tap: usize| offsets[tap][lane] == offsets[0][lane] + tap;
        let repeats = |lane: usize, tap: usize| {
            let weights = weights[tap];
            offsets[tap][lane] == offsets[tap][0] && weights[lane].to_bits() == weights[0].to_bits()
        };
        let all = |is: &dyn Fn(usize, usize) -> bool| {
            (0..LANES).all(|lane| (0..N).all(|tap| is(lane, tap)))
        };
        Self {
            offsets,
            weights,
            inside,
            are_adjacent: all(&follows),
            are_alike: all(&repeats),
        }
    }
}

/// The three axes of [`LANES`] voxels, `[x, y, z]`.
pub(super) type Axes<'a, const N: usize> = [&'a Taps<N>; 3];

/// The values of tap `[i, j, k]`.
#[inline]
pub(super) fn gathered<const N: usize>(
    source: &[f64],
    [x, y, z]: Axes<'_, N>,
    [i, j, k]: [usize; 3],
) -> [f64; LANES] {
    let (x, y, z) = (&x.offsets[i], &y.offsets[j], &z.offsets[k]);
    std::array::from_fn(|lane| source[x[lane] + (y[lane] + z[lane])])
}

/// The weights of tap `[i, j, k]`: `(x y) z`.
#[inline]
pub(super) fn weights<const N: usize>(axes: Axes<'_, N>, [i, j, k]: [usize; 3]) -> [f64; LANES] {
    let [x, y, z] = axes.map(|taps| &taps.weights);
    times(&times(&x[i], &y[j]), &z[k])
}

/// Products lane by lane.
#[inline]
pub(super) fn times(a: &[f64; LANES], b: &[f64; LANES]) -> [f64; LANES] {
    std::array::from_fn(|lane| a[lane] * b[lane])
}

/// Sums lane by lane.
#[inline]
pub(super) fn plus(a: &[f64; LANES], b: &[f64; LANES]) -> [f64; LANES] {
    std::array::from_fn(|lane| a[lane] + b[lane])
}
