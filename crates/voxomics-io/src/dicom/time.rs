//! Dates and times as DICOM writes them, PS3.5 section 6.2, and as older files do.

use std::cmp::Ordering;

const SECONDS_OF_DAY: f64 = 86_400.0;

/// Seconds of a day, and the day, where it is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Moment {
    day: Option<i64>,
    seconds: f64,
}

/// Seconds that a clock is before UTC's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Zone(f64);

/// A date and a time that stand in two attributes.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Clock(Option<Moment>);

impl Zone {
    /// `+0100`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let digits = text.strip_prefix(['+', '-'])?;
        let [hours, minutes] = match digits.split_at_checked(2)? {
            (hours, minutes) if minutes.len() == 2 => [hours, minutes],
            _ => return None,
        };
        let [hours, minutes] = [hours, minutes].map(|digits| digits.parse::<u8>().ok());
        let minutes = 60.0 * f64::from(hours?) + f64::from(minutes?);
        let seconds = 60.0 * minutes;
        Some(Self(if text.starts_with('-') {
            -seconds
        } else {
            seconds
        }))
    }
}

impl Clock {
    /// `20200131` and `102000.5`; nothing without a time.
    pub(super) fn parse(date: Option<&str>, time: Option<&str>) -> Self {
        Self(time.and_then(seconds).map(|seconds| Moment {
            day: date.and_then(day),
            seconds,
        }))
    }

    pub(super) fn from_moment(moment: Option<Moment>) -> Self {
        Self(moment)
    }

    pub(super) fn moment(self) -> Option<Moment> {
        self.0
    }
}

impl Moment {
    /// `20200131102000.5`, with or without an offset from UTC: in the zone of the scanner, where both are known.
    pub(super) fn parse(text: &str, scanner: Option<Zone>) -> Option<Self> {
        let text = text.split('&').next()?.trim();
        let (local, zone) = text.split_at(text.find(['+', '-']).unwrap_or(text.len()));
        let (date, time) = local.trim().split_at_checked(8)?;
        let shift = match (Zone::parse(zone), scanner) {
            (Some(Zone(own)), Some(Zone(scanner))) => scanner - own,
            _ => 0.0,
        };
        let (day, seconds) = (day(date)?, seconds(time)? + shift);
        let days = (seconds / SECONDS_OF_DAY).floor();
        #[expect(clippy::cast_possible_truncation, reason = "a zone is within a day")]
        let day = day + days as i64;
        Some(Self {
            day: Some(day),
            seconds: seconds - days * SECONDS_OF_DAY,
        })
    }

    /// Seconds since midnight.
    pub(super) fn seconds(&self) -> f64 {
        self.seconds
    }

    /// Seconds from another moment to this; nothing if a day is not known.
    pub(super) fn since(&self, other: Self) -> Option<f64> {
        let days = self.day? - other.day?;
        Some(days as f64 * SECONDS_OF_DAY + self.seconds - other.seconds)
    }

    /// By day, where both are known, and time.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        let days = self
            .day
            .zip(other.day)
            .map_or(Ordering::Equal, |(a, b)| a.cmp(&b));
        days.then(self.seconds.total_cmp(&other.seconds))
    }
}

/// `YYYYMMDD`, or `YYYY.MM.DD` of ACR-NEMA, as a count of days.
fn day(text: &str) -> Option<i64> {
    let digits: String = text.trim().chars().filter(|&c| c != '.').collect();
    if digits.len() != 8 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = |range: std::ops::Range<usize>| digits.get(range)?.parse::<i64>().ok();
    let [year, month, day] = [number(0..4)?, number(4..6)?, number(6..8)?];
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Counted from March, so that a leap day is the last of its year.
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let leap_days = year / 4 - year / 100 + year / 400;
    Some(365 * year + leap_days + (153 * month + 2) / 5 + day)
}

/// `HHMMSS.FFFFFF`, of which minutes and seconds may be left out, or with colons in old files.
fn seconds(text: &str) -> Option<f64> {
    let digits: String = text.trim().chars().filter(|&c| c != ':').collect();
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !matches!(whole.len(), 2 | 4 | 6) || !is_number(whole) || !is_number(fraction) {
        return None;
    }
    let pair = |at: usize| {
        whole
            .get(at..at + 2)
            .map_or(Some(0.0), |two| two.parse::<f64>().ok())
    };
    let [hours, minutes, seconds] = [pair(0)?, pair(2)?, pair(4)?];
    let fraction: f64 = format!("0.{fraction}0").parse().ok()?;
    let is_time = hours < 24.0 && minutes < 60.0 && seconds <= 60.0;
    is_time.then_some(hours * 3600.0 + minutes * 60.0 + seconds + fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_every_age() {
        assert_eq!(seconds("1020"), Some(37_200.0));
        assert_eq!(seconds("102011.00"), Some(37_211.0));
        assert_eq!(seconds("10:20:11.5 "), Some(37_211.5));
        assert_eq!(seconds("noon"), None);
        assert_eq!(seconds("990000"), None);
    }

    #[test]
    fn days_follow_each_other() {
        let after = |a, b| Some(day(b)? - day(a)?);
        assert_eq!(after("20200228", "2020.03.01"), Some(2));
        assert_eq!(after("19991231", "20000101"), Some(1));
        assert_eq!(after("20210228", "20210301"), Some(1));
        assert_eq!(day("2020"), None);
    }

    #[test]
    fn moments_across_midnight() {
        let [late, early] = ["20200102231000", "20200103001000.0-0500"]
            .map(|text| Moment::parse(text, None).unwrap());
        assert_eq!(early.since(late), Some(3600.0));
        assert!(late.order(&early).is_lt());
    }

    #[test]
    fn moments_in_other_zones() {
        let scanner = Zone::parse("+0100");
        let local = Moment::parse("20200102003000", scanner).unwrap();
        let utc = Moment::parse("20200101233000+0000", scanner).unwrap();
        assert_eq!(local.since(utc), Some(0.0));
        assert!((utc.seconds() - 1800.0).abs() < 1e-9);
        assert_eq!(Zone::parse("-0330"), Some(Zone(-12_600.0)));
        assert!(
            ["", "0100", "+1", "+ab00", "+010000"]
                .map(Zone::parse)
                .iter()
                .all(Option::is_none)
        );
    }
}
