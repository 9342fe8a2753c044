"""Times PyRadiomics from arrays in memory, for run.py; the counterpart of time_extraction.rs.

`time_pyradiomics.py IMAGE MASK [PARAMS [maps]]` reads the files, extracts once, with default settings or those
of the parameter file, and prints {"table": [[name, text], ...], "cpu": ..., "wall": ...}: the results, of a map its
sum, and what they cost in seconds. Then, for every line on its input, a number of repetitions, it extracts that often
and prints {"cpu": ..., "wall": ...}, seconds for one extraction.
"""

import logging
import sys

import radiomics
import SimpleITK
from radiomics.featureextractor import RadiomicsFeatureExtractor
from serve import serve


def text(value):
    """A value as PyRadiomics' tables have it; some numbers are arrays without dimensions."""
    if isinstance(value, (str, tuple, dict)):
        return str(value)
    return repr(int(value)) if isinstance(value, int) else repr(float(value))


def table(extractor, image, mask, maps):
    values = extractor.execute(image, mask, voxelBased=maps).items()
    if maps:
        return [[name, text(SimpleITK.GetArrayViewFromImage(value).sum())] for name, value in values]
    return [[name, text(value)] for name, value in values]


def main(image, mask, params=None, maps=None):
    SimpleITK.ProcessObject.SetGlobalDefaultNumberOfThreads(1)
    radiomics.setVerbosity(logging.ERROR)
    image, mask = SimpleITK.ReadImage(image), SimpleITK.ReadImage(mask)
    extractor = RadiomicsFeatureExtractor(*([params] if params else []))

    serve(lambda: table(extractor, image, mask, bool(maps)), list)


main(*sys.argv[1:])
