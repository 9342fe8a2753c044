"""Patterns of a float64 image by PyRadiomics 3.0.1: make_lbp.py > lbp_float64.json

Flat parts and repeated values, where the last bit of a sample decides; positions beyond a power of 2.
"""
import json
import logging

import numpy as np
import SimpleITK as sitk
from radiomics import imageoperations

logging.disable(logging.CRITICAL)
state = np.random.RandomState(20)
image = state.standard_normal((5, 6, 19)) * 300
image[:, :3, 4:11] = 7.25
image[3:, :, 14:] = np.round(image[3:, :, 14:] / 400) * 0.1
mask = np.ones(image.shape, np.uint8)


def lists(images):
  return {name: sitk.GetArrayFromImage(image).ravel().tolist() for image, name, _ in images}


volumes = [sitk.GetImageFromArray(array) for array in (image, mask)]
print(json.dumps({
  'size': image.shape[::-1],
  'image': image.ravel().tolist(),
  'spheres': lists(imageoperations.getLBP3DImage(*volumes)),
  'uniform': lists(imageoperations.getLBP2DImage(*volumes, lbp2DSamples=12, lbp2DRadius=1.5)),
  'var': lists(imageoperations.getLBP2DImage(*volumes, lbp2DMethod='var', force2Ddimension=2)),
}).replace('NaN', 'null'))
