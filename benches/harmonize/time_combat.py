"""neuroCombat: CPU and wall seconds, the most memory, and a few numbers of the answer.

time_combat.py TASK FOLDER
"""

import contextlib
import json
import os
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np
import pandas
from neuroCombat import neuroCombat

TASK, FOLDER = sys.argv[1:3]
batch = np.fromfile(os.path.join(FOLDER, "batch.f64"))
x = np.fromfile(os.path.join(FOLDER, "x.f64")).reshape(-1, len(batch))
covariates = pandas.DataFrame({"batch": [f"b{label:.0f}" for label in batch]})

cpu, wall = time.process_time(), time.perf_counter()
with contextlib.redirect_stdout(None):
    y = neuroCombat(x, covariates, "batch", parametric=TASK == "parametric")["data"]
cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
with open("/proc/self/status") as status:
    peak = next(1024 * int(line.split()[1]) for line in status if line.startswith("VmHWM"))
answer = [float(y[0, 0]), float(y[-1, -1]), float(np.abs(y).mean())]
print(json.dumps({"cpu": cpu, "wall": wall, "peak": peak, "answer": answer}))
