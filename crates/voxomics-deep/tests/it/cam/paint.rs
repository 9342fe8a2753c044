//! Pictures of maps.

use ndarray::{Array2, array};
use proptest::prelude::*;
use voxomics_deep::cam::Error;
use voxomics_deep::cam::paint::{
    Numbered, Opacity, Picture, Style, colour_bar, cubehelix, overlay, sheet,
};
use voxomics_deep::input::Plane;
use voxomics_deep::input::recipe::Window;

const YELLOW: [u8; 3] = [255, 221, 0];

fn plain(opacity: Opacity, scale: u32) -> Style {
    Style {
        window: Window {
            centre: 50.0,
            width: 100.0,
        },
        opacity,
        contour: None,
        scale,
    }
}

fn plane(pixels: Array2<f64>) -> Plane {
    let mask = pixels.mapv(|_| false);
    Plane::new(pixels, mask).unwrap()
}

proptest! {
    /// Green's definition of the scale: the perceived intensity is the value, where no channel is cut.
    #[test]
    fn perceived_intensity_is_the_value(value in 0.0..=1.0_f64) {
        let [r, g, b] = cubehelix(value);
        if [r, g, b].iter().all(|&part| part > 0.0 && part < 1.0) {
            let intensity = 0.30 * r + 0.59 * g + 0.11 * b;
            prop_assert!((intensity - value).abs() < 1e-4, "{intensity}");
        }
    }
}

#[test]
fn colours_outside_of_the_scale_are_its_ends() {
    for value in [-1.0, f64::NAN, f64::NEG_INFINITY] {
        assert_eq!(cubehelix(value), [0.0; 3]);
    }
    assert_eq!(cubehelix(f64::INFINITY), [1.0; 3]);
}

#[test]
fn a_map_of_zeros_leaves_the_slice_as_it_is() {
    let slice = plane(array![[0.0, 20.0, 100.0], [-50.0, f64::NAN, 1000.0]]);
    let map = Array2::zeros((2, 3));
    let picture = overlay(&slice, map.view(), &plain(Opacity::Proportional(1.0), 1)).unwrap();
    let want = [0, 51, 255, 0, 0, 255].map(|grey| [grey; 3]);
    assert_eq!(picture.pixels(), want);
    let covered = overlay(&slice, map.view(), &plain(Opacity::Constant(1.0), 1)).unwrap();
    assert!(covered.pixels().iter().all(|pixel| *pixel == [0; 3]));
}

#[test]
fn colours_are_mixed_by_opacity() {
    let slice = plane(array![[20.0]]);
    let over = cubehelix(0.5);
    for (opacity, alpha) in [
        (Opacity::Constant(0.4), 0.4),
        (Opacity::Proportional(0.4), 0.2),
    ] {
        let picture = overlay(&slice, array![[0.5]].view(), &plain(opacity, 1)).unwrap();
        for (got, over) in picture.pixels()[0].iter().zip(over) {
            let want = ((1.0 - alpha) * 0.2 + alpha * over) * 255.0;
            assert!(
                (f64::from(*got) - want).abs() <= 0.5 + 1e-9,
                "{got}, want {want}"
            );
        }
    }
}

#[test]
fn the_contour_is_one_picture_pixel_wide() {
    let mask = array![
        [false, false, false, false],
        [false, true, true, true],
        [false, true, true, true]
    ];
    let slice = Plane::new(Array2::zeros((3, 4)), mask).unwrap();
    let style = Style {
        contour: Some(YELLOW),
        ..plain(Opacity::Constant(0.0), 2)
    };
    let picture = overlay(&slice, Array2::zeros((3, 4)).view(), &style).unwrap();
    assert_eq!((picture.width(), picture.height()), (8, 6));
    let rows: Vec<String> = picture
        .pixels()
        .chunks(8)
        .map(|row| {
            row.iter()
                .map(|pixel| if *pixel == YELLOW { '#' } else { '.' })
                .collect()
        })
        .collect();
    assert_eq!(
        rows,
        [
            "........", "........", "..######", "..#....#", "..#....#", "..######"
        ]
    );
}

#[test]
fn a_png_holds_the_pixels() {
    let pixels = Array2::from_shape_fn((5, 7), |(row, column)| (13 * row + 5 * column) as f64);
    let map = Array2::from_shape_fn((5, 7), |(row, column)| (row * column) as f64 / 24.0);
    let picture = overlay(
        &plane(pixels),
        map.view(),
        &plain(Opacity::Constant(0.5), 3),
    )
    .unwrap();
    let file = picture.png().unwrap();
    let mut reader = png::Decoder::new(std::io::Cursor::new(&file))
        .read_info()
        .unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut bytes).unwrap();
    assert_eq!((info.width, info.height), (21, 15));
    assert_eq!(bytes, picture.pixels().as_flattened());
}

#[test]
fn the_bar_runs_from_white_to_black() {
    let bar = colour_bar(2, 5).unwrap();
    assert_eq!((bar.pixels()[0], bar.pixels()[9]), ([255; 3], [0; 3]));
    let middle = cubehelix(0.5).map(|part| (part * 255.0 + 0.5) as u8);
    assert_eq!(bar.pixels()[4..6], [middle; 2]);
    assert_eq!(colour_bar(3, 1).unwrap().pixels(), [[255; 3]; 3]);
}

fn single(grey: f64, [rows, columns]: [usize; 2]) -> Picture {
    let slice = plane(Array2::from_elem((rows, columns), grey));
    let style = plain(Opacity::Constant(0.0), 1);
    overlay(&slice, Array2::zeros((rows, columns)).view(), &style).unwrap()
}

/// Sheets as text: white, black and other pixels.
fn shown(sheet: &Picture) -> Vec<String> {
    let letter = |pixel: &[u8; 3]| match pixel {
        [255, 255, 255] => '.',
        [0, 0, 0] => '#',
        _ => 'o',
    };
    let lines = sheet.pixels().chunks(sheet.width());
    lines
        .map(|line| line.iter().map(letter).collect())
        .collect()
}

fn numbered(number: usize, grey: f64, shape: [usize; 2]) -> Numbered {
    let picture = single(grey, shape);
    Numbered { number, picture }
}

#[test]
fn sheets_have_numbered_pictures_in_the_middle_of_cells_and_white_gutters() {
    let pictures = [
        numbered(12, 40.0, [8, 10]),
        numbered(7, 40.0, [4, 4]),
        numbered(3, 40.0, [3, 9]),
    ];
    let two = sheet(&pictures, 2, 1).unwrap();
    assert_eq!(
        shown(&two),
        [
            "#########o..#####ooo.",
            "##.##...#o..#...#ooo.",
            "#..####.#o..###.#ooo.",
            "##.##...#o..##.##ooo.",
            "##.##.###o..##.##ooo.",
            "#...#...#o..##.##ooo.",
            "#########o..#####ooo.",
            "oooooooooo..oooooooo.",
            ".....................",
            ".....................",
            ".....................",
            "#####oooo............",
            "#...#oooo............",
            "###.#oooo............",
            ".....................",
            ".....................",
            ".....................",
        ]
    );
    let wide = sheet(&pictures, 9, 0).unwrap();
    assert_eq!((wide.width(), wide.height()), (30, 8));
}

#[test]
fn pictures_that_cannot_be() {
    let slice = plane(Array2::zeros((2, 2)));
    let map = Array2::zeros((2, 2));
    let error = |map: &Array2<f64>, style: Style| overlay(&slice, map.view(), &style).unwrap_err();
    let constant = Opacity::Constant;
    assert!(matches!(
        error(&Array2::zeros((2, 3)), Style::default()),
        Error::Shape { .. }
    ));
    let nan = Array2::from_elem((2, 2), f64::NAN);
    assert!(matches!(
        error(&nan, Style::default()),
        Error::NotFinite { .. }
    ));
    for style in [
        plain(constant(1.5), 1),
        plain(constant(f64::NAN), 1),
        plain(constant(0.5), 0),
        Style {
            window: Window {
                centre: 0.0,
                width: 0.0,
            },
            ..Style::default()
        },
    ] {
        assert!(
            matches!(error(&map, style), Error::Value { .. }),
            "{style:?}"
        );
    }
    assert!(matches!(
        error(&map, plain(constant(0.5), u32::MAX)),
        Error::PictureTooLarge { .. }
    ));
    assert_eq!(sheet(&[], 2, 1), Err(Error::EmptySheet));
    assert_eq!(
        sheet(&[numbered(1, 0.0, [1, 1])], 0, 1),
        Err(Error::EmptySheet)
    );
    let pictures = [1, 2].map(|number| numbered(number, 0.0, [1, 1]));
    let error = sheet(&pictures, 2, usize::MAX).unwrap_err();
    assert!(matches!(error, Error::PictureTooLarge { .. }), "{error}");
}

#[test]
fn a_picture_is_read_back_and_what_is_none_is_refused() {
    let slice = Plane::new(
        Array2::from_elem((9, 7), 40.0),
        Array2::from_elem((9, 7), true),
    )
    .unwrap();
    let picture = overlay(&slice, Array2::zeros((9, 7)).view(), &Style::default()).unwrap();
    let file = picture.png().unwrap();
    assert_eq!(Picture::from_png(&file), Ok(picture));
    for bad in [&b"no PNG"[..], &file[..file.len() / 2], &[]] {
        assert!(matches!(Picture::from_png(bad), Err(Error::NoPicture(_))));
    }
    // A header alone, of more pixels than so few bytes can hold.
    let mut large = file.clone();
    large[16..24].copy_from_slice(&[0, 0, 0x3f, 0xff, 0, 0, 0x3f, 0xff]);
    let crc = crc32(&large[12..29]);
    large[29..33].copy_from_slice(&crc.to_be_bytes());
    let error = Picture::from_png(&large).unwrap_err().to_string();
    assert!(error.ends_with("bytes for 16383 x 16383 pixels"), "{error}");
}

/// As PNG has it, bit by bit.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| {
            (crc >> 1) ^ (0xEDB8_8320 & 0_u32.wrapping_sub(crc & 1))
        })
    })
}
