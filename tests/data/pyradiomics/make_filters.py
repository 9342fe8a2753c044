"""Small images filtered by PyRadiomics 3.0.1: two dimensions, axes of one voxel, axes shorter than the wavelet,
NaN, infinity, zero. Writes filters/small.json beside this file.

usage: python make_filters.py   (numpy 1.26.4, SimpleITK 2.3.1, PyWavelets 1.5.0)
"""
import json
import os

import numpy
import SimpleITK as sitk
from radiomics import imageoperations

HERE = os.path.dirname(os.path.abspath(__file__))
RANDOM = numpy.random.RandomState(20)


def image(size, dtype):
    values = RANDOM.normal(0, 100, size[::-1]).astype(dtype)
    made = sitk.GetImageFromArray(values)
    made.SetSpacing([0.7, 1.3, 2.1][: len(size)])
    return made


def listed(made):
    values = sitk.GetArrayFromImage(made).ravel().astype(float).tolist()
    return [value if numpy.isfinite(value) else str(value) for value in values]


def entry(made, name, **options):
    results = getattr(imageoperations, "get%sImage" % name)(made, None, **options)
    return {
        "size": made.GetSize(),
        "spacing": made.GetSpacing(),
        "type": sitk.GetArrayFromImage(made).dtype.name,
        "voxels": listed(made),
        "filter": name,
        "options": options,
        "images": [[column, listed(result)] for result, column, _ in results],
    }


def main():
    entries = []
    for dtype in ("int16", "float32"):
        for size in ([9, 7], [5, 6, 4], [4, 4, 9]):
            made = image(size, dtype)
            entries.append(entry(made, "LoG", sigma=[0.9, 2.0]))
            entries.append(entry(made, "Gradient"))
            entries.append(entry(made, "Wavelet", wavelet="db2"))
        for size in ([1, 5, 6], [2, 3, 1], [3, 1, 4]):
            made = image(size, dtype)
            entries.append(entry(made, "Gradient", gradientUseSpacing=False))
            for wavelet in ("haar", "db10", "bior6.8"):
                entries.append(entry(made, "Wavelet", wavelet=wavelet))
            entries.append(entry(made, "Wavelet", wavelet="sym4", level=2, start_level=1))
        entries.append(entry(image([7, 5], dtype), "Wavelet", wavelet="coif17"))
    for value in (numpy.nan, numpy.inf):
        made = image([6, 5, 4], "float32")
        made.SetPixel(2, 1, 2, value)
        for name in ("Square", "SquareRoot", "Logarithm", "Exponential", "Gradient"):
            entries.append(entry(made, name))
    for made in (image([4, 3, 2], "float64"), image([3, 3, 2], "int16") * 0, -image([3, 3, 2], "int16")):
        for name in ("Square", "SquareRoot", "Logarithm", "Exponential"):
            entries.append(entry(made, name))
    path = os.path.join(HERE, "filters", "small.json")
    with open(path, "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(e) for e in entries) + "\n]\n")


main()
