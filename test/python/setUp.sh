#!/usr/bin/env bash
# Makes a virtual environment with all that tests and `npm run portability` look for in Python:
#   test/python/setUp.sh FOLDER && export CAELUM_PYTHON=FOLDER/bin/python
set -euo pipefail
folder="$1"

python3 -m venv "$folder"
pip=("$folder/bin/pip" --quiet --disable-pip-version-check install)
"${pip[@]}" -r "$(dirname "$0")/requirements.txt"

# PyTorch only as a wheel for the CPU, where pip knows a place that has one: the usual one brings gigabytes
# of CUDA along on Linux.
"${pip[@]}" torch==2.13.0+cpu onnx2torch==1.5.15 ||
  echo "PyTorch is left out: pip finds no torch 2.13.0 for the CPU alone." >&2
