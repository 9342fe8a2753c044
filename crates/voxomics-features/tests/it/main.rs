//! Everything that needs no more than the public interface, in one binary: it links once.
#![expect(
    clippy::unwrap_used,
    reason = "helpers too; `allow-unwrap-in-tests` stops at `#[test]`"
)]
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "indices and voxels of test images are small"
)]
#![expect(
    clippy::float_cmp,
    reason = "bits are compared on purpose; `Tolerance` is for the rest"
)]
#![expect(
    clippy::disallowed_methods,
    reason = "oracles have the platform's logarithm, not ours"
)]

mod compare;
mod definition;
mod edges;
mod errors;
mod examples;
mod filters;
mod golden;
mod ibsi;
mod lbp;
mod pairs;
mod params;
mod parity;
mod properties;
mod resample;
mod scan;
mod settings;
mod shape;
mod threads;
mod voxel;
