//! The one quadrature behind the tails of gamma and beta.

use voxomics_core::math;

/// Positive nodes of the Gauss-Legendre rule with 40 points and their weights, halved: the interval has length 1.
const RULE: [(f64, f64); 20] = [
    (0.998_237_709_710_559_3, 0.002_260_638_549_266_595_5),
    (0.990_726_238_699_457, 0.005_249_142_265_576_406),
    (0.977_259_949_983_774_3, 0.008_210_529_190_953_945),
    (0.957_916_819_213_791_7, 0.011_122_924_597_083_48),
    (0.932_812_808_278_676_5, 0.013_968_503_490_011_7),
    (0.902_098_806_968_874_3, 0.016_730_097_641_273_922),
    (0.865_959_503_212_259_5, 0.019_391_083_987_236_008),
    (0.824_612_230_833_311_7, 0.021_935_454_092_836_634),
    (0.778_305_651_426_519_4, 0.024_347_903_817_536_116),
    (0.727_318_255_189_927_1, 0.026_613_923_491_968_41),
    (0.671_956_684_614_179_6, 0.028_719_884_549_695_776),
    (0.612_553_889_667_980_2, 0.030_653_121_246_464_47),
    (0.549_467_125_095_128_2, 0.032_402_006_728_300_52),
    (0.483_075_801_686_178_7, 0.033_956_022_907_616_95),
    (0.413_779_204_371_605, 0.035_305_823_695_643_39),
    (0.341_994_090_825_758_5, 0.036_443_291_197_902_03),
    (0.268_152_185_007_253_7, 0.037_361_584_528_984_13),
    (0.192_697_580_701_371_1, 0.038_055_180_950_313_12),
    (0.116_084_070_675_255_21, 0.038_519_909_082_123_986),
    (0.038_772_417_506_050_82, 0.038_752_973_989_212_4),
];

/// What falls short of this power of e at the end of the range is below the last digit.
const CUT: f64 = 38.0;

/// The longest stretch for one rule: the ratios are analytic only up to `iπ` from the line.
const STRETCH: f64 = 4.0;

/// A convex function with `h(0) = 0` that does not fall, and its slope.
pub(super) trait Exponent {
    /// `h(v)`.
    fn at(&self, v: f64) -> f64;
    /// `h'(v)`.
    fn slope(&self, v: f64) -> f64;
    /// `h''(0)`.
    fn curvature(&self) -> f64;
}

/// `∫ exp(-h(v)) dv` from 0 to infinity.
pub(super) fn decay(h: &impl Exponent) -> f64 {
    let end = end(h);
    let stretches = (end / STRETCH).ceil().clamp(1.0, 1e4);
    let length = end / stretches;
    let mut sum = 0.0;
    for stretch in 0..stretches as u32 {
        let middle = (f64::from(stretch) + 0.5) * length;
        for (node, weight) in RULE {
            let step = 0.5 * length * node;
            sum += weight * (exp(-h.at(middle - step)) + exp(-h.at(middle + step)));
        }
    }
    sum * length
}

/// A last bit does not matter to a sum of 40.
fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// Where `h` reaches [`CUT`], roughly: Newton's iteration on logarithms, exact for powers and nearly so for exponentials.
fn end(h: &impl Exponent) -> f64 {
    let (slope, curvature) = (h.slope(0.0), h.curvature());
    let mut end = 2.0 * CUT / (slope + (slope * slope + 2.0 * CUT * curvature).sqrt());
    for _ in 0..50 {
        let value = h.at(end);
        let excess = math::ln(value / CUT);
        if excess.abs() < 0.05 || !excess.is_finite() {
            break;
        }
        end = (end - value / h.slope(end) * excess).clamp(0.25 * end, 4.0 * end);
    }
    end
}
