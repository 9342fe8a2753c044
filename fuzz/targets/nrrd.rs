//! NRRD, its voxels in the file or beside it.
#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use voxomics_io::Format;

fuzz_target!(init: voxomics_fuzz::begin(), |bytes: &[u8]| -> Corpus {
    voxomics_fuzz::image(bytes, &[Format::Nrrd], "input.nhdr", "nrrd")
});
