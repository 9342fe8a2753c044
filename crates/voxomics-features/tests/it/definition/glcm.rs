//! Co-occurrences, pair by pair.

use voxomics_features::FeatureSet;
use voxomics_features::glcm::{Features, Options, features};

use super::case::{Case, Position, cases, step};
use super::{EPSILON, Seen, Want, assert_features, cancelling, over_directions, want};

/// Counts or shares by level, `[i][j]`, with a row and a column for level 0, which nothing has.
type Matrix = Vec<Vec<f64>>;

fn counts(case: &Case, direction: Position, symmetrical: bool) -> Matrix {
    let levels = case.grid.present().last().unwrap() + 1;
    let mut counts = vec![vec![0.0; levels]; levels];
    for position in case.grid.inside() {
        let (i, j) = (
            case.grid.at(position),
            case.grid.at(step(position, direction)),
        );
        if j > 0 {
            counts[i][j] += 1.0;
            if symmetrical {
                counts[j][i] += 1.0;
            }
        }
    }
    counts
}

/// `(i, j, p)` of every pair of levels, and what follows from the shares `p`.
struct Shares {
    present: Vec<usize>,
    p: Matrix,
    px: Vec<f64>,
    py: Vec<f64>,
}

impl Shares {
    /// `None` if there is no pair.
    fn new(counts: &Matrix, present: Vec<usize>) -> Option<Self> {
        let total: f64 = counts.iter().flatten().sum();
        let share = |row: &Vec<f64>| row.iter().map(|n| n / total).collect();
        let p: Matrix = counts.iter().map(share).collect();
        let px = p.iter().map(|row| row.iter().sum()).collect();
        let py = (0..p.len())
            .map(|j| p.iter().map(|row| row[j]).sum())
            .collect();
        (total > 0.0).then_some(Self { present, p, px, py })
    }

    /// `Σ p f(i, j)`.
    fn mean(&self, f: impl Fn(f64, f64) -> f64) -> f64 {
        let mut sum = 0.0;
        for (i, row) in self.p.iter().enumerate() {
            for (j, p) in row.iter().enumerate() {
                if *p > 0.0 {
                    sum += p * f(i as f64, j as f64);
                }
            }
        }
        sum
    }

    /// Entropy, in bits, of what `key` makes of a pair.
    fn entropy(&self, key: impl Fn(usize, usize) -> usize) -> f64 {
        let mut shares = vec![0.0; self.p.len() * self.p.len()];
        for (i, row) in self.p.iter().enumerate() {
            for (j, p) in row.iter().enumerate() {
                shares[key(i, j)] += p;
            }
        }
        -shares
            .iter()
            .map(|p: &f64| p * (p + EPSILON).log2())
            .sum::<f64>()
    }

    fn joint_entropy(&self) -> f64 {
        self.entropy(|i, j| i * self.p.len() + j)
    }

    /// `HXY₂`.
    fn independent_entropy(&self) -> f64 {
        let products = self
            .px
            .iter()
            .flat_map(|px| self.py.iter().map(move |py| px * py));
        -products.map(|p| p * (p + EPSILON).log2()).sum::<f64>()
    }

    fn imc1(&self) -> f64 {
        let larger = self.entropy(|i, _| i).max(self.entropy(|_, j| j));
        let mut independent = 0.0;
        for (i, row) in self.p.iter().enumerate() {
            for (j, p) in row.iter().enumerate() {
                independent -= p * (self.px[i] * self.py[j] + EPSILON).log2();
            }
        }
        if larger == 0.0 {
            0.0
        } else {
            (self.joint_entropy() - independent) / larger
        }
    }

    fn imc2(&self) -> f64 {
        let gain = self.independent_entropy() - self.joint_entropy();
        if gain == 0.0 {
            0.0
        } else {
            (1.0 - (-2.0 * gain).exp()).sqrt()
        }
    }

    /// Whether Imc2 has digits: where levels are nearly independent, what it is a root of is the
    /// rounding of two entropies.
    fn has_imc2(&self) -> bool {
        let single = self.p.iter().flatten().filter(|&&p| p > 0.0).count() == 1;
        single || self.independent_entropy() - self.joint_entropy() > 1e-2
    }

    /// Root of the second largest eigenvalue of `Q`.
    fn mcc(&self) -> f64 {
        let present = self.present.iter().copied().filter(|&i| self.px[i] > 0.0);
        let rows: Vec<usize> = present.collect();
        if self.present.len() < 2 {
            return 1.0;
        }
        // Not Q itself, but a nearly symmetric matrix with the same eigenvalues, which keeps their digits.
        let entry = |i: usize, j: usize| {
            let term = |k: usize| self.p[i][k] * self.p[j][k] / (self.px[i] * self.py[k] + EPSILON);
            let q: f64 = (0..self.p.len()).map(term).sum();
            q * (self.px[i] / self.px[j]).sqrt()
        };
        let row = |&i: &usize| rows.iter().map(|&j| entry(i, j)).collect();
        let mut balanced: Matrix = rows.iter().map(row).collect();
        deflate(&mut balanced);
        let second = deflate(&mut balanced);
        // Nothing but rounding.
        if second < 1e-13 { 0.0 } else { second.sqrt() }
    }

    fn features(&self) -> Vec<Want> {
        let largest = *self.present.last().unwrap() as f64;
        let (ux, uy) = (self.mean(|i, _| i), self.mean(|_, j| j));
        let sigma = self.mean(|i, _| (i - ux) * (i - ux)).sqrt()
            * self.mean(|_, j| (j - uy) * (j - uy)).sqrt();
        let covariance = self.mean(|i, j| (i - ux) * (j - uy));
        let correlation = if sigma == 0.0 {
            1.0
        } else {
            covariance / (sigma + EPSILON)
        };
        let cluster = |i: f64, j: f64| i + j - ux - uy;
        let cubed = |x: f64| x * x * x;
        let difference = self.mean(|i, j| (i - j).abs());
        let variance =
            self.mean(|i, j| ((i - j).abs() - difference) * ((i - j).abs() - difference));
        vec![
            want("Autocorrelation", self.mean(|i, j| i * j)),
            want(
                "ClusterProminence",
                self.mean(|i, j| cluster(i, j) * cubed(cluster(i, j))),
            ),
            cancelling(
                "ClusterShade",
                self.mean(|i, j| cubed(cluster(i, j))),
                self.mean(|i, j| cubed(cluster(i, j).abs())),
            ),
            want(
                "ClusterTendency",
                self.mean(|i, j| cluster(i, j) * cluster(i, j)),
            ),
            want("Contrast", self.mean(|i, j| (i - j) * (i - j))),
            cancelling("Correlation", correlation, 1.0),
            want("DifferenceAverage", difference),
            cancelling("DifferenceEntropy", self.entropy(usize::abs_diff), 1.0),
            want("DifferenceVariance", variance),
            want("Id", self.mean(|i, j| 1.0 / (1.0 + (i - j).abs()))),
            want("Idm", self.mean(|i, j| 1.0 / (1.0 + (i - j) * (i - j)))),
            want(
                "Idmn",
                self.mean(|i, j| 1.0 / (1.0 + (i - j) * (i - j) / (largest * largest))),
            ),
            want(
                "Idn",
                self.mean(|i, j| 1.0 / (1.0 + (i - j).abs() / largest)),
            ),
            cancelling("Imc1", self.imc1(), 1.0),
            cancelling("Imc2", self.imc2(), 1.0),
            want(
                "InverseVariance",
                self.mean(|i, j| {
                    if i == j {
                        0.0
                    } else {
                        1.0 / ((i - j) * (i - j))
                    }
                }),
            ),
            want("JointAverage", ux),
            want("JointEnergy", self.p.iter().flatten().map(|p| p * p).sum()),
            cancelling("JointEntropy", self.joint_entropy(), 1.0),
            cancelling("MCC", self.mcc(), 1.0),
            want(
                "MaximumProbability",
                self.p.iter().flatten().copied().fold(0.0, f64::max),
            ),
            want("SumAverage", self.mean(|i, j| i + j)),
            cancelling("SumEntropy", self.entropy(|i, j| i + j), 1.0),
            want("SumSquares", self.mean(|i, _| (i - ux) * (i - ux))),
        ]
    }
}

/// The largest eigenvalue of a matrix without negative ones, taken out of it; 0 if nothing is left.
fn deflate(matrix: &mut Matrix) -> f64 {
    let n = matrix.len();
    let mut power = matrix.clone();
    // Squaring doubles the exponent: what is left is made of the eigenvectors of the largest.
    for _ in 0..40 {
        let largest = power
            .iter()
            .flatten()
            .fold(0.0, |largest: f64, x| largest.max(x.abs()));
        if largest < 1e-14 {
            return 0.0;
        }
        power.iter_mut().flatten().for_each(|x| *x /= largest);
        power = product(&power, &power);
    }
    let at = (0..n)
        .max_by(|&a, &b| power[a][a].total_cmp(&power[b][b]))
        .unwrap();
    let right: Vec<f64> = power.iter().map(|row| row[at]).collect();
    let left = power[at].clone();
    let image: Vec<f64> = matrix.iter().map(|row| dot(row, &right)).collect();
    let eigenvalue = dot(&left, &image) / dot(&left, &right);
    let overlap = dot(&left, &right);
    for (row, right) in matrix.iter_mut().zip(&right) {
        for (x, left) in row.iter_mut().zip(&left) {
            *x -= eigenvalue * right * left / overlap;
        }
    }
    eigenvalue
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn columns(matrix: &Matrix) -> Matrix {
    (0..matrix.len())
        .map(|j| matrix.iter().map(|row| row[j]).collect())
        .collect()
}

fn product(a: &Matrix, b: &Matrix) -> Matrix {
    let columns = columns(b);
    a.iter()
        .map(|row| columns.iter().map(|column| dot(row, column)).collect())
        .collect()
}

/// The matrices of which features are averaged: one a direction, or their weighted sum.
fn matrices(case: &Case) -> Vec<Shares> {
    let directions = case.grid.directions(&case.distances, case.flat_axis);
    let of = |&direction: &Position| counts(case, direction, case.symmetrical);
    let present = case.grid.present();
    let Some(norm) = case.norm else {
        let matrices = directions.iter().map(of);
        return matrices
            .filter_map(|counts| Shares::new(&counts, present.clone()))
            .collect();
    };
    let levels = present.last().unwrap() + 1;
    let mut sum = vec![vec![0.0; levels]; levels];
    for direction in &directions {
        let length = case.grid.length(norm, *direction);
        let unweighted = norm == voxomics_features::weighting::Norm::NoWeighting;
        let weight = if unweighted {
            1.0
        } else {
            (-length * length).exp()
        };
        for (sum, counts) in sum
            .iter_mut()
            .flatten()
            .zip(of(direction).into_iter().flatten())
        {
            *sum += weight * counts;
        }
    }
    Shares::new(&sum, present).into_iter().collect()
}

#[test]
fn features_are_those_of_the_definition() {
    let mut seen = Seen::default();
    let (mut with_imc2, mut without_imc2) = (0, 0);
    for case in cases() {
        let options = Options {
            neighbourhood: case.neighbourhood(),
            symmetrical: case.symmetrical,
            weighting: case.norm,
        };
        let got = features(&case.levels, &options);
        seen.add(got.contrast);
        let matrices = matrices(&case);
        let each: Vec<Vec<Want>> = matrices.iter().map(Shares::features).collect();
        let mut want = over_directions(&each, Features::NAMES);
        if each.is_empty() && case.grid.present().len() == 1 {
            // Numbers that PyRadiomics has for isolated voxels of one level, besides NaN.
            let directions = case.grid.directions(&case.distances, case.flat_axis).len();
            let has_matrix = directions == 1 || case.norm.is_some();
            let (name, value) = if has_matrix {
                ("InverseVariance", 0.0)
            } else {
                ("MCC", 1.0)
            };
            want.iter_mut()
                .find(|want| want.name == name)
                .unwrap()
                .value = value;
        }
        if matrices.iter().all(Shares::has_imc2) {
            with_imc2 += 1;
        } else {
            without_imc2 += 1;
            assert!(
                got.imc2.is_nan() || (0.0..=1.0).contains(&got.imc2),
                "{}",
                case.name
            );
            let imc2 = want.iter_mut().find(|want| want.name == "Imc2").unwrap();
            imc2.value = got.imc2;
        }
        assert_features(&got, &want, &case.name);
    }
    seen.assert_both();
    assert!(with_imc2 > without_imc2, "{with_imc2} {without_imc2}");
}
