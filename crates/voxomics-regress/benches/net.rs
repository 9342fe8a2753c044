//! LASSO paths of 100 lambdas, 121 rows of 6,865 columns.

use criterion::{Criterion, criterion_group, criterion_main};
use ndarray::{Array2, ShapeBuilder};
use voxomics_regress::net::{Options, Response, fit};
use voxomics_testkit::generator::{Radiomics, events};

fn paths(criterion: &mut Criterion) {
    let data = Radiomics::STUDY;
    let x = Array2::from_shape_vec((data.rows, data.columns).f(), data.values())
        .expect("as many values");
    let eta = data.linear_predictor();
    let labels: Vec<f64> = events(&eta, 48).into_iter().map(f64::from).collect();
    let mut group = criterion.benchmark_group("lasso_121x6865");
    group.sample_size(20);
    for (name, response) in [
        ("gaussian", Response::Gaussian(&eta)),
        ("gaussian01", Response::Gaussian(&labels)),
        ("binomial", Response::Binomial(&labels)),
    ] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| fit(x.view(), &response, &Options::default()).expect("a path"));
        });
    }
    group.finish();
}

criterion_group!(benches, paths);
criterion_main!(benches);
