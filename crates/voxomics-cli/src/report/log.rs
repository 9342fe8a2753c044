//! The log file.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use super::Level;
use crate::args::LogLevel;
use crate::exit::Stop;

/// A file to which messages are appended, a line each, with the seconds since the program began.
pub(super) struct Log {
    file: Mutex<File>,
    /// The least important level that is written.
    least: Level,
    begun: Instant,
}

impl Log {
    pub(super) fn append(path: &Path, level: LogLevel) -> Result<Self, Stop> {
        let file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(path)
            .map_err(|error| {
                Stop::refused(format!(
                    "log file `{}` cannot be written: {error}",
                    path.display()
                ))
            })?;
        Ok(Self {
            file: Mutex::new(file),
            least: least(level),
            begun: Instant::now(),
        })
    }

    pub(super) fn write(&self, level: Level, text: &str) {
        if level > self.least {
            return;
        }
        let seconds = self.begun.elapsed().as_secs_f64();
        let name = match level {
            Level::Critical => "CRITICAL",
            Level::Error => "ERROR",
            Level::Warning => "WARNING",
            Level::Info => "INFO",
            Level::Debug => "DEBUG",
        };
        let line = format!("{seconds:10.3} {name}: {}\n", text.replace('\n', " "));
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        // Results matter more than their log.
        let _ = file.write_all(line.as_bytes());
    }
}

fn least(level: LogLevel) -> Level {
    match level {
        LogLevel::Critical => Level::Critical,
        LogLevel::Error => Level::Error,
        LogLevel::Warning => Level::Warning,
        LogLevel::Info => Level::Info,
        LogLevel::Debug | LogLevel::Notset => Level::Debug,
    }
}
