//! Activation maps as volumes and pictures beside the table.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use voxomics::batch::output::Existing;
use voxomics::batch::{Case, Cases, Key, Output, Reason, Value};
use voxomics::core::ErrorClass;
use voxomics::deep::cam::paint::{Numbered, Picture, sheet};
use voxomics::deep::cam::{Error as MapError, Score};
use voxomics::deep::extract::{Extraction, Extractor};
use voxomics::deep::layer::Layer;
use voxomics::io::Image;
use voxomics::volume::Mask;

use super::check::Check;
use super::drawing::Drawing;
use super::work::reason;
use crate::args::{Deep, MapFormat};
use crate::exit::Stop;
use crate::listed::{Seals, slashed};
use crate::out;
use crate::report::Report;

/// Pictures in a row of a contact sheet, and pixels between them.
const COLUMNS: usize = 6;
const GUTTER: usize = 8;

/// Columns of numbers: the score, and how much its map is like that of random weights.
pub(super) const NUMBERS: [&str; 2] = ["diagnostics_deep_Score", "diagnostics_deep_RandomWeights"];

/// Columns of paths, the last of a row.
const FILES: [&str; 2] = ["diagnostics_deep_Map", "diagnostics_deep_Picture"];

/// What maps explain, and where they go.
pub(super) struct Maps {
    drawing: Drawing,
    /// Of files: how the score is written in the flag, and the layer if it is not the last.
    stem: String,
    folder: PathBuf,
    format: MapFormat,
    /// Whether files of an earlier run may be replaced.
    replaces: bool,
    unix_path: bool,
    seals: Seals,
    /// Rows whose files are those of this run, or were found to be.
    whole: Mutex<BTreeSet<usize>>,
}

impl Maps {
    pub(super) fn new(
        args: &Deep,
        score: Score,
        extractor: &Extractor,
        is_ours: bool,
    ) -> Result<Self, Stop> {
        let folder = args.listed.out_dir.clone().unwrap_or_default();
        if args.listed.out_dir.is_some() {
            out::make_folder(&folder)?;
        }
        let check = args.map_check.then(|| Check::new(extractor)).transpose()?;
        let drawing = Drawing {
            score,
            layer: args.map_layer,
            check,
        };
        let maps = Self {
            seals: Seals::new(&folder, "deep"),
            whole: Mutex::default(),
            stem: stem(args),
            drawing,
            folder,
            format: args.map_format,
            replaces: args.listed.overwrite || is_ours,
            unix_path: args.listed.unix_path,
        };
        // Before any work, not after all of it.
        if !maps.replaces {
            out::refuse_existing(&maps.sheet_path(), "give another --out-dir, or --overwrite")?;
        }
        Ok(maps)
    }

    pub(super) fn columns(&self) -> Vec<String> {
        let numbers = if self.drawing.check.is_some() { 2 } else { 1 };
        let names = NUMBERS[..numbers].iter().chain(&FILES);
        names.map(|&name| name.to_owned()).collect()
    }

    /// What results depend on besides the case and the network.
    pub(super) fn part_of_key(&self) -> String {
        format!(
            "{:?} {} {}",
            self.drawing.score,
            self.drawing.layer,
            self.format.extension()
        )
    }

    /// Whether the files of rows are there, and those of this key.
    pub(super) fn are_intact(&self, case: &Case, key: &Key, rows: &[Vec<Value>]) -> bool {
        let files = rows
            .iter()
            .flat_map(|row| row.iter().rev().take(FILES.len()));
        let paths = files.map(|cell| match cell {
            Value::Text(path) => path.as_str(),
            _ => "",
        });
        let are_intact = self.seals.hold(case, key, paths);
        if are_intact {
            self.whole().insert(case.row());
        }
        are_intact
    }

    fn whole(&self) -> MutexGuard<'_, BTreeSet<usize>> {
        self.whole.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes the map and its picture; the score's value and their paths.
    pub(super) fn write(
        &self,
        (case, key): (&Case, &Key),
        (extractor, extraction): (&Extractor, &Extraction),
        (image, mask, label): (&Image, &Mask, u32),
    ) -> Result<Vec<Value>, Reason> {
        let [map, picture] =
            [self.format.extension(), "png"].map(|extension| self.path(case, extension));
        for path in [&map, &picture] {
            if !self.replaces && path.exists() {
                let message =
                    "there is a file of this name: give another --out-dir, or --overwrite";
                return Err(Reason::new(ErrorClass::Input, message).at(path));
            }
        }
        let regarded = (image, mask, label);
        let drawn = self.drawing.draw((extractor, extraction), regarded);
        let drawn = drawn.map_err(|error| reason(&error, case))?;
        self.seals.unseal(case)?;
        voxomics::io::write(&map, &drawn.volume.into())
            .map_err(|error| Reason::new(error.class(), error).at(&map))?;
        save(&picture, &drawn.picture)?;
        self.seals.seal(case, key)?;
        self.whole().insert(case.row());
        let path = |path: &Path| Value::from(slashed(path, self.unix_path).as_str());
        let row = [Value::Number(drawn.score)].into_iter().chain(drawn.check);
        Ok(row.chain([path(&map), path(&picture)]).collect())
    }

    /// All pictures of a list side by side, with the numbers of their cases, beside them: what one looks at first.
    pub(super) fn sheet(&self, cases: &Cases, report: &Report) -> Result<(), Stop> {
        let whole = self.whole();
        let cases = cases.as_slice().iter();
        let cases = cases.filter(|case| whole.contains(&case.row()));
        let files = cases.filter_map(|case| {
            let file = fs::read(self.path(case, "png")).ok()?;
            Some((case.row(), file))
        });
        let pictures = files.map(|(number, file)| {
            let picture = Picture::from_png(&file)?;
            Ok(Numbered { number, picture })
        });
        let pictures = pictures.collect::<Result<Vec<_>, MapError>>();
        let pictures = pictures.map_err(Stop::refused)?;
        if pictures.len() < 2 {
            return Ok(());
        }
        let path = self.sheet_path();
        let png = sheet(&pictures, COLUMNS, GUTTER).and_then(|sheet| sheet.png());
        let mut output = Output::file(&path, Existing::Overwrite)?;
        output.add(&png.map_err(Stop::refused)?)?;
        output.commit()?;
        report.line(&format!(
            "{} pictures: `{}`",
            pictures.len(),
            path.display()
        ));
        Ok(())
    }

    /// `Case-1_deep_feature-12.nrrd`; a score from a file is named by the file.
    fn path(&self, case: &Case, extension: &str) -> PathBuf {
        let name = format!("Case-{}_deep_{}.{extension}", case.row(), self.stem);
        self.folder.join(name)
    }

    fn sheet_path(&self) -> PathBuf {
        self.folder.join(format!("contact_sheet_{}.png", self.stem))
    }
}

fn stem(args: &Deep) -> String {
    let name = Path::new(args.map.as_deref().unwrap_or_default()).file_stem();
    let stem = name.unwrap_or_default().to_string_lossy().replace(':', "-");
    if args.map_layer == Layer::LAST {
        stem
    } else {
        format!("{stem}_{}", args.map_layer)
    }
}

fn save(path: &Path, bytes: &[u8]) -> Result<(), Reason> {
    let written = Output::file(path, Existing::Overwrite).and_then(|mut output| {
        output.add(bytes)?;
        output.commit()
    });
    written.map_err(|error| Reason::new(error.class(), error).at(path))
}
