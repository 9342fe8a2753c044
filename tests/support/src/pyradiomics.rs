//! Goldens of PyRadiomics 3.0.1.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Map, Value};

/// What PyRadiomics returns for a case.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Golden {
    /// Name of the configuration.
    pub config: String,
    /// Parameter file, relative to the goldens; `None` for the defaults.
    pub parameters: Option<String>,
    /// Name of the case.
    pub case: String,
    /// Image file, beginning with `data/`.
    pub image: String,
    /// Mask file, beginning with `data/`.
    pub mask: String,
    /// Label in the mask.
    pub label: u32,
    /// Settings on top of the parameters.
    pub overrides: Map<String, Value>,
    /// Messages of level WARNING and above.
    pub log: Map<String, Value>,
    /// Names and values, in PyRadiomics' order.
    pub values: Vec<(String, Value)>,
    /// The folder with `data/` or `images/` that the golden was read from.
    #[serde(skip)]
    root: PathBuf,
}

impl Golden {
    /// Every golden of a folder, by name.
    ///
    /// # Panics
    ///
    /// If the folder or a file in it cannot be read.
    #[must_use]
    pub fn folder(folder: &Path) -> Vec<Self> {
        let entries =
            fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        let mut files: Vec<PathBuf> = entries
            .map(|entry| entry.expect("a folder entry").path())
            .collect();
        files.sort();
        files.iter().map(|file| Self::read(file)).collect()
    }

    fn read(file: &Path) -> Self {
        let text =
            fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let mut golden: Self = serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let root = file
            .ancestors()
            .find(|folder| folder.join("images").is_dir() || folder.join("goldens").is_dir());
        golden.root = root.expect("goldens lie below their images").into();
        golden
    }

    /// Where its image lies.
    #[must_use]
    pub fn image_path(&self) -> PathBuf {
        self.resolve(&self.image)
    }

    /// Where its mask lies.
    #[must_use]
    pub fn mask_path(&self) -> PathBuf {
        self.resolve(&self.mask)
    }

    /// Where its parameter file lies, if it has one.
    #[must_use]
    pub fn parameters_path(&self) -> Option<PathBuf> {
        let name = Path::new(self.parameters.as_ref()?).file_name()?;
        ["pyradiomics/configs", "goldens/pyradiomics/configs"]
            .iter()
            .map(|folder| self.root.join(folder).join(name))
            .find(|path| path.is_file())
    }

    fn resolve(&self, path: &str) -> PathBuf {
        let images = self.root.join("images");
        match path.strip_prefix("data/").filter(|_| images.is_dir()) {
            Some(rest) => images.join(rest),
            None => self.root.join(path),
        }
    }

    /// The features, without diagnostics.
    pub fn features(&self) -> impl Iterator<Item = (&str, f64)> {
        let features = self
            .values
            .iter()
            .filter(|(name, _)| !name.starts_with("diagnostics_"));
        features.map(|(name, value)| {
            let value = value.as_f64().unwrap_or(f64::NAN); // "nan" is a string
            (name.as_str(), value)
        })
    }

    /// The diagnostics.
    pub fn diagnostics(&self) -> impl Iterator<Item = (&str, &Value)> {
        let values = self
            .values
            .iter()
            .map(|(name, value)| (name.as_str(), value));
        values.filter(|(name, _)| name.starts_with("diagnostics_"))
    }
}
