//! Whether the numbers of a recipe can be.

use super::{Channels, Crop, Intensity, Margin, Normalisation, Recipe, Slices, Window};
use crate::input::Error;

/// The most pixels along a side of the network's input.
const LARGEST_SIDE: u32 = 4096;

impl Recipe {
    /// Whether its numbers can be; everything that takes a recipe asks first.
    ///
    /// # Errors
    ///
    /// [`Error::Recipe`], which names the first one that cannot.
    pub fn check(&self) -> Result<(), Error> {
        self.slices()?;
        self.intensity()?;
        self.crop()?;
        self.pixels()?;
        self.moments()
    }

    fn slices(&self) -> Result<(), Error> {
        match self.slices {
            Slices::Adjacent { step } => number("step", f64::from(step), step > 0, "1 or more"),
            _ => Ok(()),
        }
    }

    fn intensity(&self) -> Result<(), Error> {
        match self.intensity {
            Intensity::Window(window) => width(window),
            Intensity::Windows(windows) => windows.into_iter().try_for_each(width),
            Intensity::MinMax { .. } => Ok(()),
            Intensity::Percentiles { low, high, .. } => {
                let fits = (0.0..=100.0).contains(&low);
                number("lower percentile", low, fits, "between 0 and 100")?;
                let fits = high > low && high <= 100.0;
                number(
                    "upper percentile",
                    high,
                    fits,
                    "above the lower and at most 100",
                )
            }
            Intensity::Range { low, high } => {
                finite("lower end of the range", low)?;
                finite("upper end of the range", high)?;
                number(
                    "upper end of the range",
                    high,
                    high > low,
                    "above the lower",
                )
            }
            Intensity::ZScore { reach, .. } => positive("reach of the z-scores", reach),
        }
    }

    fn crop(&self) -> Result<(), Error> {
        let margin = match self.crop {
            Crop::Square { margin } | Crop::Tight { margin } => margin,
            Crop::Whole => return Ok(()),
        };
        match margin {
            Margin::Pixels(_) => Ok(()),
            Margin::Percent(value) | Margin::Millimetres(value) => {
                let fits = value >= 0.0 && value.is_finite();
                number("margin", value, fits, "0 or more and finite")
            }
        }
    }

    fn pixels(&self) -> Result<(), Error> {
        let side = self.resize.side;
        let fits = (1..=LARGEST_SIDE).contains(&side);
        number("side", f64::from(side), fits, "from 1 to 4096")?;
        if let Some(from) = self.resize.cut_from {
            let fits = (side..=LARGEST_SIDE).contains(&from);
            number(
                "side before the cut",
                f64::from(from),
                fits,
                "from the side itself to 4096",
            )?;
        }
        match self.channels {
            Channels::Grey => Ok(()),
            Channels::Regions { dilation } => {
                let fits = dilation <= LARGEST_SIDE;
                number("dilation", f64::from(dilation), fits, "at most 4096")
            }
        }
    }

    fn moments(&self) -> Result<(), Error> {
        let Normalisation::Own { mean, sd } = self.normalisation else {
            return Ok(());
        };
        mean.into_iter()
            .try_for_each(|mean| finite("mean of a channel", mean))?;
        // The largest value by the least deviation must stay within `f32`.
        let fits = |sd: f64| (1e-30..=1e30).contains(&sd);
        sd.into_iter()
            .try_for_each(|sd| number("sd of a channel", sd, fits(sd), "from 1e-30 to 1e30"))?;
        let fits = |mean: f64| mean.abs() <= 1e6;
        mean.into_iter()
            .try_for_each(|mean| number("mean of a channel", mean, fits(mean), "within 1e6 of 0"))
    }
}

fn width(window: Window) -> Result<(), Error> {
    finite("centre of the window", window.centre)?;
    positive("width of the window", window.width)
}

fn finite(what: &'static str, value: f64) -> Result<(), Error> {
    number(what, value, value.is_finite(), "finite")
}

fn positive(what: &'static str, value: f64) -> Result<(), Error> {
    let fits = value > 0.0 && value.is_finite();
    number(what, value, fits, "positive and finite")
}

fn number(what: &'static str, value: f64, fits: bool, accepted: &'static str) -> Result<(), Error> {
    if fits {
        Ok(())
    } else {
        Err(Error::Recipe {
            what,
            value,
            accepted,
        })
    }
}
