//! Progress and cancellation.

/// The caller's eyes and hand on a long computation: told what is done, asked whether to go on.
///
/// One trait for both, so that whatever reports progress can also be stopped. Both methods are
/// called from worker threads, in any order.
///
/// ```
/// use std::sync::atomic::{AtomicUsize, Ordering};
/// use voxomics_core::Watch;
///
/// #[derive(Default)]
/// struct Counter(AtomicUsize);
///
/// impl Watch for Counter {
///     fn advance(&self, done: usize, _total: usize) {
///         self.0.store(done, Ordering::Relaxed);
///     }
///     fn is_cancelled(&self) -> bool {
///         self.0.load(Ordering::Relaxed) >= 3
///     }
/// }
///
/// let counter = Counter::default();
/// counter.advance(3, 10);
/// assert!(counter.check().is_err());
/// ```
pub trait Watch: Sync {
    /// `done` of `total` steps are finished.
    fn advance(&self, done: usize, total: usize) {
        let _ = (done, total);
    }

    /// Whether to stop at the next opportunity.
    fn is_cancelled(&self) -> bool {
        false
    }

    /// [`Cancelled`] if the caller asked to stop.
    ///
    /// # Errors
    ///
    /// [`Cancelled`], exactly when [`is_cancelled`](Self::is_cancelled).
    fn check(&self) -> Result<(), Cancelled> {
        if self.is_cancelled() {
            Err(Cancelled)
        } else {
            Ok(())
        }
    }
}

/// Watches nothing and never stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Unwatched;

impl Watch for Unwatched {}

/// The caller asked to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cancelled;

impl std::fmt::Display for Cancelled {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("cancelled before the work was done")
    }
}

impl std::error::Error for Cancelled {}
