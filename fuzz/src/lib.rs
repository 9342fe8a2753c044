//! What every fuzz target shares: a place for the file, limits, and what must hold of any outcome.
//!
//! A target gives its bytes to one of these functions, which read them as a user would and panic where a reader breaks
//! a promise: a voxel for each of the grid, no more than [`limits`] allow, an error whose text begins with the path.
#![expect(clippy::missing_panics_doc, reason = "to panic is what these are for")]

pub mod weights;

use std::backtrace::Backtrace;
use std::fs;
use std::panic::{catch_unwind, resume_unwind, set_hook};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::{Mutex, OnceLock, PoisonError};

use libfuzzer_sys::Corpus;
use voxomics_io::dicom::{Collection, Outlines, Roi};
use voxomics_io::{Error, Format, Image, Info, Limits};
use voxomics_volume::Geometry;

/// Stands between files where [`series`] is given several.
pub const NEXT_FILE: &[u8] = b"====next file====";
/// No more files than this are written, lest most of the time goes into the file system.
const MOST_FILES: usize = 16;
/// The test data, whose data files lie beside the headers under test.
const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/data/imaging-io");

/// The text of the last panic: those of foreign codecs are caught and must stay silent.
static PANIC: Mutex<String> = Mutex::new(String::new());

/// What a file may ask for: little, so that whatever asks for more shows as a memory error.
#[must_use]
pub fn limits() -> Limits {
    Limits {
        voxels: 1 << 22,
        bytes: 1 << 26,
    }
}

/// Call this once: one thread, and panics that are caught are no crashes.
pub fn begin() {
    set_hook(Box::new(|panic| {
        let text = format!("{panic}\n{}", Backtrace::force_capture());
        // Checks of `unsafe` preconditions end the process at once: nothing can catch them.
        if text.contains("unsafe precondition") {
            eprintln!("{text}");
        }
        *PANIC.lock().unwrap_or_else(PoisonError::into_inner) = text;
    }));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1);
    // The only failure is a pool that is there already.
    let _ = pool.build_global();
}

/// Reads an image; one of another format is not worth keeping, as that has a target of its own.
#[must_use]
pub fn image(bytes: &[u8], formats: &[Format], name: &str, companions: &str) -> Corpus {
    let path = folder(companions).join(name);
    write(&path, bytes);
    guarded(|| match voxomics_io::read_within(&path, &limits()) {
        Ok(image) => {
            check(&image);
            let told = voxomics_io::inspect(&path).expect("what can be read can be inspected");
            check_told(&told, image.info());
            if formats.contains(&image.format()) {
                Corpus::Keep
            } else {
                Corpus::Reject
            }
        }
        Err(error) => {
            check_error(&error, &path);
            Corpus::Keep
        }
    })
}

/// Reads the attributes of a DICOM file.
pub fn head(bytes: &[u8]) {
    let path = folder("").join("input.dcm");
    write(&path, bytes);
    guarded(|| {
        open(&path);
    });
}

/// Reads every volume of a DICOM file, or of a folder of those that [`NEXT_FILE`] separates.
pub fn series(bytes: &[u8]) {
    let folder = folder("");
    let files: Vec<&[u8]> = split(bytes);
    let names: Vec<PathBuf> = (0..files.len())
        .map(|number| folder.join(format!("{number:02}.dcm")))
        .collect();
    for (name, file) in names.iter().zip(&files) {
        write(name, file);
    }
    let path = if let [only] = names.as_slice() {
        only
    } else {
        folder
    };
    guarded(|| read_all(path));
    for name in &names {
        remove(name);
    }
}

/// Reads every volume of a zip.
pub fn zip(bytes: &[u8]) {
    let path = folder("").join("input.zip");
    write(&path, bytes);
    guarded(|| read_all(&path));
}

/// Draws every region of a structure set or segmentation on a grid of this size.
pub fn outlines(bytes: &[u8], size: [usize; 3]) {
    let path = folder("").join("input.dcm");
    write(&path, bytes);
    let direction = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    // The grid of the test data.
    let spacing = [0.976_562_5, 0.781_25, 3.0];
    let grid = Geometry::new(size, spacing, [-101.5, -87.25, 40.125], direction);
    let grid = grid.expect("a grid that can be");
    guarded(|| {
        if let Some(collection) = open(&path) {
            for outlines in collection.outlines() {
                draw(outlines, &grid, &path);
            }
        }
    });
}

/// As a command would list and read them.
fn read_all(path: &Path) {
    let Some(collection) = open(path) else { return };
    for scan in collection.scans() {
        match scan.read() {
            Ok(image) => check(&image),
            Err(error) => check_error(&error, path),
        }
        match scan.read_suv() {
            Ok(image) => check(&image),
            Err(error) => check_error(&error, path),
        }
    }
}

fn open(path: &Path) -> Option<Collection> {
    let collection = Collection::open_within(path, &limits());
    let collection = collection.map_err(|error| check_error(&error, path)).ok()?;
    for (index, scan) in collection.scans().iter().enumerate() {
        assert_eq!(scan.number(), index + 1);
        assert!(!scan.to_string().is_empty());
        match scan.info() {
            Ok(info) => check_grid(&info.geometry),
            Err(error) => check_error(&error, path),
        }
    }
    if let Err(error) = collection.only_scan() {
        check_error(&error, path);
    }
    for outlines in collection.outlines() {
        assert!(
            outlines
                .outlines()
                .iter()
                .all(|one| !one.is_closed || !one.kind.is_empty())
        );
    }
    Some(collection)
}

fn draw(outlines: &Outlines, grid: &Geometry, path: &Path) {
    for outline in outlines.outlines() {
        let roi = Roi::number(outline.number);
        match outlines.mask(&roi, grid) {
            Ok(drawn) => {
                assert_eq!(drawn.mask.voxels().len(), grid.voxels());
                assert!(drawn.mask.voxels().contains(&1), "an empty mask");
                assert!(drawn.mask.voxels().iter().all(|&voxel| voxel <= 1));
            }
            Err(error) => check_error(&error, path),
        }
        match outlines.fractions(&roi, grid) {
            Ok(fractions) => {
                assert_eq!(fractions.voxels().len(), grid.voxels());
                let mut voxels = fractions.voxels().iter();
                assert!(voxels.all(|voxel| (0.0..=1.0).contains(voxel)), "beyond 1");
            }
            Err(error) => check_error(&error, path),
        }
    }
}

/// What can be told without the voxels; only they show some oddities.
fn check_told(told: &Info, read: &Info) {
    let mut told = told.clone();
    assert!(read.warnings.starts_with(&told.warnings));
    told.warnings.clone_from(&read.warnings);
    assert_eq!(&told, read);
}

/// What holds of any image.
fn check(image: &Image) {
    let info = image.info();
    check_grid(&info.geometry);
    assert_eq!(image.components().len(), info.components);
    let (mut voxels, mut bytes) = (0, 0);
    for volume in image.components() {
        assert_eq!(volume.geometry(), &info.geometry);
        let count = info.geometry.voxels();
        let held = volume.native_bytes().len();
        assert_eq!(held, count * volume.voxel_type().bytes());
        voxels += count as u64;
        bytes += held as u64;
    }
    assert!(
        voxels <= limits().voxels && bytes <= limits().bytes,
        "beyond the limits"
    );
}

fn check_grid(grid: &Geometry) {
    assert!(grid.voxels() > 0 && grid.voxels() == grid.size().iter().product::<usize>());
    assert!(grid.spacing().iter().all(|mm| mm.is_finite() && *mm > 0.0));
    assert!(grid.origin().iter().all(|mm| mm.is_finite()));
    assert!(
        grid.direction()
            .as_flattened()
            .iter()
            .all(|entry| entry.abs() <= 1.0 + 1e-3)
    );
}

fn check_error(error: &Error, path: &Path) {
    let text = error.to_string();
    assert!(error.path().starts_with(path), "{text}");
    let told = text.strip_prefix(&error.path().display().to_string());
    let told = told.and_then(|told| told.strip_prefix(": "));
    assert!(told.is_some_and(|told| !told.is_empty()), "{text}");
}

fn split(bytes: &[u8]) -> Vec<&[u8]> {
    let mut files = Vec::new();
    let mut rest = bytes;
    while files.len() + 1 < MOST_FILES {
        let mark = rest.windows(NEXT_FILE.len()).position(|at| at == NEXT_FILE);
        let Some(mark) = mark else { break };
        files.push(&rest[..mark]);
        rest = &rest[mark + NEXT_FILE.len()..];
    }
    files.push(rest);
    files
}

/// The folder of this process, with the data files of that folder of the test data.
fn folder(companions: &str) -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let memory = Path::new("/dev/shm");
        let parent = if memory.is_dir() {
            memory.to_owned()
        } else {
            std::env::temp_dir()
        };
        let folder = parent.join(format!("voxomics-fuzz-{}", process::id()));
        fs::create_dir_all(&folder).expect("a folder for the input");
        if !companions.is_empty() {
            copy_companions(&Path::new(DATA).join(companions), &folder);
        }
        folder
    })
}

fn copy_companions(from: &Path, folder: &Path) {
    for entry in fs::read_dir(from).expect("the repository's test data") {
        let path = entry.expect("the repository's test data").path();
        let name = path.file_name().expect("a file has a name");
        let is_companion = ["raw", "zraw", "dat", "img", "gz"]
            .iter()
            .any(|end| path.extension().is_some_and(|extension| extension == *end));
        if is_companion {
            fs::copy(&path, folder.join(name)).expect("room for a data file");
        }
    }
}

fn write(path: &Path, bytes: &[u8]) {
    fs::write(path, bytes).expect("room for the input");
}

fn remove(path: &Path) {
    fs::remove_file(path).expect("the input is still there");
}

/// Tells of a panic that nothing caught, with where it came from.
fn guarded<T>(read: impl FnOnce() -> T + std::panic::UnwindSafe) -> T {
    catch_unwind(read).unwrap_or_else(|panic| {
        eprintln!("{}", PANIC.lock().unwrap_or_else(PoisonError::into_inner));
        resume_unwind(panic)
    })
}
