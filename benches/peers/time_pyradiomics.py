"""Times PyRadiomics from arrays in memory, for run.py; the counterpart of time_extraction.rs.

`time_pyradiomics.py IMAGE MASK [PARAMS]` reads the files, extracts once, with default settings or those
of the parameter file, and prints the table, a JSON list of [name, text]. Then, for every line on its input, a number of repetitions, it extracts that often and
prints {"cpu": ..., "wall": ...}, seconds for one extraction.
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


def table(extractor, image, mask):
    return [[name, text(value)] for name, value in extractor.execute(image, mask).items()]


def main(image, mask, *params):
    SimpleITK.ProcessObject.SetGlobalDefaultNumberOfThreads(1)
    radiomics.setVerbosity(logging.ERROR)
    image, mask = SimpleITK.ReadImage(image), SimpleITK.ReadImage(mask)
    extractor = RadiomicsFeatureExtractor(*params)
    print(json.dumps(table(extractor, image, mask)), flush=True)
    for line in sys.stdin:
        repetitions = int(line)
        cpu, wall = time.process_time(), time.perf_counter()
        for _ in range(repetitions):
            table(extractor, image, mask)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        print(json.dumps({"cpu": cpu / repetitions, "wall": wall / repetitions}), flush=True)


main(*sys.argv[1:])
