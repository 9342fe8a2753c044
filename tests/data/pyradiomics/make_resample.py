"""Writes resample/itk.json: what SimpleITK 2.3.1 and PyRadiomics 3.0.1 make of grids and of small images.

usage: make_resample.py [SEED CASES FILE]     default: the committed file, seed 1, 3 cases a kind

`points`: continuous indices of physical points. `images`: grid, voxels and mask after resampleImage of an image that has
`value` at every voxel; the mask is a box of ones.
"""
import itertools
import json
import os
import sys

import numpy as np
import SimpleITK as sitk
from radiomics import imageoperations

INTERPOLATORS = ['NearestNeighbor', 'Linear', 'BSpline', 'Gaussian', 'LabelGaussian', 'HammingWindowedSinc', 'CosineWindowedSinc',
                 'WelchWindowedSinc', 'LanczosWindowedSinc', 'BlackmanWindowedSinc']


def value(x, y, z):
    return (x * 37 + y * 101 + z * 59 + x * y * 7 + y * z * 13) % 401 - 150


def directions(random, rank):
    if rank == 2:
        angle = random.uniform(0, 6)
        turned = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        return turned if random.rand() < 0.5 else np.eye(2)
    kind = random.randint(3)
    if kind == 0:
        return np.diag(random.choice([-1.0, 1.0], 3))
    if kind == 1:
        axes = list(itertools.permutations(range(3)))[random.randint(6)]
        direction = np.zeros((3, 3))
        direction[axes, range(3)] = random.choice([-1.0, 1.0], 3)
        return direction
    return np.linalg.qr(random.standard_normal((3, 3)))[0]


def placed(array, spacing, origin, direction):
    image = sitk.GetImageFromArray(array)
    image.SetSpacing([float(s) for s in spacing])
    image.SetOrigin([float(o) for o in origin])
    image.SetDirection(direction.flatten().tolist())
    return image


def geometry(image):
    """three-dimensional, as our grids are"""
    rank = image.GetDimension()
    direction = np.eye(3)
    direction[:rank, :rank] = np.array(image.GetDirection()).reshape(rank, rank)
    fill = lambda values, rest: list(values) + [rest] * (3 - rank)
    return {'rank': rank, 'size': fill(image.GetSize(), 1), 'spacing': fill(image.GetSpacing(), 1.0),
            'origin': fill(image.GetOrigin(), 0.0), 'direction': direction.tolist()}


def case(random, rank=3):
    size = random.randint(2, 12, rank) if random.rand() < 0.5 else random.randint(3, 25, rank)
    spacing = random.choice([0.5, 0.78125, 1.0, 1.3, 2.0, random.uniform(0.4, 4)], rank)
    dtype = random.choice(['int16', 'uint8', 'float32', 'float64', 'int32'])
    index = np.meshgrid(*[np.arange(n) for n in size[::-1]], indexing='ij')[::-1]
    values = value(*(list(index) + [0] * (3 - rank)))
    values = values % 256 if dtype == 'uint8' else values
    image = placed(values.astype(dtype), spacing, random.uniform(-300, 300, rank), directions(random, rank))
    low = [random.randint(0, n) for n in size]
    length = [random.randint(1, min(5, n - a) + 1) for n, a in zip(size, low)]
    box = np.zeros(size[::-1], np.uint8)
    box[tuple(slice(a, a + n) for a, n in zip(low[::-1], length[::-1]))] = 1
    mask = sitk.GetImageFromArray(box)
    mask.CopyInformation(image)
    ratio = random.choice([0.5, 2.0, random.uniform(0.4, 2.5)], rank)
    wanted = [float(s * r) for s, r in zip(spacing, ratio)]
    if random.rand() < 0.2:
        wanted[random.randint(rank)] = 0.0
    return image, mask, dtype, low, length, wanted, int(random.randint(0, 4))


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    seed, count, target = sys.argv[1:] or (1, 3, os.path.join(here, 'resample', 'itk.json'))
    random, count = np.random.RandomState(int(seed)), int(count)
    out = {'points': [], 'images': []}
    for k in range(8 * count):
        image = placed(np.zeros((4, 4, 4), np.uint8), random.uniform(0.3, 4, 3), random.uniform(-300, 300, 3), directions(random, 3))
        points = random.uniform(-300, 300, (3, 3)).tolist()
        out['points'].append({'from': geometry(image), 'points': points,
                              'indices': [list(image.TransformPhysicalPointToContinuousIndex(p)) for p in points]})
    for name in INTERPOLATORS:
        done = 0
        while done < count:
            image, mask, dtype, low, length, wanted, padding = case(random, 2 if done % 3 == 2 else 3)
            if name.endswith('Sinc') and image.GetDimension() == 3 and max(image.GetSize()) > 12 and count < 5:
                continue
            old = np.array(image.GetSpacing())
            if np.allclose(old, np.where((np.array(length) == 1) | (np.array(wanted) == 0), old, wanted)):
                continue                                # no interpolation
            if name == 'BSpline' and min(image.GetSize()) == 2:
                continue                                # ITK reads beyond its coefficients
            new, new_mask = imageoperations.resampleImage(image, mask, resampledPixelSpacing=wanted, interpolator='sitk' + name,
                                                          padDistance=padding, label=1)
            if np.prod(new.GetSize()) > 1500 and count < 5:
                continue
            done += 1
            rest = 3 - image.GetDimension()
            out['images'].append({'interpolator': name, 'dtype': dtype, 'from': geometry(image), 'onto': geometry(new),
                                  'start': [int(a) for a in low] + [0] * rest, 'length': [int(n) for n in length] + [1] * rest, 'spacing': wanted + [0.0] * rest,
                                  'padding': padding, 'voxels': sitk.GetArrayFromImage(new).astype(float).flatten().tolist(),
                                  'mask': sitk.GetArrayFromImage(new_mask).flatten().tolist()})
    with open(target, 'w') as f:
        json.dump(out, f)


if __name__ == '__main__':
    main()
