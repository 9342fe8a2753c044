//! Filters of the discrete wavelets, with `PyWavelets`' digits.

use std::f64::consts::SQRT_2;
use std::sync::OnceLock;

use crate::filter::rows::narrow;

/// A discrete wavelet: the low-pass and the high-pass filter that decompose.
///
/// There are 106, by `PyWavelets`' names: `haar`; `db1` to `db38`; `sym2` to `sym20`; `coif1` to `coif17`;
/// `dmey`; `bior` and `rbio` with `1.1`, `1.3`, `1.5`, `2.2`, `2.4`, `2.6`, `2.8`, `3.1`, `3.3`, `3.5`,
/// `3.7`, `3.9`, `4.4`, `5.5`, `6.8`.
///
/// ```
/// use voxomics_features::filter::wavelet::Wavelet;
///
/// let haar = Wavelet::named("haar").expect("known");
/// assert_eq!(haar.low(), [0.7071067811865476; 2]);
/// assert_eq!(haar.high(), [-0.7071067811865476, 0.7071067811865476]);
/// assert!(Wavelet::named("mexh").is_none());
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Wavelet {
    name: &'static str,
    low: Vec<f64>,
    high: Vec<f64>,
}

impl Wavelet {
    /// By its name in `PyWavelets`; `None` if there is no such discrete wavelet.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        static KNOWN: OnceLock<Vec<Wavelet>> = OnceLock::new();
        let name = if matches!(name, "haar" | "bior1.1" | "rbio1.1") {
            "db1"
        } else {
            name
        };
        let known = KNOWN.get_or_init(|| parse(include_str!("taps.txt")));
        known.iter().find(|wavelet| wavelet.name == name)
    }

    /// The low-pass filter, `dec_lo`: an even number of taps, at most 102.
    #[must_use]
    pub fn low(&self) -> &[f64] {
        &self.low
    }

    /// The high-pass filter, `dec_hi`, as long as [`low`](Self::low).
    #[must_use]
    pub fn high(&self) -> &[f64] {
        &self.high
    }

    /// Low and high taps side by side.
    pub(super) fn double(&self) -> Vec<[f64; 2]> {
        let pairs = self.low.iter().zip(&self.high);
        pairs.map(|(&low, &high)| [low, high]).collect()
    }

    /// The same in single precision, as `PyWavelets` has them.
    pub(super) fn single(&self) -> Vec<[f32; 2]> {
        // It scales its table of coiflets by √2 in the precision of the table.
        let round = |tap: f64| {
            if self.name.starts_with("coif") {
                narrow(tap / SQRT_2) * narrow(SQRT_2)
            } else {
                narrow(tap)
            }
        };
        let pairs = self.double().into_iter();
        pairs.map(|pair| pair.map(round)).collect()
    }
}

/// A wavelet per line: its name and its low-pass taps.
fn parse(text: &'static str) -> Vec<Wavelet> {
    let low: Vec<(&str, Vec<f64>)> = text
        .lines()
        .filter_map(|line| {
            let mut words = line.split(' ');
            Some((
                words.next()?,
                words.map_while(|word| word.parse().ok()).collect(),
            ))
        })
        .collect();
    let partner = |name: &'static str| {
        let partner = match name.strip_prefix("bior") {
            Some(orders) => format!("rbio{orders}"),
            None => name.replace("rbio", "bior"),
        };
        let found = low.iter().find(|(name, _)| *name == partner);
        &found.expect("biorthogonal wavelets come in pairs").1
    };
    low.iter()
        .map(|(name, taps)| Wavelet {
            name,
            low: taps.clone(),
            high: mirrored(partner(name)),
        })
        .collect()
}

/// The high-pass filter that belongs to a low-pass filter: backwards, every other sign changed. For
/// orthogonal wavelets that is their own, for biorthogonal ones the partner's.
fn mirrored(low: &[f64]) -> Vec<f64> {
    let backwards = low.iter().rev().enumerate();
    backwards
        .map(|(index, tap)| if index % 2 == 0 { -tap } else { *tap })
        .collect()
}
