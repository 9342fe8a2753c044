"""The page that docs/BENCHMARKS.md is."""

import math
import os
import platform
import subprocess
from pathlib import Path
from statistics import median

import agreement
import measure

COMMAND = "python3 benches/peers/run.py --flash target/flash --others target/others"
NAMES = {
    "PyRadiomics": "PyRadiomics 3.0.1",
    "flash": "flash-radiomics 1.0.0",
    "mirp": "mirp 2.7.0",
    "nyxus": "nyxus 0.11.0",
}
MEMORY_RATIO = 5  # how many times less memory the whole command should take

INTRODUCTION = """\
# Benchmarks: voxomics against PyRadiomics and others

Written by `{command}`, which builds, checks, measures and writes this page; do not edit it.

All sides get the same files and settings: where nothing else is said the defaults, 107 features of the original
image and the diagnostics, hashes of image and mask among them. Before anything counts, the tables of PyRadiomics and
voxomics are compared: same columns in the same order, numbers equal to {tolerance:g} relative, texts equal but for
versions; of maps, the sums. They run in alternation, {rounds} rounds each, or the number in brackets behind a
case. A cell has the median of the rounds and, in brackets, the smallest and the largest.

Rows may be of different days: the last column has the commit of each, `benchmarks.json` the date too.

**Compare ratios, not times.** Times belong to the machine below and to what else it did that day;
a ratio is between two programs that ran on it in turn, and says how many times less voxomics needs.
"""

ARRAYS = """\
## From arrays in memory to the finished table, one thread

Image and mask lie in memory, programs are loaded and warm: no start, no import, no reading.
PyRadiomics runs `RadiomicsFeatureExtractor().execute(image, mask)` on SimpleITK images, with SimpleITK,
OpenMP and BLAS at one thread; voxomics runs `Mask::new` and `Extractor::extract`, with rayon at one
thread. Both then turn every value into text. flash-radiomics 1.0.0 runs on one thread of its CPU backend; it computes
128 features where the others compute 107, writes an HDF5 file each time, and its values are not checked.
Nor are those of mirp 2.7.0 (features of IBSI, with the same bin width) and nyxus 0.11.0, where they stand; both read
their files each time. A round repeats
the extraction for about {shortest} s and counts the mean. CPU is the time of the whole process, all its threads.
"""

COMMANDS = """\
## Whole commands, as typed

`pyradiomics IMAGE MASK -f csv -o OUT` and `voxomics extract IMAGE MASK -f csv -o OUT`, with `-p PARAMS` where there are any, from the start
of the process to its end: imports, reading, writing; each with its own default number of threads.
Memory is the largest resident set of the process; less than about 8 MiB cannot be told apart. Files
are in the page cache.
"""

SIZES = """\
## Cost against the size of the region

Defaults, from arrays, one thread; synthetic lesions made by `benches/peers/make_lesion.rs`, their images a quarter wider
along each axis.

![CPU time against voxels, both axes logarithmic](benchmarks-size.svg)
"""

LIMITS = """\
## How near to what the machine can do

Measured on {commit}, on a synthetic lesion of {side} voxels along each axis, on one thread, per voxel of the region: what kernels take, and the least
time for the bytes they must move and for their operations, at the rates that four plain loops reach on this machine: {rates}.
Both are counted by hand from the method (`benches/peers/limits.rs`); the larger one is the limit, and the last column
says how far away from it the kernel is. Filters count what lies in the box of the region and in reach, too.
"""

RERUN = """\
## Run it again

```
{command}
```

benches/peers/README.md says what that needs. Costs of single feature classes and of readers, without
PyRadiomics: `cargo bench -p voxomics-benches`. Statistics beside R stand in benchmarks-statistics.md, models in
benchmarks-models.md, reading beside SimpleITK in FORMATS.md.
"""


def page(arrays, commands, sweep, limits, rounds, missing):
    times = {"CPU": ("cpu", seconds), "wall": ("wall", seconds)}
    memory = {"peak memory": ("memory", mebibytes)}
    parts = [
        INTRODUCTION.format(command=COMMAND, rounds=rounds, tolerance=agreement.TOLERANCE),
        machine(),
        *([missing + "\n"] if missing else []),
        ARRAYS.format(shortest=measure.SHORTEST),
        table(arrays, times),
        COMMANDS,
        table(commands, times | memory),
        *([SIZES, grown(sweep)] if sweep else []),
        *([limited(limits)] if limits else []),
        "## Targets\n",
        targets(arrays, commands, sweep),
        RERUN.format(command=COMMAND),
    ]
    return "\n".join(parts)


def costs(sweep):
    """Voxels and median CPU seconds of every side, by its name."""
    lines = {}
    for entry, series in sweep.values():
        for name, side in series.items():
            lines.setdefault(NAMES.get(name, name), []).append((int(entry["voxels"]), median(side.cpu)))
    return lines


def grown(sweep):
    """A row per size."""
    lines = costs(sweep)
    names = list(lines)
    rows = [f"| voxels | {' | '.join(names)} | commit |", "|---|" + "---|" * (len(names) + 1)]
    for at, (entry, _) in enumerate(sweep.values()):
        cells = [seconds(lines[name][at][1]) for name in names]
        rows.append(f"| {int(entry['voxels']):,} | {' | '.join(cells)} | {entry['commit']} |")
    rows.append(f"\nSlope of the line of voxomics from 10^5 voxels up: {slope(lines['voxomics']):.2f}.")
    return "\n".join(rows) + "\n"


def slope(line, least=1e5):
    """Of the straight line through the logarithms, from `least` voxels up."""
    points = [(math.log(voxels), math.log(cost)) for voxels, cost in line if voxels >= 0.9 * least]
    x, y = (sum(values) / len(points) for values in zip(*points))
    return sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points)


def limited(entry):
    limits = entry["sides"]
    rates = limits["rates"]
    said = (
        f"{rates['memory'] / 1e9:.1f} GB/s read, {rates['doubles'] / 1e9:.0f} billion operations on doubles a second, "
        f"{rates['bytes'] / 1e9:.0f} billion on bytes, {rates['counts'] / 1e9:.1f} billion counts of a table"
    )
    rows = ["| kernel | takes | memory | operations | from its limit |", "|---|---|---|---|---|"]
    for kernel in limits["kernels"]:
        times = [kernel[what] for what in ("seconds", "memory", "operations")]
        cells = [f"{time * 1e9:.1f} ns" for time in times]
        rows.append(f"| {kernel['name']} | {' | '.join(cells)} | {times[0] / max(times[1:]):.1f} |")
    return LIMITS.format(side=limits["side"], rates=said, commit=entry["commit"]) + "\n" + "\n".join(rows) + "\n"


def table(results, columns):
    """A row per case, quantity and other side."""
    lines = ["| case | | other side | its cost | voxomics | ratio | commit |", "|---|---|---|---|---|---|---|"]
    for case, (entry, series) in results.items():
        ours = series["voxomics"]
        for label, (what, unit) in columns.items():
            for name, other in series.items():
                if other is ours:
                    continue
                cells = [spread(getattr(side, what), unit) for side in (other, ours)]
                ratio = f"{other.ratio_to(ours, what):.1f}"
                row = [described(case), label, NAMES[name], *cells, ratio, entry["commit"]]
                lines.append(f"| {' | '.join(row)} |")
    return "\n".join(lines) + "\n"


def described(case):
    rounds = f" ({case.rounds} {'round' if case.rounds == 1 else 'rounds'})" if case.rounds else ""
    return f"{case.name}: {case.what}{rounds}"


def spread(values, unit):
    return f"{unit(median(values))} ({unit(min(values))} to {unit(max(values))})"


def seconds(value):
    return f"{value:.2f} s" if value >= 1 else f"{value * 1e3:.3g} ms"


def mebibytes(value):
    return f"{value / 2**20:.0f} MiB"


def targets(arrays, commands, sweep=None):
    """Every target with what was reached."""
    lines = ["| target | reached | |", "|---|---|---|"]
    for case, (_, series) in arrays.items():
        for name, target in case.targets.items():
            if name in series:
                what = f"CPU time from arrays, {case.name}: {target} times less than {NAMES[name]}"
                lines.append(verdict(what, series[name].ratio_to(series["voxomics"], "cpu"), target))
    for case, (_, series) in commands.items():
        if case.wall_target:
            what = f"wall time of the command, {case.name}: {case.wall_target} times less than {NAMES['PyRadiomics']}"
            lines.append(verdict(what, series["PyRadiomics"].ratio_to(series["voxomics"], "wall"), case.wall_target))
    if sweep:
        reached = slope(costs(sweep)["voxomics"])
        is_met = "met" if 0.9 <= reached <= 1.1 else "not met"
        lines.append(f"| slope of cost against voxels, from 10^5 up: 0.9 to 1.1 | {reached:.2f} | {is_met} |")
    for case, (_, series) in commands.items():
        what = f"peak memory of the command, {case.name}: {MEMORY_RATIO} times less"
        ratio = series["PyRadiomics"].ratio_to(series["voxomics"], "memory")
        lines.append(verdict(what, ratio, MEMORY_RATIO))
    return "\n".join(lines) + "\n"


def verdict(what, ratio, target):
    return f"| {what} | {ratio:.1f} | {'met' if ratio >= target else 'not met'} |"


def this_machine():
    """What costs belong to."""
    return {
        "CPU": f"{cpu_model()}, {os.cpu_count()} cores",
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "system": f"{system()}, {platform.machine()}",
    }


def machine():
    rows = this_machine() | {"Rust": output("rustc", "--version")}
    lines = ["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows.items())]
    return "\n".join(lines) + "\n"


def commit():
    everything_else = [":/", ":(exclude,top)docs/*enchmarks*", ":(exclude,top)docs/BENCHMARKS.md"]
    changed = output("git", "status", "--porcelain", "--", *everything_else)
    head = output("git", "rev-parse", "--short=12", "HEAD")
    return f"{head}, with local changes" if changed else head


def output(*command):
    return subprocess.run(
        command, check=True, capture_output=True, text=True, cwd=Path(__file__).parent
    ).stdout.strip()


def cpu_model():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            lines = [line for line in file if line.startswith("model name")]
    except OSError:
        lines = []
    return lines[0].split(":", 1)[1].strip() if lines else platform.processor() or "unknown"


def system():
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return f"{platform.system()} {platform.release()}"
