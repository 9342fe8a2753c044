//! Every volume of a zip.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(init: voxomics_fuzz::begin(), |bytes: &[u8]| voxomics_fuzz::zip(bytes));
