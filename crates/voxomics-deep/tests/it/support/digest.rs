//! Digests of arrays, as the goldens have them.

use std::fmt::Write as _;

use serde_json::Value;
use sha2::{Digest, Sha256};
use voxomics_testkit::goldens::numbers;

/// How near a digest must be.
#[derive(Clone, Copy)]
pub(crate) struct Near {
    /// Of each number, in units of `scale`.
    pub(crate) tolerance: f64,
    /// What is 1.
    pub(crate) scale: f64,
    /// By how many the number of exact zeros may differ.
    pub(crate) zeros: usize,
}

impl Near {
    pub(crate) fn within(tolerance: f64) -> Self {
        Self {
            tolerance,
            scale: 1.0,
            zeros: 0,
        }
    }
}

/// Compares an array with a digest and returns the worst difference.
pub(crate) fn check_digest(values: &[f64], want: &Value, near: Near, at: &str) -> f64 {
    let n = values.len();
    assert_eq!(n as u64, want["numel"].as_u64().unwrap(), "{at}: numel");
    let mean = values.iter().sum::<f64>() / n as f64;
    let square = |centre: f64| move |value: &f64| (value - centre) * (value - centre);
    let sum = |centre: f64| values.iter().map(square(centre)).sum::<f64>();
    let got = [
        ("mean", mean),
        ("std_population", (sum(mean) / n as f64).sqrt()),
        ("min", values.iter().copied().fold(f64::INFINITY, f64::min)),
        (
            "max",
            values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        ),
        // Grows with the root of the number of values.
        ("l2", sum(0.0).sqrt()),
    ];
    let mut worst = 0.0_f64;
    let mut close = |what: &str, got: f64, want: f64, scale: f64| {
        let error = (got - want).abs() / (near.scale * scale);
        assert!(
            error <= near.tolerance,
            "{at}: {what} {got:e}, want {want:e}: {error:e}"
        );
        worst = worst.max(error);
    };
    for (what, value) in got {
        let scale = if what == "l2" { (n as f64).sqrt() } else { 1.0 };
        close(what, value, want[what].as_f64().unwrap(), scale);
    }
    for (index, want) in numbers(&want["probe"]).into_iter().enumerate() {
        close(
            "probe",
            values[(index * 2_654_435_761 + 12345) % n],
            want,
            1.0,
        );
    }
    let zeros = values.iter().filter(|value| **value == 0.0).count();
    let want = want["zeros"].as_u64().unwrap() as usize;
    assert!(
        zeros.abs_diff(want) <= near.zeros,
        "{at}: {zeros} zeros, want {want}"
    );
    worst
}

/// SHA-256 in hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in Sha256::digest(bytes) {
        write!(text, "{byte:02x}").unwrap();
    }
    text
}

/// That of the little-endian bytes of numbers.
pub(crate) fn sha256_of(values: &[f32]) -> String {
    let bytes = values.iter().flat_map(|value| value.to_le_bytes());
    sha256(&bytes.collect::<Vec<u8>>())
}
