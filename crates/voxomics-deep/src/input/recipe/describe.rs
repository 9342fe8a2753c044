//! A recipe in one line.

use std::fmt::{Display, Formatter, Result};

use super::{
    Background, Channels, Crop, Intensity, Margin, Normalisation, Over, Pool, Recipe, Resize,
    Slices, Window,
};

impl Display for Recipe {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        let background = match self.background {
            Background::Kept => "background kept",
            Background::Zero => "background 0",
        };
        write!(
            formatter,
            "{}; {}; {background}; {}; {}; {}; {}",
            self.slices, self.intensity, self.crop, self.resize, self.channels, self.normalisation
        )
    }
}

impl Display for Slices {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        match self {
            Self::LargestArea => formatter.write_str("slice of the largest area"),
            Self::All { pool: Pool::Mean } => formatter.write_str("mean over all slices"),
            Self::All { pool: Pool::Max } => formatter.write_str("maximum over all slices"),
            Self::Adjacent { step } => {
                write!(
                    formatter,
                    "slice of the largest area between those {step} away"
                )
            }
            Self::Orthogonal => formatter.write_str("three orthogonal slices of the largest area"),
        }
    }
}

impl Display for Window {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        write!(formatter, "{}/{}", self.centre, self.width)
    }
}

impl Display for Over {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        formatter.write_str(match self {
            Self::Roi => "the region",
            Self::Box => "the box",
            Self::Slice => "the slice",
        })
    }
}

impl Display for Intensity {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        match self {
            Self::Window(window) => write!(formatter, "window {window}"),
            Self::Windows([a, b, c]) => write!(formatter, "windows {a}, {b} and {c}"),
            Self::MinMax { over } => write!(formatter, "minimum to maximum of {over}"),
            Self::Percentiles { low, high, over } => {
                write!(formatter, "percentiles {low} to {high} of {over}")
            }
            Self::Range { low, high } => write!(formatter, "intensities {low} to {high}"),
            Self::ZScore { over, reach } => {
                write!(formatter, "z-scores of {over} from -{reach} to {reach}")
            }
        }
    }
}

impl Display for Crop {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        match self {
            Self::Square { margin } => write!(formatter, "square box{}", described(margin)),
            Self::Tight { margin } => write!(formatter, "stretched box{}", described(margin)),
            Self::Whole => formatter.write_str("whole slice"),
        }
    }
}

/// What follows a box; nothing for no margin.
fn described(margin: &Margin) -> String {
    match margin {
        Margin::Pixels(0) => String::new(),
        Margin::Pixels(pixels) => format!(" with a margin of {pixels} pixels"),
        Margin::Percent(percent) => format!(" with a margin of {percent} %"),
        Margin::Millimetres(mm) => format!(" with a margin of {mm} mm"),
    }
}

impl Display for Resize {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        let (side, method) = (self.side, self.method.describe());
        match self.cut_from {
            None => write!(formatter, "{side} x {side}, {method}"),
            Some(from) => write!(
                formatter,
                "central {side} x {side} of {from} x {from}, {method}"
            ),
        }
    }
}

impl Display for Channels {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        match self {
            Self::Grey => formatter.write_str("grey in three channels"),
            Self::Regions { dilation } => {
                write!(
                    formatter,
                    "region, region grown by {dilation} pixels and mask as channels"
                )
            }
        }
    }
}

impl Display for Normalisation {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        match self {
            Self::ImageNet => formatter.write_str("ImageNet mean and sd"),
            Self::None => formatter.write_str("not normalised"),
            Self::Own { mean, sd } => write!(formatter, "mean {mean:?} and sd {sd:?}"),
        }
    }
}
