//! How near is near enough.

/// Accepts what differs by `relative` of the larger value at most, or by `absolute`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tolerance {
    /// Share of the larger magnitude.
    pub relative: f64,
    /// In the unit of the values.
    pub absolute: f64,
}

impl Tolerance {
    /// For features of `PyRadiomics`: 1e-9, where its own suite allows 3e-2. Two sets of libraries agree
    /// to 2e-13; what cancels to nearly 0 (skewness of symmetrical data) has no relative
    /// precision.
    pub const PYRADIOMICS: Self = Self {
        relative: 1e-9,
        absolute: 1e-11,
    };

    /// Whether `got` is near enough to `want`; NaN is near to NaN.
    #[must_use]
    pub fn accepts(self, got: f64, want: f64) -> bool {
        let difference = (got - want).abs();
        got.to_bits() == want.to_bits()
            || (got.is_nan() && want.is_nan())
            || difference <= self.absolute
            || difference <= self.relative * got.abs().max(want.abs())
    }

    /// Fails unless `got` is near enough to `want`.
    ///
    /// # Panics
    ///
    /// If it is not, saying `what`.
    #[track_caller]
    pub fn assert(self, got: f64, want: f64, what: &str) {
        assert!(
            self.accepts(got, want),
            "{what}: got {got:e}, want {want:e}, {:e} apart, {} ulps",
            (got - want).abs(),
            ulps(got, want)
        );
    }
}

/// How many doubles lie between two, plus one; 0 for equal ones.
///
/// ```
/// assert_eq!(voxomics_testkit::ulps(1.0, 1.0 + f64::EPSILON), 1);
/// assert_eq!(voxomics_testkit::ulps(-0.0, 0.0), 0);
/// ```
#[must_use]
pub fn ulps(a: f64, b: f64) -> u64 {
    // Bits of floats ascend with the magnitude; negative ones count down from zero.
    let ordered = |x: f64| {
        let magnitude = i128::from(x.abs().to_bits());
        if x.is_sign_negative() {
            -magnitude
        } else {
            magnitude
        }
    };
    u64::try_from((ordered(a) - ordered(b)).abs()).unwrap_or(u64::MAX)
}
