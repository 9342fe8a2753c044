//! Segmentations that are written: read back voxel by voxel, made anew byte by byte, refused where they must be.

use std::path::Path;

use voxomics_core::ErrorClass;
use voxomics_io::dicom::{Code, Collection, NewSegment, Outlines, Roi, Scan};
use voxomics_io::{Error, Kind};
use voxomics_volume::{AnyVolume, Geometry, Volume};

use crate::data;

/// Series on different axes, one with frames of 437 bits, a multi-frame file with two phases, one slice, a zip.
const SERIES: [&str; 8] = [
    "dicom/basic",
    "dicom/oblique",
    "dicom/sagittal",
    "dicom/coronal",
    "dicom/seg_binary",
    "dicom/enh_mr_shuffled",
    "dicom/single_slice",
    "dicom/series.zip",
];

fn with_scan<T>(path: impl AsRef<Path>, act: impl FnOnce(&Scan) -> T) -> T {
    let collection = Collection::open(path).unwrap();
    act(collection.only_scan().unwrap())
}

fn grid(scan: &Scan) -> Geometry {
    scan.info().unwrap().geometry
}

/// A box that leaves out the first slice if there are several, one that overlaps it, and the last voxel, which is 7.
fn segments(grid: &Geometry) -> Vec<NewSegment> {
    let [width, height, depth] = grid.size();
    let first = usize::from(depth > 1);
    let lower = Volume::from_fn(*grid, |[x, y, z]| {
        u8::from(x < width / 2 && y > 2 && z >= first)
    });
    let upper = Volume::from_fn(*grid, |[x, y, _]| {
        u8::from(x >= width / 4 && y < height / 2)
    });
    let corner = Volume::from_fn(*grid, |index| {
        7 * u8::from(index == [width - 1, height - 1, depth - 1])
    });
    let mut upper = NewSegment::new("Läsion", upper);
    upper.algorithm = Some("a network, version 2".to_owned());
    upper.kind = Code::new("SCT", "4147007", "Mass");
    vec![
        NewSegment::new("lower", lower),
        upper,
        NewSegment::new("corner", corner),
    ]
}

#[test]
fn segments_come_back() {
    for name in SERIES {
        for scan in Collection::open(data(name)).unwrap().scans() {
            come_back(scan, name);
        }
    }
}

/// Writes segments of a scan, and reads each.
fn come_back(scan: &Scan, name: &str) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("seg.dcm");
    let segments = segments(&grid(scan));
    scan.write_segmentation(&path, &segments).unwrap();
    let outlines = Outlines::read(&path).unwrap();
    let image = scan.read().unwrap();
    assert_eq!(outlines.outlines().len(), segments.len(), "{name}");
    for (outline, segment) in outlines.outlines().iter().zip(&segments) {
        assert_eq!(
            (&outline.name, &*outline.kind),
            (&segment.label, "BINARY"),
            "{name}"
        );
        let code = format!("{}:{}", segment.kind.scheme, segment.kind.value);
        assert_eq!(outline.code, Some(code), "{name}");
        let drawn = outlines
            .mask_of(&Roi::number(outline.number), &image)
            .unwrap();
        let wanted = segment.mask.voxels().iter();
        assert!(
            wanted
                .map(|&voxel| u8::from(voxel != 0))
                .eq(drawn.mask.voxels().iter().copied()),
            "{name}: {}",
            segment.label
        );
    }
}

#[test]
fn the_same_masks_give_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let written = |name: &str, segments: &[NewSegment]| {
        let path = folder.path().join(name);
        with_scan(data("dicom/basic"), |scan| {
            scan.write_segmentation(&path, segments).unwrap();
        });
        std::fs::read(path).unwrap()
    };
    let segments = segments(&with_scan(data("dicom/basic"), grid));
    let first = written("a.dcm", &segments);
    assert_eq!(first, written("b.dcm", &segments));
    let others = written("a.dcm", &segments[..1]);
    let uid = |file: &[u8]| {
        let at = find(file, b"2.25.").unwrap();
        file[at..at + 40].to_vec()
    };
    assert_ne!(uid(&first), uid(&others), "other masks, same UID");
    let overlap = |file: &[u8]| {
        let at = find(file, b"\x62\0\x13\0CS").unwrap();
        file[at + 8..at + 10].to_vec()
    };
    assert_eq!([overlap(&first), overlap(&others)], [b"YE", b"NO"]);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
}

fn find(bytes: &[u8], text: &[u8]) -> Option<usize> {
    bytes.windows(text.len()).position(|window| window == text)
}

/// The error of writing these segments of `dicom/basic`, after which no file is there.
fn refused(segments: impl FnOnce(&Geometry) -> Vec<NewSegment>) -> Error {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("seg.dcm");
    let error = with_scan(data("dicom/basic"), |scan| {
        let segments = segments(&grid(scan));
        scan.write_segmentation(&path, &segments).unwrap_err()
    });
    assert_eq!(error.path(), path);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    error
}

fn full(label: &str, grid: &Geometry) -> NewSegment {
    NewSegment::new(label, Volume::from_fn(*grid, |_| 1))
}

#[test]
fn masks_must_fit() {
    let error = refused(|_| Vec::new());
    assert_eq!(error.kind(), Kind::EmptyMask);
    let error = refused(|grid| {
        let empty = NewSegment::new("nothing", Volume::from_fn(*grid, |_| 0));
        vec![full("all", grid), empty]
    });
    assert_eq!(error.kind(), Kind::EmptyMask);
    assert!(
        error
            .to_string()
            .ends_with("segment `nothing` holds no voxel"),
        "{error}"
    );
    let error = refused(|grid| {
        let [x, y, z] = grid.spacing();
        let stretched = Geometry::new(
            grid.size(),
            [x * 1.01, y, z],
            grid.origin(),
            grid.direction(),
        );
        vec![full("all", &stretched.unwrap())]
    });
    assert_eq!(error.kind(), Kind::Inconsistent, "{error}");
    let error = refused(|_| {
        let other = Geometry::axis_aligned([2, 2, 2], [1.0; 3]).unwrap();
        vec![full("all", &other)]
    });
    assert_eq!(error.kind(), Kind::Inconsistent, "{error}");
    let error = refused(|_| {
        let tiny = Geometry::axis_aligned([1, 1, 1], [1.0; 3]).unwrap();
        vec![full("a", &tiny); 65_536]
    });
    assert_eq!(
        (error.kind(), error.class()),
        (Kind::Unsupported, ErrorClass::Unsupported)
    );
}

#[test]
fn texts_must_fit() {
    for label in ["", " ", "a\\b", "a\nb", &"a".repeat(65)] {
        let error = refused(|grid| vec![full(label, grid)]);
        assert_eq!(error.kind(), Kind::Unsupported, "{error}");
    }
    let error = refused(|grid| {
        let mut segment = full("all", grid);
        segment.category.value = "1".repeat(17);
        vec![segment]
    });
    assert!(
        error
            .to_string()
            .ends_with("the value of a code has 17 characters where DICOM holds 16"),
        "{error}"
    );
}

#[test]
fn a_volume_that_is_refused_takes_no_segments() {
    let collection = Collection::open(data("dicom/missing_slice")).unwrap();
    let tiny = Geometry::axis_aligned([1, 1, 1], [1.0; 3]).unwrap();
    let error = collection.scans()[0].write_segmentation("seg.dcm", &[full("a", &tiny)]);
    assert_eq!(error.unwrap_err().kind(), Kind::MissingSlice);
}

/// Writes on an image whose bytes were changed, and gives the file.
fn on_changed(changes: &[(&[u8], &[u8])]) -> Result<Vec<u8>, Error> {
    let folder = tempfile::tempdir().unwrap();
    let mut image = std::fs::read_dir(data("dicom/single_slice")).unwrap();
    let mut bytes = std::fs::read(image.next().unwrap().unwrap().path()).unwrap();
    for (from, to) in changes {
        let at = find(&bytes, from).unwrap();
        bytes[at..at + to.len()].copy_from_slice(to);
    }
    let image = folder.path().join("image.dcm");
    std::fs::write(&image, bytes).unwrap();
    let path = folder.path().join("seg.dcm");
    with_scan(image, |scan| {
        scan.write_segmentation(&path, &[full("all", &grid(scan))])
    })?;
    Ok(std::fs::read(path).unwrap())
}

#[test]
fn the_patient_is_the_images() {
    let file = on_changed(&[]).unwrap();
    assert!(find(&file, b"Golden^Patient").is_some());
    // A name in Latin 1 becomes UTF-8.
    let latin: [(&[u8], &[u8]); 2] = [
        (b"ISO_IR 192", b"ISO_IR 100"),
        (b"Golden^Patient", b"G\xf6lden^Patient"),
    ];
    let file = on_changed(&latin).unwrap();
    assert!(find(&file, "Gölden^Patient".as_bytes()).is_some());
    let unknown: [(&[u8], &[u8]); 2] = [(b"ISO_IR 192", b"ISO_IR 999"), latin[1]];
    let error = on_changed(&unknown).unwrap_err();
    assert_eq!(error.kind(), Kind::Unsupported, "{error}");
    assert!(!error.to_string().contains("lden"), "{error}");
}

#[test]
fn images_must_have_their_uids() {
    // Study and instance: each element's number made one that means nothing. Without a series nothing is read at all.
    let elements: [(&[u8], &[u8]); 2] = [
        (b"\x20\0\x0d\0UI", b"\x20\0\x0c\0UI"),
        (b"\x08\0\x18\0UI", b"\x08\0\x17\0UI"),
    ];
    for change in elements {
        let error = on_changed(&[change]).unwrap_err();
        assert_eq!(error.kind(), Kind::MissingAttribute, "{error}");
    }
}

/// What `tests/interop/check_seg.py` reads: for each series a folder with `seg.dcm` and the masks.
#[test]
#[ignore = "writes into the folder that VOXOMICS_INTEROP names, and does nothing without"]
fn folders_for_other_readers() {
    let Some(out) = std::env::var_os("VOXOMICS_INTEROP").map(std::path::PathBuf::from) else {
        return;
    };
    for name in SERIES.iter().filter(|name| data(name).is_dir()) {
        let collection = Collection::open(data(name)).unwrap();
        let scan = collection.scans().last().unwrap();
        let folder = out.join(Path::new(name).file_name().unwrap());
        std::fs::create_dir_all(&folder).unwrap();
        let segments = segments(&grid(scan));
        for (number, segment) in (1..).zip(&segments) {
            let mask = segment.mask.clone().map(|voxel| u8::from(voxel != 0));
            let path = folder.join(format!("segment{number}.nrrd"));
            voxomics_io::write(path, &AnyVolume::from(mask)).unwrap();
        }
        let path = folder.join("seg.dcm");
        scan.write_segmentation(path, &segments).unwrap();
    }
}
