//! The pattern in planes as scikit-image writes it down, voxel by voxel.

use super::*;

/// A plane and where a voxel of it is in the image.
struct Slice<'a> {
    volume: &'a Volume<f64>,
    rows: usize,
    columns: usize,
    voxel: [usize; 3],
}

impl Slice<'_> {
    fn at(&self, row: f64, column: f64) -> f64 {
        let size = self.volume.geometry().size();
        let within = |index: f64, axis: usize| index >= 0.0 && index < size[axis] as f64;
        if !within(row, self.rows) || !within(column, self.columns) {
            return 0.0;
        }
        let mut at = self.voxel;
        at[self.rows] = row as usize;
        at[self.columns] = column as usize;
        self.volume.view()[[at[2], at[1], at[0]]]
    }

    fn samples(&self, radius: f64, samples: usize) -> Vec<f64> {
        let round = |offset: f64| (offset * 1e5).round_ties_even() / 1e5;
        let sample = |index: usize| {
            let angle = 2.0 * std::f64::consts::PI * index as f64 / samples as f64;
            let row = self.voxel[self.rows] as f64 + round(-radius * angle.sin());
            let column = self.voxel[self.columns] as f64 + round(radius * angle.cos());
            let (down, right) = (row - row.floor(), column - column.floor());
            let line = |row: f64| {
                (1.0 - right) * self.at(row, column.floor()) + right * self.at(row, column.ceil())
            };
            (1.0 - down) * line(row.floor()) + down * line(row.ceil())
        };
        (0..samples).map(sample).collect()
    }

    fn pattern(&self, options: &lbp2d::Options) -> f64 {
        let samples = self.samples(options.radius, options.samples);
        let centre = self.at(
            self.voxel[self.rows] as f64,
            self.voxel[self.columns] as f64,
        );
        let bits: Vec<bool> = samples
            .iter()
            .map(|sample| sample - centre >= 0.0)
            .collect();
        let number = |first: usize| -> f64 {
            let rotated = (0..bits.len()).filter(|index| bits[(index + first) % bits.len()]);
            rotated.map(|index| (index as f64).exp2()).sum()
        };
        match options.method {
            LbpMethod::Default => number(0),
            LbpMethod::Ror => (0..bits.len()).map(number).fold(f64::INFINITY, f64::min),
            LbpMethod::Uniform if bits.windows(2).filter(|pair| pair[0] != pair[1]).count() > 2 => {
                bits.len() as f64 + 1.0
            }
            LbpMethod::Uniform => bits.iter().filter(|&&bit| bit).count() as f64,
            LbpMethod::Var => {
                let (sum, squares) = samples.iter().fold((0.0, 0.0), |(sum, squares), sample| {
                    (sum + sample, squares + sample * sample)
                });
                let count = samples.len() as f64;
                let variance = (squares - sum * sum / count) / count;
                if variance == 0.0 { f64::NAN } else { variance }
            }
        }
    }
}

#[test]
fn circles() {
    let mut volume = noise([7, 6, 5]).into_voxels();
    volume[40] = f64::NAN;
    volume[100] = f64::INFINITY;
    let geometry = Geometry::axis_aligned([7, 6, 5], [1.0; 3]).unwrap();
    let volume = Volume::new(geometry, volume).unwrap();
    let image = AnyVolume::from(volume.clone());
    let methods = [
        LbpMethod::Default,
        LbpMethod::Ror,
        LbpMethod::Uniform,
        LbpMethod::Var,
    ];
    let sizes = [(1.0, 8), (1.5, 12), (0.3, 5), (2.0, 31), (9.7, 6), (3.0, 1)];
    for (axis, (rows, columns)) in [(1, 2), (2, 0), (1, 0)].into_iter().enumerate() {
        for method in methods {
            for (radius, samples) in sizes {
                let options = lbp2d::Options {
                    radius,
                    samples,
                    method,
                    axis,
                };
                let region = Region::new([1, 0, 2], [6, 5, 3]);
                let got = lbp2d::local_binary_pattern(&image, region, &options).unwrap();
                let want = Volume::from_fn(
                    Geometry::axis_aligned(region.size(), [1.0; 3]).unwrap(),
                    |[x, y, z]| {
                        let slice = Slice {
                            volume: &volume,
                            rows,
                            columns,
                            voxel: [1 + x, y, 2 + z],
                        };
                        slice.pattern(&options)
                    },
                );
                for (index, (got, want)) in got.iter().zip(want.voxels()).enumerate() {
                    let same = got == want || (got.is_nan() && want.is_nan());
                    assert!(same, "{options:?}, voxel {index}: got {got}, want {want}");
                }
            }
        }
    }
}

/// Values take the image's type: a large number wraps, NaN does not stay.
#[test]
fn what_does_not_fit_wraps() {
    let geometry = Geometry::axis_aligned([3, 3, 1], [1.0; 3]).unwrap();
    let centre = Region::new([1, 1, 0], [1; 3]);
    let pattern = |image: AnyVolume, samples, method| {
        let options = lbp2d::Options {
            samples,
            method,
            ..lbp2d::Options::default()
        };
        lbp2d::local_binary_pattern(&image, centre, &options).unwrap()[0]
    };
    let flat = |value: i16| Volume::from_fn(geometry, |_| value).into();
    assert_eq!(pattern(flat(0), 16, LbpMethod::Default), -1.0);
    assert_eq!(pattern(flat(0), 15, LbpMethod::Default), 32_767.0);
    assert_eq!(pattern(flat(0), 8, LbpMethod::Var), 0.0);
    let bytes = Volume::from_fn(geometry, |_| 0_u8).into();
    assert_eq!(pattern(bytes, 9, LbpMethod::Default), 255.0);
    let spread = Volume::from_fn(geometry, |[x, y, _]| if x + y < 2 { 0 } else { 600_i16 });
    // Zeros above and to the left, 600 below and to the right: the variance is 300² = 90,000.
    assert_eq!(
        pattern(spread.into(), 4, LbpMethod::Var),
        90_000.0 - 65_536.0
    );
    let words = Volume::from_fn(geometry, |_| 0_i32).into();
    assert_eq!(pattern(words, 8, LbpMethod::Var), f64::from(i32::MIN));
    let singles = Volume::from_fn(geometry, |_| 0.0_f32).into();
    assert!(pattern(singles, 8, LbpMethod::Var).is_nan());
}
