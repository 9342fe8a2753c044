//! A file of weights: zip, stream or tar of `torch.save`, or safetensors, as its bytes tell.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(init: voxomics_fuzz::begin(), |bytes: &[u8]| voxomics_fuzz::weights::read(bytes));
