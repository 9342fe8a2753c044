//! What the classes have in common.

use super::kernel::Kernel;

/// The features of a class, kernel by kernel, with buffers that are used again.
pub(super) trait ClassMap {
    /// Writes the features of the kernel, which begins at `corner` of padded buffers, in the order of the
    /// class's names.
    fn features(&mut self, kernel: &Kernel, corner: usize, out: &mut [f64]);
}

/// A class at work, and which of its features are wanted.
pub(super) struct Worker<'a> {
    class: Box<dyn ClassMap + 'a>,
    values: Vec<f64>,
    asked: &'a [usize],
}

impl<'a> Worker<'a> {
    /// For a class of `features` features, of which those at the places `asked` are wanted.
    pub(super) fn new(class: Box<dyn ClassMap + 'a>, features: usize, asked: &'a [usize]) -> Self {
        Self {
            class,
            values: vec![0.0; features],
            asked,
        }
    }

    /// The features wanted, of a kernel that begins at `corner` of padded buffers.
    pub(super) fn features(&mut self, kernel: &Kernel, corner: usize) -> impl Iterator<Item = f64> {
        self.class.features(kernel, corner, &mut self.values);
        self.asked.iter().map(|&at| self.values[at])
    }
}
