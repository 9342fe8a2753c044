//! What is said on standard error and in the log file: the one place that writes there.

mod log;

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::{Mutex, PoisonError};

use anstyle::{AnsiColor, Style};

use crate::args::{Listed, ProgressMode};
use crate::exit::Stop;
use crate::progress::Progress;
use log::Log;

/// How much a message matters; with the number that `--verbosity` has for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// Why nothing was done.
    Critical = 1,
    /// A case failed.
    Error,
    Warning,
    Info,
    Debug,
}

/// Messages for the user, from any thread.
pub(crate) struct Report {
    verbosity: u8,
    log: Option<Log>,
    progress: Progress,
    /// How often each warning about a case was given.
    said: Mutex<BTreeMap<String, usize>>,
}

impl Default for Report {
    fn default() -> Self {
        Self {
            verbosity: Level::Warning as u8,
            log: None,
            progress: Progress::new(ProgressMode::Never),
            said: Mutex::default(),
        }
    }
}

impl Report {
    /// As the flags ask for it.
    pub(crate) fn new(args: &Listed) -> Result<Self, Stop> {
        let log = args
            .log_file
            .as_deref()
            .map(|path| Log::append(path, args.logging_level));
        Ok(Self {
            verbosity: args.verbosity,
            log: log.transpose()?,
            progress: Progress::new(args.progress),
            said: Mutex::default(),
        })
    }

    pub(crate) fn progress(&self) -> &Progress {
        &self.progress
    }

    /// A case failed.
    pub(crate) fn error(&self, text: &str) {
        self.say(Level::Error, text, None);
    }

    pub(crate) fn warning(&self, text: &str) {
        self.say(Level::Warning, text, None);
    }

    pub(crate) fn info(&self, text: &str) {
        self.say(Level::Info, text, None);
    }

    pub(crate) fn debug(&self, text: &str) {
        self.say(Level::Debug, text, None);
    }

    /// A line that stands for a bar, or sums up: shown like a warning, logged as information.
    pub(crate) fn line(&self, text: &str) {
        self.log(Level::Info, text);
        if self.verbosity >= Level::Warning as u8 {
            self.print(text);
        }
    }

    /// A warning about a case; the same words about another are counted, not repeated.
    pub(crate) fn case_warning(&self, case: &str, text: &str) {
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        let count = said.entry(text.to_owned()).or_default();
        *count += 1;
        let is_first = *count == 1;
        drop(said);
        let text = format!("{case}{text}");
        if is_first {
            self.warning(&text);
        } else {
            self.log(Level::Warning, &text);
        }
    }

    /// How often warnings were not repeated.
    pub(crate) fn repetitions(&self) {
        let said = std::mem::take(&mut *self.said.lock().unwrap_or_else(PoisonError::into_inner));
        for (text, count) in said.into_iter().filter(|&(_, count)| count > 1) {
            let others = count - 1;
            let noun = if others == 1 { "case" } else { "cases" };
            self.warning(&format!("{text} (also in {others} more {noun})"));
        }
    }

    /// Why the command ended without result.
    pub(crate) fn stop(&self, stop: &Stop) {
        match stop {
            Stop::Refused { error, hint } => {
                self.say(Level::Critical, &with_causes(&**error), hint.as_deref());
            }
            Stop::Interrupted { message, hint } => {
                self.say(Level::Critical, message, hint.as_deref());
            }
            Stop::Closed => {}
        }
    }

    fn say(&self, level: Level, text: &str, hint: Option<&str>) {
        self.log(level, text);
        if level as u8 > self.verbosity {
            return;
        }
        let style = style(level);
        let label = label(level);
        let mut message = format!("{style}{label}{style:#}: {}", harmless(text));
        if let Some(hint) = hint {
            let style = AnsiColor::Cyan.on_default();
            write!(message, "\n{style}hint{style:#}: {}", harmless(hint)).expect("a string grows");
        }
        self.print_raw(&message);
    }

    fn print(&self, text: &str) {
        self.print_raw(&harmless(text));
    }

    fn print_raw(&self, text: &str) {
        self.progress.suspend(|| {
            // There is nowhere to complain about standard error.
            let _ = writeln!(anstream::stderr().lock(), "{text}");
        });
    }

    fn log(&self, level: Level, text: &str) {
        if let Some(log) = &self.log {
            log.write(level, &harmless(text));
        }
    }
}

fn style(level: Level) -> Style {
    match level {
        Level::Critical | Level::Error => AnsiColor::Red.on_default().bold(),
        Level::Warning => AnsiColor::Yellow.on_default().bold(),
        Level::Info | Level::Debug => Style::new(),
    }
}

fn label(level: Level) -> &'static str {
    match level {
        Level::Critical | Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "info",
        Level::Debug => "debug",
    }
}

/// An error and its causes, each on a line, but for those whose words the line above has already.
fn with_causes(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut above = text.clone();
    let mut cause = error.source();
    while let Some(error) = cause {
        let words = error.to_string();
        if !above.contains(&words) {
            write!(text, "\n  caused by: {words}").expect("a string grows");
            above = words;
        }
        cause = error.source();
    }
    text
}

/// Without control characters but line feeds: names come from files, and a terminal obeys.
fn harmless(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_control() && character != '\n' {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::{harmless, with_causes};

    #[test]
    fn a_terminal_gets_no_orders() {
        assert_eq!(harmless("a\u{1b}[2Jb\rc\nd é"), "a\\u{1b}[2Jb\\rc\nd é");
    }

    #[test]
    fn causes_are_told_once() {
        let inner = io::Error::other("disk full");
        let outer = io::Error::other(io::Error::other(inner));
        assert_eq!(with_causes(&outer), "disk full");
    }
}
