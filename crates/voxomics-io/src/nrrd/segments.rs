//! The segments of 3D Slicer's `.seg.nrrd`.

use std::collections::BTreeMap;

use crate::Segment;

/// Segments from `SegmentN_Name`, `SegmentN_LabelValue` and `SegmentN_Layer`, in the order of `N`.
///
/// Those without a name, or whose label is not a number, are left out.
pub(super) fn read(pairs: &[(String, String)], components: usize) -> Vec<Segment> {
    let mut found: BTreeMap<u32, BTreeMap<&str, &str>> = BTreeMap::new();
    for (key, value) in pairs {
        let parts = key
            .strip_prefix("Segment")
            .and_then(|key| key.split_once('_'));
        if let Some((number, name)) = parts
            && let Ok(number) = number.parse()
        {
            found.entry(number).or_default().insert(name, value);
        }
    }
    let segment = |entries: BTreeMap<&str, &str>| {
        let number = |name| entries.get(name).map(|value: &&str| value.trim());
        Some(Segment {
            name: (*entries.get("Name")?).to_owned(),
            label: number("LabelValue").map_or(Some(1), |value| value.parse().ok())?,
            layer: number("Layer").map_or(Some(0), |value| value.parse().ok())?,
        })
    };
    let segments = found.into_values().filter_map(segment);
    segments
        .filter(|segment| segment.layer < components)
        .collect()
}
