//! Days and moments as text.

/// `2024-02-29`, from days since 1970.
///
/// # References
///
/// Richards, E. G. Calendars, in: Urban and Seidelmann (eds), *Explanatory Supplement to the Astronomical Almanac*, 3rd ed.,
/// chapter 15; here with years that begin in March.
pub(super) fn date(days: i128) -> String {
    // Four hundred years are 146,097 days; the first of these began on 1 March of the year 0.
    let days = days + 719_468;
    let (cycle, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let is_after_december = month >= 10;
    let month = if is_after_december {
        month - 9
    } else {
        month + 3
    };
    let year = 400 * cycle + year + i128::from(is_after_december);
    format!("{year:04}-{month:02}-{day:02}")
}

/// `23:59:59.25`, from parts of a second since midnight; whole seconds without a point.
pub(super) fn time(count: i128, per_second: i128) -> String {
    let seconds = count.div_euclid(per_second).rem_euclid(86_400);
    let clock = format!(
        "{:02}:{:02}:{:02}",
        seconds / 3_600,
        seconds / 60 % 60,
        seconds % 60
    );
    match count.rem_euclid(per_second) {
        0 => clock,
        part => {
            // One and the part after it, so that zeros in front are kept.
            let digits = (per_second + part).to_string();
            format!("{clock}.{}", digits[1..].trim_end_matches('0'))
        }
    }
}

/// `2024-02-29T23:59:59.25`, from parts of a second since 1970; `Z` follows where it is UTC.
pub(super) fn moment(count: i128, per_second: i128, is_utc: bool) -> String {
    let day = date(count.div_euclid(86_400 * per_second));
    let zone = if is_utc { "Z" } else { "" };
    format!("{day}T{}{zone}", time(count, per_second))
}

#[cfg(test)]
mod tests {
    use super::{date, moment};

    #[test]
    fn days_follow_each_other_as_in_a_calendar() {
        let lengths = |year: i128| {
            let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let february = if is_leap { 29 } else { 28 };
            [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        };
        // 370 years to 1970, 90 of them of 366 days.
        let mut days = -(370 * 365 + 90);
        for year in 1600..2101 {
            for (month, length) in (1..).zip(lengths(year)) {
                for day in 1..=length {
                    let text = format!("{year:04}-{month:02}-{day:02}");
                    assert_eq!(date(days), text);
                    days += 1;
                }
            }
        }
    }

    #[test]
    fn moments_before_1970_and_of_parts_of_a_second() {
        assert_eq!(moment(0, 1_000, true), "1970-01-01T00:00:00Z");
        assert_eq!(moment(-1, 1_000, false), "1969-12-31T23:59:59.999");
        assert_eq!(moment(1_050, 1_000, false), "1970-01-01T00:00:01.05");
        assert!(moment(i128::from(i64::MIN), 1_000, false).starts_with('-'));
    }
}
