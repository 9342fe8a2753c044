//! Small data with everything at once, and the likelihood by its definition.

use ndarray::Array2;
use voxomics_core::Seed;
use voxomics_regress::cox::{Cohort, Error, Options, Response, Ties};

/// What data have.
#[expect(clippy::struct_excessive_bools, reason = "independent of each other")]
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Has {
    pub(super) late: bool,
    pub(super) strata: bool,
    pub(super) weights: bool,
    pub(super) offset: bool,
}

impl Has {
    pub(super) const ALL: Self = Self {
        late: true,
        strata: true,
        weights: true,
        offset: true,
    };
}

/// Rows with a response.
#[derive(Debug, Clone)]
pub(super) struct Data {
    pub(super) x: Array2<f64>,
    pub(super) starts: Option<Vec<f64>>,
    pub(super) stops: Vec<f64>,
    pub(super) events: Vec<bool>,
    pub(super) options: Options,
}

/// Tied times, two columns of which one is binary.
pub(super) fn random(seed: u64, rows: usize, has: Has) -> Data {
    let mut stream = Seed(seed).stream("cox", 0);
    let mut x = Array2::zeros((rows, 2));
    let (mut starts, mut stops) = (Vec::new(), Vec::new());
    let mut events = Vec::new();
    for row in 0..rows {
        x[[row, 0]] = stream.normal();
        x[[row, 1]] = f64::from(u8::from(stream.uniform() < 0.4));
        let rate = (0.6 * x[[row, 0]] - 0.8 * x[[row, 1]]).exp();
        let time = -(1.0 - stream.uniform()).ln() / rate;
        let stop = (6.0 * time).ceil().min(12.0);
        stops.push(stop);
        starts.push((stop * stream.uniform() * 0.8).floor() - 0.5 * stream.uniform().round());
        events.push(stop < 12.0 && stream.uniform() < 0.8);
    }
    let mut numbers = |scale: f64| {
        (0..rows)
            .map(|_| (stream.below(4) + 1) as f64 * scale)
            .collect()
    };
    let (weights, offset): (Vec<f64>, Vec<f64>) = (numbers(0.5), numbers(0.3));
    let options = Options {
        strata: has
            .strata
            .then(|| (0..rows as u32).map(|row| row % 3 * 5).collect()),
        weights: has.weights.then_some(weights),
        offset: has.offset.then_some(offset),
        ..Options::default()
    };
    Data {
        x,
        starts: has.late.then_some(starts),
        stops,
        events,
        options,
    }
}

impl Data {
    pub(super) fn response(&self) -> Response<'_> {
        match &self.starts {
            None => Response::Right {
                times: &self.stops,
                events: &self.events,
            },
            Some(starts) => Response::Counting {
                starts,
                stops: &self.stops,
                events: &self.events,
            },
        }
    }

    pub(super) fn with(&self, ties: Ties) -> Self {
        let mut data = self.clone();
        data.options.ties = ties;
        data
    }

    pub(super) fn cohort(&self) -> Result<Cohort, Error> {
        Cohort::new(self.x.view(), &self.response(), &self.options)
    }

    pub(super) fn rows(&self) -> usize {
        self.stops.len()
    }

    pub(super) fn weight(&self, row: usize) -> f64 {
        self.options
            .weights
            .as_ref()
            .map_or(1.0, |weights| weights[row])
    }

    pub(super) fn start(&self, row: usize) -> f64 {
        self.starts
            .as_ref()
            .map_or(f64::NEG_INFINITY, |starts| starts[row])
    }

    pub(super) fn stratum(&self, row: usize) -> u32 {
        self.options.strata.as_ref().map_or(0, |strata| strata[row])
    }

    pub(super) fn at_risk(&self, time: f64, stratum: u32) -> Vec<usize> {
        let is = |&row: &usize| {
            self.stratum(row) == stratum && self.start(row) < time && time <= self.stops[row]
        };
        (0..self.rows()).filter(is).collect()
    }

    /// Times and strata with events, and whose.
    pub(super) fn moments(&self) -> Vec<(f64, u32, Vec<usize>)> {
        let mut moments: Vec<(f64, u32, Vec<usize>)> = Vec::new();
        for row in (0..self.rows()).filter(|&row| self.events[row]) {
            let (time, stratum) = (self.stops[row], self.stratum(row));
            match moments
                .iter_mut()
                .find(|(t, s, _)| t.total_cmp(&time).is_eq() && *s == stratum)
            {
                Some((_, _, rows)) => rows.push(row),
                None => moments.push((time, stratum, vec![row])),
            }
        }
        moments
    }

    pub(super) fn eta(&self, beta: &[f64]) -> Vec<f64> {
        let offset = |row: usize| {
            self.options
                .offset
                .as_ref()
                .map_or(0.0, |offset| offset[row])
        };
        let own = |row: usize| {
            self.x
                .row(row)
                .iter()
                .zip(beta)
                .map(|(x, b)| x * b)
                .sum::<f64>()
        };
        (0..self.rows()).map(|row| offset(row) + own(row)).collect()
    }

    /// The log partial likelihood by its definition.
    pub(super) fn log_likelihood(&self, eta: &[f64]) -> f64 {
        let mut sum = 0.0;
        for (time, stratum, died) in self.moments() {
            let at_risk = self.at_risk(time, stratum);
            let d = died.len() as f64;
            let hazards = |rows: &[usize]| -> f64 {
                rows.iter()
                    .map(|&row| self.weight(row) * eta[row].exp())
                    .sum()
            };
            let weight: f64 = died.iter().map(|&row| self.weight(row)).sum();
            sum += died
                .iter()
                .map(|&row| self.weight(row) * eta[row])
                .sum::<f64>();
            sum -= match self.options.ties {
                Ties::Breslow => weight * hazards(&at_risk).ln(),
                Ties::Efron => {
                    let term = |l: usize| (hazards(&at_risk) - l as f64 / d * hazards(&died)).ln();
                    weight / d * (0..died.len()).map(term).sum::<f64>()
                }
                Ties::Exact => subsets(&at_risk, died.len(), eta).ln(),
            };
        }
        sum
    }
}

/// Sum of products of hazards over all subsets of a size, one by one.
fn subsets(rows: &[usize], size: usize, eta: &[f64]) -> f64 {
    match (size, rows.split_first()) {
        (0, _) => 1.0,
        (_, None) => 0.0,
        (_, Some((&first, rest))) => {
            eta[first].exp() * subsets(rest, size - 1, eta) + subsets(rest, size, eta)
        }
    }
}

/// First and second derivatives of a function by differences.
pub(super) fn differences(
    of: impl Fn(&[f64]) -> f64,
    at: &[f64],
    step: f64,
) -> (Vec<f64>, Vec<Vec<f64>>) {
    let moved = |moves: &[(usize, f64)]| {
        let mut there = at.to_vec();
        for &(i, by) in moves {
            there[i] += by * step;
        }
        of(&there)
    };
    let first = |i| (moved(&[(i, 1.0)]) - moved(&[(i, -1.0)])) / (2.0 * step);
    let second = |i, j| {
        let along = moved(&[(i, 1.0), (j, 1.0)]) + moved(&[(i, -1.0), (j, -1.0)]);
        let across = moved(&[(i, 1.0), (j, -1.0)]) + moved(&[(i, -1.0), (j, 1.0)]);
        (along - across) / (4.0 * step * step)
    };
    let size = at.len();
    let rows = (0..size).map(|i| (0..size).map(|j| second(i, j)).collect());
    ((0..size).map(first).collect(), rows.collect())
}

/// All ties, everything that data can have; those whose likelihood has a maximum.
pub(super) fn every_kind(rows: usize) -> impl Iterator<Item = Data> {
    any_kind(rows).filter(|data| data.cohort().and_then(|cohort| cohort.fit()).is_ok())
}

pub(super) fn any_kind(rows: usize) -> impl Iterator<Item = Data> {
    let kinds = [
        Has::default(),
        Has {
            late: true,
            ..Has::default()
        },
        Has {
            strata: true,
            weights: true,
            ..Has::default()
        },
        Has::ALL,
    ];
    (0..6).flat_map(move |seed| {
        kinds.into_iter().flat_map(move |has| {
            let data = random(seed, rows, has);
            let ties = [Ties::Efron, Ties::Breslow].map(|ties| data.with(ties));
            let exact = random(
                seed,
                rows,
                Has {
                    weights: false,
                    ..has
                },
            )
            .with(Ties::Exact);
            ties.into_iter().chain([exact])
        })
    })
}
