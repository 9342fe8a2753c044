//! Rotations as NIfTI's qform has them: a unit quaternion without its first part.

use crate::direction::Matrix;

/// The rotation of `(b, c, d)`, with `a = √(1 - b² - c² - d²)`; a quaternion longer than one is
/// scaled to one and turns by 180°.
pub(super) fn to_rotation([b, c, d]: [f64; 3]) -> Matrix {
    let rest = 1.0 - (b * b + c * c + d * d);
    let (a, b, c, d) = if rest < 1e-7 {
        let scale = 1.0 / (b * b + c * c + d * d).sqrt();
        (0.0, b * scale, c * scale, d * scale)
    } else {
        (rest.sqrt(), b, c, d)
    };
    [
        [
            a * a + b * b - c * c - d * d,
            2.0 * (b * c - a * d),
            2.0 * (b * d + a * c),
        ],
        [
            2.0 * (b * c + a * d),
            a * a + c * c - b * b - d * d,
            2.0 * (c * d - a * b),
        ],
        [
            2.0 * (b * d - a * c),
            2.0 * (c * d + a * b),
            a * a + d * d - c * c - b * b,
        ],
    ]
}

/// `(b, c, d)` of a rotation, `a` not negative.
pub(super) fn from_rotation(r: &Matrix) -> [f64; 3] {
    // Four times the square of each part; the largest divides the others safely.
    let squares = [
        1.0 + r[0][0] + r[1][1] + r[2][2],
        1.0 + r[0][0] - r[1][1] - r[2][2],
        1.0 - r[0][0] + r[1][1] - r[2][2],
        1.0 - r[0][0] - r[1][1] + r[2][2],
    ];
    let largest = (0..4).fold(
        0,
        |best, i| if squares[i] > squares[best] { i } else { best },
    );
    let root = squares[largest].sqrt();
    let over = 0.5 / root;
    let differences = [r[2][1] - r[1][2], r[0][2] - r[2][0], r[1][0] - r[0][1]];
    if largest == 0 {
        return differences.map(|difference| difference * over);
    }
    let axis = largest - 1;
    let mut parts: [f64; 3] = std::array::from_fn(|other| (r[axis][other] + r[other][axis]) * over);
    parts[axis] = 0.5 * root;
    if differences[axis] < 0.0 {
        parts.map(|part| -part)
    } else {
        parts
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{from_rotation, to_rotation};

    proptest! {
        #[test]
        fn there_and_back(parts in prop::array::uniform4(-1.0_f64..1.0)) {
            let norm = parts.iter().map(|part| part * part).sum::<f64>().sqrt();
            prop_assume!(norm > 0.1);
            let sign = parts[3].signum();
            let quaternion = [0, 1, 2].map(|i| sign * parts[i] / norm);
            let rotation = to_rotation(quaternion);
            let again = to_rotation(from_rotation(&rotation));
            for (row, other) in rotation.iter().flatten().zip(again.iter().flatten()) {
                prop_assert!((row - other).abs() < 1e-6, "{rotation:?} {again:?}");
            }
        }
    }
}
