//! Times the network on made-up weights: `forward IMAGES REPETITIONS [THREADS]`.
//!
//! Prints a line of JSON: seconds of each repetition on the clock, and the first features, for `benches/deep/run.py`.
#![allow(
    clippy::cast_possible_truncation,
    unreachable_pub,
    reason = "weights are made by formula; helpers are shared with tests"
)]
#![expect(clippy::print_stdout, reason = "its output is what it is run for")]

#[path = "../tests/it/support_cpu.rs"]
mod support_cpu;

use std::time::Instant;

use cpu_time::ProcessTime;
use ndarray::{Array4, Axis};
use support_cpu::{SEED, input, network};
use voxomics_deep::cpu::Engine;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut words = std::env::args().skip(1);
    let mut next = |or: usize| words.next().map_or(Ok(or), |word| word.parse());
    let (images, repetitions, threads) = (next(32)?, next(3)?, next(1)?);
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build_global()?;
    let network = network(SEED, 64, 0);
    let start = Instant::now();
    let engine = Engine::new(&network)?;
    let ready = start.elapsed().as_secs_f64();
    drop(network);
    let image = input(SEED, "noise_224", "noise", [224, 224]);
    let mut batch = Array4::zeros((images, 3, 224, 224));
    for mut to in batch.axis_iter_mut(Axis(0)) {
        to.assign(&image);
    }
    let (mut wall, mut used) = (Vec::new(), Vec::new());
    let mut first = Vec::new();
    for _ in 0..=repetitions {
        let (start, cpu) = (Instant::now(), ProcessTime::now());
        let features = engine.features(batch.view())?;
        wall.push(start.elapsed().as_secs_f64());
        used.push(cpu.elapsed().as_secs_f64());
        first = features.row(0).iter().take(8).copied().collect();
    }
    println!(
        "{}",
        serde_json::json!({ "ready": ready, "wall": wall[1..], "cpu": used[1..], "first": first })
    );
    Ok(())
}
