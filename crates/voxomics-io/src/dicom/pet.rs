//! Standardised uptake values of PET, by body weight.
//!
//! `SUVbw = activity [Bq/ml] · weight [g] / dose at the reference time [Bq]`, as in QIBA's vendor-neutral pseudo-code
//! and PS3.3 section C.8.9.

use std::fmt;

use super::dataset::{Dataset, required};
use super::tags;
use super::time::{Clock, Moment, Zone};
use crate::error::{Fault, Kind};

/// Doses below this, Bq, were entered in megabecquerel.
const LEAST_DOSE: f64 = 1e4;
/// Later than this after the injection, half-lives, little is left to image.
const MOST_HALF_LIVES: f64 = 4.0;
/// Nobody images what is left after so many.
const IMPOSSIBLE_HALF_LIVES: f64 = 10.0;

/// What a PET file says of dose and time.
pub(super) struct Pet {
    units: String,
    suv_type: String,
    decay: String,
    corrected: String,
    weight: Result<Option<f64>, Fault>,
    dose: Result<Option<f64>, Fault>,
    half_life: Result<Option<f64>, Fault>,
    injected: Injection,
    series: Clock,
    acquisition: Clock,
    /// When General Electric's scan began, which later processing does not change.
    scan: Clock,
    philips: Philips,
}

#[derive(Default)]
struct Injection {
    date_time: Option<Moment>,
    /// Whether it says its offset from UTC where nothing says the scanner's.
    is_in_unknown_zone: bool,
    time: Clock,
}

/// Factors in Philips' private group: from counts to SUV, and to activity.
#[derive(Default)]
struct Philips {
    suv: Option<f64>,
    activity: Option<f64>,
}

/// By what activity becomes SUV.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Factor {
    pub(super) factor: f64,
    pub(super) warnings: Vec<String>,
}

/// Weight, dose and times are a person's, and in no log.
impl fmt::Debug for Pet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Pet")
    }
}

impl Pet {
    pub(super) fn read(data: &Dataset<'_>) -> Self {
        let text = |tag| data.text(tag).unwrap_or_default().to_owned();
        let drug = data
            .item(tags::RADIOPHARMACEUTICAL_INFORMATION_SEQUENCE)
            .map(Option::unwrap_or_default);
        let of_drug = |tag| drug.as_ref().map_err(Clone::clone)?.number(tag);
        let drug_text = |tag| drug.as_ref().ok().and_then(|drug| drug.text(tag));
        let zone = data
            .text(tags::TIMEZONE_OFFSET_FROM_UTC)
            .and_then(Zone::parse);
        Self {
            units: text(tags::UNITS),
            suv_type: text(tags::SUV_TYPE),
            decay: text(tags::DECAY_CORRECTION),
            corrected: text(tags::CORRECTED_IMAGE),
            weight: data.number(tags::PATIENT_WEIGHT),
            dose: of_drug(tags::RADIONUCLIDE_TOTAL_DOSE),
            half_life: of_drug(tags::RADIONUCLIDE_HALF_LIFE),
            injected: Injection {
                date_time: drug_text(tags::RADIOPHARMACEUTICAL_START_DATE_TIME)
                    .and_then(|text| Moment::parse(text, zone)),
                is_in_unknown_zone: zone.is_none()
                    && drug_text(tags::RADIOPHARMACEUTICAL_START_DATE_TIME)
                        .is_some_and(|text| text.contains(['+', '-'])),
                time: Clock::parse(None, drug_text(tags::RADIOPHARMACEUTICAL_START_TIME)),
            },
            series: Clock::parse(data.text(tags::SERIES_DATE), data.text(tags::SERIES_TIME)),
            acquisition: Clock::parse(
                data.text(tags::ACQUISITION_DATE),
                data.text(tags::ACQUISITION_TIME),
            ),
            scan: ge_scan(data),
            philips: Philips::read(data),
        }
    }

    /// The factor of this file; `all` are the files of its volume, this one included.
    pub(super) fn factor(&self, all: &[&Self]) -> Result<Factor, Fault> {
        let mut warnings = Vec::new();
        let factor = match self.units.as_str() {
            "GML" => self.already()?,
            "CNTS" => match (self.philips.suv, self.philips.activity) {
                (Some(suv), _) => suv,
                (None, Some(activity)) => activity * self.per_activity(all, &mut warnings)?,
                (None, None) => return Err(unsupported("counts without Philips' factors")),
            },
            "BQML" => self.per_activity(all, &mut warnings)?,
            "" => return required(tags::UNITS, None),
            other => return Err(unsupported(&format!("values in `{other}`"))),
        };
        Ok(Factor { factor, warnings })
    }

    /// Grams a millilitre are SUV by body weight already, if nothing says otherwise.
    fn already(&self) -> Result<f64, Fault> {
        match self.suv_type.as_str() {
            "" | "BW" => Ok(1.0),
            other => Err(unsupported(&format!("SUV of type `{other}`"))),
        }
    }

    fn per_activity(&self, all: &[&Self], warnings: &mut Vec<String>) -> Result<f64, Fault> {
        let number = |value: &Result<Option<f64>, Fault>, tag| {
            let value = value.clone()?.filter(|&value| value > 0.0);
            required(tag, value)
        };
        let weight = number(&self.weight, tags::PATIENT_WEIGHT)?;
        let dose = number(&self.dose, tags::RADIONUCLIDE_TOTAL_DOSE)?;
        let half_life = number(&self.half_life, tags::RADIONUCLIDE_HALF_LIFE)?;
        if dose < LEAST_DOSE {
            let name = tags::name(tags::RADIONUCLIDE_TOTAL_DOSE);
            let message =
                format!("{name} of {dose} Bq is none that is given: was it entered in MBq?");
            return Err(Fault::new(Kind::BadValue, message));
        }
        self.check_corrections(warnings)?;
        let delay = match self.decay.as_str() {
            "START" => self.delay(all, half_life, warnings)?,
            "ADMIN" => 0.0,
            "NONE" => return Err(unsupported("activity without decay correction")),
            _ => return required(tags::DECAY_CORRECTION, None),
        };
        Ok(weight * 1000.0 / (dose * (-delay / half_life).exp2()))
    }

    /// That the image is corrected for decay and attenuation, where it says what it is corrected for.
    fn check_corrections(&self, warnings: &mut Vec<String>) -> Result<(), Fault> {
        if self.corrected.is_empty() {
            let name = tags::name(tags::CORRECTED_IMAGE);
            warnings.push(format!(
                "{name} is absent: decay and attenuation are taken for corrected"
            ));
            return Ok(());
        }
        let names: Vec<&str> = self.corrected.split('\\').map(str::trim).collect();
        match ["DECY", "ATTN"]
            .iter()
            .find(|needed| !names.contains(needed))
        {
            Some(missing) => Err(unsupported(&format!(
                "an image not corrected for {missing}"
            ))),
            None => Ok(()),
        }
    }

    /// Seconds from the injection to the time that decay was corrected to.
    fn delay(
        &self,
        all: &[&Self],
        half_life: f64,
        warnings: &mut Vec<String>,
    ) -> Result<f64, Fault> {
        let reference = required(tags::SERIES_TIME, self.reference(all))?;
        let dated = self
            .injected
            .date_time
            .and_then(|start| reference.since(start));
        let delay = if let Some(seconds) = dated {
            if self.injected.is_in_unknown_zone {
                let [name, own] = [
                    tags::RADIOPHARMACEUTICAL_START_DATE_TIME,
                    tags::TIMEZONE_OFFSET_FROM_UTC,
                ]
                .map(tags::name);
                warnings.push(format!(
                    "{name} has an offset from UTC and {own} is absent: taken for the scanner's"
                ));
            }
            seconds
        } else {
            let start = self.injected.time.moment();
            let start = required(tags::RADIOPHARMACEUTICAL_START_TIME, start)?;
            // The day is that of the series, or the one before.
            (reference.seconds() - start.seconds()).rem_euclid(86_400.0)
        };
        if !(0.0..=IMPOSSIBLE_HALF_LIVES * half_life).contains(&delay) {
            let message = format!(
                "the scan is {delay} s after the injection, with a half-life of {half_life} s: one of these times is wrong"
            );
            return Err(Fault::new(Kind::BadValue, message));
        }
        if delay > MOST_HALF_LIVES * half_life {
            warnings.push(format!("the scan is {delay} s after the injection"));
        }
        Ok(delay)
    }

    /// The time that decay was corrected to: the beginning of the scan.
    fn reference(&self, all: &[&Self]) -> Option<Moment> {
        if let Some(scan) = self.scan.moment() {
            return Some(scan);
        }
        let acquisitions = all.iter().filter_map(|pet| pet.acquisition.moment());
        let earliest = acquisitions.min_by(Moment::order);
        match (self.series.moment(), earliest) {
            // A series made later has a time of its own making.
            (Some(series), Some(earliest)) if series.order(&earliest).is_gt() => Some(earliest),
            (Some(series), _) => Some(series),
            (None, earliest) => earliest,
        }
    }
}

impl Philips {
    /// The private group 7053, whose block its creator reserves.
    fn read(data: &Dataset<'_>) -> Self {
        let block = (0x10..=0xFF).find(|&block| {
            let creator = data.text(dicom_core::Tag(0x7053, block));
            creator == Some("Philips PET Private Group")
        });
        let Some(block) = block else {
            return Self::default();
        };
        let factor = |element| {
            let value = data.number(dicom_core::Tag(0x7053, (block << 8) | element));
            value.ok().flatten().filter(|&factor| factor > 0.0)
        };
        Self {
            suv: factor(0x00),
            activity: factor(0x09),
        }
    }
}

/// Date and time of a scan by General Electric: (0009,xx0D), where its creator reserves the block.
fn ge_scan(data: &Dataset<'_>) -> Clock {
    let block = (0x10..=0xFF)
        .find(|&block| data.text(dicom_core::Tag(0x0009, block)) == Some("GEMS_PETD_01"));
    let text = block.and_then(|block| data.text(dicom_core::Tag(0x0009, (block << 8) | 0x0D)));
    Clock::from_moment(text.and_then(|text| Moment::parse(text, None)))
}

fn unsupported(what: &str) -> Fault {
    Fault::new(
        Kind::Unsupported,
        format!("{what}: no SUV can be told from it"),
    )
}
