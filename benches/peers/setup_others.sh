#!/usr/bin/env bash
# Makes a virtual environment with mirp 2.7.0 and nyxus 0.11.0 in the folder given.
#   usage: setup_others.sh FOLDER [PYTHON]
set -euo pipefail
folder=${1:?usage: setup_others.sh FOLDER [PYTHON]}
"${2:-python3}" -m venv "$folder"
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check --only-binary=:all: \
  numpy==2.4.6 SimpleITK==2.5.7 mirp==2.7.0 nyxus==0.11.0
