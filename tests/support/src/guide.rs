//! Guides that name what a crate has: "their call -> ours".

use std::collections::BTreeSet;
use std::fs;

/// Imports each item of a crate and takes the address of each method; `compiled()` lists them all, as [`paths`] reads them from a
/// page.
#[macro_export]
macro_rules! compiled {
    ($of:ident items { $($($item:ident)::+,)+ } methods { $($($method:ident)::+,)+ }) => {
        $(
            #[allow(unused_imports, reason = "that it exists is what is tested")]
            use $of::$($item)::+ as _;
        )+

        pub(crate) fn compiled() -> std::collections::BTreeSet<String> {
            $(let _ = $of::$($method)::+;)+
            let paths = [
                $(stringify!($($item)::+),)+
                $(stringify!($($method)::+),)+
            ];
            paths.into_iter().map(|path| path.replace(' ', "")).collect()
        }
    };
}

/// The paths in the second column of those tables of `docs/guides/PAGE` whose second column is named `of`.
///
/// # Panics
///
/// If the page cannot be read.
#[must_use]
pub fn paths(page: &str, of: &str) -> BTreeSet<String> {
    let path = crate::data().join("../../docs/guides").join(page);
    let page =
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut paths = BTreeSet::new();
    let mut table = None;
    for line in page.lines() {
        // Pipes do not occur within cells.
        let Some(cell) = line.strip_prefix('|').and_then(|row| row.split('|').nth(1)) else {
            table = None;
            continue;
        };
        if *table.get_or_insert(cell.trim() == of) {
            paths.extend(cell.split('`').skip(1).step_by(2).map(str::to_owned));
        }
    }
    paths
}
