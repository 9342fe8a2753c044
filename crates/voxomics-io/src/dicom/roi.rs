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
/// # Ok::<(), voxomics_io::dicom::InvalidRoi>(())
/// ```
#[derive(Debug, Clone)]
pub struct Roi {
    /// As [`parse`](Self::parse) reads it.
    text: String,
    meant: Meant,
}

#[derive(Debug, Clone)]
enum Meant {
    /// The one of that name, to the letter, or of that code.
    Name,
    Number(i64),
    /// All whose name the pattern finds something in, together.
    Pattern(Regex),
}

/// A text between slashes that is no regular expression.
///
/// ```
/// let error = voxomics_io::dicom::Roi::parse("/(/").unwrap_err();
/// assert!(error.to_string().starts_with("`/(/` is no regular expression"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no regular expression: {why}")]
pub struct InvalidRoi {
    text: String,
    why: String,
}

impl Roi {
    /// The one of that name, to the letter, or of that code, `SCT:4147007`.
    #[must_use]
    pub fn name(name: impl Into<String>) -> Self {
        Self {
            text: name.into(),
            meant: Meant::Name,
        }
    }

    /// The one of that number in its file.
    #[must_use]
    pub fn number(number: i64) -> Self {
        Self {
            text: format!("#{number}"),
            meant: Meant::Number(number),
        }
    }

    /// As a command's user writes it: `#3` is a number, `/^GTV/` a regular expression, `/^gtv/i` one that does not
    /// mind capitals, anything else a name or a code. A regular expression means all whose name it finds something in,
    /// together.
    ///
    /// # Errors
    ///
    /// What is wrong with the regular expression.
    pub fn parse(text: &str) -> Result<Self, InvalidRoi> {
        if let Some(Ok(number)) = text.strip_prefix('#').map(str::parse) {
            return Ok(Self::number(number));
        }
        let parts = text
            .strip_prefix('/')
            .and_then(|rest| rest.rsplit_once('/'));
        let Some((pattern, flags @ ("" | "i"))) = parts else {
            return Ok(Self::name(text));
        };
        let pattern = RegexBuilder::new(pattern)
            .case_insensitive(flags == "i")
            .build();
        let pattern = pattern.map_err(|error| InvalidRoi {
            text: text.to_owned(),
            why: error.to_string(),
        })?;
        Ok(Self {
            text: text.to_owned(),
            meant: Meant::Pattern(pattern),
        })
    }

    /// Whether a region of that number, name and code is meant.
    #[must_use]
    pub fn matches(&self, number: i64, name: &str, code: Option<&str>) -> bool {
        match &self.meant {
            Meant::Name => self.text == name || code == Some(&self.text),
            Meant::Number(wanted) => *wanted == number,
            Meant::Pattern(pattern) => pattern.is_match(name),
        }
    }

    /// Whether several may be meant.
    pub(super) fn is_pattern(&self) -> bool {
        matches!(self.meant, Meant::Pattern(_))
    }
}

/// As [`parse`](Roi::parse) reads it.
impl fmt::Display for Roi {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}
