use serde::{Deserialize, Serialize};

use super::{Error, Placements};
use crate::dist::chi_squared;
use crate::extended;

/// Several areas, or contrasts of them, tested together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JointTest {
    /// The areas, one for each marker.
    pub auc: Vec<f64>,
    /// Their covariances, a row for each marker; see [`covariance_matrix`].
    pub covariance: Vec<Vec<f64>>,
    /// Chi-squared; `"inf"` in files if infinite.
    #[serde(with = "extended")]
    pub statistic: f64,
    /// Contrasts that are independent of each other; 0 if none varies.
    pub degrees_of_freedom: usize,
    /// Of all contrasts being 0.
    pub p_value: f64,
}

/// Covariances of the areas of markers on the same subjects: a row and a column for each marker, in their order, with the
/// variances on the diagonal.
///
/// ```
/// use voxomics_stats::delong::covariance_matrix;
/// use voxomics_stats::roc::{Direction, Marker};
///
/// let labels = [false, false, false, true, true, true];
/// let a = Marker::new(&labels, &[1.0, 2.0, 4.0, 3.0, 5.0, 6.0])?.placements(Direction::Higher);
/// let b = Marker::new(&labels, &[1.0, 4.0, 2.0, 3.0, 6.0, 2.0])?.placements(Direction::Higher);
/// let matrix = covariance_matrix(&[a.clone(), b.clone()])?;
/// assert_eq!((matrix[0][0], matrix[0][1]), (a.variance()?, a.covariance(&b)?));
/// # Ok::<(), voxomics_stats::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::OtherSubjects`], [`Error::Directions`], [`Error::TooFew`].
pub fn covariance_matrix(markers: &[Placements]) -> Result<Vec<Vec<f64>>, Error> {
    let mut matrix = vec![vec![0.0; markers.len()]; markers.len()];
    for (i, a) in markers.iter().enumerate() {
        for (j, b) in markers.iter().enumerate().take(i + 1) {
            let covariance = if i == j {
                a.variance()?
            } else {
                a.covariance(b)?
            };
            matrix[i][j] = covariance;
            matrix[j][i] = covariance;
        }
    }
    Ok(matrix)
}

/// Tests whether all markers have one area, or whether all `contrasts` of them are 0.
///
/// With the areas `θ`, their covariances `S` and contrasts `L` (a row of weights each), the statistic is
/// `(Lθ)'(L S L')⁻¹(Lθ)`, chi-squared with the rank of `L S L'` as degrees of freedom. Contrasts that follow from others
/// change nothing, nor does multiplying the weights of one. Where a contrast does not vary, it counts nothing if it is 0 and makes the statistic infinite if not.
/// For two markers the statistic is the square of [`paired_test`](super::paired_test)'s.
///
/// ```
/// use voxomics_stats::delong::joint_test;
/// use voxomics_stats::roc::{Direction, Marker};
///
/// let labels: Vec<bool> = (0..90).map(|i| i % 3 == 0).collect();
/// let placements = |by: i32| {
///     let scores: Vec<f64> = (0..90).map(|i| f64::from(i * by % 47)).collect();
///     Marker::new(&labels, &scores).map(|marker| marker.placements(Direction::Higher))
/// };
/// let test = joint_test(&[placements(5)?, placements(11)?, placements(17)?], None)?;
/// assert_eq!(test.degrees_of_freedom, 2);
/// # Ok::<(), voxomics_stats::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Markers`] for fewer than two, [`Error::Contrast`] for weights that do not fit, [`Error::ZeroContrast`] and
/// [`Error::NoContrasts`] where there is nothing to compare, and as [`covariance_matrix`].
///
/// # References
///
/// DeLong ER, DeLong DM, Clarke-Pearson DL. *Biometrics* 1988;44:837-845, equation 5. No reference implementation was at
/// hand beyond two markers.
#[doc(alias = "roccomp")]
pub fn joint_test(
    markers: &[Placements],
    contrasts: Option<&[Vec<f64>]>,
) -> Result<JointTest, Error> {
    let want = markers.len();
    if want < 2 {
        return Err(Error::Markers(want));
    }
    let contrasts = match contrasts {
        None => differences_of_neighbours(want),
        Some([]) => return Err(Error::NoContrasts),
        Some(given) => given
            .iter()
            .enumerate()
            .map(|(place, weights)| scaled(place, weights, want))
            .collect::<Result<_, _>>()?,
    };
    let covariance = covariance_matrix(markers)?;
    let auc: Vec<f64> = markers.iter().map(Placements::auc).collect();
    let values = contrasts.iter().map(|weights| dot(weights, &auc)).collect();
    let spread = |weights: &Vec<f64>| -> Vec<f64> {
        let halfway: Vec<f64> = covariance.iter().map(|row| dot(row, weights)).collect();
        contrasts.iter().map(|other| dot(other, &halfway)).collect()
    };
    let (statistic, degrees_of_freedom) =
        quadratic_form(contrasts.iter().map(spread).collect(), values);
    Ok(JointTest {
        auc,
        covariance,
        statistic,
        degrees_of_freedom,
        p_value: match degrees_of_freedom {
            _ if statistic == f64::INFINITY => 0.0,
            0 => 1.0,
            df => chi_squared::upper(statistic, df as f64),
        },
    })
}

fn differences_of_neighbours(markers: usize) -> Vec<Vec<f64>> {
    let contrast = |first: usize| {
        let mut weights = vec![0.0; markers];
        (weights[first], weights[first + 1]) = (1.0, -1.0);
        weights
    };
    (0..markers - 1).map(contrast).collect()
}

/// A contrast with largest weight 1 or -1: whatever its unit, what is rounding in it is judged alike.
fn scaled(contrast: usize, weights: &[f64], want: usize) -> Result<Vec<f64>, Error> {
    let got = weights.iter().filter(|weight| weight.is_finite()).count();
    if got != want || weights.len() != want {
        return Err(Error::Contrast {
            contrast,
            got,
            want,
        });
    }
    let largest = weights.iter().fold(0.0_f64, |most, w| most.max(w.abs()));
    if largest == 0.0 {
        return Err(Error::ZeroContrast(contrast));
    }
    Ok(weights.iter().map(|weight| weight / largest).collect())
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Share of the largest variance below which one is rounding.
const NOTHING: f64 = 1e-10;

/// `x' A⁻ x` and the rank of a covariance matrix `A`, by Gaussian elimination with the largest variance first.
fn quadratic_form(mut a: Vec<Vec<f64>>, mut x: Vec<f64>) -> (f64, usize) {
    let largest = |a: &[Vec<f64>], left: &[usize]| {
        let at = |&(_, row): &(usize, &usize)| a[*row][*row];
        left.iter()
            .enumerate()
            .max_by(|one, other| at(one).total_cmp(&at(other)))
            .map(|(place, &row)| (place, row))
    };
    let scale = (0..x.len()).map(|at| a[at][at]).fold(0.0, f64::max);
    let size = x.iter().fold(0.0, |size: f64, x| size.max(x.abs()));
    let mut left: Vec<usize> = (0..x.len()).collect();
    let (mut form, mut rank) = (0.0, 0);
    while let Some((place, pivot)) = largest(&a, &left) {
        if a[pivot][pivot] <= scale * NOTHING {
            break;
        }
        left.swap_remove(place);
        form += x[pivot] * x[pivot] / a[pivot][pivot];
        rank += 1;
        for &row in &left {
            let factor = a[row][pivot] / a[pivot][pivot];
            x[row] -= factor * x[pivot];
            for column in left.clone() {
                a[row][column] -= factor * a[pivot][column];
            }
        }
    }
    // What does not vary must be 0.
    let certain = left.iter().any(|&row| x[row].abs() > size * NOTHING);
    (if certain { f64::INFINITY } else { form }, rank)
}
