"""Reads one image with SimpleITK and says what it cost, as read_image does; importing is not counted."""

import json
import os
import sys
import time

import SimpleITK as sitk

path = sys.argv[1]
begin = (time.process_time(), time.perf_counter())
if os.path.isdir(path):
    names = sitk.ImageSeriesReader.GetGDCMSeriesFileNames(path)
    image = sitk.ReadImage(names)
else:
    image = sitk.ReadImage(path)
cpu, wall = time.process_time() - begin[0], time.perf_counter() - begin[1]
raw = sitk.GetArrayViewFromImage(image).tobytes()
print(json.dumps({"cpu": cpu, "wall": wall, "size": image.GetSize(), "sum": sum(raw[::1009])}))
