//! Standard error as a terminal, whether or not it is one.

use std::io::{self, Write};

use indicatif::TermLike;

/// What `--progress always` draws on: a program that shows our standard error to somebody.
#[derive(Debug)]
pub(super) struct ForcedTerminal;

impl ForcedTerminal {
    fn put(text: &str) -> io::Result<()> {
        io::stderr().lock().write_all(text.as_bytes())
    }

    fn move_cursor(count: usize, direction: char) -> io::Result<()> {
        match count {
            0 => Ok(()),
            count => Self::put(&format!("\x1b[{count}{direction}")),
        }
    }
}

impl TermLike for ForcedTerminal {
    fn width(&self) -> u16 {
        80
    }

    fn move_cursor_up(&self, count: usize) -> io::Result<()> {
        Self::move_cursor(count, 'A')
    }

    fn move_cursor_down(&self, count: usize) -> io::Result<()> {
        Self::move_cursor(count, 'B')
    }

    fn move_cursor_right(&self, count: usize) -> io::Result<()> {
        Self::move_cursor(count, 'C')
    }

    fn move_cursor_left(&self, count: usize) -> io::Result<()> {
        Self::move_cursor(count, 'D')
    }

    fn write_line(&self, text: &str) -> io::Result<()> {
        Self::put(&format!("{text}\n"))
    }

    fn write_str(&self, text: &str) -> io::Result<()> {
        Self::put(text)
    }

    fn clear_line(&self) -> io::Result<()> {
        Self::put("\r\x1b[2K")
    }

    fn flush(&self) -> io::Result<()> {
        io::stderr().lock().flush()
    }
}
