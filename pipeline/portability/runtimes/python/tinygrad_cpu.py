"""tinygrad on the CPU, for which it makes C that clang compiles."""

import os
import shutil
from functools import cache
from importlib.metadata import version

from job import Missing, output_names, serve

# Its first choice would be any GPU; it reads this when it is imported.
os.environ["DEV"] = "CPU"


def start():
    from tinygrad import Tensor
    from tinygrad.nn.onnx import OnnxRunner

    compiler = os.environ.get("CC", "clang")
    if shutil.which(compiler) is None:
        raise Missing(f"it compiles with {compiler}, which is not in $PATH: install clang")

    def load(model):
        # The first batch that a runner sees fixes how many rows it takes.
        runner_for = cache(lambda rows: OnnxRunner(model["path"]))

        def run(batch):
            results = runner_for(len(batch))({model["input"]["name"]: Tensor(batch)})
            return [results[name].numpy() for name in output_names(model)]

        return run

    return version("tinygrad"), load


serve(start)
