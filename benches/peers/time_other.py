"""Times mirp or nyxus on files, for run.py; the counterpart of time_extraction.rs.

`time_other.py mirp|nyxus IMAGE MASK`, as time_pyradiomics.py. Both read their files with every extraction, and nyxus
reads NIfTI alone: images are converted before.
"""

import logging
import os
import sys
import tempfile
import warnings

from serve import names_alone, serve


def mirp(image, mask, _):
    """The features of IBSI, with the bin width that the others have by default."""
    import itk
    from mirp import extract_features

    # Bins of a size must begin somewhere: below everything.
    lowest = itk.array_view_from_image(itk.imread(image)).min()
    return lambda: extract_features(
        image=image,
        mask=mask,
        base_discretisation_method="fixed_bin_size",
        base_discretisation_bin_width=25.0,
        resegmentation_intensity_range=[float(lowest), float("nan")],
    )[0].columns


def nyxus(image, mask, folder):
    """All features of volumes."""
    import SimpleITK  # with mirp's itk in one process, one of the two crashes
    from nyxus import Nyxus3D

    files = [f"{folder}/{name}.nii.gz" for name in ("image", "mask")]
    for source, file in zip((image, mask), files):
        SimpleITK.WriteImage(SimpleITK.ReadImage(source), file)
    extractor = Nyxus3D(["*3D_ALL*"], n_feature_calc_threads=1)
    return lambda: extractor.featurize_files(files[:1], files[1:], False).columns


def main(name, image, mask):
    logging.disable(logging.ERROR)
    warnings.simplefilter("ignore")
    # What they print goes to where errors go.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    with tempfile.TemporaryDirectory() as folder:
        extract = {"mirp": mirp, "nyxus": nyxus}[name](image, mask, folder)

        serve(extract, names_alone, answers)


main(*sys.argv[1:])
