"""A side of the comparison: SIDE MODEL IMAGES REPETITIONS THREADS; prints medians of an image, the peak and a few features."""

import json
import re
import sys
import time
from pathlib import Path
from statistics import median

import graph


def onnxruntime(path, threads):
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    return lambda images: session.run(None, {"image": images})[0]


def torch(path, threads):
    import torch

    torch.set_num_threads(threads)
    forward = graph.torch_forward(path)

    def run(images):
        with torch.inference_mode():
            return forward(torch.from_numpy(images)).numpy()

    return run


def main():
    side, path, *numbers = sys.argv[1:]
    count, repetitions, threads = map(int, numbers)
    run = {"onnxruntime": onnxruntime, "torch": torch}[side](path, threads)
    images = graph.images(count)
    times = []
    for _ in range(repetitions + 1):
        cpu, wall = time.process_time(), time.perf_counter()
        features = run(images)
        times.append((time.process_time() - cpu, time.perf_counter() - wall))
    cpu, wall = (median(column) / count for column in zip(*times[1:]))
    peak = int(re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())[1]) * 1024
    print(json.dumps({"cpu": cpu, "wall": wall, "peak": peak, "answer": features[0, :16].tolist()}))


main()
