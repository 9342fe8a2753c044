//! Facts for people.

use std::fmt::{Display, Write as _};
use std::path::Path;

use voxomics::core::number::repr;
use voxomics::io::Segment;
use voxomics::volume::mask::Label;

use super::dicom::{Region, Study};
use super::facts::{Component, Facts};

/// A paragraph about a file.
pub(super) fn text(facts: &Facts) -> String {
    format!("{}\n{}", facts.path.display(), body(facts))
}

/// Paragraphs about a study: each volume with its regions, then regions without one.
pub(super) fn study(path: &Path, study: &Study) -> String {
    let scans = study.scans.iter().map(|scan| match scan {
        Ok(shown) => {
            let regions = shown.regions.iter().map(region);
            let (title, body) = (&shown.title, body(&shown.facts));
            format!("volume {title}\n{body}{}", regions.collect::<String>())
        }
        Err(error) => format!("volume refused: {error}\n"),
    });
    let listed = study.listed.iter().map(region);
    let skipped = (study.skipped > 0).then(|| {
        let count = study.skipped;
        format!(
            "  {:<11} {count} files that are not DICOM images\n",
            "skipped"
        )
    });
    let title = format!("{}\n", path.display());
    [title]
        .into_iter()
        .chain(scans)
        .chain(listed)
        .chain(skipped)
        .collect()
}

/// `#1 GTV, CLOSED_PLANAR, 117145 voxels`.
fn region(region: &Region) -> String {
    let outline = &region.outline;
    let drawn = match &region.drawn {
        Some(Ok(mask)) => format!(", {} voxels", mask.voxels),
        Some(Err(error)) => format!(", {}", error.kind()),
        None => String::new(),
    };
    let (number, name, kind) = (outline.number, &outline.name, &outline.kind);
    format!("  {:<11} #{number} {name}, {kind}{drawn}\n", "region")
}

fn body(facts: &Facts) -> String {
    let geometry = &facts.geometry;
    let rank = geometry.rank();
    let mut text = String::new();
    let mut say = |what: &str, value: &dyn Display| {
        writeln!(text, "  {what:<11} {value}").expect("a string grows");
    };
    say("format", &format!("{}, {}", facts.format, facts.encoding));
    let size = geometry.size();
    say(
        "size",
        &size[..rank]
            .iter()
            .map(usize::to_string)
            .collect::<Vec<_>>()
            .join(" x "),
    );
    say(
        "spacing",
        &format!("{} mm", numbers(&geometry.spacing()[..rank])),
    );
    say(
        "origin",
        &format!("{} mm, LPS", numbers(&geometry.origin()[..rank])),
    );
    let direction = geometry.direction().map(|row| numbers(&row));
    say("direction", &direction.join(" | "));
    say("voxel type", &facts.voxel_type);
    if let Some([slope, intercept]) = facts.scaling {
        say(
            "scaling",
            &format!("{} * voxel + {}", repr(slope), repr(intercept)),
        );
    }
    if facts.components.len() > 1 {
        say("components", &facts.components.len());
    }
    for (layer, component) in facts.components.iter().enumerate() {
        say("range", &range(component));
        for &label in &component.labels {
            say("label", &labelled(label, layer, &facts.segments));
        }
        if let Some(hash) = &component.sha256 {
            say("sha256_f64", hash);
        }
    }
    text
}

fn numbers(values: &[f64]) -> String {
    values
        .iter()
        .map(|&value| repr(value))
        .collect::<Vec<_>>()
        .join(" ")
}

fn range(component: &Component) -> String {
    match component.range {
        Some([low, high]) => format!("{} to {}", repr(low), repr(high)),
        None => "no voxel is a number".to_owned(),
    }
}

fn labelled(label: Label, layer: usize, segments: &[Segment]) -> String {
    let (value, voxels) = (label.value(), label.voxels());
    let is_it = |segment: &&Segment| segment.label == value && segment.layer == layer;
    match segments.iter().find(is_it) {
        Some(segment) => format!("{value}, {voxels} voxels, {}", segment.name),
        None => format!("{value}, {voxels} voxels"),
    }
}
