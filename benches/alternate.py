"""What the comparisons share: the example as it is shipped, processes in alternation, medians."""

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent


def built(*examples):
    """Paths of examples, built as the command is shipped."""
    flags = [word for name in examples for word in ("--example", name)]
    command = ["cargo", "build", "--profile", "dist", "-p", "voxomics-benches", *flags]
    subprocess.run(command, cwd=ROOT, check=True)
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    return [str(target / "dist/examples" / name) for name in examples]


def once(command):
    """What a process prints about itself; its BLAS has one thread."""
    env = {**os.environ, **{name: "1" for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")}}
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, text=True, env=env)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))} failed")
    return json.loads(done.stdout)


def in_turns(sides, rounds):
    """What each side prints in each round, after a round that warms up."""
    return [{name: once(command) for name, command in sides.items()} for _ in range(rounds + 1)][1:]


def middle(rounds, side, what):
    """The median of what a side prints."""
    return median(one[side][what] for one in rounds)


def differ(a, b, tolerance):
    """Whether two lists of numbers are apart, from their ends on."""
    return any(abs(x - y) > tolerance * max(abs(x), 1e-12) for x, y in zip(a[::-1], b[::-1]))


def row(*cells):
    """A line of a table."""
    return "| " + " | ".join(map(str, cells)) + " |"
