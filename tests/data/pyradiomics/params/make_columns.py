#!/usr/bin/env python3
"""From the goldens: the configuration as PyRadiomics prints it, and its columns. Writes columns.json beside this script.

usage: make_columns.py FOLDER, which holds configs/ and a folder of CASE.json files for each configuration
"""
import glob
import json
import os
import sys

folder = sys.argv[1]
unique = {}
for path in sorted(glob.glob(os.path.join(folder, "*", "*.json"))):
    golden = json.load(open(path, encoding="utf-8"))
    if golden.get("error") or "values" not in golden:
        continue
    values = dict(golden["values"])
    entry = {
        "parameters": golden["parameters"],
        "overrides": {name: str(value) for name, value in golden["overrides"].items()},
        "label": golden["label"],
        "settings": values["diagnostics_Configuration_Settings"],
        "image_types": values["diagnostics_Configuration_EnabledImageTypes"],
        "names": [name for name in values if not name.startswith("diagnostics_")],
    }
    unique.setdefault(json.dumps(entry), entry)
here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "columns.json"), "w", encoding="utf-8") as file:
    file.write("[\n" + ",\n".join(unique) + "\n]\n")
