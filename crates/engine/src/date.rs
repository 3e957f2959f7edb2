//! Days of the calendar, for `until=` in suppressions.

/// A day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub struct Date {
    pub year: i32,
    /// From 1.
    pub month: u8,
    /// From 1.
    pub day: u8,
}

impl Date {
    /// Reads `2026-12-31`; none for anything else, a thirtieth of February included.
    pub fn parse(text: &str) -> Option<Date> {
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let digits = |part: &str, n: usize| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
        if parts.next().is_some() || !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
            return None;
        }
        let date = Date { year: year.parse().ok()?, month: month.parse().ok()?, day: day.parse().ok()? };
        (1..=12).contains(&date.month).then_some(())?;
        (1..=days_in(date.year, date.month)).contains(&date.day).then_some(date)
    }

    /// The day (UTC) of a moment given in seconds since the start of 1970.
    pub fn of_unix_seconds(seconds: u64) -> Date {
        // Clocks that are off by millennia stop at the last day that four digits can write.
        let mut days = seconds.min(253_402_300_799) / 86_400;
        let mut date = Date { year: 1970, month: 1, day: 1 };
        // Four hundred years always have the same number of days, so the loop below is short.
        date.year += (days / 146_097 * 400) as i32;
        days %= 146_097;
        loop {
            let length = u64::from(days_in(date.year, date.month));
            if days < length {
                date.day += days as u8;
                return date;
            }
            days -= length;
            date.month += 1;
            if date.month > 12 {
                date.month = 1;
                date.year += 1;
            }
        }
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

fn days_in(year: i32, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn reads_days_that_exist() {
        assert_eq!(Date::parse("2024-02-29"), Some(Date { year: 2024, month: 2, day: 29 }));
        for text in
            ["2023-02-29", "2026-13-01", "2026-1-1", "2026-00-10", "2026-04-31", "", "2026-01-01-", "x"]
        {
            assert_eq!(Date::parse(text), None, "{text}");
        }
        assert!(Date::parse("2025-12-31") < Date::parse("2026-01-01"));
    }

    #[test]
    fn counts_days_since_1970() {
        for (seconds, day) in [
            (0, "1970-01-01"),
            (951_782_399, "2000-02-28"),
            (951_782_400, "2000-02-29"),
            (1_767_225_600, "2026-01-01"),
            (16_725_225_600, "2500-01-01"),
            (u64::MAX, "9999-12-31"),
        ] {
            assert_eq!(Date::of_unix_seconds(seconds).to_string(), day);
        }
    }
}
