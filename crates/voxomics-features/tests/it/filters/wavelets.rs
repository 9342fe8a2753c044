//! Wavelets: their taps, and decompositions by definition.

use voxomics_core::Seed;
use voxomics_features::filter::wavelet::{Options, Wavelet};
use voxomics_volume::{AnyVolume, Geometry, Region, Volume};

use super::{bits, cropped, decomposed};

fn every_wavelet() -> Vec<String> {
    let mut names = vec!["dmey".to_owned(), "haar".to_owned()];
    for (family, orders) in [("coif", 1..=17), ("db", 1..=38), ("sym", 2..=20)] {
        names.extend(orders.map(|order| format!("{family}{order}")));
    }
    let pairs = "1.1 1.3 1.5 2.2 2.4 2.6 2.8 3.1 3.3 3.5 3.7 3.9 4.4 5.5 6.8";
    for family in ["bior", "rbio"] {
        names.extend(pairs.split(' ').map(|orders| format!("{family}{orders}")));
    }
    names.sort();
    names
}

#[test]
fn taps_are_those_of_pywavelets() {
    let names = every_wavelet();
    assert_eq!(names.len(), 106);
    // Over the bits of dec_lo and dec_hi of each, by name, as PyWavelets 1.5.0 prints them.
    let mut checksum = 0_u64;
    for name in &names {
        let wavelet = Wavelet::named(name).unwrap();
        assert_eq!(wavelet.low().len(), wavelet.high().len(), "{name}");
        for tap in wavelet.low().iter().chain(wavelet.high()) {
            checksum = checksum
                .wrapping_mul(1_099_511_628_211)
                .wrapping_add(tap.to_bits());
        }
    }
    assert_eq!(checksum, 0x04cb_e744_23cd_3a50);
    assert!(
        ["", "db0", "db39", "sym1", "bior9.9", "mexh"]
            .map(Wavelet::named)
            .iter()
            .all(Option::is_none)
    );
}

/// One filter along one axis of a grid of even size, straight from the definition.
fn convolved(
    values: &[f64],
    size: [usize; 3],
    axis: usize,
    taps: &[f64],
    round: fn(f64) -> f64,
) -> Vec<f64> {
    let stride: usize = size[..axis].iter().product();
    let n = size[axis];
    let sample = |index: usize| {
        let position = index / stride % n;
        let newest = position + taps.len() / 2;
        let over = (newest + 1).saturating_sub(n);
        let order = (0..over).rev().chain(over..taps.len());
        order.fold(0.0, |sum, tap| {
            let from = (newest + n * taps.len() - tap) % n;
            let voxel = values[index - position * stride + from * stride];
            round(sum + round(round(taps[tap]) * voxel))
        })
    };
    (0..values.len()).map(sample).collect()
}

/// All bands of one level, `L` first.
fn bands(
    values: Vec<f64>,
    size: [usize; 3],
    wavelet: &Wavelet,
    round: fn(f64) -> f64,
) -> Vec<Vec<f64>> {
    (0..3).fold(vec![values], |bands, axis| {
        let halves = bands.iter().flat_map(|band| {
            [wavelet.low(), wavelet.high()].map(|taps| convolved(band, size, axis, taps, round))
        });
        halves.collect()
    })
}

/// Sizes odd and even, mostly shorter than the filters, and any region, against the definition.
#[test]
fn wavelets_by_definition() {
    let mut stream = Seed(8).stream("wavelets", 0);
    // Single-precision coiflets have taps of their own, which the goldens have.
    let names: Vec<String> = every_wavelet()
        .into_iter()
        .filter(|name| !name.starts_with("coif"))
        .collect();
    for round in 0..60 {
        let wavelet = Wavelet::named(&names[stream.below(names.len())]).unwrap();
        let size = [0; 3].map(|_| 1 + stream.below(9));
        let geometry = Geometry::axis_aligned(size, [1.0; 3]).unwrap();
        let single = round % 2 == 0;
        let volume = Volume::from_fn(geometry, |_| stream.normal() as f32);
        let padded = size.map(|n| n.next_multiple_of(2));
        let periodic = Volume::from_fn(Geometry::axis_aligned(padded, [1.0; 3]).unwrap(), |at| {
            let [x, y, z] = [0, 1, 2].map(|axis| at[axis] % size[axis]);
            f64::from(volume.view()[[z, y, x]])
        });
        let rounding = if single {
            |x| f64::from(x as f32)
        } else {
            |x| x
        };
        let first = bands(periodic.into_voxels(), padded, wavelet, rounding);
        let second = bands(first[0].clone(), padded, wavelet, rounding);
        let want = first[1..].iter().chain(&second[1..]).chain([&second[0]]);

        let options = Options {
            wavelet,
            levels: 2,
            ..Options::default()
        };
        let start = size.map(|n| stream.below(n));
        let region = Region::new(
            start,
            [0, 1, 2].map(|axis| 1 + stream.below(size[axis] - start[axis])),
        );
        let image: AnyVolume = if single {
            volume.into()
        } else {
            let voxels = volume.voxels().iter().map(|&voxel| f64::from(voxel));
            Volume::new(geometry, voxels.collect()).unwrap().into()
        };
        let got = decomposed(&image, region, &options);
        assert_eq!(got.len(), 15);
        for (band, (got, want)) in got.iter().zip(want).enumerate() {
            let want = cropped(&bits(want.iter().copied()), padded, region);
            assert_eq!(
                *got, want,
                "round {round}: band {band} of {size:?} in {region:?}"
            );
        }
    }
}
