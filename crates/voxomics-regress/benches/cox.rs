//! Cox regression, 100,000 rows of three columns.

use criterion::{Criterion, criterion_group, criterion_main};
use ndarray::{Array2, ShapeBuilder};
use voxomics_core::Seed;
use voxomics_regress::cox::{Cohort, Options, Response, Ties, Transform, fit};

struct Data {
    x: Array2<f64>,
    times: Vec<f64>,
    events: Vec<bool>,
}

/// Three normal columns, exponential times with hazard ratios, two thirds of them events; rounded they tie.
fn data(rows: usize, round: bool) -> Data {
    let mut stream = Seed(20_260_729).stream("cox", 0);
    let values: Vec<f64> = (0..3 * rows).map(|_| stream.normal()).collect();
    let x = Array2::from_shape_vec((rows, 3).f(), values).expect("as many values");
    let mut times = Vec::with_capacity(rows);
    let mut events = Vec::with_capacity(rows);
    for row in x.rows() {
        let eta = 0.5 * row[0] - 0.3 * row[1] + 0.1 * row[2];
        let event = -libm::log(1.0 - stream.uniform()) / libm::exp(eta);
        let end = -libm::log(1.0 - stream.uniform()) * 2.0;
        let time = event.min(end) * 100.0;
        times.push(if round { time.ceil() } else { time });
        events.push(event <= end);
    }
    Data { x, times, events }
}

fn fits(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("cox_100000x3");
    group.sample_size(20);
    for (name, round, ties) in [
        ("efron", false, Ties::Efron),
        ("breslow", false, Ties::Breslow),
        ("efron_tied", true, Ties::Efron),
        ("breslow_tied", true, Ties::Breslow),
    ] {
        let Data { x, times, events } = data(100_000, round);
        let response = Response::Right {
            times: &times,
            events: &events,
        };
        let options = Options {
            ties,
            ..Options::default()
        };
        group.bench_function(name, |bencher| {
            bencher.iter(|| fit(x.view(), &response, &options).expect("a fit"));
        });
    }
    group.finish();
}

/// The same with what R's `coxph` adds: residuals, linear predictors, concordance; and one more test.
fn whole(criterion: &mut Criterion) {
    let Data { x, times, events } = data(100_000, false);
    let response = Response::Right {
        times: &times,
        events: &events,
    };
    let options = Options::default();
    let cohort = Cohort::new(x.view(), &response, &options).expect("a cohort");
    let fit = cohort.fit().expect("a fit");
    let mut group = criterion.benchmark_group("cox_100000x3_more");
    group.sample_size(20);
    group.bench_function("sorting", |bencher| {
        bencher.iter(|| Cohort::new(x.view(), &response, &options));
    });
    group.bench_function("martingale", |bencher| {
        bencher.iter(|| cohort.martingale_residuals(&fit));
    });
    group.bench_function("concordance", |bencher| {
        bencher.iter(|| cohort.concordance(&fit));
    });
    group.bench_function("zph", |bencher| {
        bencher.iter(|| cohort.proportional_hazards(&fit, Transform::KaplanMeier));
    });
    group.finish();
}

criterion_group!(benches, fits, whole);
criterion_main!(benches);
