//! Columns on one scale, by the rows that are learnt from.

use ndarray::{Array2, ArrayView2};

/// Means, and standard deviations of divisor n, 1 where there is none.
pub(crate) fn standards(x: ArrayView2<'_, f64>) -> (Vec<f64>, Vec<f64>) {
    let rows = x.nrows() as f64;
    let columns = x.columns().into_iter();
    columns
        .map(|column| {
            let mean = column.sum() / rows;
            let squares: f64 = column.iter().map(|x| (x - mean) * (x - mean)).sum();
            let scale = (squares / rows).sqrt();
            (mean, if scale > 0.0 { scale } else { 1.0 })
        })
        .unzip()
}

pub(crate) fn scaled(x: ArrayView2<'_, f64>, (centers, scales): (&[f64], &[f64])) -> Array2<f64> {
    Array2::from_shape_fn(x.dim(), |(row, column)| {
        (x[(row, column)] - centers[column]) / scales[column]
    })
}
