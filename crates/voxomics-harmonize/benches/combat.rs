//! `cargo bench -p voxomics-harmonize`: the fit and its application to the rows it was fitted on.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use ndarray::{Array2, ShapeBuilder};
use voxomics_harmonize::Cohort;
use voxomics_harmonize::combat::{Options, PriorKind, fit};
use voxomics_table::Table;
use voxomics_testkit::generator::Batches;

fn study() -> (Table, Vec<String>) {
    let made = Batches::study();
    let features: Vec<f64> = (0..made.features).flat_map(|at| made.feature(at)).collect();
    let rows = made.batches.len();
    let values = Array2::from_shape_vec((rows, made.features).f(), features);
    let names = (0..made.features).map(|at| format!("f{at}")).collect();
    let ids = (0..rows).map(|row| format!("r{row}")).collect();
    let table = Table::new(ids, names, values.expect("rows times features"));
    let batches = made.batches.iter().map(ToString::to_string).collect();
    (table.expect("one name each"), batches)
}

fn combat(criterion: &mut Criterion) {
    let (features, batches) = study();
    let cohort = Cohort {
        features: &features,
        batches: &batches,
        covariates: &[],
    };
    let mut group = criterion.benchmark_group("combat 179 x 1,000");
    for prior in [
        PriorKind::Parametric,
        PriorKind::NonParametric,
        PriorKind::None,
    ] {
        let options = Options {
            prior,
            ..Options::default()
        };
        group.bench_function(format!("fit, {prior:?}"), |bencher| {
            bencher.iter(|| fit(black_box(&cohort), &options));
        });
    }
    let model = fit(&cohort, &Options::default()).expect("a fit");
    group.bench_function("apply", |bencher| {
        bencher.iter(|| model.apply(black_box(&cohort)));
    });
    group.finish();
}

criterion_group!(benches, combat);
criterion_main!(benches);
