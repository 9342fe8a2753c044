//! Bad input: a message that names file and remedy, exit code 1 or 2, and finished results intact.

use crate::support::{Folder, Run, breast, data, prostate};

/// A case that must fail, with what is finished already at `--out`.
struct Bad {
    what: &'static str,
    image: String,
    mask: String,
    arguments: &'static [&'static str],
    words: &'static [&'static str],
}

fn bad(what: &'static str, [image, mask]: [&str; 2], words: &'static [&'static str]) -> Bad {
    Bad {
        what,
        image: image.to_owned(),
        mask: mask.to_owned(),
        arguments: &[],
        words,
    }
}

fn table(folder: &Folder) -> Vec<Bad> {
    let [image, mask] = breast();
    let (image, mask) = (image.as_str(), mask.as_str());
    let gzipped =
        std::fs::read(voxomics_testkit::data().join("images/ibsi1/digital_phantom/image.nii.gz"));
    folder.write("text.nrrd", "this is no image");
    folder.write("cut.nii.gz", &gzipped.unwrap()[..60]);
    for (name, voxels) in [
        ("empty", nrrd([45, 120, 21], |_| 0)),
        (
            "one",
            nrrd([45, 120, 21], |index| u8::from(index == [9, 9, 9])),
        ),
        (
            "line",
            nrrd([45, 120, 21], |[x, y, z]| {
                u8::from((x, y) == (9, 9) && z > 5)
            }),
        ),
        ("full", nrrd([45, 120, 21], |_| 1)),
        ("small", nrrd([8, 8, 8], |[x, ..]| u8::from(x > 3))),
    ] {
        folder.write(&format!("{name}.nrrd"), voxels);
    }
    let plane = "NRRD0004\ntype: uint8\ndimension: 2\nsizes: 8 8\nencoding: raw\n\n";
    folder.write(
        "plane.nrrd",
        [plane.as_bytes(), &[0, 1].repeat(32)].concat(),
    );
    folder.write("nan.nrrd", floats([8, 8, 8], |_| f32::NAN));
    folder.write(
        "onenan.nrrd",
        floats(
            [8, 8, 8],
            |index| if index == [5, 2, 1] { f32::NAN } else { 3.5 },
        ),
    );
    let mut cases = vec![
        bad(
            "missing image",
            ["absent.nrrd", mask],
            &["absent.nrrd", "no such file"],
        ),
        bad(
            "missing mask",
            [image, "absent.nrrd"],
            &["absent.nrrd", "no such file"],
        ),
        bad("not an image", ["text.nrrd", mask], &["text.nrrd"]),
        bad("truncated gzip", ["cut.nii.gz", mask], &["cut.nii.gz"]),
        bad(
            "mask of another size",
            [image, "small.nrrd"],
            &["size", "[45, 120, 21]", "[8, 8, 8]"],
        ),
        bad("all NaN", ["nan.nrrd", "small.nrrd"], &["no finite voxel"]),
        bad(
            "one NaN",
            ["onenan.nrrd", "small.nrrd"],
            &["NaN at [5, 2, 1]", "leave them out of the mask"],
        ),
        bad(
            "2-D mask of a 3-D image",
            [image, "plane.nrrd"],
            &["plane.nrrd", "size", "[8, 8, 1]"],
        ),
        bad("its own mask", [image, image], &["image"]),
    ];
    let grid = data("breast1_label.nrrd");
    // Masks on the image's grid: through `convert`, so that the header fits.
    folder.run(&["convert", &grid, "grid.nrrd"]).expect(0, &[]);
    for (name, words) in [
        (
            "empty",
            &["no region in this mask", "every voxel is 0"] as &[&str],
        ),
        ("full", &["every voxel is 1"]),
        ("one", &["single voxel"]),
        ("line", &["minimumROIDimensions"]),
    ] {
        let masked = on_grid_of(folder, "grid.nrrd", name);
        cases.push(Bad {
            what: name,
            image: image.to_owned(),
            mask: masked,
            arguments: &[],
            words,
        });
    }
    let [image, mask] = prostate();
    cases.push(Bad {
        what: "absent label",
        image,
        mask,
        arguments: &["--label", "3"],
        words: &["label 3 is not in this mask", "1, 7, 8, 9"],
    });
    cases
}

/// The voxels of `NAME.nrrd` under the header of another file.
fn on_grid_of(folder: &Folder, grid: &str, name: &str) -> String {
    let bytes = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    let split = |file: &[u8]| file.windows(2).position(|pair| pair == b"\n\n").unwrap();
    let (grid, voxels) = (bytes(grid), bytes(&format!("{name}.nrrd")));
    let header = String::from_utf8(grid[..split(&grid)].to_vec()).unwrap();
    let lines = header.lines().map(|line| match line.split_once(':') {
        Some(("type", _)) => "type: uint8".to_owned(),
        Some(("encoding", _)) => "encoding: raw".to_owned(),
        _ => line.to_owned(),
    });
    let header = lines.collect::<Vec<_>>().join("\n");
    let name = format!("{name}_on_grid.nrrd");
    folder.write(
        &name,
        [header.as_bytes(), &voxels[split(&voxels)..]].concat(),
    );
    name
}

/// An NRRD file of bytes.
fn nrrd(size: [usize; 3], voxel: impl Fn([usize; 3]) -> u8) -> Vec<u8> {
    file(size, "uint8", |index| vec![voxel(index)])
}

fn floats(size: [usize; 3], voxel: impl Fn([usize; 3]) -> f32) -> Vec<u8> {
    file(size, "float", |index| voxel(index).to_le_bytes().to_vec())
}

fn file([nx, ny, nz]: [usize; 3], kind: &str, voxel: impl Fn([usize; 3]) -> Vec<u8>) -> Vec<u8> {
    let header = format!(
        "NRRD0004\ntype: {kind}\ndimension: 3\nspace: left-posterior-superior\nsizes: {nx} {ny} {nz}\n\
         space directions: (1,0,0) (0,1,0) (0,0,1)\nkinds: domain domain domain\nendian: little\n\
         encoding: raw\nspace origin: (0,0,0)\n\n"
    );
    let mut bytes = header.into_bytes();
    for z in 0..nz {
        for y in 0..ny {
            bytes.extend((0..nx).flat_map(|x| voxel([x, y, z])));
        }
    }
    bytes
}

#[test]
fn every_one_is_named_and_harms_nothing() {
    let folder = Folder::new();
    let [image, mask] = breast();
    folder
        .run(&["extract", &image, &mask, "-o", "done.csv"])
        .expect(0, &[]);
    let done = folder.read("done.csv");
    for Bad {
        what,
        image,
        mask,
        arguments,
        words,
    } in table(&folder)
    {
        let mut command = vec!["extract", &image, &mask, "-o", "bad.csv", "--overwrite"];
        command.extend(arguments);
        let run: Run = folder.run(&command);
        assert!(
            matches!(run.code, Some(1 | 2)),
            "{what}: {:?} {}",
            run.code,
            run.stderr
        );
        for word in words {
            assert!(
                run.stderr.contains(word),
                "{what}: no `{word}` in: {}",
                run.stderr
            );
        }
        assert!(!run.stderr.contains("panicked"), "{what}: {}", run.stderr);
        assert_eq!(
            folder.read("done.csv"),
            done,
            "{what}: what was finished changed"
        );
    }
}

#[test]
fn an_output_that_cannot_be_written_is_refused_before_work() {
    let folder = Folder::new();
    let [image, mask] = breast();
    let run = folder.run(&["extract", &image, &mask, "-o", "no/such/folder.csv"]);
    run.expect(2, &["no/such"]);
}

/// Trigger 20 of PyRadiomics' command: there, results vanish with exit code 0.
#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_an_error() {
    let [image, mask] = breast();
    let run = Folder::new().run(&["extract", &image, &mask, "-o", "/dev/full"]);
    assert!(
        matches!(run.code, Some(1 | 2)),
        "{:?} {}",
        run.code,
        run.stderr
    );
    assert!(run.stderr.contains("/dev/full"), "{}", run.stderr);
}

#[test]
fn parameters_are_refused_with_a_hint() {
    let folder = Folder::new();
    folder.write("p.yaml", "setting: {binwidth: 25}\n");
    let [image, mask] = breast();
    let run = folder.run(&["extract", &image, &mask, "-p", "p.yaml"]);
    run.expect(2, &["p.yaml", "binwidth", "did you mean `binWidth`?"]);
    assert_eq!(run.stdout, "");
    folder
        .run(&["extract", &image, &mask, "-p", "absent.yaml"])
        .expect(2, &["absent.yaml"]);
    folder
        .run(&["extract", &image, &mask, "-s", "binWidth:wide"])
        .expect(2, &["binWidth", "wide"]);
    folder
        .run(&["extract", &image, &mask, "--preset", "paper"])
        .expect(2, &["paper"]);
}

#[test]
fn info_says_why_a_file_is_refused() {
    let folder = Folder::new();
    folder.write("text.nrrd", "this is no image");
    folder.run(&["info", "text.nrrd"]).expect(2, &["text.nrrd"]);
    let run = folder.run(&["info", "--format", "json", "text.nrrd"]);
    assert_eq!(run.code, Some(2));
    let facts: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let text = facts.to_string();
    assert!(text.contains("\"error\":\"bad_magic\""), "{text}");
}
