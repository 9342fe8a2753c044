//! From results as they come to rows in the order of the cases.

use std::collections::BTreeMap;

use super::Summary;
use super::group::Finished;
use crate::sink::{Row, Status};
use crate::{Case, Failure, Sink, Value, output};

/// Holds results until those before them are written.
pub(super) struct Writer<'a> {
    cases: &'a [Case],
    outputs: usize,
    sink: &'a mut dyn Sink,
    waiting: BTreeMap<usize, Finished>,
    written: usize,
    summary: Summary,
}

impl<'a> Writer<'a> {
    pub(super) fn new(cases: &'a [Case], outputs: usize, sink: &'a mut dyn Sink) -> Self {
        Self {
            cases,
            outputs,
            sink,
            waiting: BTreeMap::new(),
            written: 0,
            summary: Summary::default(),
        }
    }

    pub(super) fn written(&self) -> usize {
        self.written
    }

    pub(super) fn is_complete(&self) -> bool {
        self.written == self.cases.len()
    }

    pub(super) fn summary(self) -> Summary {
        self.summary
    }

    /// Takes the results of a group and writes every row whose turn has come.
    pub(super) fn accept(
        &mut self,
        group: &[usize],
        finished: Vec<Finished>,
    ) -> Result<(), output::Error> {
        self.waiting.extend(group.iter().copied().zip(finished));
        while let Some(finished) = self.waiting.remove(&self.written) {
            self.write(&self.cases[self.written], finished)?;
            self.written += 1;
        }
        Ok(())
    }

    fn write(&mut self, case: &Case, finished: Finished) -> Result<(), output::Error> {
        self.summary.damaged.extend(finished.damaged);
        match finished.outcome {
            Ok(rows) => {
                let status = if finished.resumed {
                    Status::Resumed
                } else {
                    Status::Computed
                };
                for results in rows {
                    self.write_row(case, results, status)?;
                }
                match status {
                    Status::Resumed => self.summary.resumed += 1,
                    _ => self.summary.computed += 1,
                }
            }
            Err(reason) => {
                let results = vec![Value::Missing; self.outputs];
                self.write_row(case, results, Status::Failed(&reason))?;
                self.summary.failures.push(Failure::new(case, reason));
            }
        }
        Ok(())
    }

    fn write_row(
        &mut self,
        case: &Case,
        results: Vec<Value>,
        status: Status<'_>,
    ) -> Result<(), output::Error> {
        let values: Vec<Value> = case.values().chain(results).collect();
        let row = Row {
            case,
            values: &values,
            status,
        };
        self.sink.write(&row)
    }
}
