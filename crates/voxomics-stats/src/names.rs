//! Names of choices, on command lines and in files.

/// A name that stands for none of the choices there are.
///
/// ```
/// use voxomics_stats::roc::Direction;
///
/// let error = "up".parse::<Direction>().unwrap_err();
/// assert_eq!(error.to_string(), "direction `up` is not known: write `higher` or `lower`");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} `{name}` is not known: write {}", listed(.known))]
pub struct UnknownName {
    /// What was to be chosen.
    pub what: &'static str,
    /// What was given.
    pub name: String,
    /// What would be accepted.
    pub known: &'static [&'static str],
}

fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => quoted.concat(),
    }
}

/// Gives an enum without data its list of choices and their names, written and read; serde's names must be the same.
macro_rules! names {
    ($type:ident, $what:literal: $($variant:ident = $name:literal),+ $(,)?) => {
        impl $type {
            /// All there are, the default first.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its name on a command line and in files.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name),+
                }
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.pad(self.name())
            }
        }

        impl std::str::FromStr for $type {
            type Err = $crate::UnknownName;

            fn from_str(name: &str) -> Result<Self, $crate::UnknownName> {
                match name {
                    $($name => Ok(Self::$variant),)+
                    _ => Err($crate::UnknownName {
                        what: $what,
                        name: name.to_owned(),
                        known: &[$($name),+],
                    }),
                }
            }
        }
    };
}

pub(crate) use names;
