//! Activation maps as volumes and pictures beside the table.

use std::fs;
use std::path::{Path, PathBuf};

use voxomics::batch::output::Existing;
use voxomics::batch::{Case, Cases, Key, Output, Reason, Value};
use voxomics::core::ErrorClass;
use voxomics::deep::cam::paint::{Picture, Style, overlay, sheet};
use voxomics::deep::cam::{Score, in_volume, min_max, on_slice};
use voxomics::deep::extract::{Error, Extraction, Extractor};
use voxomics::deep::input::recipe::{Intensity, Window};
use voxomics::deep::input::{Plane, View};
use voxomics::deep::layer::Layer;
use voxomics::deep::ndarray::{Array2, ArrayView2};
use voxomics::io::Image;
use voxomics::volume::Mask;

use super::work::reason;
use crate::args::{Deep, MapFormat};
use crate::exit::Stop;
use crate::listed::{Seals, slashed};
use crate::out;
use crate::report::Report;

/// Pictures in a row of a contact sheet, and pixels between them.
const COLUMNS: usize = 6;
const GUTTER: usize = 8;

/// Where maps go, and what they explain.
pub(super) struct Maps {
    score: Score,
    /// On whose grid they are made.
    layer: Layer,
    /// Of files: how the score is written in the flag, and the layer if it is not the last.
    stem: String,
    folder: PathBuf,
    format: MapFormat,
    /// Whether files of an earlier run may be replaced.
    replaces: bool,
    unix_path: bool,
    seals: Seals,
}

impl Maps {
    pub(super) fn new(args: &Deep, score: Score, is_ours: bool) -> Result<Self, Stop> {
        let folder = args.listed.out_dir.clone().unwrap_or_default();
        if args.listed.out_dir.is_some() {
            out::make_folder(&folder)?;
        }
        let maps = Self {
            seals: Seals::new(&folder, "deep"),
            stem: stem(args),
            layer: args.map_layer,
            score,
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

    pub(super) fn columns() -> Vec<String> {
        [
            "deep_resnet18_score",
            "deep_resnet18_map",
            "deep_resnet18_picture",
        ]
        .map(str::to_owned)
        .to_vec()
    }

    /// What results depend on besides the case and the network.
    pub(super) fn part_of_key(&self) -> String {
        format!(
            "{:?} {} {}",
            self.score,
            self.layer,
            self.format.extension()
        )
    }

    /// Whether the files of rows are there, and those of this key.
    pub(super) fn are_intact(&self, case: &Case, key: &Key, rows: &[Vec<Value>]) -> bool {
        let files = rows.iter().flat_map(|row| row.iter().rev().take(2));
        let paths = files.map(|cell| match cell {
            Value::Text(path) => path.as_str(),
            _ => "",
        });
        self.seals.hold(case, key, paths)
    }

    /// Writes the map and its picture; the score's value and their paths.
    pub(super) fn write(
        &self,
        (case, key): (&Case, &Key),
        (extractor, extraction): (&Extractor, &Extraction),
        (image, mask, label): (&Image, &Mask, u32),
    ) -> Result<Vec<Value>, Reason> {
        let refused = |error: Error| reason(&error, case);
        let views = &extraction.prepared.views;
        let explained = extractor
            .explain_at(&extraction.prepared, &self.score, self.layer)
            .map_err(refused)?;
        let maps: Vec<Array2<f64>> = explained.iter().map(|one| one.map.gradcam()).collect();
        let placed: Vec<_> = maps
            .iter()
            .map(|map| map.view())
            .zip(views.iter().copied())
            .collect();
        let volume = in_volume(&placed, image.volume().geometry());
        let volume = volume.map_err(|error| refused(error.into()))?;
        let [map, picture] =
            [self.format.extension(), "png"].map(|extension| self.path(case, extension));
        for path in [&map, &picture] {
            if !self.replaces && path.exists() {
                let message =
                    "there is a file of this name: give another --out-dir, or --overwrite";
                return Err(Reason::new(ErrorClass::Input, message).at(path));
            }
        }
        self.seals.unseal(case)?;
        voxomics::io::write(&map, &volume.into())
            .map_err(|error| Reason::new(error.class(), error).at(&map))?;
        // Of several slices, the one of the largest region.
        let planes = views
            .iter()
            .map(|view| Plane::shown(view, image.volume(), mask, label));
        let planes: Vec<Plane> = planes
            .collect::<Result<_, _>>()
            .map_err(|error| refused(error.into()))?;
        let shown = (0..planes.len()).max_by_key(|&at| (planes[at].area(), std::cmp::Reverse(at)));
        let shown = shown.unwrap_or(0);
        let painted = painted(placed[shown], &planes[shown], extractor);
        save(&picture, &painted.map_err(refused)?)?;
        self.seals.seal(case, key)?;
        let value = explained[shown].value;
        let path = |path: &Path| Value::from(slashed(path, self.unix_path).as_str());
        Ok(vec![Value::Number(value), path(&map), path(&picture)])
    }

    /// All pictures of a list side by side, beside them: what one looks at first.
    pub(super) fn sheet(&self, cases: &Cases, report: &Report) -> Result<(), Stop> {
        let paths = cases.as_slice().iter().map(|case| self.path(case, "png"));
        let files = paths.filter_map(|path| fs::read(path).ok());
        let pictures = files
            .map(|file| Picture::from_png(&file))
            .collect::<Result<Vec<_>, _>>();
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

fn painted(
    (map, view): (ArrayView2<'_, f64>, View),
    plane: &Plane,
    extractor: &Extractor,
) -> Result<Vec<u8>, Error> {
    let map = min_max(on_slice(map, &view)?.view());
    let window = match extractor.recipe().intensity {
        Intensity::Window(window) => window,
        _ => range(plane),
    };
    let style = Style {
        window,
        ..Style::default()
    };
    Ok(overlay(plane, map.view(), &style)?.png()?)
}

/// From the least to the greatest pixel.
fn range(plane: &Plane) -> Window {
    let pixels = plane
        .pixels()
        .iter()
        .copied()
        .filter(|pixel| pixel.is_finite());
    let [least, most] = pixels.fold(
        [f64::INFINITY, f64::NEG_INFINITY],
        |[least, most], pixel| [least.min(pixel), most.max(pixel)],
    );
    Window {
        centre: f64::midpoint(least, most),
        width: (most - least).max(f64::MIN_POSITIVE),
    }
}

fn save(path: &Path, bytes: &[u8]) -> Result<(), Reason> {
    let written = Output::file(path, Existing::Overwrite).and_then(|mut output| {
        output.add(bytes)?;
        output.commit()
    });
    written.map_err(|error| Reason::new(error.class(), error).at(path))
}
