//! A tensor as a strided view of a storage, and its values in C order.

use std::borrow::Cow;

use super::element::Element;

/// The most axes of a tensor, as in torch; one shape may be given to any number of tensors.
const AXES: usize = 64;

/// The bytes of one storage, all of one type.
#[derive(Debug, Clone, Copy)]
pub(super) struct Storage<'a> {
    pub(super) element: Element,
    pub(super) bytes: &'a [u8],
}

impl<'a> Storage<'a> {
    /// Elements that are there.
    pub(super) fn len(self) -> usize {
        self.bytes.len() / self.element.bytes()
    }

    /// `length` elements from `offset` on; `None` where there are not so many.
    pub(super) fn part(self, offset: usize, length: usize) -> Option<Self> {
        let bytes = |elements: usize| elements.checked_mul(self.element.bytes());
        let (start, length) = (bytes(offset)?, bytes(length)?);
        let bytes: &'a [u8] = self.bytes.get(start..start.checked_add(length)?)?;
        Some(Self { bytes, ..self })
    }
}

/// A tensor and its name, which pickles may repeat without end: it is copied once it is known to be
/// there only once.
pub(super) type Named<'a> = (Cow<'a, str>, View<'a>);

/// A tensor that is still in its file; checked against its storage when made.
#[derive(Debug, Clone)]
pub(super) struct View<'a> {
    storage: Storage<'a>,
    offset: usize,
    shape: Vec<usize>,
    strides: Vec<usize>,
}

impl<'a> View<'a> {
    /// A view whose every element lies within `storage`, which has at least as many.
    ///
    /// # Errors
    ///
    /// What is wrong with the numbers, in words.
    pub(super) fn new(
        storage: Storage<'a>,
        offset: usize,
        shape: Vec<usize>,
        strides: Vec<usize>,
    ) -> Result<Self, String> {
        if shape.len() != strides.len() {
            return Err(format!(
                "shape {shape:?} has not as many axes as strides {strides:?}"
            ));
        }
        if shape.len() > AXES {
            let axes = shape.len();
            return Err(format!(
                "its shape has {axes} axes, and at most {AXES} are read"
            ));
        }
        let elements = count(&shape).filter(|&elements| elements <= storage.len());
        let elements = elements.ok_or_else(|| {
            let there = storage.len();
            format!("shape {shape:?} has more elements than its storage, which has {there}")
        })?;
        let last = shape
            .iter()
            .zip(&strides)
            .try_fold(offset, |at, (&length, &stride)| {
                at.checked_add(length.saturating_sub(1).checked_mul(stride)?)
            });
        if elements > 0 && last.is_none_or(|last| last >= storage.len()) {
            let there = storage.len();
            return Err(format!(
                "shape {shape:?}, strides {strides:?} and offset {offset} lead beyond its storage \
                 of {there} elements"
            ));
        }
        Ok(Self {
            storage,
            offset,
            shape,
            strides,
        })
    }

    /// A whole storage in C order.
    pub(super) fn contiguous(storage: Storage<'a>, shape: Vec<usize>) -> Result<Self, String> {
        let strides = c_strides(&shape);
        Self::new(storage, 0, shape, strides)
    }

    pub(super) fn shape(&self) -> &[usize] {
        &self.shape
    }

    pub(super) fn element(&self) -> Element {
        self.storage.element
    }

    pub(super) fn len(&self) -> usize {
        count(&self.shape).expect("counted when it was made")
    }

    /// Its values in C order, rounded to `f32`.
    pub(super) fn values(&self) -> Vec<f32> {
        let (element, size) = (self.element(), self.element().bytes());
        if self.len() == 0 {
            return Vec::new();
        }
        if self.strides == c_strides(&self.shape) {
            let start = self.offset * size;
            let bytes = &self.storage.bytes[start..start + self.len() * size];
            return element.values(bytes);
        }
        let at = |offset: usize| element.value(&self.storage.bytes[offset * size..]);
        self.offsets().map(at).collect()
    }

    /// The place of each element in the storage, the last axis fastest.
    fn offsets(&self) -> impl Iterator<Item = usize> {
        let mut index = vec![0; self.shape.len()];
        let mut offset = self.offset;
        (0..self.len()).map(move |_| {
            let here = offset;
            for axis in (0..index.len()).rev() {
                index[axis] += 1;
                // Wrapping: the stride of an axis of length 1 may be any number.
                offset = offset.wrapping_add(self.strides[axis]);
                if index[axis] < self.shape[axis] {
                    break;
                }
                offset = offset.wrapping_sub(self.strides[axis].wrapping_mul(index[axis]));
                index[axis] = 0;
            }
            here
        })
    }
}

/// The product of a shape, if it can be counted.
pub(super) fn count(shape: &[usize]) -> Option<usize> {
    if shape.contains(&0) {
        return Some(0);
    }
    shape
        .iter()
        .try_fold(1_usize, |product, &length| product.checked_mul(length))
}

/// Strides of the last axis fastest; saturated for shapes that nothing can hold.
fn c_strides(shape: &[usize]) -> Vec<usize> {
    let mut strides = vec![1_usize; shape.len()];
    for axis in (1..shape.len()).rev() {
        strides[axis - 1] = strides[axis].saturating_mul(shape[axis].max(1));
    }
    strides
}

#[cfg(test)]
mod tests {
    use super::{Element, Storage, View, count};

    fn ramp() -> Vec<u8> {
        (0_u8..12)
            .flat_map(|value| f32::from(value).to_le_bytes())
            .collect()
    }

    #[test]
    fn strides_and_offsets_by_hand() {
        let bytes = ramp();
        let storage = Storage {
            element: Element::F32,
            bytes: &bytes,
        };
        for (offset, shape, strides, want) in [
            (0, vec![2, 3], vec![3, 1], vec![0., 1., 2., 3., 4., 5.]),
            (0, vec![3, 2], vec![1, 3], vec![0., 3., 1., 4., 2., 5.]),
            (5, vec![2, 2], vec![2, 0], vec![5., 5., 7., 7.]),
            (11, vec![], vec![], vec![11.]),
            (
                4,
                vec![2, 1, 2],
                vec![4, usize::MAX, 2],
                vec![4., 6., 8., 10.],
            ),
            (99, vec![4, 0], vec![1, 1], vec![]),
            (0, vec![usize::MAX, 2, 0], vec![1, 1, 1], vec![]),
        ] {
            let view = View::new(storage, offset, shape.clone(), strides).unwrap();
            assert_eq!(view.values(), want, "{shape:?}");
        }
    }

    #[test]
    fn what_leads_beyond_the_storage_is_refused() {
        let bytes = ramp();
        let storage = Storage {
            element: Element::F32,
            bytes: &bytes,
        };
        for (offset, shape, strides) in [
            (0, vec![13], vec![0]),
            (9, vec![4], vec![1]),
            (0, vec![2, 2], vec![usize::MAX, 1]),
            (usize::MAX, vec![2], vec![1]),
            (0, vec![usize::MAX, 2], vec![0, 0]),
            (0, vec![2], vec![1, 1]),
            (12, vec![], vec![]),
        ] {
            assert!(
                View::new(storage, offset, shape.clone(), strides).is_err(),
                "{shape:?}"
            );
        }
    }

    #[test]
    fn an_empty_axis_counts_as_none_however_long_the_others() {
        assert_eq!(count(&[usize::MAX, usize::MAX, 0]), Some(0));
        assert_eq!(count(&[usize::MAX, 2]), None);
        assert_eq!(count(&[]), Some(1));
    }

    #[test]
    fn parts_of_a_storage_end_within_it() {
        let bytes = ramp();
        let storage = Storage {
            element: Element::F32,
            bytes: &bytes,
        };
        assert_eq!(storage.part(2, 3).map(Storage::len), Some(3));
        assert!(storage.part(10, 3).is_none());
        assert!(storage.part(usize::MAX, 1).is_none());
        assert!(storage.part(1, usize::MAX / 4).is_none());
    }
}
