//! Times the network on made-up weights: `forward IMAGES REPETITIONS THREADS`.
//!
//! Prints a line of JSON, for `benches/deep/run.py`: the medians of CPU and wall seconds of an image, the most memory that the
//! process has had, seconds until the engine was ready, and a few features.
#![expect(clippy::print_stdout, reason = "its output is what it is run for")]

use std::time::Instant;

use cpu_time::ProcessTime;
use ndarray::Array4;
use voxomics_deep::backend::Backend;
use voxomics_deep::engine::{Engine, Options};
use voxomics_deep::network::Network;
use voxomics_deep::weights::{hash_made, hash_noise};

/// What weights and image are hashed with, here and in `benches/deep/graph.py`.
const SEED: &str = "voxomics-deep-v1";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [images, repetitions, threads] = words.as_slice() else {
        return Err("usage: forward IMAGES REPETITIONS THREADS".into());
    };
    let (images, repetitions, threads) = (images.parse()?, repetitions.parse()?, threads.parse()?);
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build_global()?;
    let network = Network::from_state_dict(&hash_made(SEED, 64, 1))?;
    let start = Instant::now();
    let engine = Engine::new(&network, Backend::Cpu, Options::default())?;
    let ready = start.elapsed().as_secs_f64();
    drop(network);
    let image = hash_noise(SEED, "noise_224", 3 * 224 * 224);
    let image = Array4::from_shape_vec((1, 3, 224, 224), image)?;
    let batch = image.broadcast((images, 3, 224, 224));
    let batch = batch.ok_or("an image or more")?.to_owned();
    let mut features = engine.features(batch.view())?;
    let (mut walls, mut cpus) = (Vec::new(), Vec::new());
    for _ in 0..repetitions {
        let (start, cpu) = (Instant::now(), ProcessTime::now());
        features = engine.features(batch.view())?;
        walls.push(start.elapsed().as_secs_f64() / images as f64);
        cpus.push(cpu.elapsed().as_secs_f64() / images as f64);
    }
    let answer: Vec<f32> = features.row(0).iter().take(16).copied().collect();
    let [wall, cpu] = [walls, cpus].map(median);
    let peak = peak();
    let line = serde_json::json!({ "cpu": cpu, "wall": wall, "peak": peak, "ready": ready, "answer": answer });
    println!("{line}");
    Ok(())
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

/// In bytes; Linux only.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(1024 * kilobytes)
}
