//! Dates and times as DICOM writes them, PS3.5 section 6.2, and as older files do.

use std::cmp::Ordering;

/// Seconds of a day, and the day, where it is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Moment {
    day: Option<i64>,
    seconds: f64,
}

/// A date and a time that stand in two attributes.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Clock(Option<Moment>);

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
    /// `20200131102000.5`, with or without an offset from UTC, which is that of the scanner.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.split(['+', '-', '&']).next()?.trim();
        let (date, time) = text.split_at_checked(8)?;
        Some(Self {
            day: Some(day(date)?),
            seconds: seconds(time)?,
        })
    }

    /// Seconds since midnight.
    pub(super) fn seconds(&self) -> f64 {
        self.seconds
    }

    /// Seconds from another moment to this; nothing if a day is not known.
    pub(super) fn since(&self, other: Self) -> Option<f64> {
        let days = self.day? - other.day?;
        Some(days as f64 * 86_400.0 + self.seconds - other.seconds)
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
        let [late, early] =
            ["20200102231000", "20200103001000.0-0500"].map(|text| Moment::parse(text).unwrap());
        assert_eq!(early.since(late), Some(3600.0));
        assert!(late.order(&early).is_lt());
    }
}
