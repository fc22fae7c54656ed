"""Encodes the images of a .npy file with an exported encoder on a Ray cluster, and writes Parquet.

    pip install 'ray[data]' onnxruntime numpy
    python examples/ray_encode.py artifacts/mnist-cae/encoder.onnx digits.npy latents/ --workers 8

Images are bytes, or floats from 0 to 1. Each worker opens the encoder once and reads the images of its
batches from the file, which all of them must reach (a shared disk). A worker that dies is started again,
and what it was working on is done again. The folder holds rows of `id` (row of the image in the file) and `latent` (float32, one after the other):

    duckdb.sql("select id, latent from 'latents/*.parquet' order by id")
"""

import argparse

import numpy as np
import ray


class Encoder:
    """What a worker holds: the session and the images, of which it reads those that it is asked for."""

    def __init__(self, model: bytes, images: str):
        import onnxruntime as ort

        options = ort.SessionOptions()
        options.intra_op_num_threads = 1  # Ray runs one worker a core
        self.session = ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self.images = np.load(images, mmap_mode="r")

    def __call__(self, batch: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        ids = batch["id"]
        pixels = self.images[ids].astype(np.float32)
        if self.images.dtype == np.uint8:
            pixels /= 255
        if pixels.ndim == 3:  # grey: N x H x W
            pixels = pixels[:, None]
        elif pixels.shape[-1] in (1, 3):  # N x H x W x C
            pixels = pixels.transpose(0, 3, 1, 2)
        name = self.session.get_inputs()[0].name
        latents = self.session.run(None, {name: np.ascontiguousarray(pixels)})[0]
        return {"id": ids, "latent": latents.reshape(len(ids), -1)}


def encode(model: str, images: str, out: str, workers: int, batch: int = 250) -> None:
    array = np.load(images, mmap_mode="r")
    if array.dtype != np.uint8 and not np.issubdtype(array.dtype, np.floating):
        raise SystemExit(f"{images} holds {array.dtype}; expected bytes (uint8), or floats from 0 to 1")
    count = len(array)
    with open(model, "rb") as file:
        encoder = file.read()
    (
        # Blocks of a few batches: what is lost with a worker is no more.
        ray.data.range(count, override_num_blocks=max(workers, count // (4 * batch)))
        .map_batches(
            Encoder,
            fn_constructor_args=(encoder, images),
            batch_size=batch,
            compute=ray.data.ActorPoolStrategy(size=workers),
            num_cpus=0.5,  # as Ray counts: reading and writing are tasks too, and need what is left
        )
        .write_parquet(out, mode="overwrite")
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("encoder", help="encoder.onnx of a run")
    parser.add_argument("images", help=".npy of bytes, or of floats from 0 to 1: N x H x W, or N x H x W x 3")
    parser.add_argument("out", help="folder for Parquet files; what is in it is replaced")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--address", help="of a Ray cluster, or auto; without it, one is started here for this alone")
    options = parser.parse_args()
    ray.init(address=options.address or "local")
    encode(options.encoder, options.images, options.out, options.workers)
