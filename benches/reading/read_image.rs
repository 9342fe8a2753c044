//! Reads one image and says what it cost: CPU and wall seconds, and a digest of a few voxels to show that it was read.

use std::path::Path;
use std::time::Instant;

use cpu_time::ProcessTime;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: read_image PATH")?;
    let (cpu, wall) = (ProcessTime::now(), Instant::now());
    let image = voxomics_io::read(Path::new(&path))?;
    let (cpu, wall) = (cpu.elapsed().as_secs_f64(), wall.elapsed().as_secs_f64());
    let volume = image.into_volume()?;
    let bytes = volume.native_bytes();
    let sum: u64 = bytes
        .iter()
        .step_by(1009)
        .map(|&byte| u64::from(byte))
        .sum();
    let size = volume.geometry().size();
    #[expect(clippy::print_stdout, reason = "its output is what it is run for")]
    {
        println!(
            "{}",
            serde_json::json!({ "cpu": cpu, "wall": wall, "size": size, "sum": sum })
        );
    }
    Ok(())
}
