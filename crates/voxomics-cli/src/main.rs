//! The command `voxomics`: arguments in, library calls, exit code out.

mod args;
mod commands;
mod convert;
#[cfg(feature = "deep")]
mod deep;
mod demo;
mod exit;
mod extract;
mod info;
mod input;
mod json_file;
mod listed;
mod models;
mod out;
mod progress;
mod report;
mod signals;
mod stats;
mod tabular;
mod widen;

use std::panic;
use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};
use exit::Stop;
use report::Report;
use signals::Signals;

fn main() -> ExitCode {
    let cli = match Cli::try_parse_from(args::spelled_out(std::env::args_os())) {
        Ok(cli) => cli,
        Err(other) => return clap_exit(&other),
    };
    // A panic is reported as one line where it is caught: here, or as the failure of its case.
    if std::env::var_os("RUST_BACKTRACE").is_none() {
        panic::set_hook(Box::new(|_| {}));
    }
    panic::catch_unwind(|| run(&cli)).unwrap_or_else(|panic| {
        let words = panic.downcast_ref::<&str>().copied();
        let words = words.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
        let message = words.unwrap_or("without a message");
        let stop = Stop::refused(format!(
            "this is a defect of voxomics, please report it: {message}"
        ));
        Report::default().stop(&stop);
        stop.code(None)
    })
}

fn run(cli: &Cli) -> ExitCode {
    let report = match &cli.command {
        Command::Extract(args) => Report::new(&args.listed),
        #[cfg(feature = "deep")]
        Command::Deep(args) => Report::new(&args.listed),
        _ => Ok(Report::default()),
    };
    let report = match report {
        Ok(report) => report,
        Err(stop) => {
            Report::default().stop(&stop);
            return stop.code(None);
        }
    };
    let signals = Signals::install().unwrap_or_else(|error| {
        report.warning(&format!("Ctrl-C will end the program at once: {error}"));
        Signals::default()
    });
    match commands::run(&cli.command, &report, &signals) {
        Ok(outcome) => outcome.code(),
        Err(stop) => {
            report.stop(&stop);
            stop.code(signals.received())
        }
    }
}

/// Help and version are no errors, and a reader that has gone away is none either.
fn clap_exit(error: &clap::Error) -> ExitCode {
    // Nothing can be said about a standard error that cannot be written.
    let _ = error.print();
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}
