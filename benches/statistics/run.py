#!/usr/bin/env python3
"""Statistics beside R and vectorised Python, in alternation, a process each; medians of CPU seconds on one thread.

usage: run.py [--venv DIR] [--rounds N] [--only TASK ...]

R with pROC, survival and rms must be there (Debian: r-base-core r-cran-proc r-cran-survival r-cran-rms). DIR is a Python environment
with numpy, scipy and lifelines. Loading of packages and reading of the input are not counted; answers are compared. Prints the table
of docs/benchmarks-statistics.md.
"""

import argparse
import array
import math
import random
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from alternate import built, differ, in_turns, middle, row

# Relative difference of the answers that is rounding; resampling draws other rows on each side, lifelines' log-rank is off by 1.2e-7.
TASKS = {
    "roc": ("two ROC curves, two DeLong intervals, a paired test; n = 100,000, no ties", 1e-9),
    "survival": ("Kaplan-Meier of two groups and log-rank; n = 100,000, no ties", 1e-6),
    "calibrate": ("calibration corrected by 1,000 resamples; five predictors, n = 189", 0.2),
    "mann_whitney": ("Mann-Whitney of 6,865 features; n = 121", 1e-9),
}


def columns(task):
    """Input of a task; synthetic, the same on every run."""
    draw = random.Random(1)
    if task == "roc":
        y = [float(draw.random() < 0.4) for _ in range(100_000)]
        return [y, [draw.gauss(label, 1) for label in y], [draw.gauss(0.8 * label, 1) for label in y]]
    if task == "survival":
        group = [float(draw.random() < 0.5) for _ in range(100_000)]
        time = [draw.expovariate(0.1 + 0.02 * g) for g in group]
        limit = [draw.uniform(5, 25) for _ in group]
        pairs = list(zip(time, limit))
        return [[min(t, c) for t, c in pairs], [float(t <= c) for t, c in pairs], group]
    if task == "calibrate":
        x = [[draw.gauss(0, 1) for _ in range(189)] for _ in range(5)]
        risk = [1 / (1 + math.exp(0.8 - 0.5 * a - 0.4 * b)) for a, b in zip(x[0], x[1])]
        return [[float(draw.random() < p) for p in risk], *x]
    y = [float(row < 48) for row in range(121)]
    return [y, *([draw.gauss(0, 1) for _ in y] for _ in range(6865))]


def measure(ours, task, args, path):
    data = columns(task)
    with open(path, "wb") as file:
        for column in data:
            array.array("d", column).tofile(file)
    rows = str(len(data[0]))
    sides = {"voxomics": [ours, task, path, rows, "1"], "two": [ours, task, path, rows, "2"]}
    sides["R"] = ["Rscript", str(HERE / "time_r.R"), task, path, rows]
    if args.venv and task != "calibrate":
        sides["Python"] = [str(args.venv / "bin/python"), str(HERE / "time_python.py"), task, path, rows]
    rounds = in_turns(sides, args.rounds)
    name, tolerance = TASKS[task]
    for one in rounds:
        for side, said in one.items():
            if differ(said["answer"], one["voxomics"]["answer"], tolerance):
                sys.exit(f"{task}: {side} answers {said['answer']}, voxomics {one['voxomics']['answer']}")
    cpu = {side: middle(rounds, side, "cpu") for side in sides}
    wall = {side: middle(rounds, side, "wall") for side in sides}
    python = (f"{cpu['Python']:.3f}", f"{cpu['Python'] / cpu['voxomics']:.1f}") if "Python" in cpu else ("", "")
    cells = [
        name, f"{cpu['voxomics']:.4f}", f"{cpu['R']:.3f}", f"{cpu['R'] / cpu['voxomics']:.1f}",
        *python, f"{wall['R'] / wall['two']:.1f}",
    ]
    print(row(*cells), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--venv", type=Path)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--only", nargs="*", default=list(TASKS), choices=list(TASKS))
    args = parser.parse_args()
    [ours] = built("time_statistics")
    print("| task | voxomics CPU s | R CPU s | R / ours | Python CPU s | Python / ours | R wall / ours on two threads |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for task in args.only:
            measure(ours, task, args, str(Path(folder) / "input"))


if __name__ == "__main__":
    main()
