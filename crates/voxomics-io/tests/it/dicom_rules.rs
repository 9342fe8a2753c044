//! Rules of the DICOM reader that no golden shows: files are made here, element by element.

use std::path::Path;

use tempfile::TempDir;
use voxomics_io::dicom::{Collection, Scan};
use voxomics_io::{Kind, read};

use crate::damage::{element, sequence, short, text, write_dicom};

/// A slice of 2 x 2 pixels.
pub(crate) struct Slice {
    pub(crate) class: &'static str,
    pub(crate) series: &'static str,
    pub(crate) height: f64,
    pub(crate) orientation: &'static str,
    pub(crate) value: u8,
    pub(crate) more: Vec<Vec<u8>>,
}

impl Slice {
    pub(crate) fn at(height: f64) -> Self {
        Self {
            class: "1.2.840.10008.5.1.4.1.1.2",
            series: "1.2.3",
            height,
            orientation: "1\\0\\0\\0\\1\\0",
            value: 0,
            more: Vec::new(),
        }
    }

    pub(crate) fn write(mut self, path: &Path) {
        let mut elements = vec![
            text(0x0008_0016, self.class),
            text(0x0020_0032, &format!("0\\0\\{}", self.height)),
            text(0x0020_0037, self.orientation),
            text(0x0028_0030, "1\\1"),
            short(0x0028_0010, 2),
            short(0x0028_0011, 2),
            short(0x0028_0100, 8),
            short(0x0028_0101, 8),
        ];
        if !self.series.is_empty() {
            elements.push(text(0x0020_000E, self.series));
        }
        elements.append(&mut self.more);
        elements.push(element(0x7FE0_0010, *b"OB", &[self.value; 4]));
        write_dicom(path, &elements);
    }
}

pub(crate) fn folder(slices: impl IntoIterator<Item = Slice>) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (index, slice) in slices.into_iter().enumerate() {
        slice.write(&folder.path().join(format!("{index:04}")));
    }
    folder
}

fn refusal(folder: &TempDir) -> Kind {
    read(folder.path()).unwrap_err().kind()
}

#[test]
fn a_phase_has_a_slice_in_every_place() {
    // Each slice has an acquisition time of its own; the content time tells the phases.
    let slice = |index: u32| Slice {
        value: u8::try_from(index / 5).unwrap(),
        more: vec![
            text(0x0008_0032, &format!("{:06}", 100_000 + index)),
            text(0x0008_0033, &format!("{:06}", 100_000 + index / 5)),
        ],
        ..Slice::at(f64::from(index % 5))
    };
    let folder = folder((0..10).map(slice));
    let collection = Collection::open(folder.path()).unwrap();
    let phases: Vec<_> = collection.scans().iter().map(Scan::phase).collect();
    assert_eq!(phases, [Some([1, 2]), Some([2, 2])]);
    for (scan, value) in collection.scans().iter().zip([0.0, 1.0]) {
        assert_eq!(scan.read().unwrap().volume().to_f64(), [value; 20]);
    }
}

#[test]
fn small_differences_of_gaps_do_not_add_up() {
    let height = |index: u32| {
        let index = f64::from(index);
        index * 1.0045 - 0.009 * (index - 200.0).max(0.0)
    };
    let folder = folder((0..401).map(|index| Slice::at(height(index))));
    assert_eq!(refusal(&folder), Kind::UnevenSpacing);
}

#[test]
fn nothing_joins_images_without_a_series() {
    let slices = (0..4).map(|index| Slice {
        series: "",
        ..Slice::at(f64::from(index))
    });
    assert_eq!(refusal(&folder(slices)), Kind::MissingAttribute);
}

#[test]
fn axes_are_made_straight_beyond_rounding() {
    let axes = |orientation| {
        let slices = (0..2).map(|index| Slice {
            orientation,
            ..Slice::at(f64::from(index))
        });
        let image = read(folder(slices).path()).unwrap();
        image.volume().geometry().direction()
    };
    let straight = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    assert_eq!(axes("1.0009\\0\\0\\0\\1\\0"), straight);
    assert_eq!(axes("1\\0\\0\\0.0009\\1\\0"), straight);
    // What six digits leave is ITK's, to the bit.
    assert_eq!(axes("0.999999\\0\\0\\0\\1\\0")[0][0], 0.999_999);
}

#[test]
fn pixels_of_one_bit_are_unpacked() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bits");
    let elements = [
        text(0x0020_000E, "1.2.3"),
        text(0x0020_0032, "0\\0\\0"),
        text(0x0020_0037, "1\\0\\0\\0\\1\\0"),
        text(0x0028_0030, "1\\1"),
        short(0x0028_0010, 2),
        short(0x0028_0011, 4),
        short(0x0028_0100, 1),
        short(0x0028_0101, 1),
        element(0x7FE0_0010, *b"OB", &[0b1001_0110, 0]),
    ];
    write_dicom(&path, &elements);
    let values = read(&path).unwrap().volume().to_f64();
    assert_eq!(values, [0.0, 1.0, 1.0, 0.0, 1.0, 0.0, 0.0, 1.0]);
}

#[test]
fn slices_that_end_early_are_not_passed_by() {
    let folder = folder((0..4).map(|index| Slice::at(f64::from(index))));
    let class = text(0x0008_0016, "1.2.840.10008.5.1.4.1.1.2");
    write_dicom(
        &folder.path().join("cut"),
        &[class, text(0x0020_000E, "1.2.3")],
    );
    assert_eq!(refusal(&folder), Kind::MissingAttribute);
    std::fs::write(folder.path().join("cut"), []).unwrap();
    let warnings = read(folder.path()).unwrap().warnings().to_vec();
    assert_eq!(
        warnings,
        ["empty files beside it, which may have been slices: 1"]
    );
}

/// A PET slice whose injection was at `injected` and whose scan at 10:00.
fn pet(injected: Vec<u8>, corrected: &str, weight: &str) -> TempDir {
    pet_at(None, injected, corrected, weight)
}

/// The same by a scanner that says how far its clock is before UTC's.
fn pet_at(zone: Option<&str>, injected: Vec<u8>, corrected: &str, weight: &str) -> TempDir {
    let drug = [
        injected,
        text(0x0018_1074, "370000000"),
        text(0x0018_1075, "6586.2"),
    ];
    folder([Slice {
        more: vec![
            text(0x0008_0031, "100000"),
            text(0x0008_0021, "20200102"),
            text(0x0008_0060, "PT"),
            text(0x0010_1030, weight),
            text(0x0028_0051, corrected),
            sequence(0x0054_0016, &[drug.concat()]),
            text(0x0054_1001, "BQML"),
            text(0x0054_1102, "START"),
            zone.map(|zone| text(0x0008_0201, zone)).unwrap_or_default(),
        ],
        ..Slice::at(0.0)
    }])
}

#[test]
fn uptake_is_refused_where_times_or_corrections_are_wrong() {
    let suv = |folder: TempDir| {
        let collection = Collection::open(folder.path()).unwrap();
        collection.only_scan().unwrap().suv()
    };
    let time = |time: &str| text(0x0018_1072, time);
    let factor = suv(pet(time("090000"), "DECY\\ATTN", "70")).unwrap()[0];
    assert!((factor - 70_000.0 / (370e6 * (-3600.0_f64 / 6586.2).exp2())).abs() < 1e-12);
    let kind = |folder| suv(folder).unwrap_err().kind();
    // After the scan by half a minute, or a day before it.
    assert_eq!(
        kind(pet(time("100030"), "DECY\\ATTN", "70")),
        Kind::BadValue
    );
    let year_before = text(0x0018_1078, "20190102090000");
    assert_eq!(kind(pet(year_before, "DECY\\ATTN", "70")), Kind::BadValue);
    assert_eq!(
        kind(pet(time("090000"), "DECY\\NORM", "70")),
        Kind::Unsupported
    );
    // Half past nine where the scanner stands, whose clock is an hour before UTC's.
    let zoned = || text(0x0018_1078, "20200102083000+0000");
    let folder = pet(zoned(), "DECY\\ATTN", "70");
    let collection = Collection::open(folder.path()).unwrap();
    let uptake = collection.only_scan().unwrap().read_suv().unwrap();
    let is_told = |warning: &String| warning.contains("offset from UTC");
    assert!(
        uptake.warnings().iter().any(is_told),
        "{:?}",
        uptake.warnings()
    );
    let known = suv(pet_at(Some("+0100"), zoned(), "DECY\\ATTN", "70")).unwrap()[0];
    assert!((known - 70_000.0 / (370e6 * (-1800.0_f64 / 6586.2).exp2())).abs() < 1e-12);
    // What stands for a weight may be a name.
    let error = suv(pet(time("090000"), "DECY\\ATTN", "Doe^John70")).unwrap_err();
    assert!(!error.to_string().contains("Doe"), "{error}");
}
