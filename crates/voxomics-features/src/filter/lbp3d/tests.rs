//! Lines of samples against single ones.

use voxomics_volume::{AnyVolume, Geometry, Region, Volume};

use super::sampler::{Line, Sampler, Samples};
use super::sphere::icosphere;
use super::spline::Spline;

const SIZE: [usize; 3] = [70, 5, 6];

/// Ascending, so that samples half a voxel away lie between two integers, with noise at one end.
fn values() -> impl Iterator<Item = f64> {
    let noise = |index: usize| (index * index * 31 % 23) as f64;
    let value = move |index: usize| match index % SIZE[0] {
        x if x < 50 => x as f64,
        _ => noise(index),
    };
    (0..SIZE.iter().product()).map(value)
}

/// Every sample of every voxel, with the operations of `SciPy` one after the other.
fn assert_samples(image: &AnyVolume, radius: f64, round: impl Fn(f64) -> f64) {
    let corners = icosphere(1, radius);
    let sampler = Sampler::new(image, Region::whole(SIZE), &corners);
    let spline = Spline::new(image, [-1; 3], SIZE.map(|count| count.cast_signed() + 2));
    let voxels = image.to_f64();
    let mut room = vec![0.0; sampler.room(SIZE[0])];
    let mut values = vec![f64::NAN; corners.len() * SIZE[0]];
    for (line, centres) in voxels.chunks_exact(SIZE[0]).enumerate() {
        let start = [0, line % SIZE[1], line / SIZE[1]];
        let samples = Samples {
            values: &mut values,
            stride: SIZE[0],
        };
        sampler.sample(Line { start, centres }, &mut room, samples);
        for (corner, got) in corners.iter().zip(values.chunks_exact(SIZE[0])) {
            for (x, got) in got.iter().enumerate() {
                let at = [x, start[1], start[2]];
                let position = [0, 1, 2].map(|axis| at[axis] as f64 + corner[2 - axis]);
                let last = SIZE.map(|count| (count - 1) as f64);
                let within = (0..3).all(|axis| (0.0..=last[axis]).contains(&position[axis]));
                let want = if within {
                    round(spline.value(position))
                } else {
                    0.0
                };
                assert_eq!(
                    got.to_bits(),
                    want.to_bits(),
                    "{at:?} {corner:?}: {got}, {want}"
                );
            }
        }
    }
}

#[test]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the casts are what is tested"
)]
fn lines_have_the_bits_of_single_samples() {
    let geometry = Geometry::axis_aligned(SIZE, [1.0; 3]).expect("a grid");
    // Ties away from zero, then the ends of the type.
    let whole = |sample: f64| (sample + 0.5_f64.copysign(sample)).trunc();
    for radius in [1.0, 2.0, 1.3] {
        let shorts = values().map(|value| value as i16 - 20).collect();
        let shorts = Volume::new(geometry, shorts)
            .expect("as many values")
            .into();
        assert_samples(&shorts, radius, |sample| whole(sample) + 0.0);
        let bytes = values().map(|value| value as u8).collect();
        let bytes = Volume::new(geometry, bytes).expect("as many values").into();
        assert_samples(&bytes, radius, |sample| {
            whole(sample).clamp(0.0, 255.0) + 0.0
        });
        let longs = values().map(|value| value as i64).collect();
        let longs = Volume::new(geometry, longs).expect("as many values").into();
        assert_samples(&longs, radius, |sample| whole(sample) + 0.0);
        let singles = values().map(|value| value as f32 / 3.0).collect();
        let singles = Volume::new(geometry, singles)
            .expect("as many values")
            .into();
        assert_samples(&singles, radius, |sample| f64::from(sample as f32));
        let doubles = values().map(|value| value / 3.0).collect();
        let doubles = Volume::new(geometry, doubles)
            .expect("as many values")
            .into();
        assert_samples(&doubles, radius, |sample| sample);
    }
}
