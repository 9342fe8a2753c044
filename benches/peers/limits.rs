//! How near kernels come to what the machine can do, for `run.py`: prints `{"rates": {...}, "kernels": [...]}`.
//!
//! Every kernel runs on one thread on a synthetic lesion. Beside its time stands the least time for the bytes and for
//! the operations that its method needs, at the rates of four plain loops on the same machine. Both are counted by
//! hand: bytes of arrays that do not fit into a cache, once for each pass over them, and operations per voxel.

use std::error::Error;
use std::hint::black_box;
use std::io::{Write, stdout};
use std::time::Instant;

use serde_json::json;
use voxomics_benches::{Lesion, lesion};
use voxomics_core::vectorised;
use voxomics_features::discretise::{Binning, Levels};
use voxomics_features::params::Params;
use voxomics_features::roi::Roi;
use voxomics_features::{filter, firstorder, glcm, gldm, glrlm, glszm, ngtdm};

/// Voxels along each side of the lesion: no array of it fits into a cache.
const SIDE: usize = 200;

/// What a kernel needs for a voxel of the region.
#[derive(Default)]
struct Needs {
    /// Bytes from and to memory.
    bytes: f64,
    /// Additions and multiplications of doubles.
    flops: f64,
    /// Operations on bytes: comparisons, additions.
    byte_ops: f64,
    /// Numbers of a table that are counted up.
    counts: f64,
}

/// Seconds for one of each.
struct Rates {
    byte: f64,
    flop: f64,
    byte_op: f64,
    count: f64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let rates = Rates::measured();
    let per_second = json!({
        "memory": 1.0 / rates.byte,
        "doubles": 1.0 / rates.flop,
        "bytes": 1.0 / rates.byte_op,
        "counts": 1.0 / rates.count,
    });
    let mut kernels = Kernels::new(rates)?;
    kernels.intensities();
    kernels.textures()?;
    kernels.filters()?;
    let answer = json!({ "side": SIDE, "rates": per_second, "kernels": kernels.measured });
    writeln!(stdout(), "{answer}")?;
    Ok(())
}

struct Kernels {
    rates: Rates,
    lesion: Lesion,
    roi: Roi,
    measured: Vec<serde_json::Value>,
}

impl Kernels {
    fn new(rates: Rates) -> Result<Self, Box<dyn Error>> {
        let lesion = lesion(SIDE);
        let label = lesion.mask.labels()[0];
        Ok(Self {
            roi: Roi::cut(&lesion.image, &lesion.mask, label.value(), label.region())?,
            rates,
            lesion,
            measured: Vec::new(),
        })
    }

    fn measure(&mut self, name: &str, needs: &Needs, kernel: impl Fn(&Self)) {
        let seconds = seconds(&|| kernel(self)) / self.roi.mask().voxels() as f64;
        self.measured.push(json!({
            "name": name,
            "seconds": seconds,
            "memory": needs.bytes * self.rates.byte,
            "operations": needs.operations(&self.rates),
        }));
    }

    fn intensities(&mut self) {
        let of_doubles = |bytes, flops| Needs {
            bytes,
            flops,
            counts: 1.0,
            ..Needs::default()
        };
        self.measure("discretisation", &of_doubles(15.0, 8.0), |of| {
            drop(black_box(Levels::new(&of.roi, Binning::default())));
        });
        // Mean, moments, robust mean, robust deviation and quantiles wait for each other; and levels.
        self.measure("firstorder", &of_doubles(55.0, 26.0), |of| {
            let options = firstorder::Options::default();
            drop(black_box(firstorder::features(&of.roi, &options)));
        });
    }

    fn textures(&mut self) -> Result<(), Box<dyn Error>> {
        let levels = Levels::new(&self.roi, Binning::default())?;
        // Ranks are bytes, which all directions read.
        let of_ranks = |bytes, byte_ops, counts| Needs {
            bytes,
            byte_ops,
            counts,
            flops: 0.0,
        };
        self.measure("glcm", &of_ranks(13.0, 0.0, 13.0), |_| {
            black_box(glcm::features(&levels, &glcm::Options::default()));
        });
        self.measure("glrlm", &of_ranks(13.0 * 3.0, 13.0 * 8.0, 0.0), |_| {
            black_box(glrlm::features(&levels, &glrlm::Options::default()));
        });
        self.measure("glszm", &of_ranks(1.0 + 3.0 * 4.0, 13.0 * 3.0, 1.0), |_| {
            black_box(glszm::features(&levels, &glszm::Options::default()));
        });
        self.measure("gldm", &of_ranks(1.0, 26.0 * 2.0, 1.0), |_| {
            black_box(gldm::features(&levels, &gldm::Options::default()));
        });
        // Sums of levels have two bytes.
        self.measure(
            "ngtdm",
            &of_ranks(6.0, 2.0 * (9.0 * 3.0 + 8.0), 1.0),
            |_| {
                black_box(ngtdm::features(&levels, &ngtdm::Options::default()));
            },
        );
        Ok(())
    }

    fn filters(&mut self) -> Result<(), Box<dyn Error>> {
        for (name, options, bytes, flops) in [
            // Three second derivatives of three passes in two directions, 15 operations each.
            ("LoG", "{sigma: [2.0]}", 9.0 * 8.0, 9.0 * 2.0 * 15.0),
            // 2, 4 and 8 lines of 6 taps.
            ("Wavelet", "{}", 20.0 * 8.0, 14.0 * 12.0),
            ("Gradient", "{}", 16.0, 12.0),
            ("Square", "{}", 16.0, 2.0),
            // 42 samples: 16 products for each line of them and 4 for each; two harmonics' sums; kurtosis.
            (
                "LBP3D",
                "{}",
                40.0,
                21.0 * 32.0 + 42.0 * (8.0 + 4.0 + 8.0 + 6.0),
            ),
        ] {
            let params = Params::from_yaml(&format!("imageType: {{{name}: {options}}}"))?;
            let needs = Needs {
                bytes,
                flops,
                ..Needs::default()
            };
            self.measure(name, &needs, |of| {
                let region = of.lesion.mask.labels()[0].region();
                let (image, inside) = (&of.lesion.image, of.roi.mask().inside());
                let images = filter::images(&params.image_types()[0], image, region, inside);
                drop(black_box(images));
            });
        }
        Ok(())
    }
}

impl Needs {
    fn operations(&self, rates: &Rates) -> f64 {
        self.flops * rates.flop + self.byte_ops * rates.byte_op + self.counts * rates.count
    }
}

impl Rates {
    fn measured() -> Self {
        const MANY: usize = 1 << 24;
        let doubles = vec![1.0_f64; MANY];
        let few = vec![1.0_f64; 1 << 11];
        let bytes = vec![7_u8; 1 << 13];
        let places: Vec<u16> = (0..1 << 13)
            .map(|at: u16| at.wrapping_mul(40_503))
            .collect();
        let repeated = 4096;
        let per = |seconds: f64, operations: usize| seconds / operations as f64;
        Self {
            byte: per(seconds(&|| _ = black_box(total(&doubles))), 8 * MANY),
            flop: per(
                seconds(&|| (0..repeated).for_each(|_| _ = black_box(polynomial(black_box(&few))))),
                repeated * few.len() * 8,
            ),
            byte_op: per(
                seconds(&|| (0..repeated).for_each(|_| _ = black_box(alike(black_box(&bytes))))),
                repeated * bytes.len() * 2,
            ),
            count: per(
                seconds(&|| (0..repeated).for_each(|_| _ = black_box(counted(black_box(&places))))),
                repeated * places.len(),
            ),
        }
    }
}

vectorised! {
    /// Reads memory.
    fn total(values: &[f64]) -> [f64; 16] {
        let mut sums = [0.0; 16];
        for values in values.as_chunks::<16>().0 {
            for lane in 0..16 {
                sums[lane] += values[lane];
            }
        }
        sums
    }

    /// Eight operations a value, from the first cache.
    fn polynomial(values: &[f64]) -> [f64; 16] {
        let mut sums = [0.0; 16];
        for values in values.as_chunks::<16>().0 {
            for lane in 0..16 {
                let x = values[lane];
                sums[lane] += ((x * 0.5 + 1.0) * x + 2.0) * x + x * 3.0;
            }
        }
        sums
    }

    /// Two operations a byte: a comparison and an addition.
    fn alike(bytes: &[u8]) -> [[u8; 32]; 4] {
        let mut counts = [[0_u8; 32]; 4];
        for bytes in bytes.as_chunks::<32>().0.as_chunks::<4>().0 {
            for (counts, bytes) in counts.iter_mut().zip(bytes) {
                for (count, &byte) in counts.iter_mut().zip(bytes) {
                    *count = count.wrapping_add(u8::from(byte == 7));
                }
            }
        }
        counts
    }
}

/// Counts up the entries of a table.
fn counted(places: &[u16]) -> [u32; 4096] {
    let mut counts = [0; 4096];
    for place in places {
        counts[usize::from(place % 4096)] += 1;
    }
    counts
}

/// The median of five runs, after one.
fn seconds(work: &dyn Fn()) -> f64 {
    let mut times = [0, 1, 2, 3, 4, 5].map(|_| {
        let start = Instant::now();
        work();
        start.elapsed().as_secs_f64()
    });
    times[1..].sort_by(f64::total_cmp);
    times[3]
}
