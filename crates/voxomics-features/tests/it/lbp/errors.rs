//! What is refused, and what it says.

use super::*;

fn small() -> AnyVolume {
    as_short(&noise([4, 3, 2]))
}

fn circle_error(options: &lbp2d::Options) -> String {
    let image = small();
    lbp2d::local_binary_pattern(&image, whole(&image), options)
        .unwrap_err()
        .to_string()
}

fn sphere_error(options: &lbp3d::Options) -> String {
    let image = small();
    let error = lbp3d::local_binary_pattern(&image, whole(&image), &[1; 24], options);
    error.unwrap_err().to_string()
}

#[test]
fn circles() {
    let default = lbp2d::Options::default;
    for radius in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(
            circle_error(&lbp2d::Options {
                radius,
                ..default()
            }),
            format!("lbp2DRadius is {radius}: give a number above 0, in voxels")
        );
    }
    let samples = |samples, method| lbp2d::Options {
        samples,
        method,
        ..default()
    };
    assert_eq!(
        circle_error(&samples(32, LbpMethod::Ror)),
        "lbp2DSamples is 32: give a whole number from 1 to 31 for this lbp2DMethod"
    );
    assert_eq!(
        circle_error(&samples(0, LbpMethod::Var)),
        "lbp2DSamples is 0: give a whole number from 1 to 65536 for this lbp2DMethod"
    );
    assert_eq!(
        circle_error(&lbp2d::Options {
            axis: 3,
            ..default()
        }),
        "the axis across the planes is 3: give 0, 1 or 2 for x, y or z"
    );
}

#[test]
fn spheres() {
    let default = lbp3d::Options::default;
    for radius in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(
            sphere_error(&lbp3d::Options {
                radius,
                ..default()
            }),
            format!(
                "lbp3DIcosphereRadius is {radius}: give a number above 0 up to 1000000, in voxels"
            )
        );
    }
    assert_eq!(
        sphere_error(&lbp3d::Options {
            subdivision: 6,
            ..default()
        }),
        "lbp3DIcosphereSubdivision is 6: give a whole number from 0 to 5"
    );
    let message = sphere_error(&lbp3d::Options {
        radius: 0.5,
        subdivision: 0,
        ..default()
    });
    assert!(
        message.starts_with("lbp3DIcosphereRadius is 0.5, but"),
        "{message}"
    );
    assert!(message.contains("reaches up to 0.85065"), "{message}");
}

#[test]
fn regions() {
    let image = small();
    let beyond = Region::new([1, 0, 0], [4, 1, 1]);
    let circles = lbp2d::local_binary_pattern(&image, beyond, &lbp2d::Options::default());
    assert!(
        matches!(circles, Err(lbp2d::Error::Region(_))),
        "{circles:?}"
    );
    let options = lbp3d::Options::default();
    let spheres = lbp3d::local_binary_pattern(&image, beyond, &[1; 4], &options);
    assert!(
        matches!(spheres, Err(lbp3d::Error::Region(_))),
        "{spheres:?}"
    );
    let spheres = lbp3d::local_binary_pattern(&image, whole(&image), &[1; 4], &options);
    assert_eq!(
        spheres.unwrap_err().to_string(),
        "4 voxels are marked as inside or outside, but the region has 24"
    );
    let nowhere = Region::new([1, 1, 1], [0, 1, 1]);
    assert!(lbp3d::local_binary_pattern(&image, nowhere, &[], &options).is_ok());
    assert!(lbp2d::local_binary_pattern(&image, nowhere, &lbp2d::Options::default()).is_ok());
}

/// Circles and spheres far larger than the image reach nothing but zeros.
#[test]
fn enormous_radii() {
    let image = small();
    for radius in [50.0, 1e9, 1e300] {
        let options = lbp2d::Options {
            radius,
            method: LbpMethod::Var,
            ..lbp2d::Options::default()
        };
        // The variance of zeros is 0: NaN, which int16 makes 0.
        let circles = lbp2d::local_binary_pattern(&image, whole(&image), &options).unwrap();
        assert_eq!(circles, [0.0; 24]);
    }
    for radius in [50.0, 1e6] {
        let options = lbp3d::Options {
            radius,
            ..lbp3d::Options::default()
        };
        let spheres = lbp3d::local_binary_pattern(&image, whole(&image), &[1; 24], &options);
        assert!(
            spheres
                .unwrap()
                .kurtosis
                .iter()
                .all(|kurtosis| kurtosis.is_nan())
        );
    }
}
