"""One model by a package of Python, or by vectorised numpy: CPU and wall seconds, and a few numbers of the answer.

time_models.py TASK FOLDER [PATH]
"""

import json
import os
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np

TASK, FOLDER = sys.argv[1:3]


def read(name):
    return np.fromfile(os.path.join(FOLDER, name + ".f64"))


y = read("y")
x = read("x").reshape(-1, len(y)).T


def path(family):
    """adelie's path at the lambdas of ours; columns are standardised before, which is not counted."""
    import adelie

    means, deviations = x.mean(axis=0), x.std(axis=0)
    z = np.asfortranarray((x - means) / deviations)
    glm = {"gaussian": adelie.glm.gaussian, "binomial": adelie.glm.binomial}[family](y=y)
    lambdas = read("lambdas")

    def fit():
        return adelie.grpnet(z, glm, lmda_path=lambdas, early_exit=False, progress_bar=False, n_threads=1)

    def write(state, file):
        slopes = state.betas.toarray() / deviations
        intercepts = state.intercepts - slopes @ means
        np.column_stack([state.lmdas, intercepts, slopes]).tofile(file)

    return fit, lambda state: [state.devs[-1]], write


def mrmr_information():
    """mRMRe's engine, by its authors; the package asks pandas for methods that are called otherwise today."""
    import pandas

    for kind in (pandas.Series, pandas.DataFrame):
        kind.iteritems = kind.items
    from pymrmre.mrmr import mrmr_ensemble

    frame, outcome = pandas.DataFrame(x, columns=[f"x{at}" for at in range(x.shape[1])]), pandas.DataFrame({"y": y})
    return lambda: mrmr_ensemble(frame, outcome, 30, return_index=True), lambda found: found.iloc[0][0], None


def mrmr_f():
    import pandas
    from mrmr import mrmr_classif

    frame, labels = pandas.DataFrame(x), pandas.Series(y.astype(int))
    return lambda: mrmr_classif(frame, labels, K=30, n_jobs=1, show_progress=False), list, None


def screen():
    """Newton's steps of all columns at once."""
    z = np.ascontiguousarray((x - x.mean(axis=0)) / x.std(axis=0))
    squares = z * z

    def fit():
        intercept, slope = np.full(z.shape[1], np.log(y.mean() / (1 - y.mean()))), np.zeros(z.shape[1])
        for _ in range(50):
            p = 1 / (1 + np.exp(-(intercept + z * slope)))
            weight, rest = p * (1 - p), y[:, None] - p
            a, b, c = weight.sum(axis=0), (weight * z).sum(axis=0), (weight * squares).sum(axis=0)
            u, v = rest.sum(axis=0), (rest * z).sum(axis=0)
            determinant = a * c - b * b
            steps = (c * u - b * v) / determinant, (a * v - b * u) / determinant
            intercept, slope = intercept + steps[0], slope + steps[1]
            if max(np.abs(step).max() for step in steps) < 1e-8:
                break
        return [np.abs(slope / np.sqrt(a / determinant)).sum()]

    return fit, list, None


def prepared():
    if TASK.startswith("path_"):
        return path(TASK[5:])
    return {"mrmr_f": mrmr_f, "mrmr_information": mrmr_information, "screen": screen}[TASK]()


fit, answer, write = prepared()
cpu, wall = time.process_time(), time.perf_counter()
fitted = fit()
cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
print(json.dumps({"cpu": cpu, "wall": wall, "answer": [float(x) for x in answer(fitted)]}))
if len(sys.argv) > 3:
    write(fitted, sys.argv[3])
