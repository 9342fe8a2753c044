#!/usr/bin/env python3
"""What a clean release build costs: CPU seconds, crates in the tree, size of the stripped command.

usage: build_cost.py [FEATURES ...]

FEATURES are lists such as `flex,gpu`, of voxomics-deep; `command`, `command:FEATURES` and `command:none` stand for the command
with its defaults, with more, and without any. Prints the rows of the table in the README of voxomics-deep. Builds everything in an empty
folder each time; sources must have been downloaded (`cargo fetch`).
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ALL = ["", "flex", "gpu", "command", "command:gpu"]


def options(what):
    """Cargo's options for what is built."""
    if not what.startswith("command"):
        return ["-p", "voxomics-deep", "--features", what]
    features = what.removeprefix("command").removeprefix(":")
    if features == "none":
        return ["-p", "voxomics-cli", "--no-default-features"]
    return ["-p", "voxomics-cli", "--features", features]


def crates(chosen):
    """Crates other than the workspace's that the build has, of any kind but for tests."""
    tree = ["cargo", "tree", "--edges", "normal,build", "--prefix", "none", "--format", "{p}", *chosen]
    lines = subprocess.run(tree, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    names = {line.split(" (")[0] for line in lines if line}
    return sum(not name.startswith("voxomics") for name in names)


def cpu():
    """CPU seconds of all that has run and ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def build(chosen):
    """CPU seconds of a build from nothing, and the size of the command without symbols in MB."""
    folder = tempfile.mkdtemp(prefix="voxomics-build-")
    try:
        before = cpu()
        environment = {**os.environ, "CARGO_TARGET_DIR": folder}
        subprocess.run(["cargo", "build", "--release", "--quiet", *chosen], cwd=ROOT, check=True, env=environment)
        seconds = cpu() - before
        program = Path(folder) / "release/voxomics"
        if not program.exists():
            return seconds, None
        subprocess.run(["strip", program], check=True)
        return seconds, program.stat().st_size / 1e6
    finally:
        shutil.rmtree(folder)


def main():
    print("| build | CPU s | other crates in the tree | stripped command, MB |\n|---|---|---|---|")
    for what in sys.argv[1:] or ALL:
        chosen = options(what)
        seconds, size = build(chosen)
        name = what.replace("command:none", "command, no features").replace("command:", "command, ") or "none"
        size = "" if size is None else f"{size:.0f}"
        print(f"| {name} | {seconds:.0f} | {crates(chosen)} | {size} |", flush=True)


if __name__ == "__main__":
    main()
