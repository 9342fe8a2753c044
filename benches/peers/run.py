#!/usr/bin/env python3
"""Measures voxomics against PyRadiomics 3.0.1 and writes docs/BENCHMARKS.md; see README.md."""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True

import measure
import plot
import report
from cases import cases, cohort, sizes
from results import Results

MISSING = """\
The IBSI CT phantom and the large synthetic images were not measured: they are not part of the repository.
benches/peers/README.md says how to have them measured.
"""
HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def main():
    arguments = parse()
    environment(arguments.venv, "setup_env.sh")
    if arguments.flash:
        environment(arguments.flash, "setup_flash.sh")
    if arguments.others:
        environment(arguments.others, "setup_others.sh")
    programs = build()
    python = str(arguments.venv / "bin/python")
    shared = os.environ.get("VOXOMICS_SHARED")
    known = list(cases(shared, target_folder() / "speed", python))
    many = cohort(shared) if shared else None
    results = Results(arguments.out.with_name("benchmarks.json"), report.this_machine())

    def wanted(name):
        return not arguments.only or name in arguments.only

    timed = {
        "PyRadiomics": [python, str(HERE / "time_pyradiomics.py")],
        "voxomics": [programs["time_extraction"]],
    }
    typed = {
        "PyRadiomics": [str(arguments.venv / "bin/pyradiomics")],
        "voxomics": [programs["voxomics"], "extract"],
    }
    others = {}
    if arguments.flash:
        others["flash"] = [str(arguments.flash / "bin/python"), str(HERE / "time_flash.py")]
    if arguments.others:
        other = [str(arguments.others / "bin/python"), str(HERE / "time_other.py")]
        others |= {name: [*other, name] for name in ("mirp", "nyxus")}
    commit = report.commit()

    def from_arrays(part, case, **more):
        say(f"{case.name}, from arrays")
        peers = {name: command for name, command in others.items() if name in case.peers}
        series = measure.from_arrays(case, timed | peers, arguments.rounds)
        voxels = dict(series["voxomics"].table).get("diagnostics_Mask-original_VoxelNum")
        results.put_series(part, case, commit, series, voxels=voxels)

    for case in filter(lambda case: wanted(case.name), known):
        from_arrays("arrays", case)
        if case.rounds is None:
            say(f"{case.name}, whole commands")
            results.put_series("commands", case, commit, measure.whole_commands(case, typed, arguments.rounds))
    if many and wanted("cohort"):
        say("the cohort")
        results.put_series("commands", many, commit, measure.cohort(many, typed))
    lesions = list(sizes(target_folder() / "speed", programs["make_lesion"]))
    if wanted("sizes"):
        for case in lesions:
            from_arrays("sizes", case)
    if wanted("limits"):
        say("limits of the machine")
        results.put("limits", "kernels", commit, measure.limits(programs["limits"]))
    write(results, known + ([many] if many else []), lesions, arguments, shared)


def write(results, known, lesions, arguments, shared):
    """The page and its plot, from everything that was measured, now or before."""
    sweep = results.of("sizes", lesions)
    if sweep:
        plotted = plot.svg(report.costs(sweep))
        arguments.out.with_name("benchmarks-size.svg").write_text(plotted, encoding="utf-8")
    arrays, commands = results.of("arrays", known), results.of("commands", known)
    missing = None if shared else MISSING
    page = report.page(arrays, commands, sweep, results.limits(), arguments.rounds, missing)
    arguments.out.write_text(page, encoding="utf-8")
    say(report.targets(arrays, commands, sweep))


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--venv",
        type=Path,
        default=target_folder() / "pyradiomics",
        help="virtual environment with PyRadiomics 3.0.1; made if absent (default: %(default)s)",
    )
    parser.add_argument(
        "--flash",
        type=Path,
        help="virtual environment with flash-radiomics 1.0.0, to be measured too; made if absent",
    )
    parser.add_argument(
        "--others",
        type=Path,
        help="virtual environment with mirp 2.7.0 and nyxus 0.11.0, to be measured too; made if absent",
    )
    parser.add_argument("--only", nargs="*", help="names of cases, cohort, sizes or limits; what was measured of others stays")
    parser.add_argument(
        "--rounds", type=rounds, default=5, help="of each side, at least 5 (default: %(default)s)"
    )
    parser.add_argument(
        "--out",
        type=Path,
        default=ROOT / "docs/BENCHMARKS.md",
        help="the page to write (default: %(default)s)",
    )
    return parser.parse_args()


def rounds(text):
    if int(text) < 5:
        raise argparse.ArgumentTypeError("medians and ranges need at least 5 rounds")
    return int(text)


def target_folder():
    return Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve()


def environment(venv, script):
    """Makes the environment of another side unless it is there."""
    if not (venv / "bin/python").exists():
        say(f"{script}: making {venv}")
        subprocess.run([str(HERE / script), str(venv), sys.executable], check=True)


def build():
    """Builds what is measured; its paths by name."""
    say("building")
    packages = ["-p", "voxomics-cli", "-p", "voxomics-benches"]
    examples = ("time_extraction", "make_lesion", "limits")
    programs = ["--bin", "voxomics", *(word for name in examples for word in ("--example", name))]
    command = ["cargo", "build", "--release", "--locked", *packages, *programs]
    command.append("--message-format=json-render-diagnostics")
    built = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    messages = [json.loads(line) for line in built.stdout.splitlines()]
    return {
        message["target"]["name"]: message["executable"]
        for message in messages
        if message["reason"] == "compiler-artifact" and message["executable"]
    }


def say(text):
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
