//! What stands beside a volume, and does it no harm.

use std::path::Path;

use voxomics_io::dicom::{Collection, Roi};
use voxomics_io::{Kind, read};

use crate::damage::{element, sequence, text, write_dicom};
use crate::dicom_rules::{Slice, folder};

const STRUCTURES: &str = "1.2.840.10008.5.1.4.1.1.481.3";

/// Three slices of CT.
fn ct() -> tempfile::TempDir {
    folder([0.0, 1.0, 2.0].map(Slice::at))
}

/// How an element is written down.
type Write = fn(u32, [u8; 2], &[u8]) -> Vec<u8>;

/// Without naming its representation.
fn implicit(tag: u32, _: [u8; 2], value: &[u8]) -> Vec<u8> {
    let named = element(tag, [0; 2], value);
    // Behind the tag stand representation and two zeros, then the length.
    [&named[..4], &named[8..]].concat()
}

/// A structure set of a square around the pixels of the second slice; what its sequences hold as `inner` writes it.
fn structures(path: &Path, inner: Write, representation: [u8; 2]) {
    let text = |tag, value: &str| inner(tag, *b"UT", value.as_bytes());
    let items = |item: &[Vec<u8>]| sequence(0, &[item.concat()])[12..].to_vec();
    let contour = items(&[
        text(0x3006_0042, "CLOSED_PLANAR"),
        text(0x3006_0050, "-1\\-1\\1\\5\\-1\\1\\5\\5\\1\\-1\\5\\1"),
    ]);
    let drawn = items(&[inner(0x3006_0040, *b"SQ", &contour), text(0x3006_0084, "1")]);
    let named = items(&[text(0x3006_0022, "1"), text(0x3006_0026, "GTV")]);
    write_dicom(
        path,
        &[
            crate::damage::text(0x0008_0016, STRUCTURES),
            element(0x3006_0020, representation, &named),
            element(0x3006_0039, representation, &drawn),
        ],
    );
}

#[test]
fn a_damaged_structure_set_is_told_of_and_images_are_read() {
    let folder = ct();
    write_dicom(
        &folder.path().join("damaged"),
        &[text(0x0008_0016, STRUCTURES)],
    );
    assert_eq!(
        read(folder.path()).unwrap().volume().geometry().size(),
        [2, 2, 3]
    );
    let collection = Collection::open(folder.path()).unwrap();
    let [error] = collection.refused_outlines() else {
        panic!("one is refused");
    };
    assert_eq!(error.kind(), Kind::MissingAttribute);
    assert_eq!(
        collection.only_outlines().unwrap_err().to_string(),
        error.to_string()
    );
    // Alone it is what is wrong.
    let alone = read(folder.path().join("damaged")).unwrap_err();
    assert_eq!(alone.kind(), Kind::MissingAttribute);
}

#[test]
fn sequences_that_were_unknown_to_their_writer_are_read() {
    let folder = ct();
    structures(&folder.path().join("known"), element, *b"SQ");
    // What was unknown stays as it came, and that was implicit.
    structures(&folder.path().join("unknown"), implicit, *b"UN");
    let image = read(folder.path()).unwrap();
    let collection = Collection::open(folder.path()).unwrap();
    let masks = collection
        .outlines()
        .iter()
        .map(|outlines| outlines.mask_of(&Roi::name("GTV"), &image).unwrap().mask);
    let masks: Vec<_> = masks.collect();
    assert_eq!(masks[0].voxels(), [0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0]);
    assert_eq!(masks[0], masks[1]);
}

#[test]
fn a_capture_of_a_screen_is_not_what_is_meant() {
    let folder = ct();
    let capture = Slice {
        class: "1.2.840.10008.5.1.4.1.1.7",
        series: "1.2.4",
        ..Slice::at(7.0)
    };
    capture.write(&folder.path().join("capture"));
    let collection = Collection::open(folder.path()).unwrap();
    assert_eq!(collection.scans().len(), 2);
    let meant = collection.only_scan().unwrap().info().unwrap();
    assert_eq!(meant.geometry.size(), [2, 2, 3]);
    // Two of CT are not told apart.
    let other = Slice {
        series: "1.2.5",
        ..Slice::at(0.0)
    };
    other.write(&folder.path().join("other"));
    let error = read(folder.path()).unwrap_err();
    assert_eq!(error.kind(), Kind::Ambiguous);
    assert!(
        error.to_string().contains("choose one by its number"),
        "{error}"
    );
}

#[test]
fn bytes_in_big_endian_words_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("words");
    let big = |tag: u32, representation: [u8; 2], value: &[u8]| {
        let [a, b, c, d] = tag.to_be_bytes();
        let length = u32::try_from(value.len()).unwrap().to_be_bytes();
        [&[a, b, c, d], &representation[..], &[0; 2], &length, value].concat()
    };
    let text = |tag, value: &str| big(tag, *b"UT", value.as_bytes());
    let short = |tag, value: u16| big(tag, *b"UN", &value.to_be_bytes());
    let elements = [
        text(0x0008_0016, "1.2.840.10008.5.1.4.1.1.2"),
        text(0x0020_000E, "1.2.3"),
        text(0x0020_0032, "0\\0\\0"),
        text(0x0020_0037, "1\\0\\0\\0\\1\\0"),
        text(0x0028_0030, "1\\1"),
        short(0x0028_0010, 2),
        short(0x0028_0011, 2),
        short(0x0028_0100, 8),
        short(0x0028_0101, 8),
        big(0x7FE0_0010, *b"OW", &[0; 4]),
    ];
    let syntax = b"\x02\0\x10\0UI\x14\x001.2.840.10008.1.2.2\0";
    let file = [&[0; 128], b"DICM".as_slice(), syntax, &elements.concat()].concat();
    std::fs::write(&path, file).unwrap();
    let error = read(&path).unwrap_err();
    assert_eq!(error.kind(), Kind::Unsupported, "{error}");
    assert!(error.to_string().contains("big-endian words"), "{error}");
}

#[test]
fn a_directory_that_repeats_a_file_means_it_once() {
    let folder = ct();
    let record = |name: &str| text(0x0004_1500, name);
    let records = ["0000", "0001", "0001", "0002"].map(record);
    write_dicom(
        &folder.path().join("DICOMDIR"),
        &[sequence(0x0004_1220, &records)],
    );
    let image = read(folder.path().join("DICOMDIR")).unwrap();
    assert_eq!(image.volume().geometry().size(), [2, 2, 3]);
    assert!(image.warnings().is_empty(), "{:?}", image.warnings());
}

#[test]
fn frames_of_no_series_at_all_cannot_take_for_ever() {
    // Each image in a plane of its own: there is no volume in it, and comparing each with each would take hours.
    let folder = tempfile::tempdir().unwrap();
    let orientations = (0..4100).map(|index| {
        // A rational point of the circle for each.
        let t = f64::from(index) / 4100.0;
        let [cosine, sine] = [1.0 - t * t, 2.0 * t].map(|side| side / (1.0 + t * t));
        format!(
            "{cosine:.12}\\{sine:.12}\\0\\{:.12}\\{cosine:.12}\\0",
            -sine
        )
    });
    for (index, orientation) in orientations.enumerate() {
        let slice = Slice {
            orientation: orientation.leak(),
            ..Slice::at(0.0)
        };
        slice.write(&folder.path().join(format!("{index}")));
    }
    assert_eq!(read(folder.path()).unwrap_err().kind(), Kind::LimitExceeded);
}
