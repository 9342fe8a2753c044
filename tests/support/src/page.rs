//! Parts of the documentation that tests print.

use std::fs;
use std::sync::{Mutex, PoisonError};

use crate::data;

/// Tests of one binary may write to one page.
static PAGES: Mutex<()> = Mutex::new(());

/// What stands on a page between `<!-- NAME: begin -->` and `<!-- NAME: end -->`.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// The page, from the root of the repository.
    pub page: &'static str,
    /// The part's name.
    pub name: &'static str,
    /// What runs the test.
    pub command: &'static str,
}

impl Part {
    /// Fails unless the part is `text`; with `VOXOMICS_BLESS` in the environment it becomes it.
    ///
    /// # Panics
    ///
    /// If it is another, saying how it is written anew, or if there is no such part.
    #[track_caller]
    pub fn is(&self, text: &str) {
        let Self {
            page,
            name,
            command,
        } = self;
        let path = data().join("../..").join(page);
        let _alone = PAGES.lock().unwrap_or_else(PoisonError::into_inner);
        let all = fs::read_to_string(&path).expect("the page");
        let (begin, end) = (
            format!("<!-- {name}: begin -->\n"),
            format!("<!-- {name}: end -->"),
        );
        let (before, rest) = all.split_once(&begin).expect("the part has a beginning");
        let (committed, after) = rest.split_once(&end).expect("the part has an end");
        if std::env::var_os("VOXOMICS_BLESS").is_some() {
            fs::write(&path, format!("{before}{begin}{text}{end}{after}"))
                .expect("a page to write");
            return;
        }
        assert_eq!(
            committed, text,
            "write {page} anew: VOXOMICS_BLESS=1 {command}"
        );
    }
}

#[cfg(test)]
mod tests {
    use super::Part;

    #[test]
    #[should_panic(expected = "write docs/PARITY.md anew: VOXOMICS_BLESS=1 cargo test")]
    fn another_text_is_found() {
        let part = Part {
            page: "docs/PARITY.md",
            name: "statistics",
            command: "cargo test",
        };
        part.is("");
    }
}
