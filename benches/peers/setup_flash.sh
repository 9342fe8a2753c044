#!/usr/bin/env bash
# Makes a virtual environment with flash-radiomics 1.0.0 (a wheel with its C library) in the folder given.
#   usage: setup_flash.sh FOLDER [PYTHON]
set -euo pipefail
folder=${1:?usage: setup_flash.sh FOLDER [PYTHON]}
"${2:-python3}" -m venv "$folder"
install() { "$folder/bin/python" -m pip install --quiet --disable-pip-version-check "$@"; }
install numpy==1.26.4 h5py==3.12.1 SimpleITK==2.3.1 pykwalify==1.8.0 PyWavelets==1.5.0 scipy==1.11.4 \
  scikit-image==0.22.0 scikit-learn==1.5.2 trimesh==4.0.5
install --only-binary=flash-radiomics --no-deps flash-radiomics==1.0.0
