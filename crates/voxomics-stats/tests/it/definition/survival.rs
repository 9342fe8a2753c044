//! Survival statistics from their definitions: loops over all subjects and all pairs.

use voxomics_core::Seed;
use voxomics_stats::likelihood::cox::{self, Ties};
use voxomics_stats::resample::Draws;
use voxomics_stats::survival::concordance::{Options, TimeWeights, concordance};
use voxomics_stats::survival::cut_point::{self, cut_point};
use voxomics_stats::survival::{FollowUp, Records, kaplan_meier, log_rank};

/// Late entries, tied times, tied markers.
struct Data {
    entries: Vec<f64>,
    times: Vec<f64>,
    events: Vec<bool>,
    groups: Vec<u32>,
    marker: Vec<f64>,
}

impl Data {
    fn new(seed: u64, n: usize) -> Self {
        let mut stream = Seed(seed).stream("survival", 0);
        let mut below = |most: usize| stream.below(most);
        let times: Vec<f64> = (0..n).map(|_| (below(20) + 1) as f64 / 2.0).collect();
        let entry = |&time: &f64| (below(8) as f64 / 2.0).min(time - 0.5);
        Self {
            entries: times.iter().map(entry).collect(),
            events: (0..n).map(|_| below(3) > 0).collect(),
            groups: (0..n)
                .map(|_| u32::from(below(2) == 1) + 2 * u32::from(below(4) == 0))
                .collect(),
            marker: (0..n).map(|_| below(9) as f64).collect(),
            times,
        }
    }

    fn follow_up(&self) -> FollowUp {
        let records = Records {
            entries: Some(&self.entries),
            ..Records::new(&self.times, &self.events)
        };
        FollowUp::from_records(&records).unwrap()
    }

    fn rows(&self) -> std::ops::Range<usize> {
        0..self.times.len()
    }

    fn at_risk(&self, t: f64) -> Vec<usize> {
        self.rows()
            .filter(|&i| self.entries[i] < t && t <= self.times[i])
            .collect()
    }

    fn event_times(&self) -> Vec<f64> {
        let mut times: Vec<f64> = self
            .rows()
            .filter(|&i| self.events[i])
            .map(|i| self.times[i])
            .collect();
        times.sort_by(f64::total_cmp);
        times.dedup();
        times
    }

    fn events_at(&self, t: f64) -> Vec<usize> {
        self.rows()
            .filter(|&i| self.events[i] && self.times[i] == t)
            .collect()
    }
}

fn near(got: f64, want: f64) {
    assert!(
        (got - want).abs() <= 1e-12 * want.abs().max(1.0),
        "got {got}, want {want}"
    );
}

#[test]
fn curves_with_late_entry() {
    for seed in 0..20 {
        let data = Data::new(seed, 40);
        let curve = kaplan_meier::curve(&data.follow_up());
        let mut survival = 1.0;
        for t in data.event_times() {
            let (n, d) = (data.at_risk(t).len() as f64, data.events_at(t).len() as f64);
            survival *= 1.0 - d / n;
            near(curve.survival_at(t).unwrap(), survival);
            assert_eq!(f64::from(curve.at_risk(t).unwrap()), n);
            assert_eq!(data.follow_up().at_risk(t).unwrap() as f64, n);
        }
        let mean = curve.restricted_mean(curve.last_time()).unwrap().mean;
        // Half units: the curve is constant between them.
        let area: f64 = (0..20)
            .map(|half| f64::from(half) / 2.0)
            .filter(|&t| t < curve.last_time())
            .map(|t| 0.5 * curve.survival_at(t).unwrap())
            .sum();
        near(mean, area);
    }
}

#[test]
fn log_rank_with_late_entry_and_strata() {
    for seed in 0..20 {
        let data = Data::new(seed, 60);
        let strata: Vec<u32> = data.rows().map(|i| u32::from(i % 3 == 0)).collect();
        let options = log_rank::Options {
            strata: Some(&strata),
            ..Default::default()
        };
        let got = log_rank::compare(&data.follow_up(), &data.groups, &options).unwrap();
        for (g, group) in got.groups.iter().enumerate() {
            let (mut observed, mut expected) = (0.0, 0.0);
            let mut covariance = vec![0.0; got.groups.len()];
            for t in data.event_times() {
                for stratum in 0..2 {
                    let within = |rows: Vec<usize>| -> Vec<usize> {
                        rows.into_iter().filter(|&i| strata[i] == stratum).collect()
                    };
                    let (risk, died) = (within(data.at_risk(t)), within(data.events_at(t)));
                    let of = |label: u32, rows: &[usize]| {
                        rows.iter().filter(|&&i| data.groups[i] == label).count() as f64
                    };
                    let (n, d) = (risk.len() as f64, died.len() as f64);
                    if d == 0.0 {
                        continue;
                    }
                    let share = of(group.group, &risk) / n;
                    observed += of(group.group, &died);
                    expected += d * share;
                    for (h, other) in got.groups.iter().enumerate() {
                        let same = if g == h { 1.0 } else { 0.0 };
                        let share = share * (same - of(other.group, &risk) / n);
                        covariance[h] += if n > 1.0 {
                            d * (n - d) / (n - 1.0) * share
                        } else {
                            0.0
                        };
                    }
                }
            }
            near(group.observed, observed);
            near(group.expected, expected);
            near(group.difference, observed - expected);
            for (&got, want) in got.covariance[g].iter().zip(covariance) {
                near(got, want);
            }
        }
    }
}

#[test]
fn concordance_pair_by_pair_with_late_entry() {
    for seed in 0..20 {
        let data = Data::new(seed, 50);
        let options = Options {
            time_weights: TimeWeights::Cox,
            ..Options::default()
        };
        let got = concordance(&data.follow_up(), &data.marker, &options).unwrap();
        let (mut all, mut credit) = (0.0, 0.0);
        let mut of_row = vec![(0.0, 0.0); data.times.len()];
        for i in data.rows().filter(|&i| data.events[i]) {
            let t = data.times[i];
            let weight = 1.0 / data.at_risk(t).len() as f64;
            for j in data.at_risk(t) {
                if j == i || data.times[j] == t && data.events[j] {
                    continue;
                }
                let won = match data.marker[i].total_cmp(&data.marker[j]) {
                    std::cmp::Ordering::Greater => 1.0,
                    std::cmp::Ordering::Equal => 0.5,
                    std::cmp::Ordering::Less => 0.0,
                };
                all += weight;
                credit += weight * won;
                for row in [i, j] {
                    of_row[row].0 += weight;
                    of_row[row].1 += weight * won;
                }
            }
        }
        let index = credit / all;
        near(got.index.unwrap(), index);
        let squares: f64 = of_row
            .iter()
            .map(|&(n, a)| (a - index * n) * (a - index * n))
            .sum();
        near(got.standard_error.unwrap(), squares.sqrt() / all);
    }
}

#[test]
fn a_cox_fit_is_where_the_likelihood_is_level() {
    for (seed, ties) in (0..10).flat_map(|seed| [(seed, Ties::Efron), (seed, Ties::Breslow)]) {
        let data = Data::new(seed, 60);
        let follow_up = data.follow_up();
        let fit = cox::fit(&follow_up, &[&data.marker], ties).unwrap();
        let log_likelihood = |beta: f64| {
            let linear: Vec<f64> = data.marker.iter().map(|x| beta * x).collect();
            let got = cox::log_likelihood(&follow_up, &linear, ties).unwrap();
            // The definition.
            let mut want = 0.0;
            for t in data.event_times() {
                let sum = |rows: &[usize]| rows.iter().map(|&i| libm_exp(linear[i])).sum::<f64>();
                let died = data.events_at(t);
                let (risk, dying) = (sum(&data.at_risk(t)), sum(&died));
                for (earlier, &i) in died.iter().enumerate() {
                    let gone = match ties {
                        Ties::Efron => earlier as f64 / died.len() as f64,
                        Ties::Breslow => 0.0,
                    };
                    want += linear[i] - voxomics_core::math::ln(risk - gone * dying);
                }
            }
            near(got, want);
            got
        };
        let beta = fit.coefficients[0];
        near(fit.log_likelihood, log_likelihood(beta));
        near(fit.null_log_likelihood, log_likelihood(0.0));
        let step = 1e-3;
        let (below, above) = (log_likelihood(beta - step), log_likelihood(beta + step));
        assert!(((above - below) / step).abs() < 1e-3 * fit.log_likelihood.abs().max(1.0));
        let curvature = (2.0 * fit.log_likelihood - below - above) / (step * step);
        assert!((fit.standard_errors()[0] * curvature.sqrt() - 1.0).abs() < 1e-4);
    }
}

fn libm_exp(x: f64) -> f64 {
    voxomics_core::math::exp(x)
}

#[test]
fn a_cut_point_is_the_largest_log_rank_score_statistic() {
    for seed in 0..10 {
        let data = Data::new(seed, 60);
        let follow_up = FollowUp::new(&data.times, &data.events).unwrap();
        let options = cut_point::Options {
            permutations: Some(Draws {
                resamples: 99,
                seed: Seed(seed),
            }),
            ..cut_point::Options::default()
        };
        let found = cut_point(&follow_up, &data.marker, &options).unwrap();
        // Scores by the definition of the hazard.
        let hazard = |t: f64| -> f64 {
            let times = data.event_times().into_iter().filter(|&u| u <= t);
            times
                .map(|u| {
                    let at_risk = data.times.iter().filter(|&&time| time >= u).count();
                    data.events_at(u).len() as f64 / at_risk as f64
                })
                .sum()
        };
        let event = |i: usize| f64::from(u8::from(data.events[i]));
        let scores: Vec<f64> = data
            .rows()
            .map(|i| event(i) - hazard(data.times[i]))
            .collect();
        near(scores.iter().sum(), 0.0);
        let n = data.times.len() as f64;
        let squares: f64 = scores.iter().map(|score| score * score).sum();
        for candidate in &found.candidates {
            let below = |&i: &usize| data.marker[i] <= candidate.cut_point;
            let m = data.rows().filter(below).count() as f64;
            assert_eq!(candidate.at_or_below as f64, m);
            let sum: f64 = data.rows().filter(below).map(|i| scores[i]).sum();
            near(
                candidate.statistic,
                -sum / (m * (n - m) / (n * (n - 1.0)) * squares).sqrt(),
            );
            assert!(candidate.statistic.abs() <= found.best.statistic.abs());
        }
        // Those above are the second group of a log-rank test: its numerator is the sum of their scores.
        let cut = found.contal_oquigley.unwrap();
        let groups: Vec<u32> = data
            .marker
            .iter()
            .map(|&m| u32::from(m > cut.cut_point))
            .collect();
        let log_rank = log_rank::compare(&follow_up, &groups, &log_rank::Options::default());
        let group = log_rank.unwrap().groups[1];
        let d = follow_up.events();
        let expected = |i: usize| (0..=i).map(|j| 1.0 / (d - j) as f64).sum::<f64>();
        let variance: f64 = (0..d)
            .map(|i| (1.0 - expected(i)) * (1.0 - expected(i)))
            .sum();
        near(
            cut.statistic,
            (group.observed - group.expected).abs() / variance.sqrt(),
        );
        let p = found.p_permutation.unwrap();
        assert!((0.01..=1.0).contains(&p) && (p * 100.0 - (p * 100.0).round()).abs() < 1e-12);
    }
}

#[test]
fn p_values_of_the_largest_statistic_are_about_right() {
    // 200 useless markers: the bound of 1994 and the permutations find as many below 0.2 as there should be, or fewer.
    let mut below = [0; 2];
    for seed in 0..200 {
        let data = Data::new(1000 + seed, 60);
        let follow_up = FollowUp::new(&data.times, &data.events).unwrap();
        let options = cut_point::Options {
            permutations: Some(Draws {
                resamples: 99,
                seed: Seed(seed),
            }),
            ..cut_point::Options::default()
        };
        let found = cut_point(&follow_up, &data.marker, &options).unwrap();
        for (below, p) in below
            .iter_mut()
            .zip([found.p_lausen_1994, found.p_permutation.unwrap()])
        {
            *below += usize::from(p <= 0.2);
        }
    }
    assert!((10..=55).contains(&below[0]), "{below:?}");
    assert!((25..=60).contains(&below[1]), "{below:?}");
}
