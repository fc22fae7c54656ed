"""PyTorch on the CPU; onnx2torch makes a module of the model."""

from importlib.metadata import version

from job import serve


def start():
    import onnx2torch
    import torch

    def load(model):
        module = onnx2torch.convert(model["path"]).eval()

        def run(batch):
            with torch.no_grad():
                results = module(torch.from_numpy(batch))
            # In the order in which the model lists its outputs; of one alone no list is made.
            return results if len(model["outputs"]) > 1 else [results]

        return run

    return f"{torch.__version__.partition('+')[0]}, {version('onnx2torch')}", load


serve(start)
