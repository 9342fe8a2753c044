"""ResNet-18 with the weights of the goldens, batch norms folded in, as an ONNX graph and as a function of torch."""

import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/data/deep"))
import hashnet

SEED = "voxomics-deep-v1"


def images(count):
    """The same image so many times."""
    return np.stack([hashnet.input_noise(SEED, "noise_224", (3, 224, 224))] * count)


def convolutions():
    """Of each convolution its place, weight and bias."""
    state = hashnet.state_numpy(SEED)
    for name in [name for name in state if state[name].ndim == 4]:
        norm = name.replace("conv", "bn").replace("downsample.0", "downsample.1").removesuffix(".weight")
        gamma, beta, mean, variance = (state[f"{norm}.{leaf}"].astype(float) for leaf in ("weight", "bias", "running_mean", "running_var"))
        scale = gamma / np.sqrt(variance + 1e-5)
        weight = (state[name] * scale[:, None, None, None]).astype(np.float32)
        yield name.removesuffix(".weight"), weight, (beta - mean * scale).astype(np.float32)


def blocks():
    """Of each block its place and stride."""
    for index in range(8):
        yield f"layer{index // 2 + 1}.{index % 2}", 2 if index in (2, 4, 6) else 1


def write_onnx(path):
    """Writes the graph."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    nodes, weights, shapes = [], [], {}
    for place, weight, bias in convolutions():
        weights += [numpy_helper.from_array(weight, f"{place}.w"), numpy_helper.from_array(bias, f"{place}.b")]
        shapes[place] = weight.shape

    def node(kind, inputs, output, **how):
        nodes.append(helper.make_node(kind, inputs, [output], **how))
        return output

    def conv(x, place, stride):
        side = shapes[place][-1]
        how = {"kernel_shape": [side] * 2, "strides": [stride] * 2, "pads": [side // 2] * 4}
        return node("Conv", [x, f"{place}.w", f"{place}.b"], place, **how)

    x = node("Relu", [conv("image", "conv1", 2)], "stem")
    x = node("MaxPool", [x], "maxpool", kernel_shape=[3, 3], strides=[2, 2], pads=[1] * 4)
    for place, stride in blocks():
        y = node("Relu", [conv(x, f"{place}.conv1", stride)], f"{place}.relu")
        y = conv(y, f"{place}.conv2", 1)
        shortcut = conv(x, f"{place}.downsample.0", stride) if stride == 2 else x
        x = node("Relu", [node("Add", [y, shortcut], f"{place}.sum")], place)
    node("Flatten", [node("GlobalAveragePool", [x], "mean")], "features")
    image = helper.make_tensor_value_info("image", TensorProto.FLOAT, ["n", 3, 224, 224])
    features = helper.make_tensor_value_info("features", TensorProto.FLOAT, ["n", 512])
    graph = helper.make_graph(nodes, "resnet18", [image], [features], weights)
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9), path)


def write_arrays(path):
    """Writes weights and biases for torch."""
    arrays = {f"{place}.{leaf}": array for place, *both in convolutions() for leaf, array in zip("wb", both)}
    np.savez(path, **arrays)


def torch_forward(path):
    """A function from images to features."""
    import torch
    from torch.nn import functional as F

    weights = {name: torch.from_numpy(array) for name, array in np.load(path).items()}

    def conv(x, place, stride):
        weight = weights[f"{place}.w"]
        return F.conv2d(x, weight, weights[f"{place}.b"], stride, weight.shape[-1] // 2)

    def forward(x):
        x = F.max_pool2d(conv(x, "conv1", 2).relu_(), 3, 2, 1)
        for place, stride in blocks():
            y = conv(conv(x, f"{place}.conv1", stride).relu_(), f"{place}.conv2", 1)
            x = y.add_(conv(x, f"{place}.downsample.0", stride) if stride == 2 else x).relu_()
        return x.mean((2, 3))

    return forward
