//! The cubic spline of Forsythe, Malcolm and Moler (*Computer Methods for Mathematical Computations*, 1977), R's `"fmm"`:
//! third derivatives at the ends are those of the cubics through the four points nearest to them.

/// A spline through points of ascending abscissa.
#[derive(Debug, Clone)]
pub(crate) struct Cubic {
    x: Vec<f64>,
    y: Vec<f64>,
    /// A sixth of the second derivative at each point.
    bend: Vec<f64>,
}

impl Cubic {
    pub(crate) fn through(x: &[f64], y: &[f64]) -> Self {
        Self {
            x: x.to_vec(),
            y: y.to_vec(),
            bend: bends(x, y),
        }
    }

    pub(crate) fn at(&self, x: f64) -> f64 {
        let pieces = self.x.len() - 1;
        let piece = (self.x.partition_point(|&knot| knot <= x).max(1) - 1).min(pieces.max(1) - 1);
        if pieces == 0 {
            return self.y[0];
        }
        let width = self.x[piece + 1] - self.x[piece];
        let (left, right) = (self.bend[piece], self.bend[piece + 1]);
        let slope = (self.y[piece + 1] - self.y[piece]) / width - width * (right + 2.0 * left);
        let d = x - self.x[piece];
        self.y[piece] + d * (slope + d * (3.0 * left + d * ((right - left) / width)))
    }
}

fn bends(x: &[f64], y: &[f64]) -> Vec<f64> {
    let n = x.len();
    if n < 3 {
        return vec![0.0; n];
    }
    let widths: Vec<f64> = x.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let slopes: Vec<f64> = (y.windows(2).zip(&widths))
        .map(|(pair, width)| (pair[1] - pair[0]) / width)
        .collect();
    let (mut diagonal, mut right) = (vec![0.0; n], vec![0.0; n]);
    for i in 1..n - 1 {
        diagonal[i] = 2.0 * (widths[i - 1] + widths[i]);
        right[i] = slopes[i] - slopes[i - 1];
    }
    (diagonal[0], diagonal[n - 1]) = (-widths[0], -widths[n - 2]);
    if n > 3 {
        // Divided differences of third order, of the four points at each end.
        let second = |i: usize| right[i] / (x[i + 1] - x[i - 1]);
        let first = (second(2) - second(1)) / (x[3] - x[0]);
        let last = (second(n - 2) - second(n - 3)) / (x[n - 1] - x[n - 4]);
        (right[0], right[n - 1]) = (
            first * widths[0] * widths[0],
            -last * widths[n - 2] * widths[n - 2],
        );
    }
    for i in 1..n {
        let share = widths[i - 1] / diagonal[i - 1];
        diagonal[i] -= share * widths[i - 1];
        right[i] -= share * right[i - 1];
    }
    right[n - 1] /= diagonal[n - 1];
    for i in (0..n - 1).rev() {
        right[i] = (right[i] - widths[i] * right[i + 1]) / diagonal[i];
    }
    right
}

#[cfg(test)]
mod tests {
    use super::Cubic;

    #[test]
    fn a_cubic_is_its_own_spline() {
        let cubic = |x: f64| 2.0 - x + 0.5 * x * x * x;
        let x = [-1.0, 0.0, 0.5, 2.0, 3.0];
        let y = x.map(cubic);
        let spline = Cubic::through(&x, &y);
        for x in [-1.0, -0.3, 0.2, 1.7, 2.9, 3.0] {
            assert!((spline.at(x) - cubic(x)).abs() < 1e-13);
        }
    }
}
