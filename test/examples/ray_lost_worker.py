"""Runs examples/ray_encode.py on a local cluster of two worker nodes, kills one on the way, and checks the latents.

Arguments: encoder, images, latents.npy to compare with, folder for Parquet. Prints the largest difference.
"""

import glob
import importlib.util
import os
import sys
import threading
import time

import numpy as np
import pyarrow.parquet as parquet
import ray
from ray.cluster_utils import Cluster

ROOT = os.path.join(os.path.dirname(__file__), "..", "..")


def load_example():
    path = os.path.join(ROOT, "examples", "ray_encode.py")
    spec = importlib.util.spec_from_file_location("ray_encode", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


encoder, images, expected, out = sys.argv[1:]
cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
workers = [cluster.add_node(num_cpus=2) for _ in range(2)]
ray.init(address=cluster.address, log_to_driver=False)
example = load_example()

ray.data.DataContext.get_current().enable_progress_bars = False
killed = threading.Event()


def kill_one_on_the_way() -> None:
    """Takes a whole node away once the first rows are written."""
    while not glob.glob(os.path.join(out, "*.parquet")):
        time.sleep(0.05)
    cluster.remove_node(workers[0], allow_graceful=False)
    killed.set()


threading.Thread(target=kill_one_on_the_way, daemon=True).start()
example.encode(encoder, images, out, workers=2, batch=50)
assert killed.is_set(), "the node should have been killed before the end"

table = parquet.read_table(out).sort_by("id")
latents = np.stack(table["latent"].to_numpy())
reference = np.load(expected).reshape(len(latents), -1)
assert table["id"].to_pylist() == list(range(len(reference))), "every image once"
print("difference", np.abs(latents - reference).max(), flush=True)
ray.shutdown()
cluster.shutdown()
os._exit(0)  # the cluster of the test complains of the node that it was told to kill
