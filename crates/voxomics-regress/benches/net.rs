//! LASSO paths of 100 lambdas and their ten-fold cross-validation: 121 rows of 6,865 columns, and 1,000 of 20,000.

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use ndarray::{Array2, ShapeBuilder};
use voxomics_regress::net::{CvOptions, Options, Response, cross_validate, fit, lasso_cv};
use voxomics_stats::resample::{Folds, stratified_k_fold};
use voxomics_testkit::generator::{Radiomics, events};

struct Data {
    x: Array2<f64>,
    eta: Vec<f64>,
    labels: Vec<bool>,
    zeros_and_ones: Vec<f64>,
}

fn data(data: Radiomics, cases: usize) -> Data {
    let x = Array2::from_shape_vec((data.rows, data.columns).f(), data.values())
        .expect("as many values");
    let eta = data.linear_predictor();
    let labels = events(&eta, cases);
    let zeros_and_ones = labels.iter().map(|&label| f64::from(label)).collect();
    Data {
        x,
        eta,
        labels,
        zeros_and_ones,
    }
}

impl Data {
    fn responses(&self) -> [(&'static str, Response<'_>); 3] {
        [
            ("gaussian", Response::Gaussian(&self.eta)),
            ("gaussian01", Response::Gaussian(&self.zeros_and_ones)),
            ("binomial", Response::Binomial(&self.zeros_and_ones)),
        ]
    }
}

fn study(criterion: &mut Criterion) {
    let data = data(Radiomics::STUDY, 48);
    let mut group = criterion.benchmark_group("lasso_121x6865");
    group.sample_size(20);
    for (name, response) in data.responses() {
        group.bench_function(name, |bencher| {
            bencher.iter(|| fit(data.x.view(), &response, &Options::default()).expect("a path"));
        });
    }
    group.finish();
    let folds = stratified_k_fold(&data.labels, Folds::default()).expect("folds");
    let mut group = criterion.benchmark_group("cv_10_121x6865");
    group.sample_size(10);
    for (name, response) in data.responses() {
        group.bench_function(BenchmarkId::new("cv.glmnet", name), |bencher| {
            let (options, cv) = (Options::default(), CvOptions::default());
            bencher.iter(|| cross_validate(data.x.view(), &response, &options, &folds, &cv));
        });
    }
    group.bench_function(BenchmarkId::new("LassoCV", "gaussian01"), |bencher| {
        bencher.iter(|| lasso_cv(data.x.view(), &data.zeros_and_ones, &folds).expect("a path"));
    });
    group.finish();
}

fn large(criterion: &mut Criterion) {
    let large = Radiomics {
        seed: 1,
        rows: 1000,
        columns: 20_000,
        groups: 100,
    };
    let data = data(large, 400);
    let mut group = criterion.benchmark_group("lasso_1000x20000");
    group.sample_size(10);
    for (name, response) in data.responses() {
        group.bench_function(name, |bencher| {
            bencher.iter(|| fit(data.x.view(), &response, &Options::default()).expect("a path"));
        });
    }
    group.finish();
}

criterion_group!(benches, study, large);
criterion_main!(benches);
