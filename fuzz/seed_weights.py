"""Small files of weights in every container, for the target `weights`: a network of one channel, and a few tensors.

usage: python seed_weights.py FOLDER      (standard library only)
"""
import collections
import json
import math
import os
import struct
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../tests/data/deep"))
import make_old_containers as containers

containers.module("torch", "DoubleStorage", "DoubleTensor")
TINY = containers.tensors()


def whole():
    """tiny_f32.safetensors with half of its channels."""
    out = collections.OrderedDict()
    for key, t in TINY.items():
        shape = [n // 2 if axis < 2 and n % 2 == 0 else n for axis, n in enumerate(t.shape)]
        out[key] = containers.T(t.key, shape, t.raw[:math.prod(shape) * t.size], t.kind)
    return out


def few():
    """Of every type that the containers are written with."""
    out = collections.OrderedDict()
    for key, shape, kind in [("fc.weight", [2, 3], "Float"), ("fc.bias", [2], "Float"), ("bn1.bias", [1, 2], "Double"),
                             ("bn1.num_batches_tracked", [], "Long")]:
        size = 4 if kind == "Float" else 8
        out[key] = containers.T(2 * len(out), shape, bytes(math.prod(shape) * size), kind)
    return out


def safetensors(path):
    head, data = {}, b""
    for key, t in containers.tensors().items():
        dtype = {"Float": "F32", "Double": "F64", "Long": "I64"}[t.kind]
        head[key] = {"dtype": dtype, "shape": t.shape, "data_offsets": [len(data), len(data) + len(t.raw)]}
        data += t.raw
    head = json.dumps(head, separators=(",", ":")).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(head)) + head + data)


if __name__ == "__main__":
    for make in whole, few:
        containers.tensors = make
        for write in containers.tar, containers.stream, containers.archive, safetensors:
            write(os.path.join(sys.argv[1], f"{make.__name__}_{write.__name__}"))
