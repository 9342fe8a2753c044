//! Which region is meant.

use std::fmt;

use regex::{Regex, RegexBuilder};

/// Which region of a structure set, or segment of a segmentation, is meant.
///
/// ```
/// use voxomics_io::dicom::Roi;
///
/// assert!(Roi::parse("GTV")?.matches(1, "GTV", None));
/// assert!(Roi::parse("#3")?.matches(3, "kidney", None));
/// assert!(Roi::parse("/^gtv/i")?.matches(1, "GTV_Mass", None));
/// assert!(Roi::parse("SCT:4147007")?.matches(1, "tumour", Some("SCT:4147007")));
/// assert!(Roi::parse("/(/").is_err());
/// # Ok::<(), String>(())
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Roi {
    /// The one of that name, to the letter, or of that code, `SCT:4147007`.
    Name(String),
    /// The one of that number.
    Number(i64),
    /// All whose name the pattern finds something in, together.
    Pattern(Regex),
}

impl Roi {
    /// The one of that name.
    #[must_use]
    pub fn name(name: impl Into<String>) -> Self {
        Self::Name(name.into())
    }

    /// As a command's user writes it: `#3` is a number, `/^GTV/` a regular expression, `/^gtv/i` one that does not
    /// mind capitals, anything else a name or a code.
    ///
    /// # Errors
    ///
    /// What is wrong with the regular expression.
    pub fn parse(text: &str) -> Result<Self, String> {
        if let Some(Ok(number)) = text.strip_prefix('#').map(str::parse) {
            return Ok(Self::Number(number));
        }
        let Some((pattern, flags)) = text
            .strip_prefix('/')
            .and_then(|rest| rest.rsplit_once('/'))
        else {
            return Ok(Self::name(text));
        };
        if !matches!(flags, "" | "i") {
            return Ok(Self::name(text));
        }
        let pattern = RegexBuilder::new(pattern)
            .case_insensitive(flags == "i")
            .build();
        pattern
            .map(Self::Pattern)
            .map_err(|error| format!("`{text}` is no regular expression: {error}"))
    }

    /// Whether a region of that number, name and code is meant.
    #[must_use]
    pub fn matches(&self, number: i64, name: &str, code: Option<&str>) -> bool {
        match self {
            Self::Name(wanted) => wanted == name || code == Some(wanted),
            Self::Number(wanted) => *wanted == number,
            Self::Pattern(pattern) => pattern.is_match(name),
        }
    }
}

/// As [`parse`](Self::parse) reads it.
impl fmt::Display for Roi {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => formatter.write_str(name),
            Self::Number(number) => write!(formatter, "#{number}"),
            Self::Pattern(pattern) => write!(formatter, "/{pattern}/"),
        }
    }
}
