//! Cost of the top 30 of 6,865 columns: `cargo bench -p voxomics-select`; one thread with `RAYON_NUM_THREADS=1`.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use voxomics_select::correlation::{self as pruning, prune};
use voxomics_select::mrmr::gaussian::{self, Estimator, Outcome};
use voxomics_select::mrmr::{correlation, discrete, relevance};
use voxomics_select::ndarray::{Array2, ShapeBuilder};
use voxomics_testkit::generator::{Radiomics, events};

const COUNT: usize = 30;

fn data() -> (Array2<f64>, Vec<u32>) {
    let study = Radiomics::STUDY;
    let shape = (study.rows, study.columns).f();
    let table = Array2::from_shape_vec(shape, study.values()).expect("as many values");
    let labels = events(&study.linear_predictor(), 48);
    (table, labels.into_iter().map(u32::from).collect())
}

fn mrmr(criterion: &mut Criterion) {
    let (table, classes) = data();
    let numbers: Vec<f64> = classes.iter().copied().map(f64::from).collect();
    let mut group = criterion.benchmark_group("top_30_of_6865");
    for estimator in [Estimator::Pearson, Estimator::Spearman] {
        let options = gaussian::Options {
            estimator,
            ..gaussian::Options::default()
        };
        group.bench_function(format!("gaussian_{estimator:?}"), |bencher| {
            let outcome = Outcome::Continuous(&numbers);
            bencher.iter(|| gaussian::select(black_box(table.view()), outcome, COUNT, &options));
        });
    }
    group.bench_function("fcq", |bencher| {
        bencher.iter(|| {
            let f = relevance::f_classif(black_box(table.view()), &classes).expect("two classes");
            correlation::select(table.view(), &f, COUNT, &correlation::Options::default())
        });
    });
    group.bench_function("mid", |bencher| {
        bencher.iter(|| {
            let how = discrete::Discretisation::Deviations(0.5);
            let states = discrete::States::new(black_box(table.view()), how).expect("complete");
            discrete::select(&states, &classes, COUNT, discrete::Form::Difference)
        });
    });
    group.finish();
}

fn pruned(criterion: &mut Criterion) {
    let (table, _) = data();
    let some = table.slice_move(voxomics_select::ndarray::s![.., ..1000]);
    let mut group = criterion.benchmark_group("prune_1000_columns");
    group.sample_size(10);
    group.bench_function("larger_mean", |bencher| {
        let options = pruning::Options {
            cutoff: 0.5,
            ..pruning::Options::default()
        };
        bencher.iter(|| prune(black_box(some.view()), &options));
    });
    group.finish();
}

criterion_group!(benches, mrmr, pruned);
criterion_main!(benches);
