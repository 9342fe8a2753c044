//! The table of all cases in docs/FORMATS.md: written by this test, checked by it ever after.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;
use voxomics_io::dicom::{Collection, Roi};
use voxomics_io::{Error, is_dicom, read};

use crate::data;

const BEGIN: &str = "<!-- cases: written by the test `every_case_is_listed` -->\n";
const END: &str = "<!-- end of cases -->\n";

/// What became of a case, in a few words.
fn outcome(name: &str) -> Result<String, Error> {
    let path = data(name);
    if !is_dicom(&path)? {
        let image = read(&path)?;
        return Ok(grid(&image));
    }
    let collection = Collection::open(&path)?;
    let scans = collection.scans();
    let mut text = match scans {
        [] => String::new(),
        [only] => grid(&only.read()?),
        several => format!("{} volumes", several.len()),
    };
    let image = collection.only_scan()?.read();
    for outlines in collection.outlines() {
        for outline in outlines.outlines() {
            let drawn = outlines.mask_of(
                &Roi::number(outline.number),
                image.as_ref().map_err(Clone::clone)?,
            );
            let told = match drawn {
                Ok(drawn) => super::dicom::inside(&drawn.mask).to_string(),
                Err(error) => error.kind().to_string(),
            };
            write!(text, "; {} {told}", outline.name).unwrap();
        }
    }
    Ok(text)
}

fn grid(image: &voxomics_io::Image) -> String {
    let [x, y, z] = image.volume().geometry().size();
    let kind = image.volume().voxel_type();
    let components = image.components().len();
    let several = if components > 1 {
        format!(", {components} components")
    } else {
        String::new()
    };
    format!("{x} x {y} x {z} {kind}{several}")
}

fn line(name: &str, case: &Value) -> String {
    let expected = case["expect"].as_str().unwrap();
    let expected = match case["error"].as_str() {
        Some(kind) if expected == "error" => format!("refused: {kind}"),
        _ => expected.replace('_', " "),
    };
    let allowed = case["ok_too"]
        .as_str()
        .map(|other| format!(" (or {other})"));
    let found = match outcome(name) {
        Ok(text) => text,
        Err(error) => match Collection::open(data(name)) {
            Ok(collection) if collection.scans().len() > 1 => {
                format!("{} volumes", collection.scans().len())
            }
            _ => format!("refused: {}", error.kind()),
        },
    };
    let allowed = allowed.unwrap_or_default().replace('|', "\\|");
    format!("| {name} | {expected}{allowed} | {found} |\n")
}

fn table() -> String {
    let text = std::fs::read_to_string(data("expected.json")).unwrap();
    let cases: BTreeMap<String, Value> = serde_json::from_str(&text).unwrap();
    // One of them is made where a test needs it, and stored nowhere.
    let stored = cases.iter().filter(|(name, _)| !name.starts_with('('));
    let lines = stored.map(|(name, case)| line(name, case));
    format!(
        "| case | expected | here |\n|---|---|---|\n{}",
        lines.collect::<String>()
    )
}

#[test]
fn every_case_is_listed() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/FORMATS.md");
    let page = std::fs::read_to_string(path).unwrap();
    let (before, rest) = page.split_once(BEGIN).unwrap();
    let (listed, after) = rest.split_once(END).unwrap();
    let table = table();
    if std::env::var_os("VOXOMICS_BLESS").is_some() {
        std::fs::write(path, format!("{before}{BEGIN}{table}{END}{after}")).unwrap();
        return;
    }
    assert_eq!(listed, table, "VOXOMICS_BLESS=1 writes it anew");
}
