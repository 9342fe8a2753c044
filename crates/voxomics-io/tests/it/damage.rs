//! Files cut short or with a byte flipped: never a panic, never wrong voxels behind a checksum.

use std::path::Path;

use voxomics_io::dicom::{Outlines, Roi};
use voxomics_io::{Image, read};

use crate::data;

const NAMES: [&str; 24] = [
    "nifti/dtype_int16.nii",
    "nifti/gz_multimember.nii.gz",
    "nifti/gz_name_extra.nii.gz",
    "nifti/nifti2.nii.gz",
    "nrrd/dtype_float32.nrrd",
    "nrrd/gz_alias.nrrd",
    "nrrd/bzip2.nrrd",
    "nrrd/hex.nrrd",
    "nrrd/ascii.nrrd",
    "nrrd/label.seg.nrrd",
    "nrrd/vector3.nrrd",
    "nrrd/axis_mins.nrrd",
    "metaimage/dtype_int16.mha",
    "metaimage/compressed.mha",
    "metaimage/ascii.mha",
    "dicom/basic/im0300.dcm",
    "dicom/enh_legacy_ct/mf.dcm",
    "dicom/ts_deflated/im0300.dcm",
    "dicom/ts_rle/im0300.dcm",
    "dicom/ts_jpeg_extended12/im0300.dcm",
    "dicom/ts_jpeg_lossless_sv1/im0300.dcm",
    "dicom/ts_jpegls_lossless/im0300.dcm",
    "dicom/ts_j2k_lossless/im0300.dcm",
    "dicom/ts_jpegxl_lossless/im0300.dcm",
];

fn read_bytes(folder: &Path, bytes: &[u8]) -> Result<Image, voxomics_io::Error> {
    let path = folder.join("damaged");
    std::fs::write(&path, bytes).unwrap();
    read(path)
}

/// Places spread over a file, all of a short one and of any header.
fn places(length: usize) -> impl Iterator<Item = usize> {
    (0..length.min(400)).chain((400..length).step_by(length / 100 + 1))
}

#[test]
fn truncated_files_are_errors() {
    let folder = tempfile::tempdir().unwrap();
    for name in NAMES {
        let whole = std::fs::read(data(name)).unwrap();
        for length in places(whole.len()) {
            let cut = read_bytes(folder.path(), &whole[..length]);
            // The last line end of a text is no voxel.
            let is_text = matches!(
                name,
                "nrrd/ascii.nrrd" | "nrrd/hex.nrrd" | "metaimage/ascii.mha"
            );
            assert!(
                cut.is_err() || is_text && length + 2 >= whole.len(),
                "{name} at {length}"
            );
        }
    }
}

#[test]
fn flipped_bits_never_pass_a_checksum() {
    let folder = tempfile::tempdir().unwrap();
    for name in NAMES {
        let whole = std::fs::read(data(name)).unwrap();
        let right = read(data(name)).unwrap();
        // NIfTI's whole file lies behind the checksum, NRRD's voxels do.
        let from = match name.contains(".nii.gz") {
            true => Some(0),
            false if name.contains("gz") || name.contains("bzip2") || name.contains("seg") => {
                whole.windows(2).position(|ends| ends == b"\n\n")
            }
            false => None,
        };
        for place in places(whole.len()) {
            let mut flipped = whole.clone();
            flipped[place] ^= 1 << (place % 8);
            let image = read_bytes(folder.path(), &flipped);
            if let (Ok(image), Some(from)) = (image, from)
                && place >= from
            {
                assert_eq!(image.components(), right.components(), "{name} at {place}");
            }
        }
    }
}

/// Segmentations and structure sets: whatever stands in them, drawing ends, and without a panic.
#[test]
fn damaged_outlines_are_drawn_or_refused() {
    let folder = tempfile::tempdir().unwrap();
    let image = read(data("dicom/seg_binary/image")).unwrap();
    for name in [
        "dicom/seg_binary/seg/seg.dcm",
        "dicom/seg_fractional_rle/seg/seg.dcm",
        "dicom/rt_keyhole/rt/rt.dcm",
    ] {
        let whole = std::fs::read(data(name)).unwrap();
        for place in places(whole.len()) {
            let mut flipped = whole.clone();
            flipped[place] ^= 1 << (place % 8);
            let path = folder.path().join("damaged");
            for bytes in [&flipped, &whole[..place]] {
                std::fs::write(&path, bytes).unwrap();
                let Ok(outlines) = Outlines::read(&path) else {
                    continue;
                };
                for outline in outlines.outlines() {
                    match outlines.mask_of(&Roi::Number(outline.number), &image) {
                        Ok(drawn) => {
                            assert_eq!(drawn.mask.geometry(), image.volume().geometry());
                        }
                        Err(error) => assert_eq!(error.path(), path),
                    }
                }
            }
        }
    }
}
