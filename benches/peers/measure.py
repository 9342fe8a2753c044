"""Runs both sides in alternation and keeps what each round cost."""

import csv
import json
import math
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import agreement

ONE_THREAD = {
    name: "1"
    for name in (
        "RAYON_NUM_THREADS",
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "ITK_GLOBAL_DEFAULT_NUMBER_OF_THREADS",
    )
}
SHORTEST = 0.5  # seconds that a round from arrays should take at least
MOST = 200  # repetitions


@dataclass
class Series:
    """What the rounds of one side cost: seconds, and bytes at the peak."""

    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)

    def add(self, cpu, wall):
        self.cpu.append(cpu)
        self.wall.append(wall)

    def ratio_to(self, other, what):
        return median(getattr(self, what)) / median(getattr(other, what))


class Server:
    """A process that holds one case in memory and times extractions when asked."""

    def __init__(self, command):
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **ONE_THREAD},
        )
        self.table = self.answer()

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.process.args} ended without an answer")
        return json.loads(line)

    def time(self, repetitions):
        self.process.stdin.write(f"{repetitions}\n")
        self.process.stdin.flush()
        answer = self.answer()
        return answer["cpu"], answer["wall"]

    def repetitions(self):
        return min(MOST, math.ceil(SHORTEST / self.time(1)[0]))

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def from_arrays(case, reference, ours, rounds):
    """Extractions from arrays in memory: a series for PyRadiomics and one for voxomics."""
    servers = []
    try:
        for command in (reference, ours):
            servers.append(Server([*command, *case.files]))
        agreement.check(case.name, servers[0].table, servers[1].table)
        repetitions = [server.repetitions() for server in servers]
        series = [Series(), Series()]
        for _ in range(rounds):
            for server, count, side in zip(servers, repetitions, series):
                side.add(*server.time(count))
        return series
    finally:
        for server in servers:
            server.close()


def whole_commands(case, reference, ours, rounds):
    """Whole commands, from files to a file: a series for PyRadiomics and one for voxomics."""
    series = [Series(), Series()]
    with tempfile.TemporaryDirectory() as folder:
        for number in range(-1, rounds):
            tables = []
            for command, side in zip((reference, ours), series):
                out = Path(folder) / f"{len(tables)}_{number}.csv"
                cost = run([*command, *case.files, "-f", "csv", "-o", str(out)])
                tables.append(read_table(out))
                # Round -1 brings programs and files into the page cache and does not count.
                if number >= 0:
                    cpu, wall, memory = cost
                    side.add(cpu, wall)
                    side.memory.append(memory)
            agreement.check(case.name, *tables)
    return series


def run(command):
    """CPU seconds, wall seconds and peak bytes of a command."""
    launcher = [sys.executable, "-I", "-S", str(Path(__file__).with_name("cost.py"))]
    process = subprocess.run(
        [*launcher, *command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if process.returncode != 0:
        raise RuntimeError(f"{command} failed:\n{process.stdout}")
    return map(float, process.stdout.splitlines()[-1].split())


def read_table(path):
    """The results in a table of one row; the columns before them name the case."""
    with open(path, newline="", encoding="utf-8") as file:
        names, values = csv.reader(file)
    results = ("diagnostics_", "original_")
    return [(name, value) for name, value in zip(names, values) if name.startswith(results)]
