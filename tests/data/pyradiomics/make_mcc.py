#!/usr/bin/env python3
"""MCC of PyRadiomics 3.0.1 where levels are many and sparse.  make_mcc.py IMAGES > mcc.json

IMAGES is the folder `tests/data/images`. Such matrices fall into blocks, and 1 is an eigenvalue of each.
"""
import json
import sys

import radiomics
from radiomics import featureextractor

PROSTATE = ['pyradiomics/prostate_phantom_subvolume.nrrd', 'pyradiomics/prostate_phantom_subvolume-label.nrrd']
BRAIN = ['pyradiomics/brain1_image.nrrd', 'pyradiomics/brain1_label.nrrd']
MR = ['sts_cohort/STS_002/MR_T1.nii.gz', 'sts_cohort/STS_002/MR_T1_mask.nii.gz']
CASES = [
    (PROSTATE, {'binWidth': 1}), (PROSTATE, {'binWidth': 3}), (PROSTATE, {'binCount': 256}),
    (PROSTATE, {'binWidth': 4, 'distances': [3]}), (BRAIN, {'binWidth': 3}),
    (BRAIN, {'binWidth': 10, 'symmetricalGLCM': False}), (MR, {'binWidth': 4, 'distances': [3]}),
    (MR, {'binWidth': 2, 'distances': [1, 2], 'symmetricalGLCM': False}),
]

radiomics.setVerbosity(60)
out = []
for files, settings in CASES:
    extractor = featureextractor.RadiomicsFeatureExtractor(**settings)
    extractor.disableAllFeatures()
    extractor.enableFeaturesByName(glcm=['MCC'])
    values = extractor.execute(*(f'{sys.argv[1]}/{name}' for name in files))
    out.append({'image': files[0], 'mask': files[1], 'settings': settings, 'mcc': float(values['original_glcm_MCC'])})
json.dump(out, sys.stdout, indent=1)
