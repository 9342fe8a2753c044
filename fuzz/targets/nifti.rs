//! NIfTI: one file, or a header whose voxels lie beside it.
#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use voxomics_io::Format;

fuzz_target!(init: voxomics_fuzz::begin(), |bytes: &[u8]| -> Corpus {
    let formats = [Format::Nifti1, Format::Nifti2];
    voxomics_fuzz::image(bytes, &formats, "pair.hdr", "nifti")
});
