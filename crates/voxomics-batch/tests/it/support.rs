//! A small list, and work that a closure does.

use std::path::{Path, PathBuf};

use voxomics_batch::cases::{Column, Layout};
use voxomics_batch::run::{Answers, Work};
use voxomics_batch::{Case, Cases, Key, Reason, Value};
use voxomics_core::ErrorClass;

pub(crate) fn layout() -> Layout {
    Layout::new([
        Column::path("Image"),
        Column::path("Mask"),
        Column::integer("Label", 1).optional(),
    ])
    .id("ID")
}

/// Cases `P1` to `PN`; three in a row share an image.
pub(crate) fn patients(count: usize) -> Cases {
    let row = |number: usize| {
        let image = format!("i{}.nii", number / 3);
        [format!("P{}", number + 1), image, format!("m{number}.nii")]
    };
    let rows: Vec<_> = (0..count).map(row).collect();
    Cases::from_rows(
        Path::new("cases.csv"),
        ["ID", "Image", "Mask"],
        rows,
        &layout(),
    )
    .unwrap()
}

/// One number, the half of the case's number in the ID, by a closure that may also fail.
pub(crate) struct Halves<F> {
    pub(crate) before: F,
    pub(crate) version: &'static str,
    pub(crate) grouped: bool,
}

impl<F: Fn(&Case) -> Result<(), Reason> + Sync> Halves<F> {
    pub(crate) fn new(before: F) -> Self {
        Self {
            before,
            version: "1",
            grouped: true,
        }
    }
}

impl<F: Fn(&Case) -> Result<(), Reason> + Sync> Work for Halves<F> {
    fn columns(&self) -> Vec<String> {
        vec!["Half".to_owned(), "Version".to_owned()]
    }

    fn key(&self, case: &Case) -> Result<Key, Reason> {
        let id = case.id().unwrap();
        Ok(Key::builder()
            .part("version", self.version)
            .part("id", id)
            .finish())
    }

    fn shared_input(&self, case: &Case) -> Option<PathBuf> {
        self.grouped.then(|| case.path("Image").unwrap().to_owned())
    }

    fn compute(&self, cases: &[&Case], answers: &mut Answers<'_>) {
        let half = |case: &&Case| {
            (self.before)(case)?;
            let number: f64 = case.id().unwrap()[1..].parse().unwrap();
            Ok(vec![vec![
                Value::from(number / 2.0),
                Value::from(self.version),
            ]])
        };
        answers.extend(cases.iter().map(half));
    }
}

/// Fails the cases with these IDs.
pub(crate) fn failing(ids: &'static [&'static str]) -> impl Fn(&Case) -> Result<(), Reason> + Sync {
    move |case| match case.id() {
        Some(id) if ids.contains(&id) => {
            Err(Reason::new(ErrorClass::Input, "no such file").at(case.path("Mask").unwrap()))
        }
        _ => Ok(()),
    }
}

#[expect(clippy::unnecessary_wraps, reason = "as `failing`, which may")]
pub(crate) fn nothing(_: &Case) -> Result<(), Reason> {
    Ok(())
}

pub(crate) fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}
