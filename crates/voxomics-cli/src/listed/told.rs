//! Rows on their way to the table, each case told as it passes.

use voxomics::batch::failures::Failure;
use voxomics::batch::output;
use voxomics::batch::sink::{Row, Sink, Status};
use voxomics::core::Watch;

use crate::report::Report;
use crate::signals::Signals;

/// A sink that reports.
pub(super) struct Told<'a> {
    pub(super) sink: &'a mut dyn Sink,
    pub(super) report: &'a Report,
    /// Cases of the list.
    pub(super) total: usize,
}

impl Sink for Told<'_> {
    fn begin(&mut self, columns: &[String]) -> Result<(), output::Error> {
        self.sink.begin(columns)
    }

    fn write(&mut self, row: &Row<'_>) -> Result<(), output::Error> {
        self.sink.write(row)?;
        let word = match row.status {
            Status::Computed => "done",
            Status::Resumed => "found finished",
            Status::Failed(reason) => {
                self.report.error(&failure(row, reason, self.total));
                "failed"
            }
        };
        if self.report.progress().has_lines() {
            let (number, total) = (row.case.row(), self.total);
            let id = row.case.id().map(|id| format!(" {id}")).unwrap_or_default();
            self.report.line(&format!("[{number}/{total}]{id} {word}"));
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<(), output::Error> {
        self.sink.finish()
    }
}

/// The only case of a run needs no number.
fn failure(row: &Row<'_>, reason: &voxomics::batch::Reason, total: usize) -> String {
    if total == 1 && row.case.id().is_none() {
        return reason.to_string();
    }
    let failure = Failure {
        row: row.case.row(),
        id: row.case.id().map(str::to_owned),
        reason: reason.clone(),
    };
    failure.to_string()
}

/// Shows how far a batch is, and stops it when a signal came.
pub(super) struct Watcher<'a> {
    pub(super) report: &'a Report,
    pub(super) signals: &'a Signals,
}

impl Watch for Watcher<'_> {
    fn advance(&self, done: usize, _total: usize) {
        self.report.progress().advance(done);
    }

    fn is_cancelled(&self) -> bool {
        self.signals.received().is_some()
    }
}
