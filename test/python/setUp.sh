#!/usr/bin/env bash
# Makes a virtual environment with what tests and `npm run portability` look for in Python:
#   test/python/setUp.sh FOLDER && export CAELUM_PYTHON=FOLDER/bin/python
# PyTorch, which brings gigabytes of CUDA along on Linux, and Ray are added by whoever wants them:
#   FOLDER/bin/pip install torch torchvision onnx2torch 'ray[data]'
set -euo pipefail
folder="$1"

python3 -m venv "$folder"
"$folder/bin/pip" --quiet --disable-pip-version-check install -r "$(dirname "$0")/requirements.txt"
