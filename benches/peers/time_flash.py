"""Times flash-radiomics from arrays in memory, for run.py; the counterpart of time_extraction.rs.

`time_flash.py IMAGE MASK [PARAMS [maps]]`, as time_pyradiomics.py. Its outputs are written to a file with
every extraction, as it always does.
"""

import logging
import sys
import tempfile

import SimpleITK
from flash_radiomics import RadiomicsFeatureExtractor
from serve import names_alone, serve


def width(params):
    """The bin width that `maps-25.yaml` has in its name."""
    return float(params.rsplit("-", 1)[1].removesuffix(".yaml"))


def spatial(width):
    """Maps of GLCM features alone, as the parameter files of the other sides say."""
    return {
        "setting": {"binWidth": width, "additionalInfo": False},
        "voxelSetting": {"kernelRadius": 1, "maskedKernel": True},
        "imageType": {"Original": {}},
        "scalarFeatureClass": None,
        "spatialFeatureClass": {"glcm": []},
    }


def main(image, mask, params=None, maps=None):
    SimpleITK.ProcessObject.SetGlobalDefaultNumberOfThreads(1)
    logging.disable(logging.ERROR)
    image, mask = SimpleITK.ReadImage(image), SimpleITK.ReadImage(mask)
    configuration = spatial(width(params)) if maps else {}
    extractor = RadiomicsFeatureExtractor(configuration, backend="cpu", num_threads=1)
    with tempfile.TemporaryDirectory() as folder:

        def extract():
            out = f"{folder}/out.h5"
            return extractor.execute(image, mask, spatialMode=bool(maps), output_hdf5_path=out)

        serve(extract, names_alone)


main(*sys.argv[1:])
