//! Placements in files.

use serde::{Deserialize, Serialize};

use super::{Class, Placements};
use crate::delong::Error;
use crate::input;
use crate::roc::Direction;

/// Placements as a file has them: the sums follow.
#[derive(Serialize, Deserialize)]
pub(super) struct File {
    direction: Direction,
    labels: Vec<bool>,
    doubled: Vec<u32>,
}

impl From<Placements> for File {
    fn from(placements: Placements) -> Self {
        Self {
            direction: placements.direction,
            labels: placements.labels,
            doubled: placements.doubled,
        }
    }
}

impl TryFrom<File> for Placements {
    type Error = Error;

    fn try_from(file: File) -> Result<Self, Error> {
        let File {
            direction,
            labels,
            doubled,
        } = file;
        input::same_length(("doubled", doubled.len()), ("labels", labels.len()))?;
        let (m, k) = input::both_classes("labels", &labels)?;
        let [mut cases, mut controls] = [Class::new(m, k), Class::new(k, m)];
        for (row, (&case, &doubled)) in labels.iter().zip(&doubled).enumerate() {
            let class = if case { &mut cases } else { &mut controls };
            if u64::from(doubled) > 2 * class.others as u64 {
                return Err(Error::Input(input::Error::OutOfRange {
                    what: "doubled",
                    row,
                    value: doubled.into(),
                    range: "at most twice the other class",
                }));
            }
            class.add(1, doubled);
        }
        Ok(Self {
            direction,
            labels,
            doubled,
            cases,
            controls,
        })
    }
}
