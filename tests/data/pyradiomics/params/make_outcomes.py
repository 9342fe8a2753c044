#!/usr/bin/env python3
"""Asks PyRadiomics 3.0.1 what it makes of many parameter files; writes outcomes.json beside this script.

Each file is read, and used on one small image: "refused" (an error when reading), "fails" (an error when
extracting) or "accepted", then with what it prints as its configuration and the names of its columns.
"""
import json
import logging
import os
import tempfile
import warnings

import numpy
import SimpleITK as sitk
import yaml_cases
from radiomics.featureextractor import RadiomicsFeatureExtractor

logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")

random = numpy.random.RandomState(1)
image = (random.rand(9, 10, 11) * 200).astype("int16")
mask = numpy.zeros(image.shape, "uint8")
mask[2:7, 2:8, 3:9] = 1
IMAGE, MASK = sitk.GetImageFromArray(image), sitk.GetImageFromArray(mask)


def outcome(path):
    try:
        extractor = RadiomicsFeatureExtractor(path)
    except Exception as error:
        return {"outcome": "refused", "error": type(error).__name__}
    try:
        values = extractor.execute(IMAGE, MASK)
    except Exception as error:
        return {"outcome": "fails", "error": type(error).__name__, "message": str(error)[:40]}
    names = [name for name in values if not name.startswith("diagnostics_")]
    empty = [name for name in names if numpy.isnan(values[name])]
    return {
        "outcome": "accepted",
        "settings": str(extractor.settings),
        "image_types": str(extractor.enabledImagetypes),
        "names": names,
        **({"nan": len(empty)} if empty else {}),
    }


def main():
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for suffix, text in yaml_cases.cases():
            path = os.path.join(folder, "case" + suffix)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            results.append({"suffix": suffix, "text": text, **outcome(path)})
    every = results[0]["names"]
    for result in results[1:]:
        if result.get("names") == every:
            result["names"] = None  # as of the first case
    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, "outcomes.json"), "w", encoding="utf-8") as file:
        file.write("[\n" + ",\n".join(json.dumps(result) for result in results) + "\n]\n")


if __name__ == "__main__":
    main()
