"""Checks a DICOM SEG that voxomics wrote with pydicom and highdicom, which know nothing of it.

    pip install pydicom highdicom SimpleITK
    VOXOMICS_INTEROP=/tmp/seg cargo test -p voxomics-io --test it folders_for_other_readers -- --ignored
    for name in $(ls /tmp/seg); do
        python tests/interop/check_seg.py /tmp/seg/$name tests/data/imaging-io/dicom/$name
    done

The first folder holds `seg.dcm` and the masks `segment1.nrrd`, `segment2.nrrd`, ... of its segments, the second the images.
Every voxel must be equal, found by place in space and by source image, and each frame must lie where its source does. A
multi-frame source is no list of images: voxels are then found by place alone.
"""

import sys
from pathlib import Path

import highdicom as hd
import numpy as np
import pydicom
import SimpleITK as sitk


def load_masks(folder):
    """The masks as one array (slice, row, column, segment), and their grid."""
    count = len(list(folder.glob("segment*.nrrd")))
    images = [sitk.ReadImage(folder / f"segment{number}.nrrd") for number in range(1, count + 1)]
    first = images[0]
    # sitk has columns first, highdicom slices first.
    axes = np.reshape(first.GetDirection(), (3, 3)) * first.GetSpacing()
    affine = np.eye(4)
    affine[:3, :3] = axes[:, ::-1]
    affine[:3, 3] = first.GetOrigin()
    arrays = [sitk.GetArrayFromImage(image) for image in images]
    grid = hd.VolumeGeometry(affine, arrays[0].shape, coordinate_system="PATIENT")
    return np.stack(arrays, axis=-1), grid


def load_sources(folder, seg):
    """The images of the series that the segmentation names, by their UIDs."""
    series = seg.ReferencedSeriesSequence[0]
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    images = [pydicom.dcmread(path, force=True) for path in files]
    own = [image for image in images if image.get("SeriesInstanceUID") == series.SeriesInstanceUID]
    named = {image.ReferencedSOPInstanceUID for image in series.ReferencedInstanceSequence}
    sources = {image.SOPInstanceUID: image for image in own if image.SOPInstanceUID in named}
    assert len(sources) == len(named), "images that the segmentation names are not there"
    return sources


def check_frames(seg, sources):
    """Each frame lies on the image, or frame of an image, that it names."""
    for frame in seg.PerFrameFunctionalGroupsSequence:
        named = frame.DerivationImageSequence[0].SourceImageSequence[0]
        place = source = sources[named.ReferencedSOPInstanceUID]
        if "ReferencedFrameNumber" in named:
            groups = source.PerFrameFunctionalGroupsSequence[named.ReferencedFrameNumber - 1]
            place = groups.PlanePositionSequence[0]
        own = frame.PlanePositionSequence[0].ImagePositionPatient
        assert np.allclose(own, place.ImagePositionPatient, atol=1e-6), "frame and source image lie apart"


def main(folder, images):
    masks, grid = load_masks(folder)
    seg = hd.seg.segread(folder / "seg.dcm")
    sources = load_sources(images, seg)
    check_frames(seg, sources)

    found = seg.get_volume(combine_segments=False).match_geometry(grid).array
    assert np.array_equal(found, masks), "voxels differ, by place"

    if "NumberOfFrames" not in next(iter(sources.values())):
        normal = grid.affine[:3, 0]
        ordered = sorted(sources.values(), key=lambda source: normal @ np.array(source.ImagePositionPatient, float))
        uids = [source.SOPInstanceUID for source in ordered]
        found = seg.get_pixels_by_source_instance(uids, assert_missing_frames_are_empty=True)
        assert np.array_equal(found, masks), "voxels differ, by source image"

    source = next(iter(sources.values()))
    for name in ("PatientName", "PatientID", "StudyInstanceUID", "FrameOfReferenceUID"):
        assert seg.get(name) == source.get(name), f"{name} differs"
    print(f"{folder.name}: {seg.number_of_segments} segments on {seg.NumberOfFrames} frames are equal")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
