//! What errors say, and what a caller can do about them.

use voxomics_core::ErrorClass;
use voxomics_stats::adjust::{Method, adjust_present};
use voxomics_stats::{Error, decision_curve, input, optimism, resample, roc, survival};

#[test]
fn a_lack_of_memory_is_one_wherever_it_happens() {
    let source = Vec::<u8>::new().try_reserve_exact(usize::MAX).unwrap_err();
    let memory = resample::Error::OutOfMemory {
        what: "resamples",
        count: 7,
        source,
    };
    let everywhere: [Error; 6] = [
        memory.clone().into(),
        decision_curve::Error::from(memory.clone()).into(),
        decision_curve::Error::from(survival::Error::from(memory.clone())).into(),
        optimism::Error::from(memory.clone()).into(),
        roc::Error::from(memory.clone()).into(),
        survival::Error::from(memory).into(),
    ];
    for error in everywhere {
        assert_eq!(error.class(), ErrorClass::Resource, "{error:?}");
    }
    let none = roc::Error::from(resample::Error::NoRows);
    assert_eq!(Error::from(none).class(), ErrorClass::Input);
}

#[test]
fn too_few_says_how_many_there_were() {
    let error = voxomics_stats::moments::variance(&[1.0]).unwrap_err();
    assert_eq!(error.to_string(), "values: 1 given, at least 2 needed");
}

#[test]
fn rows_are_those_of_the_list_that_was_given() {
    let row_of = |p: &[Option<f64>]| match adjust_present(p, Method::Holm).unwrap_err() {
        input::Error::OutOfRange { row, .. } | input::Error::NotFinite { row, .. } => row,
        other => panic!("{other:?}"),
    };
    assert_eq!(row_of(&[None, Some(0.5), None, Some(1.5)]), 3);
    assert_eq!(row_of(&[None, Some(f64::NAN)]), 1);
}
