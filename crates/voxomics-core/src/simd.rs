//! Vector instructions that are chosen when the program runs.
//!
//! A program that runs on every `x86_64` has vectors of 128 bits only. What [`vectorised!`](crate::vectorised)
//! defines is compiled a second time for AVX2, and that version runs where the processor has it. The compiler
//! neither reorders floats nor fuses multiplications with additions in either, so that results are the same to the
//! last bit. `VOXOMICS_VECTORS=narrow` in the environment runs the first version everywhere.

/// Whether the second version is to run.
#[doc(hidden)]
#[must_use]
#[inline]
pub fn is_wide() -> bool {
    #[cfg(target_arch = "x86_64")]
    {
        static WIDE: std::sync::LazyLock<bool> = std::sync::LazyLock::new(|| {
            let narrow =
                std::env::var_os("VOXOMICS_VECTORS").is_some_and(|level| level == "narrow");
            !narrow && std::arch::is_x86_feature_detected!("avx2")
        });
        *WIDE
    }
    #[cfg(not(target_arch = "x86_64"))]
    false
}

const LANES: usize = 8;

/// Σ `a·b`, in eight lanes that are added up in one order.
///
/// ```
/// assert_eq!(voxomics_core::simd::dot(&[1.0, 2.0, 3.0], &[4.0, 5.0, 6.0]), 32.0);
/// ```
#[must_use]
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut lanes = [0.0; LANES];
    products(a, b, &mut lanes);
    total(&lanes)
}

/// Σ `x`, in the same order.
#[must_use]
pub fn sum(x: &[f64]) -> f64 {
    let mut lanes = [0.0; LANES];
    lane_sums(x, &mut lanes);
    total(&lanes)
}

/// Of eight lanes.
#[must_use]
pub fn total([a, b, c, d, e, f, g, h]: &[f64; LANES]) -> f64 {
    ((a + e) + (c + g)) + ((b + f) + (d + h))
}

crate::vectorised! {
    // Lanes are added up elsewhere, or the compiler mixes that into the loop.
    fn products(a: &[f64], b: &[f64], lanes: &mut [f64; LANES]) {
        let (a, b) = (a.as_chunks(), b.as_chunks());
        for (a, b) in a.0.iter().zip(b.0) {
            let (a, b): (&[f64; LANES], &[f64; LANES]) = (a, b);
            for lane in 0..LANES {
                lanes[lane] += a[lane] * b[lane];
            }
        }
        for (lane, (a, b)) in a.1.iter().zip(b.1).enumerate() {
            lanes[lane] += a * b;
        }
    }

    fn lane_sums(x: &[f64], lanes: &mut [f64; LANES]) {
        let (whole, rest) = x.as_chunks::<LANES>();
        for x in whole {
            for lane in 0..LANES {
                lanes[lane] += x[lane];
            }
        }
        for (lane, x) in rest.iter().enumerate() {
            lanes[lane] += x;
        }
    }

    /// `y += a·x`.
    pub fn add_scaled(y: &mut [f64], a: f64, x: &[f64]) {
        for (y, x) in y.iter_mut().zip(x) {
            *y += a * x;
        }
    }
}

/// Defines functions that run with the widest vectors of the processor; see [`simd`](crate::simd).
///
/// For inner loops: the body is inlined into both versions, and so should be what it calls. Type parameters stand in
/// square brackets.
///
/// ```
/// voxomics_core::vectorised! {
///     /// Adds a multiple of a row to another.
///     fn add[T: Copy + Into<f64>](to: &mut [f64], row: &[T], factor: f64) {
///         for (to, &x) in to.iter_mut().zip(row) {
///             *to += factor * x.into();
///         }
///     }
/// }
///
/// let mut row = [1.0, 2.0];
/// add(&mut row, &[10.0_f32, 20.0], 0.5);
/// assert_eq!(row, [6.0, 12.0]);
/// ```
#[macro_export]
macro_rules! vectorised {
    ($(
        $(#[$attribute:meta])*
        $visible:vis fn $name:ident $([$($generic:tt)*])? ($($argument:ident: $type:ty),* $(,)?)
        $(-> $out:ty)? $body:block
    )+) => {$(
        $(#[$attribute])*
        $visible fn $name $(<$($generic)*>)? ($($argument: $type),*) $(-> $out)? {
            #[inline(always)]
            #[allow(clippy::inline_always, reason = "each version is compiled with its own instructions")]
            fn body $(<$($generic)*>)? ($($argument: $type),*) $(-> $out)? $body

            #[cfg(target_arch = "x86_64")]
            if $crate::simd::is_wide() {
                #[target_feature(enable = "avx2")]
                fn wide $(<$($generic)*>)? ($($argument: $type),*) $(-> $out)? {
                    body($($argument),*)
                }
                // SAFETY: the processor has AVX2, says `is_wide`.
                #[expect(unsafe_code, reason = "instructions that not every processor has")]
                return unsafe { wide($($argument),*) };
            }
            body($($argument),*)
        }
    )+};
}
