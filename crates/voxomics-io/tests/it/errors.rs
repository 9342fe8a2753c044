//! Messages word for word, with kind and class: users and command lines rely on them.

use std::path::Path;

use voxomics_core::ErrorClass;
use voxomics_io::{Encoding, Error, Format, Kind, Options, read, write, write_with};
use voxomics_volume::{AnyVolume, Geometry, Volume};

use crate::data;

#[track_caller]
fn assert_error(error: &Error, kind: Kind, class: ErrorClass, message: &str) {
    let text = error.to_string();
    let name = error.path().display().to_string();
    assert_eq!(
        text.strip_prefix(&name),
        Some(format!(": {message}").as_str())
    );
    assert_eq!((error.kind(), error.class()), (kind, class), "{text}");
}

fn volume() -> AnyVolume {
    let geometry = Geometry::axis_aligned([2, 2, 1], [1.0; 3]).unwrap();
    Volume::new(geometry, vec![1_i16, 2, 3, 4]).unwrap().into()
}

/// Reads a file of a text, under a name that says nothing.
fn read_text(folder: &Path, text: &str) -> Error {
    let path = folder.join("x");
    std::fs::write(&path, text).unwrap();
    read(path).unwrap_err()
}

#[test]
fn files_of_the_repository() {
    for (name, kind, message) in [
        ("absent.nii", Kind::Io, "there is no such file"),
        (
            "hostile/folder.nii",
            Kind::Io,
            "this is a folder, not a file",
        ),
        ("hostile/nii_empty.nii", Kind::Empty, "the file is empty"),
        (
            "hostile/nii_text.nii",
            Kind::BadMagic,
            "this is no image that can be read: it begins like neither NIfTI, NRRD, MetaImage nor DICOM",
        ),
        (
            "hostile/nii_magic.nii",
            Kind::BadMagic,
            "the header is ANALYZE 7.5's, which does not say where the axes point: \
             convert it to NIfTI",
        ),
        (
            "hostile/nii_trunc_347.nii",
            Kind::Truncated,
            "the NIfTI-1 header ends after 347 of 348 bytes",
        ),
        (
            "hostile/nii_trunc_half.nii",
            Kind::Truncated,
            "the header declares 2002 bytes of voxels, but 1001 are there",
        ),
        (
            "hostile/niigz_trunc_half.nii.gz",
            Kind::Truncated,
            "the compressed stream ends early",
        ),
        (
            "hostile/niigz_bad_crc.nii.gz",
            Kind::Corrupt,
            "the compressed stream is damaged: \
             corrupt gzip stream does not have a matching checksum",
        ),
        (
            "hostile/nii_dim_zero.nii",
            Kind::BadHeader,
            "dim[1] is 0: an axis has at least one voxel",
        ),
        (
            "hostile/nii_pixdim_zero.nii",
            Kind::BadGeometry,
            "spacing [0.0, 1.0, 1.0] mm is not positive and finite on every axis",
        ),
        (
            "hostile/nii_pair_without_img.hdr",
            Kind::MissingCompanion,
            "neither `nii_pair_without_img.img` nor `nii_pair_without_img.img.gz`, \
             the header's voxels, is beside it",
        ),
        (
            "hostile/nrrd_missing_file.nhdr",
            Kind::MissingCompanion,
            "data file `nope.raw` is not in the header's folder",
        ),
        (
            "hostile/nrrd_path_traversal.nhdr",
            Kind::UnsafePath,
            "data file `../../../../../../etc/passwd` leaves the folder: \
             it must lie in the header's folder",
        ),
        (
            "hostile/nrrd_ascii_garbage.nrrd",
            Kind::Truncated,
            "the header declares 2001 bytes of voxels, but 11 are there",
        ),
        (
            "hostile/nrrd_no_type.nrrd",
            Kind::BadHeader,
            "field `type` is missing",
        ),
        (
            "hostile/nrrd_no_endian.nrrd",
            Kind::BadHeader,
            "field `endian` is missing: voxels of several bytes need it",
        ),
        (
            "hostile/nrrd_sizes_few.nrrd",
            Kind::BadHeader,
            "`sizes: 11 13` is not 3 numbers of at least 1",
        ),
        (
            "hostile/nrrd_pattern_huge.nhdr",
            Kind::BadHeader,
            "2000000001 data files do not fit sizes [11, 13, 7], each of 2 dimensions",
        ),
    ] {
        let error = read(data(name)).unwrap_err();
        assert_error(&error, kind, ErrorClass::Input, message);
    }
}

#[test]
fn what_is_not_read_says_what_is() {
    for (name, message) in [
        (
            "nifti/time3.nii.gz",
            "11 x 13 x 7 x 3 voxels in 4 dimensions are not read: one volume of two or three \
             dimensions is, so take the volume out first",
        ),
        (
            "nifti/rgb24.nii",
            "datatype 128, voxels that are colours, is not read: integers of 8 to 64 bits and \
             floats of 32 and 64 bits are",
        ),
        (
            "hostile/nrrd_encoding_unknown.nrrd",
            "encoding `zrle` is not read: raw, gzip, bzip2, text and hex are",
        ),
        (
            "hostile/nrrd_type_block.nrrd",
            "type `block` is not read: integers, float and double are",
        ),
    ] {
        let error = read(data(name)).unwrap_err();
        assert_error(&error, Kind::Unsupported, ErrorClass::Unsupported, message);
    }
}

#[test]
fn headers_that_contradict_themselves() {
    let folder = tempfile::tempdir().unwrap();
    let start = "NRRD0004\ntype: uchar\ndimension: 2\nsizes: 2 1\nencoding: text\n";
    for (rest, kind, message) in [
        (
            "sizes: 2 1\n\n1 2",
            Kind::BadHeader,
            "field `sizes` stands twice",
        ),
        (
            "garbage\n\n1 2",
            Kind::BadHeader,
            "line `garbage` is neither a field nor a comment",
        ),
        (
            "\n1 300",
            Kind::BadValue,
            "`300`, voxel 1, is not a number of type uint8",
        ),
        (
            "\n1  \n",
            Kind::Truncated,
            "the text ends early: there are fewer numbers than voxels",
        ),
        (
            "space: LPS\nspace dimension: 3\n\n1 2",
            Kind::Inconsistent,
            "`space` and `space dimension` exclude each other",
        ),
        (
            "line skip: -1\n\n1 2",
            Kind::BadHeader,
            "`line skip: -1` is negative",
        ),
    ] {
        let error = read_text(folder.path(), &format!("{start}{rest}"));
        assert_error(&error, kind, ErrorClass::Input, message);
    }
}

#[test]
fn limits_are_named() {
    let limits = voxomics_io::Limits {
        voxels: 1000,
        ..Default::default()
    };
    let error = voxomics_io::read_within(data("nifti/dtype_int16.nii"), &limits).unwrap_err();
    let message = "1001 voxels exceed the limit of 1000 voxels";
    assert_error(&error, Kind::LimitExceeded, ErrorClass::Resource, message);
    let limits = voxomics_io::Limits {
        bytes: 8007,
        ..Default::default()
    };
    // A scaled image is kept in doubles.
    let error = voxomics_io::read_within(data("nifti/scl_half.nii"), &limits).unwrap_err();
    let message = "8008 bytes of voxels exceed the limit of 8007";
    assert_error(&error, Kind::LimitExceeded, ErrorClass::Resource, message);
}

#[test]
fn names_and_options_that_do_not_go_together() {
    let folder = tempfile::tempdir().unwrap();
    let of = |format, encoding| Options { format, encoding };
    for (name, options, message) in [
        (
            "a.png",
            Options::default(),
            "the name's extension says no format that is written: .nii, .nii.gz, .hdr, .nrrd, .nhdr, \
             .mha and .mhd do",
        ),
        (
            "a.nii",
            of(None, Some(Encoding::Gzip)),
            "encoding gzip does not go with the name's extension",
        ),
        (
            "a.nrrd",
            of(Some(Format::Nifti2), None),
            "format NIfTI-2 does not go with the name's extension",
        ),
        (
            "a.nrrd",
            of(None, Some(Encoding::Bzip2)),
            "encoding bzip2 is not written in NRRD: raw, gzip, text, hex are",
        ),
        (
            "a.mha",
            of(None, Some(Encoding::Zlib)),
            "encoding zlib is not written in MetaImage: raw, text are",
        ),
    ] {
        let error = write_with(folder.path().join(name), &volume(), &options).unwrap_err();
        assert_error(&error, Kind::Unsupported, ErrorClass::Unsupported, message);
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn places_that_cannot_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let absent = folder.path().join("absent");
    let error = write(absent.join("a.nii"), &volume()).unwrap_err();
    let message = format!("there is no folder `{}` to write into", absent.display());
    assert_error(&error, Kind::Io, ErrorClass::Input, &message);

    let taken = folder.path().join("a.nii");
    std::fs::create_dir(&taken).unwrap();
    let error = write(&taken, &volume()).unwrap_err();
    assert_error(
        &error,
        Kind::Io,
        ErrorClass::Input,
        "this is a folder, not a file",
    );
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        1,
        "a temporary file is left"
    );
}

/// The data file of a pair is staged when its header turns out to have no place.
#[test]
fn nothing_is_left_of_half_a_pair() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("a.nhdr")).unwrap();
    write(folder.path().join("a.nhdr"), &volume()).unwrap_err();
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn sheared_axes_are_not_written() {
    let direction = [[1.0, 0.3, 0.0], [0.0, 0.9539, 0.0], [0.0, 0.0, 1.0]];
    let geometry = Geometry::new([2, 1, 1], [1.0; 3], [0.0; 3], direction).unwrap();
    let sheared = AnyVolume::from(Volume::new(geometry, vec![1_u8, 2]).unwrap());
    let folder = tempfile::tempdir().unwrap();
    for name in ["a.nii", "a.nrrd"] {
        let error = write(folder.path().join(name), &sheared).unwrap_err();
        assert_eq!(error.kind(), Kind::NonOrthonormalDirection, "{error}");
    }
}

#[cfg(unix)]
#[test]
fn links_out_of_the_folder_and_pipes_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("inner");
    std::fs::create_dir(&inner).unwrap();
    std::fs::write(folder.path().join("secret"), b"12").unwrap();
    std::os::unix::fs::symlink("../secret", inner.join("link.raw")).unwrap();
    let header = "NRRD0004\ntype: uchar\ndimension: 2\nsizes: 2 1\nencoding: raw\n\
                  data file: link.raw\n";
    std::fs::write(inner.join("a.nhdr"), header).unwrap();
    let error = read(inner.join("a.nhdr")).unwrap_err();
    let message = "data file `link.raw` is a link that leaves the folder: \
                   it must lie in the header's folder";
    assert_error(&error, Kind::UnsafePath, ErrorClass::Input, message);

    let error = read("/dev/null").unwrap_err();
    assert_error(
        &error,
        Kind::Io,
        ErrorClass::Input,
        "this is a device or pipe, not a file",
    );
}
