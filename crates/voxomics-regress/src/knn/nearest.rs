//! The nearest rows, and which of those equally far.

use super::Ties;

/// A span, see [`Points::spans`](super::metric::Points::spans), and its training row.
pub(super) type Near = (f64, usize);

/// The nearest rows by span, then by row, and all spans.
#[derive(Debug)]
pub(super) struct Nearest {
    spans: Vec<f64>,
    ordered: Vec<Near>,
}

impl Nearest {
    /// As many as are needed for `most` neighbours: all that are no farther than the `most`-th.
    pub(super) fn new(spans: Vec<f64>, most: usize) -> Self {
        let mut sorted = spans.clone();
        let last = most.clamp(1, spans.len()) - 1;
        let farthest = *sorted.select_nth_unstable_by(last, f64::total_cmp).1;
        let near = spans.iter().copied().zip(0..);
        let mut ordered: Vec<Near> = near.filter(|&(span, _)| span <= farthest).collect();
        ordered.sort_by(|a, b| a.0.total_cmp(&b.0));
        Self { spans, ordered }
    }

    /// The `k` nearest of at most `most`, with or without others that are as far as the last.
    pub(super) fn take(&self, k: usize, ties: Ties) -> Vec<Near> {
        let k = k.min(self.spans.len());
        let last = self.ordered[k - 1].0;
        let is_tied = self.ordered.get(k).is_some_and(|next| next.0 == last);
        match ties {
            Ties::Sklearn if is_tied => heap(&self.spans, k),
            Ties::Class => {
                let with_ties = self.ordered.partition_point(|near| near.0 <= last);
                self.ordered[..with_ties].to_vec()
            }
            _ => self.ordered[..k].to_vec(),
        }
    }
}

/// What stays in a heap of `k` whose top is the farthest: rows in their order, each that is nearer than the top replaces it and
/// sinks below the larger child, of equals the left one.
fn heap(spans: &[f64], k: usize) -> Vec<Near> {
    let mut heap = vec![(f64::INFINITY, usize::MAX); k];
    for (row, &span) in spans.iter().enumerate() {
        if span >= heap[0].0 {
            continue;
        }
        let mut place = 0;
        while let Some(&left) = heap.get(2 * place + 1) {
            let (child, of_child) = match heap.get(2 * place + 2) {
                Some(&right) if right.0 > left.0 => (2 * place + 2, right),
                _ => (2 * place + 1, left),
            };
            if of_child.0 <= span {
                break;
            }
            heap[place] = of_child;
            place = child;
        }
        heap[place] = (span, row);
    }
    heap.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    heap
}

#[cfg(test)]
mod tests {
    use super::{Near, Nearest, Ties};

    fn rows(near: &[Near]) -> Vec<usize> {
        near.iter().map(|&(_, row)| row).collect()
    }

    #[test]
    fn equals_are_taken_by_rule() {
        let nearest = Nearest::new(vec![2.0, 2.0, 1.0, 1.0, 2.0], 3);
        assert_eq!(rows(&nearest.take(3, Ties::Class)), [2, 3, 0, 1, 4]);
        assert_eq!(rows(&nearest.take(3, Ties::First)), [2, 3, 0]);
        assert_eq!(rows(&nearest.take(3, Ties::Sklearn)), [2, 3, 1]);
        assert_eq!(rows(&nearest.take(1, Ties::First)), [2]);
    }

    #[test]
    fn without_equals_all_rules_agree() {
        let nearest = Nearest::new(vec![5.0, 3.0, 4.0, 1.0], 4);
        for ties in [Ties::Class, Ties::First, Ties::Sklearn] {
            assert_eq!(rows(&nearest.take(2, ties)), [3, 1]);
            assert_eq!(rows(&nearest.take(4, ties)), [3, 1, 2, 0]);
        }
    }
}
