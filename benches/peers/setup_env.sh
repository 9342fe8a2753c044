#!/usr/bin/env bash
# Makes a virtual environment with PyRadiomics 3.0.1 in the folder given.
#   usage: setup_env.sh FOLDER [PYTHON]
# The versions are those of the repository's goldens (tests/data/pyradiomics), made with CPython 3.11.
# No wheel of PyRadiomics 3.0.1 fits that Python, so pip compiles it: a C compiler and the Python headers
# are needed.
set -euo pipefail
folder=${1:?usage: setup_env.sh FOLDER [PYTHON]}
"${2:-python3}" -m venv "$folder"
install() { "$folder/bin/python" -m pip install --quiet --disable-pip-version-check "$@"; }

# Building PyRadiomics imports numpy, so numpy comes first and the build sees it (--no-build-isolation).
install setuptools==68.2.2 wheel==0.41.3 numpy==1.26.4 Cython==0.29.37
install SimpleITK==2.3.1 PyWavelets==1.5.0 six==1.17.0 pykwalify==1.8.0 ruamel.yaml==0.19.1 \
  python-dateutil==2.9.0.post0
# For LBP2D and LBP3D.
install scipy==1.11.4 scikit-image==0.22.0 trimesh==4.0.5
install --no-build-isolation --no-binary pyradiomics pyradiomics==3.0.1
"$folder/bin/python" -c 'import radiomics; assert radiomics.__version__ == "v3.0.1", radiomics.__version__'
