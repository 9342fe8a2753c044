#!/usr/bin/env python3
"""ResNet-18 beside onnxruntime and torch, in alternation, a process each; medians of an image of 224 x 224.

usage: run.py --venv DIR [--rounds N]

DIR is a Python environment with numpy, onnx, onnxruntime and torch. The weights are those of tests/data/deep, batch norms
folded in for every side; making and reading them and a first run are not counted. Features are compared. Prints a page.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
sys.path.insert(0, str(HERE.parent / "models"))
from alternate import ROOT, in_turns, middle, row
from page import machine

# Images at a time, and how often in a process.
BATCHES = {32: 3, 1: 20}
OTHERS = ("onnxruntime", "torch")

HEAD = """# ResNet-18 on the processor beside onnxruntime and torch

`benches/deep/run.py` measures and prints this page: features of images of 224 x 224 by the same made-up weights with batch norms
folded in, a process for each side, in alternation, medians of {rounds} processes after a warm-up, a warm-up in each too. voxomics is
built as it is shipped (profile `dist`); {versions}. {machine}: trust CPU time
and ratios; onnxruntime's threads wait actively, which counts as CPU time. The features of all sides agree within 2e-5.
"""


def ours():
    """The example, built as the command is shipped."""
    command = ["cargo", "build", "--profile", "dist", "-p", "voxomics-deep", "--example", "forward"]
    subprocess.run(command, cwd=ROOT, check=True)
    return Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "dist/examples/forward"


def python(args, *words):
    """Runs Python in the environment."""
    done = subprocess.run([args.venv / "bin/python", *words], cwd=HERE, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.strip()


def measure(args, program, models, how):
    """Medians of each side at a batch size and a number of threads."""
    sides = {"voxomics": [program, *how]}
    for side in OTHERS:
        sides[side] = [args.venv / "bin/python", HERE / "time_python.py", side, models[side], *how]
    rounds = in_turns(sides, args.rounds)
    for one in rounds:
        want = one["voxomics"]["answer"]
        for side in OTHERS:
            if any(abs(a - b) > 2e-5 for a, b in zip(one[side]["answer"], want, strict=True)):
                sys.exit(f"{side} has {one[side]['answer']}, voxomics {want}")
    return {side: {what: middle(rounds, side, what) for what in ("cpu", "wall", "peak")} for side in sides}


def show(found, args):
    """Prints the page."""
    script = "from importlib.metadata import version as v; print(*(f'{p} {v(p)}' for p in ('onnxruntime', 'torch')), sep=', ')"
    print(HEAD.format(rounds=args.rounds, versions=python(args, "-c", script), machine=machine()))
    heads = ["images at a time", "threads", "side", "CPU ms an image", "times ours", "wall ms an image", "times ours", "peak, MB"]
    print(row(*heads))
    print("|" + "---|" * len(heads))
    for (count, threads), sides in found.items():
        for side, times in sides.items():
            cells = [count, threads, side]
            for what in ("cpu", "wall"):
                cells += [f"{1e3 * times[what]:.1f}", f"{times[what] / sides['voxomics'][what]:.2f}"]
            print(row(*cells, f"{times['peak'] / 1e6:.0f}"))
    print("\n```\npython3 benches/deep/run.py --venv DIR > docs/benchmarks-deep.md\n```")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--venv", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    args.venv = args.venv.absolute()
    program = ours()
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        models = {"onnxruntime": Path(folder) / "model.onnx", "torch": Path(folder) / "model.npz"}
        python(args, "-c", f"import graph; graph.write_onnx('{models['onnxruntime']}'); graph.write_arrays('{models['torch']}')")
        for count, repetitions in BATCHES.items():
            for threads in (1, 2):
                found[count, threads] = measure(args, program, models, [count, repetitions, threads])
                print(count, threads, found[count, threads], file=sys.stderr, flush=True)
    show(found, args)


if __name__ == "__main__":
    main()
