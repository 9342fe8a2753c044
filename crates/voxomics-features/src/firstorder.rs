//! First-order statistics of the intensities.

use voxomics_core::{reduce, vectorised};

use crate::average::entropy_term;
use crate::discretise::{self, Binning};
use crate::feature_set::feature_set;
use crate::roi::Roi;

/// How first-order features are computed; the defaults are `PyRadiomics`'.
///
/// ```
/// assert_eq!(voxomics_features::firstorder::Options::default().array_shift, 0.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Options {
    /// Bins for Entropy and Uniformity.
    pub binning: Binning,
    /// `c`, added to intensities in the energies and the root mean square; `voxelArrayShift`.
    pub array_shift: f64,
}

feature_set! {
    /// First-order features of the `N` intensities `x` inside the mask, in the unit of the image unless
    /// said otherwise; `p` are the shares of the grey levels, `μ` the mean, `m_k` the central moments
    /// `Σ(x - μ)^k / N`, `ε` is 2⁻⁵².
    pub struct Features {
        /// 10th percentile, linear between order statistics at `(N - 1) 0.1`.
        percentile_10: "10Percentile",
        /// 90th percentile.
        percentile_90: "90Percentile",
        /// `Σ (x + c)²`, unit squared.
        energy: "Energy",
        /// `-Σ p log₂(p + ε)`, bits; -3.2e-16 for a single grey level.
        entropy: "Entropy",
        /// 75th minus 25th percentile.
        interquartile_range: "InterquartileRange",
        /// `m₄ / m₂²`, 3 for a normal distribution; 0 if all intensities are equal.
        kurtosis: "Kurtosis",
        /// Largest intensity.
        maximum: "Maximum",
        /// `Σ |x - μ| / N`.
        mean_absolute_deviation: "MeanAbsoluteDeviation",
        /// `Σ x / N`.
        mean: "Mean",
        /// Middle intensity, or the mean of the two in the middle.
        median: "Median",
        /// Smallest intensity.
        minimum: "Minimum",
        /// Largest minus smallest intensity.
        range: "Range",
        /// Mean absolute deviation, from their own mean, of the intensities from the 10th to the 90th
        /// percentile, both included; NaN if there is none.
        robust_mean_absolute_deviation: "RobustMeanAbsoluteDeviation",
        /// `√(Σ (x + c)² / N)`.
        root_mean_squared: "RootMeanSquared",
        /// `m₃ / m₂^1.5`; 0 if all intensities are equal.
        skewness: "Skewness",
        /// Energy times the volume of a voxel, unit squared mm³.
        total_energy: "TotalEnergy",
        /// `Σ p²`.
        uniformity: "Uniformity",
        /// `m₂`, unit squared.
        variance: "Variance",
        /// `√m₂`; deprecated by `PyRadiomics`, where it comes only when named.
        standard_deviation: "StandardDeviation",
    }
}

/// First-order features of a region of interest.
///
/// Sums run over lanes and pairs as [`reduce::sum`] lays down; `PyRadiomics` adds pairwise too, and the
/// two agree to about 1e-13.
///
/// # Errors
///
/// Those of binning: an empty region, values that are not finite, impossible bins.
///
/// # Example
///
/// ```
/// use voxomics_features::firstorder::{Options, features};
/// use voxomics_features::roi::{Roi, RoiMask};
///
/// let mask = RoiMask::new([5, 1, 1], [1.0, 1.0, 2.0], vec![1; 5]).expect("a byte per voxel");
/// let roi = Roi::new(mask, vec![1.0, 2.0, 3.0, 4.0, 10.0]).expect("a value per voxel");
/// let features = features(&roi, &Options::default())?;
/// assert_eq!((features.mean, features.median), (4.0, 3.0));
/// assert_eq!(features.total_energy, 2.0 * features.energy);
/// # Ok::<(), voxomics_features::discretise::Error>(())
/// ```
pub fn features(roi: &Roi, options: &Options) -> Result<Features, discretise::Error> {
    let histogram = discretise::histogram(roi, options.binning)?;
    Ok(with_histogram(roi, &histogram, options.array_shift))
}

/// As [`features`], with the voxels per grey level given; at least one finite voxel.
pub(crate) fn with_histogram(roi: &Roi, histogram: &[usize], shift: f64) -> Features {
    let values = roi.inside_values();
    let n = values.len() as f64;
    let shares = histogram.iter().map(|&count| count as f64 / n);
    let parts = Parts {
        entropy: shares.clone().map(entropy_term).sum(),
        uniformity: shares.map(|p| p * p).sum(),
        shift,
        voxel_volume: roi.mask().voxel_volume(),
    };
    parts.features(&values, &Ranks::selected(&values), &Pairwise)
}

/// What the intensities of the voxels do not tell.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Parts {
    pub(crate) entropy: f64,
    pub(crate) uniformity: f64,
    /// `c`.
    pub(crate) shift: f64,
    pub(crate) voxel_volume: f64,
}

/// In which order terms are added up.
pub(crate) trait Sum {
    /// `Σ term(x)` over `values`, of each of several terms.
    fn of<const N: usize>(
        &self,
        values: &[f64],
        terms: impl Fn(f64) -> [f64; N] + Sync,
    ) -> [f64; N];
}

/// Over lanes and pairs, as `numpy` adds up an array.
struct Pairwise;

impl Sum for Pairwise {
    fn of<const N: usize>(
        &self,
        values: &[f64],
        terms: impl Fn(f64) -> [f64; N] + Sync,
    ) -> [f64; N] {
        reduce::sums_by(values, terms)
    }
}

impl Parts {
    /// The features of `values`, at least one, whose order is `ranks`.
    pub(crate) fn features(&self, values: &[f64], ranks: &Ranks<'_>, sum: &impl Sum) -> Features {
        let n = values.len() as f64;
        let [total] = sum.of(values, |x| [x]);
        let mean = total / n;
        let shift = self.shift;
        let [squares, cubes, fourths, energy, deviations] = sum.of(values, |x| {
            let d = x - mean;
            let shifted = x + shift;
            [d * d, d * d * d, d * d * d * d, shifted * shifted, d.abs()]
        });
        let [variance, third, fourth] = [squares, cubes, fourths].map(|sum| sum / n);
        // Flat regions: no third or fourth power can be told from the second.
        let divisor = if variance == 0.0 { 1.0 } else { variance };
        let [p10, p25, p75, p90] = [0.1, 0.25, 0.75, 0.9].map(|share| ranks.quantile(share));
        Features {
            percentile_10: p10,
            percentile_90: p90,
            energy,
            entropy: self.entropy,
            interquartile_range: p75 - p25,
            kurtosis: fourth / (divisor * divisor),
            maximum: ranks.at(ranks.last()),
            mean_absolute_deviation: deviations / n,
            mean,
            median: ranks.median(),
            minimum: ranks.at(0),
            range: ranks.at(ranks.last()) - ranks.at(0),
            robust_mean_absolute_deviation: robust_deviation(values, [p10, p90], sum),
            root_mean_squared: (energy / n).sqrt(),
            skewness: third / (divisor * divisor.sqrt()),
            total_energy: energy * self.voxel_volume,
            uniformity: self.uniformity,
            variance,
            standard_deviation: variance.sqrt(),
        }
    }
}

/// The values of the ranks that quantiles need.
pub(crate) enum Ranks<'a> {
    /// All values, ascending.
    Sorted(&'a [f64]),
    /// Those of some ranks, ascending.
    Selected { ranks: Vec<usize>, values: Vec<f64> },
}

impl<'a> Ranks<'a> {
    /// Of values in ascending order, at least one.
    pub(crate) fn sorted(values: &'a [f64]) -> Self {
        Self::Sorted(values)
    }

    /// Of at least one finite value, in linear time.
    fn selected(values: &[f64]) -> Self {
        let last = values.len() - 1;
        let mut wanted = vec![0, last / 2, last.div_ceil(2), last];
        for share in [0.1, 0.25, 0.5, 0.75, 0.9] {
            let (below, _) = position(last, share);
            wanted.extend([below, last.min(below + 1)]);
        }
        wanted.sort_unstable();
        wanted.dedup();
        Self::Selected {
            values: of_ranks(values, &wanted),
            ranks: wanted,
        }
    }

    fn last(&self) -> usize {
        match self {
            Self::Sorted(values) => values.len() - 1,
            Self::Selected { ranks, .. } => ranks[ranks.len() - 1],
        }
    }

    fn at(&self, rank: usize) -> f64 {
        match self {
            Self::Sorted(values) => values[rank],
            Self::Selected { ranks, values } => {
                let at = ranks.binary_search(&rank);
                values[at.expect("the ranks of all quantiles were selected")]
            }
        }
    }

    fn median(&self) -> f64 {
        let last = self.last();
        f64::midpoint(self.at(last / 2), self.at(last.div_ceil(2)))
    }

    /// As `numpy.percentile` interpolates it, to the last bit: which voxels a robust deviation keeps
    /// hangs on it.
    fn quantile(&self, share: f64) -> f64 {
        let (below, t) = position(self.last(), share);
        let (low, high) = (self.at(below), self.at(self.last().min(below + 1)));
        if t >= 0.5 {
            high - (high - low) * (1.0 - t)
        } else {
            low + (high - low) * t
        }
    }
}

/// The values of the ranks `wanted`, which ascend.
///
/// Values fall into bins in their order, whatever rounding does; only those in the bins of wanted ranks are
/// looked at again.
fn of_ranks(values: &[f64], wanted: &[usize]) -> Vec<f64> {
    let [low, high] = extent(values);
    let scale = BINS as f64 / (high - low);
    // A range of 0, or one that has no inverse, makes one bin of all.
    let scale = if scale.is_finite() { scale } else { 0.0 };
    let mut bins = vec![0; values.len()];
    find_bins(values, low, scale, &mut bins);
    let mut counts = [0; BINS];
    for &bin in &bins {
        counts[usize::from(bin)] += 1;
    }
    let mut parts = Vec::new();
    let mut slots = [usize::MAX; BINS];
    let mut first = 0;
    for (slot, &count) in slots.iter_mut().zip(&counts) {
        let ranks = first..first + count;
        let from = wanted.partition_point(|&rank| rank < ranks.start);
        let to = wanted.partition_point(|&rank| rank < ranks.end);
        if from < to {
            *slot = parts.len();
            parts.push((ranks.start, &wanted[from..to], Vec::with_capacity(count)));
        }
        first = ranks.end;
    }
    for (&bin, &value) in bins.iter().zip(values) {
        if let Some((_, _, values)) = parts.get_mut(slots[usize::from(bin)]) {
            values.push(value);
        }
    }
    let selected = parts.into_iter().flat_map(|(first, wanted, mut values)| {
        select(&mut values, first, wanted);
        wanted.iter().map(move |&rank| values[rank - first])
    });
    selected.collect()
}

const BINS: usize = 1024;

vectorised! {
    /// Smallest and largest value.
    fn extent(values: &[f64]) -> [f64; 2] {
        const LANES: usize = 16;
        let (mut low, mut high) = ([f64::INFINITY; LANES], [f64::NEG_INFINITY; LANES]);
        let (groups, rest) = values.as_chunks::<LANES>();
        for group in groups {
            for lane in 0..LANES {
                low[lane] = if group[lane] < low[lane] { group[lane] } else { low[lane] };
                high[lane] = if group[lane] > high[lane] { group[lane] } else { high[lane] };
            }
        }
        let least = low.iter().chain(rest).copied().fold(f64::INFINITY, f64::min);
        let most = high.iter().chain(rest).copied().fold(f64::NEG_INFINITY, f64::max);
        [least, most]
    }

    /// The bin of every value: `(x - low) scale`, rounded.
    #[expect(clippy::cast_possible_truncation, reason = "the lowest bits are the whole number")]
    fn find_bins(values: &[f64], low: f64, scale: f64, bins: &mut [u16]) {
        // Sums in [2^52, 2^53) are whole, and their lowest bits are the number.
        const SHIFT: f64 = 4_503_599_627_370_496.0;
        for (bin, &x) in bins.iter_mut().zip(values) {
            let place = ((x - low) * scale + SHIFT).to_bits() as u16;
            *bin = if place < BINS as u16 { place } else { BINS as u16 - 1 };
        }
    }
}

/// Moves the values of the ranks `wanted`, which ascend, to their places; `values` are those from rank
/// `first` on.
fn select(values: &mut [f64], first: usize, wanted: &[usize]) {
    let Some(&middle) = wanted.get(wanted.len() / 2) else {
        return;
    };
    let (low, high) = wanted.split_at(wanted.len() / 2);
    let (left, _, right) = values.select_nth_unstable_by(middle - first, f64::total_cmp);
    select(left, first, low);
    select(right, middle + 1, &high[1..]);
}

/// The rank at or below a quantile, and how far beyond it the quantile lies.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the position lies between 0 and the last rank"
)]
fn position(last: usize, share: f64) -> (usize, f64) {
    let position = last as f64 * share;
    let below = position as usize;
    (below, position - below as f64)
}

/// Mean absolute deviation, from their mean, of the values in a range, ends included; NaN if there is none.
fn robust_deviation(values: &[f64], [low, high]: [f64; 2], sum: &impl Sum) -> f64 {
    // Others count as 0, which changes no sum.
    let within = |x: f64| (low..=high).contains(&x);
    let [n, total] = sum.of(values, |x| if within(x) { [1.0, x] } else { [0.0; 2] });
    let mean = total / n;
    let [deviations] = sum.of(values, |x| [if within(x) { (x - mean).abs() } else { 0.0 }]);
    deviations / n
}
