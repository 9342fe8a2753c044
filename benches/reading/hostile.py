#!/usr/bin/env python3
"""What `voxomics info --hash` costs on every case of tests/data/imaging-io, a process each.

usage: hostile.py COMMAND

Prints the longest and the largest, and every case beyond 2 s, 64 MiB + 4 x its files + what it really holds, or 200 MiB; the process
itself and the digest's copy in doubles are part of what is measured. Exit code 1 if there is one.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
DATA = ROOT / "tests/data/imaging-io"
MIB = 1 << 20


def once(command, path):
    """Seconds, peak bytes, exit code and what was said of it."""
    begin = time.perf_counter()
    arguments = [command, "info", "--hash", "--format", "json", str(path)]
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    text = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    return time.perf_counter() - begin, usage.ru_maxrss * 1024, os.waitstatus_to_exitcode(status), json.loads(text)


def bytes_of(path):
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())


def held(found):
    """Bytes of the voxels that were read, as they are and as doubles."""
    volumes = found.get("volumes", [found])
    voxels = (volume["size"][0] * volume["size"][1] * volume["size"][2] for volume in volumes if "size" in volume)
    return sum(voxels) * 16


def main():
    command = sys.argv[1]
    names = [name for name in json.loads((DATA / "expected.json").read_text()) if (DATA / name).exists()]
    cases, beyond = [], []
    for name in names:
        seconds, peak, code, found = once(command, DATA / name)
        cases.append((name, seconds, peak))
        allowed = min(64 * MIB + 4 * bytes_of(DATA / name), 200 * MIB) + held(found)
        if seconds > 2 or peak > allowed or code not in (0, 2):
            beyond.append(f"{name}: {seconds:.2f} s, {peak / MIB:.0f} MiB, exit code {code}")
    slowest, largest = max(cases, key=lambda case: case[1]), max(cases, key=lambda case: case[2])
    print(f"{len(cases)} cases; longest {slowest[1]:.2f} s ({slowest[0]}), largest {largest[2] / MIB:.0f} MiB ({largest[0]})")
    hostile = [case for case in cases if case[0].startswith("hostile/") and not case[0].endswith("bomb_valid.nii.gz")]
    slowest, largest = max(hostile, key=lambda case: case[1]), max(hostile, key=lambda case: case[2])
    print(f"hostile: longest {slowest[1]:.2f} s ({slowest[0]}), largest {largest[2] / MIB:.0f} MiB ({largest[0]})")
    print(*beyond or ["none beyond its limits"], sep="\n")
    sys.exit(bool(beyond))


if __name__ == "__main__":
    main()
