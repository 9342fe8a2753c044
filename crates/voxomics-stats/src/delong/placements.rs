use serde::{Deserialize, Serialize};

use super::Error;
use crate::input;
use crate::roc::{Direction, Marker};

/// How each subject is placed among those of the other class.
///
/// The placement of a case is the share of controls that score lower, ties counting half (`V10` of the paper), that of a
/// control the share of cases that score higher (`V01`); for [`Direction::Lower`] the other way round. Both have the area
/// under the curve as their mean.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "File", into = "File")]
#[doc(alias = "structural components")]
pub struct Placements {
    direction: Direction,
    labels: Vec<bool>,
    /// Twice the pairs won, by row.
    doubled: Vec<u32>,
    cases: Class,
    controls: Class,
}

/// One class against the other.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Class {
    len: usize,
    others: usize,
    /// Sum of the doubled placements, and of their squares.
    sum: i128,
    squares: i128,
}

impl Class {
    fn new(len: usize, others: usize) -> Self {
        Self {
            len,
            others,
            sum: 0,
            squares: 0,
        }
    }

    fn add(&mut self, count: u32, doubled: u32) {
        let [count, doubled] = [count, doubled].map(i128::from);
        self.sum += count * doubled;
        self.squares += count * doubled * doubled;
    }

    /// The class's part in the covariance of two areas, from the sum of products of doubled placements.
    fn covariance(&self, other: &Self, products: i128) -> f64 {
        // Below 2^124 for 2^31 rows: exact up to here.
        self.scaled(self.len as i128 * products - self.sum * other.sum)
    }

    fn scaled(&self, centred: i128) -> f64 {
        let (n, others) = (self.len as f64, self.others as f64);
        centred as f64 / (n * (n - 1.0)) / (4.0 * others * others) / n
    }
}

/// Placements as a file has them: the sums follow.
#[derive(Serialize, Deserialize)]
struct File {
    direction: Direction,
    labels: Vec<bool>,
    doubled: Vec<u32>,
}

impl From<Placements> for File {
    fn from(placements: Placements) -> Self {
        Self {
            direction: placements.direction,
            labels: placements.labels,
            doubled: placements.doubled,
        }
    }
}

impl TryFrom<File> for Placements {
    type Error = Error;

    fn try_from(file: File) -> Result<Self, Error> {
        let File {
            direction,
            labels,
            doubled,
        } = file;
        input::same_length(("doubled", doubled.len()), ("labels", labels.len()))?;
        let (m, k) = input::both_classes("labels", &labels)?;
        let [mut cases, mut controls] = [Class::new(m, k), Class::new(k, m)];
        for (row, (&case, &doubled)) in labels.iter().zip(&doubled).enumerate() {
            let class = if case { &mut cases } else { &mut controls };
            if u64::from(doubled) > 2 * class.others as u64 {
                return Err(Error::Input(input::Error::OutOfRange {
                    what: "doubled",
                    row,
                    value: doubled.into(),
                    range: "at most twice the other class",
                }));
            }
            class.add(1, doubled);
        }
        Ok(Self {
            direction,
            labels,
            doubled,
            cases,
            controls,
        })
    }
}

impl Marker {
    /// Placements of all subjects, in one pass.
    #[must_use]
    #[doc(alias = "delongPlacements")]
    pub fn placements(&self, direction: Direction) -> Placements {
        let [m, k] = [self.cases(), self.controls()];
        let mut doubled = vec![0; m + k];
        let mut cases = Class::new(m, k);
        let mut controls = Class::new(k, m);
        // Twice the numbers below; the sum fits 32 bits since there are fewer than 2^31 rows.
        let (mut cases_below, mut controls_below) = (0, 0);
        for (group, rows) in self.tied_rows() {
            let won_by_case = 2 * controls_below + group.controls;
            let lost_by_control = 2 * cases_below + group.cases;
            let (of_case, of_control) = match direction {
                Direction::Higher => (won_by_case, 2 * m as u32 - lost_by_control),
                Direction::Lower => (2 * k as u32 - won_by_case, lost_by_control),
            };
            cases.add(group.cases, of_case);
            controls.add(group.controls, of_control);
            for &row in rows {
                let case = group.controls == 0 || self.labels()[row as usize];
                doubled[row as usize] = if case { of_case } else { of_control };
            }
            cases_below += group.cases;
            controls_below += group.controls;
        }
        Placements {
            direction,
            labels: self.labels().to_vec(),
            doubled,
            cases,
            controls,
        }
    }
}

impl Placements {
    /// Number of cases.
    #[must_use]
    pub fn cases(&self) -> usize {
        self.cases.len
    }

    /// Number of controls.
    #[must_use]
    pub fn controls(&self) -> usize {
        self.controls.len
    }

    /// Placements of the cases, in the order of the rows.
    #[must_use]
    pub fn of_cases(&self) -> Vec<f64> {
        self.of(true, self.controls())
    }

    /// Placements of the controls, in the order of the rows.
    #[must_use]
    pub fn of_controls(&self) -> Vec<f64> {
        self.of(false, self.cases())
    }

    fn of(&self, class: bool, others: usize) -> Vec<f64> {
        let rows = self.labels.iter().zip(&self.doubled);
        let of_class = rows.filter(|&(&label, _)| label == class);
        of_class
            .map(|(_, &doubled)| f64::from(doubled) / (2 * others) as f64)
            .collect()
    }

    /// Area under the curve, as [`Marker::auc`].
    #[must_use]
    pub fn auc(&self) -> f64 {
        let pairs = self.cases() as u128 * self.controls() as u128;
        self.cases.sum as f64 / (2 * pairs) as f64
    }

    /// DeLong's variance of the area: `S10/m + S01/k` with the sample variances of the placements of `m` cases and `k`
    /// controls.
    ///
    /// It is 0 for a marker that parts the classes perfectly, which says more of the sample than of the marker.
    ///
    /// # Errors
    ///
    /// [`Error::TooFew`] for a single case or control.
    #[doc(alias = "var.roc")]
    pub fn variance(&self) -> Result<f64, Error> {
        self.enough()?;
        let of = |class: &Class| class.covariance(class, class.squares);
        Ok(of(&self.cases) + of(&self.controls))
    }

    /// Covariance of the areas of two markers on the same subjects.
    ///
    /// # Errors
    ///
    /// [`Error::OtherSubjects`] and [`Error::Directions`] if they do not go together, [`Error::TooFew`].
    #[doc(alias = "cov.roc")]
    pub fn covariance(&self, other: &Self) -> Result<f64, Error> {
        let [cases, controls] = self.products(other)?;
        Ok(self.cases.covariance(&other.cases, cases)
            + self.controls.covariance(&other.controls, controls))
    }

    /// Covariance of two areas, and the variance of their difference, which is exact where it is near 0.
    pub(super) fn covariance_and_variance_of_difference(
        &self,
        other: &Self,
    ) -> Result<(f64, f64), Error> {
        let [cases, controls] = self.products(other)?;
        let [of_cases, of_controls] = [
            (&self.cases, &other.cases, cases),
            (&self.controls, &other.controls, controls),
        ]
        .map(|(a, b, products)| {
            let squares = a.squares + b.squares - 2 * products;
            let sum = a.sum - b.sum;
            let variance = a.scaled(a.len as i128 * squares - sum * sum);
            (a.covariance(b, products), variance)
        });
        Ok((of_cases.0 + of_controls.0, of_cases.1 + of_controls.1))
    }

    /// Sums of products of doubled placements, of cases and of controls.
    fn products(&self, other: &Self) -> Result<[i128; 2], Error> {
        self.enough()?;
        if self.labels != other.labels {
            let rows = self.labels.iter().zip(&other.labels);
            let row = rows.take_while(|(a, b)| a == b).count();
            return Err(Error::OtherSubjects { row });
        }
        if self.direction != other.direction {
            return Err(Error::Directions);
        }
        let (mut of_cases, mut of_all) = (0_i128, 0_i128);
        let rows = self.doubled.iter().zip(&other.doubled).zip(&self.labels);
        for ((&a, &b), &case) in rows {
            let product = u64::from(a) * u64::from(b);
            of_all += i128::from(product);
            of_cases += i128::from(product * u64::from(case));
        }
        Ok([of_cases, of_all - of_cases])
    }

    fn enough(&self) -> Result<(), Error> {
        let (cases, controls) = (self.cases(), self.controls());
        if cases < 2 || controls < 2 {
            return Err(Error::TooFew { cases, controls });
        }
        Ok(())
    }
}
