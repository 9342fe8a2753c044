#!/usr/bin/env python3
"""Reading a 512 x 512 x 300 CT: voxomics and SimpleITK in alternation, a process each, medians.

usage: run.py --venv DIR --input DIR [--rounds N]

DIR of --venv is a Python environment with SimpleITK and numpy; DIR of --input holds `dicom/`, `ct.nii`, `ct.nii.gz` and
`ct.nrrd`, as the project's golden script make_speed_input.py makes them. Prints the table of docs/FORMATS.md.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from alternate import built


def once(command, path):
    """CPU and wall seconds, and the process's peak memory in MiB."""
    process = subprocess.Popen([*command, str(path)], stdout=subprocess.PIPE, text=True)
    answer = json.loads(process.stdout.read())
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{command[0]} failed on {path}")
    return answer["cpu"], answer["wall"], usage.ru_maxrss / 1024, (tuple(answer["size"]), answer["sum"])


@contextmanager
def alone(path):
    """The file under its name in a folder of its own: asked for `ct.nii.gz`, SimpleITK reads a `ct.nii` that stands beside it."""
    with tempfile.TemporaryDirectory() as folder:
        link = Path(folder) / path.name
        link.symlink_to(path.resolve())
        yield link


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--venv", required=True, type=Path)
    parser.add_argument("--input", required=True, type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    ours, theirs = built("read_image"), [str(args.venv / "bin/python"), str(HERE / "read_simpleitk.py")]
    print("| file | voxomics CPU s, wall s, peak MiB | SimpleITK CPU s, wall s, peak MiB | CPU | wall |")
    print("|---|---|---|---|---|")
    for name in ("dicom", "ct.nii", "ct.nii.gz", "ct.nrrd"):
        with alone(args.input / name) as path:
            rounds = [(once(ours, path), once(theirs, path)) for _ in range(args.rounds + 1)][1:]
        if any(a[3] != b[3] for a, b in rounds):
            sys.exit(f"{name}: the two read different voxels")
        a, b = ([median(side[i] for side in sides) for i in range(3)] for sides in zip(*rounds))
        cells = [f"{cpu:.3f}, {wall:.3f}, {peak:.0f}" for cpu, wall, peak in (a, b)]
        print(f"| {name} | {cells[0]} | {cells[1]} | {a[0] / b[0]:.2f} | {a[1] / b[1]:.2f} |", flush=True)


if __name__ == "__main__":
    main()
