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
