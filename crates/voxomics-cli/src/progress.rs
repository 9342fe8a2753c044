//! How far a batch is: a bar where somebody watches, else a line for each case.

mod forced;

use std::io::IsTerminal;
use std::sync::OnceLock;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::args::ProgressMode;
use forced::ForcedTerminal;

/// Progress of at most one batch.
pub(crate) struct Progress {
    mode: ProgressMode,
    shown: OnceLock<Shown>,
}

enum Shown {
    Bar(ProgressBar),
    Lines,
    Nothing,
}

impl Progress {
    pub(crate) fn new(mode: ProgressMode) -> Self {
        Self {
            mode,
            shown: OnceLock::new(),
        }
    }

    /// A batch of `total` cases begins.
    pub(crate) fn begin(&self, total: usize) {
        self.shown.get_or_init(|| match self.mode {
            ProgressMode::Always => {
                let target = ProgressDrawTarget::term_like_with_hz(Box::new(ForcedTerminal), 10);
                Shown::Bar(bar(total, target))
            }
            ProgressMode::Auto if total > 1 && std::io::stderr().is_terminal() => {
                Shown::Bar(bar(total, ProgressDrawTarget::stderr_with_hz(10)))
            }
            ProgressMode::Auto if total > 1 => Shown::Lines,
            ProgressMode::Auto | ProgressMode::Never => Shown::Nothing,
        });
    }

    /// Whether each case is to have a line.
    pub(crate) fn has_lines(&self) -> bool {
        matches!(self.shown.get(), Some(Shown::Lines))
    }

    pub(crate) fn advance(&self, done: usize) {
        if let Some(bar) = self.bar() {
            bar.set_position(done as u64);
        }
    }

    /// Writes while the bar is out of the way.
    pub(crate) fn suspend(&self, write: impl FnOnce()) {
        match self.bar() {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }

    pub(crate) fn end(&self) {
        if let Some(bar) = self.bar() {
            bar.finish_and_clear();
        }
    }

    fn bar(&self) -> Option<&ProgressBar> {
        match self.shown.get() {
            Some(Shown::Bar(bar)) => Some(bar),
            _ => None,
        }
    }
}

fn bar(total: usize, target: ProgressDrawTarget) -> ProgressBar {
    let template = if std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) {
        "{bar:30} {pos}/{len} cases, {elapsed} gone, {eta} to go"
    } else {
        "{bar:30.cyan} {pos}/{len} cases, {elapsed} gone, {eta} to go"
    };
    let style = ProgressStyle::with_template(template).expect("the template is well formed");
    let bar = ProgressBar::with_draw_target(Some(total as u64), target).with_style(style);
    bar.tick();
    bar
}
