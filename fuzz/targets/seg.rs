//! Every segment of a DICOM segmentation.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(init: voxomics_fuzz::begin(), |bytes: &[u8]| voxomics_fuzz::outlines(bytes, [19, 23, 10]));
