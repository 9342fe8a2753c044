"""What was measured, kept from run to run: a run with `--only` replaces what it measures and leaves the rest."""

import datetime
import json

from measure import Series

PARTS = ("arrays", "commands", "sizes", "limits")


class Results:
    """By part and name: cost of every side, with the commit and the date that they belong to."""

    def __init__(self, path, machine):
        self.path = path
        stored = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        # Costs of another machine are no neighbours of these.
        self.content = stored if stored.get("machine") == machine else {"machine": machine}
        for part in PARTS:
            self.content.setdefault(part, {})

    def put(self, part, name, commit, sides, **more):
        entry = {"commit": commit, "date": datetime.date.today().isoformat(), "sides": sides, **more}
        self.content[part][name] = entry
        self.path.write_text(json.dumps(self.content, indent=1) + "\n", encoding="utf-8")

    def put_series(self, part, case, commit, series, **more):
        sides = {
            name: {"cpu": side.cpu, "wall": side.wall, "memory": side.memory} for name, side in series.items()
        }
        self.put(part, case.name, commit, sides, **more)

    def of(self, part, cases):
        """Those of `cases` that were measured: entry and series of every side."""
        found = ((case, self.content[part].get(case.name)) for case in cases)
        return {
            case: (entry, {name: Series(**costs) for name, costs in entry["sides"].items()})
            for case, entry in found
            if entry
        }

    def limits(self):
        return self.content["limits"].get("kernels")
