"""The page of what was measured."""

import platform
import re
import subprocess
from pathlib import Path

from alternate import row

HEAD = """# Models beside R and Python: time, optimality, memory

`benches/models/run.py` measures and prints this page: the same made-up numbers for every side, read from the same files, a process each, in
alternation, medians of {rounds} after a warm-up ({slow} of what takes minutes); loading packages and reading the input are not counted. Every side
has one thread; the answers are compared. voxomics is built as it is shipped (profile `dist`). {versions}.
{machine}: trust the ratios.
"""

PEERS = """
All is at default settings: glmnet stops at `thresh = 1e-7`, adelie at `tol = 1e-7`, voxomics at the optimum. adelie gets the lambdas of our path and
a matrix that was standardised before, which is not counted. The outcome is 0 or 1, {cases}. numpy is Newton's
method for all columns at once, R a loop over `glm.fit`. PymRMRe is mRMRe's engine with a
Python face, by its authors. {mrmre}
"""

OPTIMALITY = """
## How far from optimal

What gradients are off, in lambdas, from the coefficients of each side by one program: of what is in from the penalty, of what is out beyond it. The
largest over a path and the median.
"""

THREADS = """
## On two threads

Results are the same bytes on any number.
"""

MEMORY = """
## Memory

Peak of a process that reads the matrix and fits the gaussian path beyond that of one that only reads it.
"""


def versions(args):
    """Of R, Python and their packages."""
    script = 'cat(R.version$major, ".", R.version$minor, sep = ""); for (p in c("glmnet", "survival")) cat("", p, format(packageVersion(p)))'
    of_r = subprocess.run(["Rscript", "-e", script], capture_output=True, text=True, check=True).stdout
    script = "from importlib.metadata import version as v; print(*(f'{p} {v(p)}' for p in ('numpy', 'adelie', 'mrmr-selection', 'pymrmre')), sep=', ')"
    of_python = subprocess.run([args.venv / "bin/python", "-c", script], capture_output=True, text=True, check=True).stdout
    r, glmnet, survival = re.findall(r"\d[\d.‘’-]*", of_r)
    return f"R {r} with glmnet {glmnet} and survival {survival} on the reference BLAS; Python with {of_python.strip()}"


def machine():
    cpu = Path("/proc/cpuinfo")
    name = re.search(r"model name\s*: (.*)", cpu.read_text())[1] if cpu.exists() else platform.processor()
    cores = re.findall(r"^processor", cpu.read_text(), re.M) if cpu.exists() else []
    return f"{len(cores) or 'Some'} cores of an {name}, shared with others"


def number(seconds):
    return f"{seconds:.4f}" if seconds < 1 else f"{seconds:.2f}"


def table(*heads):
    print(row(*heads))
    print("|" + "---|" * len(heads))


def show(tasks, found, args):
    """Prints it."""
    print(HEAD.format(rounds=args.rounds, slow=args.slow_rounds, versions=versions(args), machine=machine()))
    table("task", "voxomics CPU s", "beside", "CPU s", "times ours", "asked for")
    for name, times in found["times"].items():
        title, _, others, _ = tasks[name]
        cpu = times["cpu"]
        for side, wanted in others.items():
            star = "" if side in times["wall"] else " *"
            ratio = cpu[side] / cpu["voxomics"]
            cells = [title, number(cpu["voxomics"]), side + star, number(cpu[side]), f"{ratio:.1f}", wanted or ""]
            print(row(*cells))
    mrmre = "" if args.mrmre else "* mRMRe could not be installed here: its time is that of version 2.1.2 on another machine of this kind."
    print(PEERS.format(cases="40 % of it 1", mrmre=mrmre).rstrip())
    print(OPTIMALITY)
    table("path", "side", "largest", "median")
    for name, sides in found["off"].items():
        for side, (largest, median) in sides.items():
            print(row(tasks[name][0], side, f"{largest:.1e}", f"{median:.1e}"))
    print(THREADS)
    table("task", "wall s on one thread", "on two")
    for name, times in found["times"].items():
        wall = times["wall"]
        print(row(tasks[name][0], number(wall["voxomics"]), number(wall["two"])))
    print(MEMORY)
    table("matrix", "MB", "beyond it, MB", "share")
    for name, (matrix, load, fit) in found["held"].items():
        print(row(name, f"{matrix / 1e6:.1f}", f"{(fit - load) / 1e6:.1f}", f"{(fit - load) / matrix:.0%}"))
    print("\n```\npython3 benches/models/run.py --venv DIR > docs/benchmarks-models.md\n```")
