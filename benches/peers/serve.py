"""What the sides in Python have in common: they time extractions when asked, for run.py."""

import json
import sys
import time


def names_alone(values):
    """The table of a side whose values are not checked."""
    return [[str(name), ""] for name in values]


def serve(extract, table, answers=None):
    """Extracts once and prints {"table": [[name, text], ...], "cpu": ..., "wall": ...}, what `table` makes of the values
    and seconds; then, for every line on the input, a number of repetitions, {"cpu": ..., "wall": ...} for one of them.
    """

    def timed(repetitions):
        cpu, wall = time.process_time(), time.perf_counter()
        for _ in range(repetitions):
            values = extract()
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        return values, {"cpu": cpu / repetitions, "wall": wall / repetitions}

    values, cost = timed(1)
    print(json.dumps({"table": table(values), **cost}), file=answers, flush=True)
    for line in sys.stdin:
        print(json.dumps(timed(int(line))[1]), file=answers, flush=True)
