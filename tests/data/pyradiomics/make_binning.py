#!/usr/bin/env python3
"""Asks PyRadiomics 3.0.1 (numpy 1.26.4) for bin edges and grey levels; writes binning.json beside this script."""
import json
import os

import numpy
from radiomics import imageoperations

random = numpy.random.RandomState(1)


def multiples(width, first, count, dtype):
    """`count` values on consecutive multiples of a width, in an order that is not sorted."""
    return random.permutation((numpy.arange(first, first + count) * width).astype(dtype))


def case(values, **binning):
    levels, edges = imageoperations.binImage(values.reshape(1, 1, -1), numpy.where(numpy.ones((1, 1, values.size))), **binning)
    return {
        "type": str(values.dtype),
        "values": values.tolist(),
        "binning": binning,
        "edges": len(edges),
        "levels": levels.astype(int).ravel().tolist(),
    }


cases = []
for width in (0.1, 0.3, 0.7, 1, 2.5, 25):
    for first in (-1999, -40, -3, 0, 2, 17, 583):
        for dtype in ("float64", "float32"):
            cases.append(case(multiples(width, first, 12, dtype), binWidth=width))
            cases.append(case(multiples(width, first, 1, dtype), binWidth=width))
    cases.append(case(random.normal(0, 8 * width, 20), binWidth=width))
    cases.append(case(random.normal(0, 8 * width, 20).astype("float32"), binWidth=width))
for width in (1, 2.5, 25):
    cases.append(case(random.randint(-1000, 1000, 20).astype("int16"), binWidth=width))
    cases.append(case(multiples(5, -7, 15, "int16"), binWidth=width))
for count in (1, 2, 7, 8, 16, 64):
    for dtype in ("float64", "float32", "int16"):
        cases.append(case(random.normal(0, 100, 20).astype(dtype), binCount=count))
        cases.append(case(multiples(5, -7, 15, dtype), binCount=count))
        cases.append(case(numpy.full(2, 5, dtype), binCount=count))
    cases.append(case((numpy.arange(15) * 0.1).astype("float32"), binCount=count))

here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "binning.json"), "w", encoding="utf-8") as file:
    file.write("[\n" + ",\n".join(map(json.dumps, cases)) + "\n]\n")
