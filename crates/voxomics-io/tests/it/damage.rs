//! Files cut short or with a byte flipped: never a panic, never wrong voxels behind a checksum. And files that were
//! found by fuzzing, or while looking for the causes.

use std::path::Path;

use voxomics_io::dicom::{Collection, Outlines, Roi};
use voxomics_io::{Image, Kind, Limits, read};
use voxomics_testkit::memory::{MIB, peak};
use voxomics_volume::Geometry;

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

/// A data element of an explicit data set, its length in four bytes.
pub(crate) fn element(tag: u32, representation: [u8; 2], value: &[u8]) -> Vec<u8> {
    let [a, b, c, d] = tag.to_le_bytes();
    let length = u32::try_from(value.len()).unwrap().to_le_bytes();
    [&[c, d, a, b], &representation[..], &[0; 2], &length, value].concat()
}

pub(crate) fn text(tag: u32, value: &str) -> Vec<u8> {
    element(tag, *b"UT", value.as_bytes())
}

pub(crate) fn short(tag: u32, value: u16) -> Vec<u8> {
    element(tag, *b"UN", &value.to_le_bytes())
}

/// A sequence of items.
pub(crate) fn sequence(tag: u32, items: &[Vec<u8>]) -> Vec<u8> {
    let items = items.iter().map(|item| {
        let length = u32::try_from(item.len()).unwrap().to_le_bytes();
        [&[0xFE, 0xFF, 0x00, 0xE0], &length, item.as_slice()].concat()
    });
    element(tag, *b"SQ", &items.collect::<Vec<_>>().concat())
}

pub(crate) fn write_dicom(path: &Path, elements: &[Vec<u8>]) {
    let syntax = b"\x02\0\x10\0UI\x14\x001.2.840.10008.1.2.1\0";
    let file = [&[0; 128], b"DICM".as_slice(), syntax, &elements.concat()].concat();
    std::fs::write(path, file).unwrap();
}

#[test]
fn what_frames_share_is_read_once() {
    const FRAMES: usize = 30_000;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("frames.dcm");
    let unknown = element(0x0029_1001, *b"UN", &[]);
    let shared = [
        sequence(
            0x0028_9110,
            &[[text(0x0028_0030, "1\\1"), unknown.repeat(FRAMES)].concat()],
        ),
        sequence(0x0020_9113, &[text(0x0020_0032, "0\\0\\0")]),
        sequence(0x0020_9116, &[text(0x0020_0037, "1\\0\\0\\0\\1\\0")]),
    ];
    let table = [
        element(0x0028_3002, *b"UN", &[0, 0, 0, 0, 16, 0]),
        element(0x0028_3006, *b"UN", &vec![7; 1 << 17]),
    ];
    let elements = [
        text(0x0008_0008, &"A".repeat(1 << 16)),
        text(0x0020_000E, "1.2.3"),
        text(0x0028_0008, &FRAMES.to_string()),
        short(0x0028_0010, 1),
        short(0x0028_0011, 1),
        short(0x0028_0100, 8),
        short(0x0028_0101, 8),
        sequence(0x0028_3000, &[table.concat()]),
        sequence(0x5200_9229, &[shared.concat()]),
        sequence(0x5200_9230, &vec![Vec::new(); FRAMES]),
        element(0x7FE0_0010, *b"OB", &vec![0; FRAMES]),
    ];
    write_dicom(&path, &elements);
    let (peak, collection) = peak(|| Collection::open(&path));
    let error = collection.unwrap().only_scan().unwrap().info().unwrap_err();
    assert_eq!(
        error.kind(),
        Kind::DuplicatePosition,
        "all lie in one place"
    );
    assert!(peak <= 64 * MIB, "{peak} bytes");
}

#[test]
fn zigzags_take_little_memory() {
    const POINTS: usize = 100_000;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("zigzag.dcm");
    let contour = [
        text(0x3006_0042, "CLOSED_PLANAR"),
        text(
            0x3006_0050,
            "0\\0\\0\\9\\511\\0\\"
                .repeat(POINTS / 2)
                .trim_end_matches('\\'),
        ),
    ];
    let elements = [
        text(0x0008_0016, "1.2.840.10008.5.1.4.1.1.481.3"),
        sequence(0x3006_0020, &[text(0x3006_0022, "1")]),
        sequence(
            0x3006_0039,
            &[[
                sequence(0x3006_0040, &[contour.concat()]),
                text(0x3006_0084, "1"),
            ]
            .concat()],
        ),
    ];
    write_dicom(&path, &elements);
    let grid = Geometry::axis_aligned([8, 512, 1], [1.0; 3]).unwrap();
    let outlines = Outlines::read(&path).unwrap();
    let (peak, drawn) = peak(|| outlines.mask(&Roi::number(1), &grid));
    assert_eq!(drawn.unwrap_err().kind(), Kind::EmptyMask);
    assert!(peak <= 64 * MIB, "{peak} bytes");
}

/// The first segment of a damaged file, on the image that belongs to it.
fn segment(bytes: &[u8], limits: &Limits) -> [Result<Vec<f64>, Kind>; 2] {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("seg.dcm");
    std::fs::write(&path, bytes).unwrap();
    let image = Collection::open(data("dicom/seg_fractional/image")).unwrap();
    let grid = image.only_scan().unwrap().info().unwrap().geometry;
    let collection = Collection::open_within(&path, limits).unwrap();
    let outlines = collection.only_outlines().unwrap();
    let roi = Roi::number(1);
    let mask = outlines.mask(&roi, &grid);
    let fractions = outlines.fractions(&roi, &grid);
    [
        mask.map(|drawn| drawn.mask.map(f64::from).into_voxels())
            .map_err(|error| error.kind()),
        fractions
            .map(voxomics_volume::Volume::into_voxels)
            .map_err(|error| error.kind()),
    ]
}

/// The bytes with the first `old` in them changed.
fn replaced(bytes: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    let place = bytes.windows(old.len()).position(|here| here == old);
    let place = place.unwrap();
    [&bytes[..place], new, &bytes[place + old.len()..]].concat()
}

#[test]
fn no_fraction_is_more_than_all() {
    let whole = std::fs::read(data("dicom/seg_fractional/seg/seg.dcm")).unwrap();
    let most = b"\x62\0\x0E\0US\x02\0";
    let place = whole.windows(most.len()).position(|here| here == most);
    let place = place.unwrap() + most.len();
    let mut little = whole.clone();
    little[place..place + 2].copy_from_slice(&[1, 0]);
    let limits = Limits::default();
    let kinds = segment(&little, &limits).map(Result::err);
    assert_eq!(kinds, [Some(Kind::Inconsistent); 2]);

    // Pixels of 8 bits are 0 or more of what is all or nothing.
    let binary = replaced(&whole, b"FRACTIONAL", b"BINARY    ");
    let [mask, fractions] = segment(&binary, &limits);
    assert!(mask == fractions, "fractions of what is all or nothing");
    assert!(mask.unwrap().contains(&1.0));
}

#[test]
fn segments_keep_to_the_limits() {
    let whole = std::fs::read(data("dicom/seg_fractional/seg/seg.dcm")).unwrap();
    let limits = Limits {
        voxels: 1000,
        ..Limits::default()
    };
    let kinds = segment(&whole, &limits).map(Result::err);
    assert_eq!(kinds, [Some(Kind::LimitExceeded); 2]);
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
                    match outlines.mask_of(&Roi::number(outline.number), &image) {
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
