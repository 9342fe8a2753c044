//! Sixteen numbers at once, by the instructions that the processor has.
//!
//! Everything multiplies and adds with one rounding ([`Level::fused`]) and in one order, so that results are the same bits
//! with AVX-512, with AVX2, on ARM and, slowly, where nothing of the kind exists. A level is a value that only [`run`]
//! makes, and only where the processor has its instructions: that is why its operations are safe to call.

#[cfg(target_arch = "x86_64")]
mod kernel;
mod portable;

use super::lanes::Lanes;

/// Operations on sixteen numbers.
pub(super) trait Level: Copy {
    /// Whether 32 vectors fit into registers; else 8.
    const WIDE: bool;
    /// Sixteen numbers.
    type Vector: Copy;

    fn load(self, lanes: &Lanes) -> Self::Vector;
    fn store(self, vector: Self::Vector, lanes: &mut Lanes);
    /// The same number sixteen times.
    fn splat(self, value: f32) -> Self::Vector;
    fn add(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    fn sub(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    fn mul(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// `a·b + c` with one rounding.
    fn fused(self, a: Self::Vector, b: Self::Vector, c: Self::Vector) -> Self::Vector;
    /// `a` where it is larger than `b`, else `b`, also where one of them is not a number.
    fn larger(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
}

/// What is to be run with the best instructions. `run` and what it calls are to be inlined.
pub(super) trait Work {
    /// Does it.
    fn run<L: Level>(self, level: L);
}

/// Runs work with the best instructions that the processor has.
pub(super) fn run(work: impl Work) {
    #[cfg(target_arch = "x86_64")]
    kernel::run(work);
    #[cfg(not(target_arch = "x86_64"))]
    portable::run(work);
}
