//! Every region of a structure set.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(init: voxomics_fuzz::begin(), |bytes: &[u8]| voxomics_fuzz::outlines(bytes, [20, 24, 10]));
