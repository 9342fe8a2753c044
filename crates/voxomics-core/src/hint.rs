//! What a user may have meant.
//!
//! ```
//! use voxomics_core::hint::did_you_mean;
//!
//! assert_eq!(did_you_mean("binWdith", ["binWidth", "binCount"]), "did you mean `binWidth`?");
//! ```

/// Names that are listed where nothing is near; a table of features has thousands.
const LISTED: usize = 20;

/// "did you mean `that`?" for the name that is nearest to `given`, or ends with it, or else a list of
/// them, of very many the first.
#[must_use]
pub fn did_you_mean<'names>(given: &str, names: impl IntoIterator<Item = &'names str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    let given_folded = given.to_lowercase();
    let distances = names
        .iter()
        .map(|name| (distance(&given_folded, &name.to_lowercase()), *name));
    let nearest = distances
        .min_by_key(|&(distance, _)| distance)
        .filter(|(distance, name)| *distance <= 1 + name.chars().count() / 4)
        .map(|(_, name)| name);
    let longer = || {
        let ends = |name: &&&str| name.to_lowercase().ends_with(&given_folded);
        names.iter().find(ends).copied().filter(|_| given.len() > 3)
    };
    match nearest.or_else(longer) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!(
            "there are {}",
            listed_few(&names[..names.len().min(LISTED)], names.len())
        ),
    }
}

/// `` `a`, `b` and `c` ``.
#[must_use]
pub fn listed(names: &[&str]) -> String {
    match names {
        [] => "none".to_owned(),
        [only] => format!("`{only}`"),
        [others @ .., last] => format!("`{}` and `{last}`", others.join("`, `")),
    }
}

/// The same of the first of so many names, and how many more there are.
///
/// ```
/// use voxomics_core::hint::listed_few;
///
/// assert_eq!(listed_few(&["a", "b"], 2), "`a` and `b`");
/// assert_eq!(listed_few(&["a", "b"], 4), "`a`, `b` and 2 more");
/// ```
#[must_use]
pub fn listed_few(first: &[&str], names: usize) -> String {
    match names.saturating_sub(first.len()) {
        more if more > 0 && !first.is_empty() => {
            format!("`{}` and {more} more", first.join("`, `"))
        }
        _ => listed(first),
    }
}

/// Letters to insert, delete, replace or swap with the next that turn `from` into `to`.
fn distance(from: &str, to: &str) -> usize {
    let (from, to): (Vec<char>, Vec<char>) =
        (from.chars().take(64).collect(), to.chars().collect());
    let mut rows = vec![(0..=to.len()).collect::<Vec<usize>>()];
    for i in 1..=from.len() {
        let mut row = vec![i];
        for j in 1..=to.len() {
            let same = from[i - 1] == to[j - 1];
            let mut cost = (rows[i - 1][j - 1] + usize::from(!same))
                .min(rows[i - 1][j] + 1)
                .min(row[j - 1] + 1);
            if i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1] {
                cost = cost.min(rows[i - 2][j - 2] + 1);
            }
            row.push(cost);
        }
        rows.push(row);
    }
    rows[from.len()][to.len()]
}

#[cfg(test)]
mod tests {
    use super::{did_you_mean, distance};

    #[test]
    fn distances_by_hand() {
        for (from, to, want) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("binwdith", "binwidth", 1),
            ("kitten", "sitting", 3),
            ("ca", "abc", 3),
        ] {
            assert_eq!(distance(from, to), want, "{from} to {to}");
        }
    }

    #[test]
    fn far_names_are_listed() {
        let names = ["glcm", "glrlm", "sitkBSpline"];
        for (given, hint) in [
            ("GLCM", "did you mean `glcm`?"),
            ("bspline", "did you mean `sitkBSpline`?"),
            ("entropy", "there are `glcm`, `glrlm` and `sitkBSpline`"),
        ] {
            assert_eq!(did_you_mean(given, names), hint);
        }
        let many: Vec<String> = (1000..6000).map(|index| format!("f{index}")).collect();
        let hint = did_you_mean("entropy", many.iter().map(String::as_str));
        assert!(hint.ends_with("`f1019` and 4980 more"), "{hint}");
    }
}
