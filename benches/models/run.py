#!/usr/bin/env python3
"""Models beside R and Python, in alternation, a process each; medians of CPU seconds on one thread.

usage: run.py --venv DIR [--rounds N] [--slow-rounds N] [--only TASK ...]

R with glmnet and survival must be there (Debian: r-base-core r-cran-glmnet r-cran-survival); mRMRe is measured where it is installed.
DIR is a Python environment with numpy, adelie, mrmr-selection and pymrmre (which builds with `pip install "cython<3" setuptools wheel` and then
`pip install --no-build-isolation pymrmre`). Loading of packages and reading of the input are not counted;
answers are compared. Prints docs/benchmarks-models.md; what takes minutes is measured fewer times.
"""

import argparse
import subprocess
import sys
import tempfile
from array import array
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import page
from alternate import built, differ, in_turns, middle, once

STUDY, WIDE, COHORT = "study", "wide", "cohort"
TABLES = {STUDY: (121, 6865), WIDE: (1000, 20_000), COHORT: (100_000,)}

# Of each task: what it is, its table, who else does it, by how much the answers may differ, and how much faster we want to be.
# glmnet and adelie stop before the optimum; coxph.fit before the last digits.
TASKS = {
    "path_gaussian": ("LASSO path of 100 lambdas, gaussian, 121 x 6,865", STUDY, {"glmnet": 1, "adelie": 1}, 1e-3),
    "path_binomial": ("the same, binomial", STUDY, {"glmnet": 1, "adelie": 1}, 1e-3),
    "path_wide": ("LASSO path, gaussian, 1,000 x 20,000", WIDE, {"glmnet": 1, "adelie": 1}, 1e-3),
    "cv_gaussian": ("the path and 10 folds, gaussian, 121 x 6,865", STUDY, {"cv.glmnet": 2}, 1e-2),
    "cv_binomial": ("the same, binomial", STUDY, {"cv.glmnet": 2}, 1e-2),
    "cv_wide": ("the path and 10 folds, gaussian, 1,000 x 20,000", WIDE, {"cv.glmnet": 2}, 1e-2),
    "mrmr_information": ("mRMR, 30 of 6,865 by mutual information, n = 121", STUDY, {"mRMRe": 10, "PymRMRe": 10}, 0),
    "mrmr_f": ("mRMR, 30 of 6,865 by F and correlation, n = 121", STUDY, {"mrmr-selection": 300}, 0),
    "screen": ("a logistic model of each of 6,865 columns, n = 121", STUDY, {"glm.fit": 40, "numpy": 1}, 1e-5),
    "cox_fit": ("Cox, n = 100,000, three covariates: the fit", COHORT, {"coxph.fit": None}, 1e-6),
    "cox_whole": ("the same with residuals and concordance", COHORT, {"coxph": 3}, 1e-8),
}
OF_PYTHON = {"adelie", "mrmr-selection", "numpy", "PymRMRe"}
SLOW = {"cv_wide", "mrmr_f"}
# CPU seconds of mRMRe 2.1.2 as they were measured where it could be installed, on a machine of this kind.
MRMRE = 1.85


def task_of(name):
    """The task as the programs know it: wide tables have no task of their own."""
    return name.replace("wide", "gaussian")


def command(side, name, args, folder):
    """What runs a task on a side."""
    if side in OF_PYTHON:
        return [args.venv / "bin/python", HERE / "time_models.py", task_of(name), folder]
    return ["Rscript", HERE / "time_models.R", task_of(name), folder]


def has_mrmre():
    done = subprocess.run(["Rscript", "-e", "library(mRMRe)"], capture_output=True)
    return done.returncode == 0


def measure(ours, name, args, folder):
    """Median seconds of each side, ours on one thread and on two."""
    _, _, others, tolerance = TASKS[name]
    sides = {"voxomics": [ours, task_of(name), folder, 1], "two": [ours, task_of(name), folder, 2]}
    sides |= {side: command(side, name, args, folder) for side in others if side != "mRMRe" or args.mrmre}
    rounds = in_turns(sides, args.slow_rounds if name in SLOW else args.rounds)
    for one in rounds:
        for side, said in one.items():
            if differ(said["answer"], one["voxomics"]["answer"], tolerance):
                sys.exit(f"{name}: {side} answers {said['answer']}, voxomics {one['voxomics']['answer']}")
    cpu = {side: middle(rounds, side, "cpu") for side in sides}
    if "mRMRe" in others and not args.mrmre:
        cpu["mRMRe"] = MRMRE
    return {"cpu": cpu, "wall": {side: middle(rounds, side, "wall") for side in sides}}


def prepare(ours, name, folder):
    """The lambdas of our path, which adelie takes."""
    path = folder / "voxomics.path"
    once([ours, task_of(name), folder, 1, path])
    numbers = array("d", path.read_bytes())
    columns = TABLES[folder.name][1]
    with open(folder / "lambdas.f64", "wb") as file:
        numbers[:: columns + 2].tofile(file)


def optimality(ours, name, args, folder):
    """Largest and median residual of each side's path, all by the same program."""
    found = {}
    for side in ("voxomics", *TASKS[name][2]):
        path = folder / f"{side}.path"
        if side != "voxomics":
            once([*command(side, name, args, folder), path])
        check = [ours, task_of(name).replace("path", "kkt"), folder, 1, path]
        found[side] = once(check)["answer"]
    return found


def memory(ours, table, folder):
    """Bytes of the matrix, and of a process that reads it and of one that also fits its path."""
    load, fit = (once([ours, task, folder, 1])["peak"] for task in ("load", "path_gaussian"))
    rows, columns = TABLES[table]
    return 8 * rows * columns, load, fit


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--venv", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--slow-rounds", type=int, default=3)
    parser.add_argument("--only", nargs="*", default=list(TASKS), choices=list(TASKS))
    args = parser.parse_args()
    args.mrmre = has_mrmre()
    ours, make = built("time_models", "make_models")
    times, off = {}, {}
    with tempfile.TemporaryDirectory() as root:
        folders = {table: Path(root) / table for table in TABLES}
        for table, size in TABLES.items():
            folders[table].mkdir()
            subprocess.run([make, folders[table], *map(str, size)], check=True)
        held = {table: memory(ours, table, folders[table]) for table in (STUDY, WIDE)}
        for name in args.only:
            folder = folders[TASKS[name][1]]
            if name.startswith("path_"):
                prepare(ours, name, folder)
                off[name] = optimality(ours, name, args, folder)
            times[name] = measure(ours, name, args, folder)
            print(name, times[name], file=sys.stderr, flush=True)
    page.show(TASKS, {"times": times, "off": off, "held": held}, args)


if __name__ == "__main__":
    main()
