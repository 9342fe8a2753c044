//! A task that a process times, and how it says what it took.

use std::error::Error;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::Instant;

use cpu_time::ProcessTime;

/// What a task took, and its outcome.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Timed<T> {
    /// Seconds on the CPU, of all threads.
    pub cpu: f64,
    /// Seconds on the clock.
    pub wall: f64,
    /// What it came to.
    pub outcome: T,
}

/// Runs a task on a pool of `threads`.
///
/// # Errors
///
/// The task's own, or of the pool.
pub fn timed<T: Send>(
    threads: usize,
    task: impl FnOnce() -> Result<T, Box<dyn Error>> + Send,
) -> Result<Timed<T>, Box<dyn Error>> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()?;
    let (cpu, wall) = (ProcessTime::now(), Instant::now());
    let outcome = pool.install(|| task().map_err(|error| error.to_string()))?;
    Ok(Timed {
        cpu: cpu.elapsed().as_secs_f64(),
        wall: wall.elapsed().as_secs_f64(),
        outcome,
    })
}

impl<T> Timed<T> {
    /// Prints the times, the most memory that the process has had, and a few numbers of the answer as JSON.
    pub fn print(&self, answer: &[f64]) {
        let answer = serde_json::json!({ "cpu": self.cpu, "wall": self.wall, "peak": peak(), "answer": answer });
        #[expect(clippy::print_stdout, reason = "its output is what it is run for")]
        {
            println!("{answer}");
        }
    }
}

/// Little-endian doubles of a file, held once.
///
/// # Errors
///
/// Of reading, with the path.
pub fn doubles(path: &Path) -> Result<Vec<f64>, Box<dyn Error>> {
    read(path).map_err(|error| format!("{}: {error}", path.display()).into())
}

fn read(path: &Path) -> std::io::Result<Vec<f64>> {
    #[expect(clippy::disallowed_methods, reason = "its caller adds the path")]
    let mut file = File::open(path)?;
    let bytes = usize::try_from(file.metadata()?.len()).unwrap_or(0);
    let mut values = Vec::with_capacity(bytes / 8);
    let mut buffer = vec![0; 1 << 16];
    let mut held = 0;
    loop {
        let read = file.read(&mut buffer[held..])?;
        if read == 0 {
            return Ok(values);
        }
        held += read;
        let (whole, _) = buffer[..held].as_chunks();
        values.extend(whole.iter().map(|eight| f64::from_le_bytes(*eight)));
        let used = held / 8 * 8;
        buffer.copy_within(used..held, 0);
        held -= used;
    }
}

/// The most memory that this process has had, in bytes; Linux only. What its parent asks the system for holds the parent's own.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(1024 * kilobytes)
}
