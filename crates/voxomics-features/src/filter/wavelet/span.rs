//! Stretches of a line that closes to a circle.

/// `len` consecutive samples from `start` on, on a circle of `period`, no more than once around.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) len: usize,
    pub(super) period: usize,
}

impl Span {
    /// The samples on which those of this span depend through a filter of `taps`.
    pub(super) fn reached_by(self, taps: usize) -> Self {
        let len = self.len + taps - 1;
        if len > self.period {
            return Self {
                start: 0,
                len: self.period,
                ..self
            };
        }
        Self {
            start: self.wrapped(self.start + self.period + 1 - taps / 2),
            len,
            ..self
        }
    }

    /// The position on the circle of anything beyond it.
    pub(super) fn wrapped(self, position: usize) -> usize {
        position % self.period
    }

    /// Where in the span a position on the circle is.
    pub(super) fn index_of(self, position: usize) -> usize {
        self.wrapped(position + self.period - self.start)
    }

    /// Its positions on the circle, in order.
    pub(super) fn positions(self) -> impl Iterator<Item = usize> {
        (self.start..self.start + self.len).map(move |position| self.wrapped(position))
    }
}
