#!/usr/bin/env python3
"""ComBat beside sva and neuroCombat, in alternation, a process each; medians on one thread.

usage: run.py --venv DIR [--rounds N]

R with sva must be there (Debian: r-bioc-sva); DIR is a Python environment with numpy, pandas and neuroCombat. Loading of packages and
reading of the input are not counted; answers are compared. Prints docs/benchmarks-harmonize.md.
"""

import argparse
import platform
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from alternate import built, differ, in_turns, middle, once, row

# Of each task: the features, the rows of each batch, and whether others can do it.
TASKS = {
    "parametric": ("parametric, 20,000 features, 1,200 and 800 rows", 20_000, (1200, 800), True),
    "non-parametric": ("non-parametric, 1,000 features, 121 and 58 rows", 1000, (121, 58), True),
    "non-parametric, many rows": ("non-parametric, 1,000 features, 1,200 and 800 rows", 1000, (1200, 800), False),
}
# sva and neuroCombat end their iteration early, up to 7e-5 from where it leads.
TOLERANCE = 1e-4

HEAD = """# ComBat beside R and Python: time and memory

`benches/harmonize/run.py` measures and prints this page: the same made-up numbers for every side, read from the same files, a process each, in
alternation, medians of {rounds} after a warm-up; loading packages and reading the input are not counted. Every side has one thread; the answers are
compared to {tolerance:g}, since sva and neuroCombat end their iteration early and voxomics does not. voxomics fits and applies, and is built as it is
shipped (profile `dist`). {versions}.
{machine}: trust the ratios.
"""

ROWS = """
From about 500 rows a batch the likelihoods of the non-parametric prior underflow in sva and neuroCombat, and all that they return is NaN: they are not
in the last line.
"""

MEMORY = """
## Memory

Peak of the process; voxomics beyond a process that only reads the table.
"""


def versions(venv):
    script = 'cat(R.version$major, ".", R.version$minor, " with sva ", format(packageVersion("sva")), sep = "")'
    of_r = subprocess.run(["Rscript", "-e", script], capture_output=True, text=True, check=True).stdout
    script = "from importlib.metadata import version as v; print(*(f'{p} {v(p)}' for p in ('neuroCombat', 'numpy')), sep=', ')"
    of_python = subprocess.run([venv / "bin/python", "-c", script], capture_output=True, text=True, check=True).stdout
    return f"R {of_r}, {of_python.strip()}"


def machine():
    text = Path("/proc/cpuinfo").read_text()
    name = re.search(r"model name\s*:\s*(.*)", text)
    return name[1] if name else platform.machine()


def measure(ours, name, args, root):
    _, features, rows, have_others = TASKS[name]
    folder = root / name.replace(" ", "-")
    folder.mkdir()
    subprocess.run([ours, "make", folder, str(features), *map(str, rows)], check=True)
    task = name.split(",")[0]
    sides = {"voxomics": [ours, task, folder, 1], "two": [ours, task, folder, 2]}
    if have_others:
        sides["sva"] = ["Rscript", HERE / "time_combat.R", task, folder]
        sides["neuroCombat"] = [args.venv / "bin/python", HERE / "time_combat.py", task, folder]
    rounds = in_turns(sides, args.rounds)
    for one in rounds:
        for side, said in one.items():
            if differ(said["answer"], one["voxomics"]["answer"], TOLERANCE):
                sys.exit(f"{name}: {side} answers {said['answer']}, voxomics {one['voxomics']['answer']}")
    found = {side: {what: middle(rounds, side, what) for what in ("cpu", "wall", "peak")} for side in sides}
    found["load"] = once([ours, "load", folder, 1])
    print(name, found, file=sys.stderr, flush=True)
    return found


def times(found):
    yield row("task", "voxomics CPU s", "sva", "sva / ours", "neuroCombat", "neuroCombat / ours", "ours, two threads, wall s")
    yield "|---|---|---|---|---|---|---|"
    for name, sides in found.items():
        ours = sides["voxomics"]["cpu"]
        others = [(f"{sides[side]['cpu']:.2f}", f"{sides[side]['cpu'] / ours:.1f}") if side in sides else ("", "") for side in ("sva", "neuroCombat")]
        yield row(TASKS[name][0], f"{ours:.3f}", *others[0], *others[1], f"{sides['two']['wall']:.3f}")


def memory(found):
    yield row("task", "table", "voxomics reads it", "voxomics", "beyond", "sva", "neuroCombat")
    yield "|---|---|---|---|---|---|---|"
    for name, sides in found.items():
        table = 8 * TASKS[name][1] * sum(TASKS[name][2])
        load, ours = sides["load"]["peak"], sides["voxomics"]["peak"]
        others = [f"{sides[side]['peak'] / 1e6:.0f}" if side in sides else "" for side in ("sva", "neuroCombat")]
        yield row(TASKS[name][0], *(f"{bytes / 1e6:.0f} MB" for bytes in (table, load, ours, ours - load)), *others)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--venv", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    [ours] = built("time_combat")
    with tempfile.TemporaryDirectory() as root:
        found = {name: measure(ours, name, args, Path(root)) for name in TASKS}
    print(HEAD.format(rounds=args.rounds, tolerance=TOLERANCE, versions=versions(args.venv), machine=machine()))
    print("\n".join(times(found)))
    print(ROWS + MEMORY)
    print("\n".join(memory(found)))


if __name__ == "__main__":
    main()
