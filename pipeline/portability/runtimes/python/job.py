"""What runtimes in Python share: a job in, its models run, an answer a line; both as job.ts describes them.

No file here may have the name of a package that some runtime looks for (torchvision tries `pytorch`).

The path of the job is the only argument. Standard output is for answers alone; what runtimes print there
goes to standard error.
"""

import json
import os
import sys
import time

answers = os.fdopen(os.dup(1), "w", buffering=1)
os.dup2(2, 1)


class Missing(Exception):
    """Something besides packages that the runtime needs and that is not here; the message says how to get it."""


def serve(start):
    """Runs the job.

    start: imports the runtime and gives its version and a function that loads a model of the job; what
    that gives takes a batch, float32 [rows, ...], and gives the model's outputs in the job's order.
    """
    try:
        import numpy as np

        version, load = start()
    except ModuleNotFoundError as error:
        return answer(missing=str(error), kind="package")
    except Missing as error:
        return answer(missing=str(error), kind="other")
    answer(version=version)
    with open(sys.argv[1]) as file:
        models = json.load(file)["models"]
    for model in models:
        try:
            answer(model=model["name"], seconds=seconds_of(np, model, load(model)))
        except Exception as error:
            answer(model=model["name"], error=f"{type(error).__name__}: {first_line(error)}")


def seconds_of(np, model, run):
    """Writes the outputs for all rows; gives the time they took, after one batch to warm up."""
    rows, batch = np.load(model["input"]["file"]), model["batch"]
    batches = [rows[start : start + batch] for start in range(0, len(rows), batch)]
    run(batches[0])
    start = time.perf_counter()
    # Copied at once: some runtimes write the next results where these are.
    results = [[np.array(output, np.float32) for output in run(each)] for each in batches]
    seconds = time.perf_counter() - start
    for output, parts in zip(model["outputs"], zip(*results, strict=True), strict=True):
        np.save(output["file"], np.concatenate(parts))
    return seconds


def first_line(error):
    lines = [line.strip() for line in str(error).splitlines()]
    return next((line for line in lines if line), "without a word")


def answer(**fields):
    print(json.dumps(fields), file=answers)


def output_names(model):
    return [output["name"] for output in model["outputs"]]
