//! Maps from gradients, by hand.

use ndarray::{Array3, array};
use voxomics_deep::cam::ActivationMap;

/// The gradient at the last block is the same at every pixel.
#[test]
fn gradients_at_the_last_block_give_the_analytic_map() {
    let activations =
        Array3::from_shape_fn((5, 3, 4), |(c, i, j)| ((c * 7 + i * 5 + j * 3) % 11) as f32);
    let gradient = [0.5, -1.25, 2.0, 0.0, -0.75];
    let analytic = ActivationMap::last_block(activations.view(), &gradient).unwrap();
    let spread = Array3::from_shape_fn((5, 3, 4), |(c, _, _)| gradient[c] / 12.0);
    let wide = activations.mapv(f64::from);
    let general = ActivationMap::from_gradients(wide.view(), spread.view()).unwrap();
    for (got, want) in general.linear.iter().zip(&analytic.linear) {
        assert!((got - want).abs() < 1e-14);
    }
    for (got, want) in general.hirescam.iter().zip(&analytic.gradcam()) {
        assert!((got - want).abs() < 1e-14);
    }
    assert_eq!(general.alpha.len(), 5);
}

#[test]
fn hirescam_weighs_every_pixel_by_its_own_gradient() {
    let activations = array![[[1.0, 2.0], [3.0, 4.0]]];
    let gradients = array![[[1.0, -1.0], [0.0, 2.0]]];
    let map = ActivationMap::from_gradients(activations.view(), gradients.view()).unwrap();
    assert_eq!(map.alpha, [0.5]);
    assert_eq!(map.linear, array![[0.5, 1.0], [1.5, 2.0]]);
    assert_eq!(map.hirescam, array![[1.0, 0.0], [0.0, 8.0]]);
}
