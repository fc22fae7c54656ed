"""t-SNE by scikit-learn and openTSNE, driven line by line: one JSON task in, one JSON answer out.

The first line written says which of the two there are, and why not the others. Tasks name the package,
a .npy file of float32 latents N x D, and the .npy file that is to hold the map, float32 N x 2. All
settings but those of the task, and the seed, are the package's defaults.
"""

import json
import os
import signal
import sys
import time

import numpy as np

# A terminal sends Ctrl-C here too, but the end of the input is what ends this process.
signal.signal(signal.SIGINT, signal.SIG_IGN)

EXAGGERATED = 250


def scikit_learn(latents, perplexity, iterations):
    tsne = TSNE(perplexity=perplexity, max_iter=iterations, n_jobs=-1, random_state=42)
    return tsne.fit_transform(latents), tsne.kl_divergence_


def open_tsne(latents, perplexity, iterations):
    tsne = openTSNE.TSNE(
        perplexity=perplexity,
        early_exaggeration_iter=EXAGGERATED,
        n_iter=iterations - EXAGGERATED,
        n_jobs=-1,
        random_state=42,
    )
    positions = tsne.fit(latents)
    return positions, positions.kl_divergence


packages, missing = {}, {}
try:
    import sklearn
    from sklearn.manifold import TSNE

    packages["scikit-learn"] = sklearn.__version__
except ImportError as error:
    missing["scikit-learn"] = str(error)
try:
    import openTSNE

    packages["openTSNE"] = openTSNE.__version__
except ImportError as error:
    missing["openTSNE"] = str(error)

print(json.dumps({"packages": packages, "missing": missing, "threads": os.cpu_count()}), flush=True)
for line in sys.stdin:
    task = json.loads(line)
    make = {"scikit-learn": scikit_learn, "openTSNE": open_tsne}[task["package"]]
    latents = np.load(task["latents"])
    start = time.perf_counter()
    positions, kl = make(latents, task["perplexity"], task["iterations"])
    seconds = time.perf_counter() - start
    np.save(task["map"], np.ascontiguousarray(positions, dtype=np.float32))
    print(json.dumps({"seconds": seconds, "kl": float(kl)}), flush=True)
