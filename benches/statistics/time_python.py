"""One statistical task by vectorised Python: CPU and wall seconds, and a few numbers of the answer.

time_python.py TASK FILE ROWS
"""

import json
import os
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np
from scipy import stats


def midranks(x):
    order = np.argsort(x, kind="stable")
    y = x[order]
    new = np.r_[True, y[1:] != y[:-1]]
    at = np.flatnonzero(new)
    counts = np.diff(np.r_[at, len(x)])
    ranks = np.empty(len(x))
    ranks[order] = np.repeat(at + (counts + 1) / 2, counts)
    return ranks


def placements(y, x):
    """Shares of controls below each case and of cases above each control, and a curve's points."""
    m, k = y.sum(), (~y).sum()
    ranks = midranks(x)
    v10 = (ranks[y] - midranks(x[y])) / k
    v01 = 1 - (ranks[~y] - midranks(x[~y])) / m
    return v10, v01


def roc(columns):
    y = columns[0] == 1
    m, k = y.sum(), (~y).sum()
    placed = [placements(y, x) for x in columns[1:3]]
    answer = []
    for v10, v01 in placed:
        auc, variance = v10.mean(), v10.var(ddof=1) / m + v01.var(ddof=1) / k
        answer += [auc, auc - 1.959963984540054 * variance**0.5]
    s10 = np.cov(placed[0][0], placed[1][0])
    s01 = np.cov(placed[0][1], placed[1][1])
    s = s10 / m + s01 / k
    return [*answer, (answer[0] - answer[2]) / (s[0, 0] + s[1, 1] - 2 * s[0, 1]) ** 0.5]


def survival(columns):
    from lifelines import KaplanMeierFitter
    from lifelines.statistics import logrank_test

    time_, event, group = columns[0], columns[1] == 1, columns[2] == 1
    for chosen in (~group, group):
        KaplanMeierFitter().fit(time_[chosen], event[chosen])
    test = logrank_test(time_[~group], time_[group], event[~group], event[group])
    return [test.test_statistic]


def mann_whitney(columns):
    case = columns[0] == 1
    values = columns[1:]
    test = stats.mannwhitneyu(values[:, case], values[:, ~case], axis=1, method="asymptotic")
    return [test.pvalue.sum()]


task, path, rows = sys.argv[1:4]
if task == "survival":
    import lifelines  # its import is not what is measured
data = np.fromfile(path).reshape(-1, int(rows))
cpu, wall = time.process_time(), time.perf_counter()
answer = {"roc": roc, "survival": survival, "mann_whitney": mann_whitney}[task](data)
cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
print(json.dumps({"cpu": cpu, "wall": wall, "answer": [float(x) for x in answer]}))
