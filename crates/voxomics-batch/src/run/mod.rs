//! A batch from the first case to the last.

mod group;
mod queue;
mod work;
mod writer;

use std::fmt;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use group::{Finished, Processor, groups};
use queue::Queue;
use rayon::{ScopeFifo, Yield};
use voxomics_core::{Cancelled, Unwatched, Watch};
pub use work::{Answers, Work};
use writer::Writer;

use crate::store::{self, Damaged};
use crate::{Case, Cases, Error, Failure, Sink, Store};

/// How a batch is run; write the rest as `..Options::default()`.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// Where finished cases are kept and looked for; by default nowhere.
    pub store: Option<&'a Store>,
    /// Told of each finished case, asked whether to go on; by default nobody.
    pub watch: &'a dyn Watch,
    /// How many groups of cases are computed at once, each with its memory; 0, the default, means as
    /// many as rayon's current pool has threads.
    pub at_once: usize,
    /// How many cases a group may reach across, and how far work runs ahead of the next row to be
    /// written: no more than twice as many results wait for their turn. At least 1, by default 256.
    pub window: usize,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self {
            store: None,
            watch: &Unwatched,
            at_once: 0,
            window: 256,
        }
    }
}

impl fmt::Debug for Options<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Options")
            .field("store", &self.store)
            .field("at_once", &self.at_once)
            .field("window", &self.window)
            .finish_non_exhaustive()
    }
}

/// What became of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// Cases computed.
    pub computed: usize,
    /// Cases found in the store.
    pub resumed: usize,
    /// Cases that failed, in order; each has its row, without results.
    pub failures: Vec<Failure>,
    /// Stored cases that could not be used, in order of the cases; they were computed again.
    pub damaged: Vec<Damaged>,
}

/// Does `work` for `cases` on rayon's current pool and hands the rows to `sink` in the order of the
/// cases, each as soon as those before it are there. At the end the sink is finished.
///
/// A row is the case's own cells, then its results; a failed case keeps its row, without results.
/// The sink gets the same rows on any number of threads, from a store or computed, as long as the
/// results of a case are a function of its content.
///
/// # Errors
///
/// [`Error::Cases`] before any work if a column of the list has the name of a column of results;
/// [`Error::Output`] if the sink refuses, [`Error::Store`] if a result cannot be stored,
/// [`Error::Cancelled`] if [`Options::watch`] says so. The sink is not finished then: its caller may
/// finish it, to keep the rows written so far, or drop it. What was stored stays stored.
pub fn run(
    cases: &Cases,
    work: &impl Work,
    sink: &mut dyn Sink,
    options: &Options<'_>,
) -> Result<Summary, Error> {
    let outputs = work.columns();
    cases.check_outputs(&outputs)?;
    sink.begin(&[cases.columns(), &outputs].concat())?;
    let window = options.window.max(1);
    let groups = groups(cases.as_slice(), work, window);
    let at_once = match options.at_once {
        0 => rayon::current_num_threads(),
        count => count,
    };
    let (done, total) = (Mutex::new(0), cases.as_slice().len());
    let batch = Batch {
        cases: cases.as_slice(),
        processor: Processor {
            work,
            store: options.store,
            columns: &outputs,
            done: &|| {
                // Told while locked, so that the count never goes back.
                let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
                *done += 1;
                options.watch.advance(*done, total);
            },
        },
        done: &done,
        queue: Queue::new(&groups, at_once, window),
        watch: options.watch,
    };
    let mut writer = Writer::new(cases.as_slice(), outputs.len(), sink);
    rayon::in_place_scope_fifo(|scope| batch.drive(scope, &mut writer))?;
    let summary = writer.summary();
    sink.finish()?;
    Ok(summary)
}

/// What the threads share.
struct Batch<'a, W> {
    cases: &'a [Case],
    processor: Processor<'a, W>,
    /// Cases that are done, though their rows may wait for their turn.
    done: &'a Mutex<usize>,
    queue: Queue<'a>,
    watch: &'a dyn Watch,
}

/// What a thread has to say about a group: its indices, and what became of its cases.
type Message<'a> = (&'a [usize], Result<Vec<Finished>, store::Error>);

impl<'a, W: Work> Batch<'a, W> {
    /// Writes what the threads send, until every case is written or something ends the batch.
    fn drive<'s>(&'s self, scope: &ScopeFifo<'s>, writer: &mut Writer<'_>) -> Result<(), Error>
    where
        'a: 's,
    {
        let (sender, receiver) = channel();
        let mut outcome = Ok(());
        while outcome.is_ok() && !writer.is_complete() {
            self.start(scope, &sender);
            outcome = match receive(&receiver, self.watch) {
                Ok((_, Err(error))) => Err(error.into()),
                Ok((group, Ok(finished))) if !finished.iter().any(Finished::is_cancelled) => {
                    writer.accept(group, finished).map_err(Error::from)
                }
                Ok(_) | Err(Cancelled) => Err(Error::Cancelled {
                    done: *self.done.lock().unwrap_or_else(PoisonError::into_inner),
                    total: self.cases.len(),
                }),
            };
            self.queue.advance(writer.written());
        }
        if outcome.is_err() {
            self.queue.stop();
        }
        outcome
    }

    /// Starts what may begin; each group that ends starts the next, so that no thread waits for the
    /// one that writes.
    fn start<'s>(&'s self, scope: &ScopeFifo<'s>, sender: &Sender<Message<'a>>)
    where
        'a: 's,
    {
        while let Some(group) = self.queue.claim() {
            let sender = sender.clone();
            scope.spawn_fifo(move |scope| {
                if self.queue.is_stopped() {
                    return;
                }
                let cases: Vec<&Case> = group.iter().map(|&index| &self.cases[index]).collect();
                let message = (group, self.processor.process(&cases));
                self.queue.release();
                // Nobody listens once the batch has ended early.
                let _ = sender.send(message);
                self.start(scope, &sender);
            });
        }
    }
}

/// The next message, or the caller's wish to stop. A thread of the pool helps while it waits, since
/// it may be the only one.
fn receive<T>(receiver: &Receiver<T>, watch: &dyn Watch) -> Result<T, Cancelled> {
    const HELPING: Duration = Duration::from_millis(1);
    const IDLE: Duration = Duration::from_millis(50);
    loop {
        watch.check()?;
        match receiver.try_recv() {
            Ok(message) => return Ok(message),
            Err(TryRecvError::Empty | TryRecvError::Disconnected) => {}
        }
        let patience = match rayon::yield_now() {
            Some(Yield::Executed) => continue,
            Some(Yield::Idle) => HELPING,
            None => IDLE,
        };
        if let Ok(message) = receiver.recv_timeout(patience) {
            return Ok(message);
        }
    }
}
