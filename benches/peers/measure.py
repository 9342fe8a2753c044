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
LONG = 20.0  # seconds


@dataclass
class Series:
    """What the rounds of one side cost: seconds, and bytes at the peak."""

    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    table: list = field(default_factory=list)  # from arrays: names and texts

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
        answer = self.answer()
        self.table, self.first = answer["table"], (answer["cpu"], answer["wall"])

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
        return min(MOST, math.ceil(SHORTEST / self.first[0]))

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def from_arrays(case, programs, rounds):
    """Extractions from arrays in memory: a series for every side, of `programs` by name."""
    rounds = case.rounds or rounds
    servers, series = {}, {}
    try:
        for name, command in programs.items():
            servers[name] = Server([*command, *case.arguments])
            series[name] = Series(table=servers[name].table)
        agreement.check(case.name, servers["PyRadiomics"].table, servers["voxomics"].table)
        repetitions = {name: server.repetitions() for name, server in servers.items()}
        for number in range(rounds):
            for name, server in servers.items():
                # What takes minutes is warm enough the first time.
                is_long = number == 0 and rounds == 1 and server.first[0] > LONG
                cost = server.first if is_long else server.time(repetitions[name])
                series[name].add(*cost)
        return series
    finally:
        for server in servers.values():
            server.close()


def whole_commands(case, programs, rounds):
    """Whole commands, from files to a file: a series for every side."""
    series = {name: Series() for name in programs}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(-1, rounds):
            tables = []
            for name, side in series.items():
                out = Path(folder) / f"{name}_{number}.csv"
                options = [*case.options, "-f", "csv", "-o", str(out)]
                cost = run([*programs[name], *case.files, *options])
                tables.append(read_table(out))
                # Round -1 brings programs and files into the page cache and does not count.
                if number >= 0:
                    cpu, wall, memory = cost
                    side.add(cpu, wall)
                    side.memory.append(memory)
            agreement.check(case.name, *tables)
    return series


def cohort(cohort, programs):
    """Whole commands for many cases: a series for every side."""
    series = {name: Series() for name in programs}
    with tempfile.TemporaryDirectory() as folder:
        cases = Path(folder) / "cases.csv"
        cohort.write(cases)
        for number in range(cohort.rounds):
            tables = []
            for name, side in series.items():
                out = Path(folder) / f"{name}_{number}.csv"
                command = [*programs[name], str(cases), *cohort.options, "-f", "csv", "-o", str(out)]
                cpu, wall, memory = run(command)
                side.add(cpu, wall)
                side.memory.append(memory)
                tables.append(read_tables(out))
            for row, (reference, ours) in enumerate(zip(*tables, strict=True)):
                agreement.check(f"{cohort.name}, row {row}", reference, ours)
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


def limits(program):
    """What the machine can do and how near kernels come, on one thread."""
    process = subprocess.run(
        [program], stdout=subprocess.PIPE, check=True, text=True, env={**os.environ, **ONE_THREAD}
    )
    return json.loads(process.stdout)


def read_table(path):
    """The results in a table of one row."""
    [table] = read_tables(path)
    return table


def read_tables(path):
    """The results in every row of a table; the columns before them name the case."""
    with open(path, newline="", encoding="utf-8") as file:
        names, *rows = csv.reader(file)
    return [[(name, value) for name, value in zip(names, row) if "_" in name] for row in rows]
