"""Times PyRadiomics from arrays in memory, for run.py; the counterpart of time_extraction.rs.

`time_pyradiomics.py IMAGE MASK [PARAMS [maps]]` reads the files, extracts once, with default settings or those
of the parameter file, and prints {"table": [[name, text], ...], "cpu": ..., "wall": ...}: the results, of a map its
sum, and what they cost in seconds. Then, for every line on its input, a number of repetitions, it extracts that often
and prints {"cpu": ..., "wall": ...}, seconds for one extraction.
"""

import json
import logging
import sys
import time

import radiomics
import SimpleITK
from radiomics.featureextractor import RadiomicsFeatureExtractor


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

    def timed(repetitions):
        cpu, wall = time.process_time(), time.perf_counter()
        for _ in range(repetitions):
            values = table(extractor, image, mask, bool(maps))
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        return values, {"cpu": cpu / repetitions, "wall": wall / repetitions}

    values, cost = timed(1)
    print(json.dumps({"table": values, **cost}), flush=True)
    for line in sys.stdin:
        print(json.dumps(timed(int(line))[1]), flush=True)


main(*sys.argv[1:])
