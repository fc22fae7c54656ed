"""ONNX Runtime on the CPU."""

from job import output_names, serve


def start():
    import onnxruntime

    def load(model):
        session = onnxruntime.InferenceSession(model["path"], providers=["CPUExecutionProvider"])
        return lambda batch: session.run(output_names(model), {model["input"]["name"]: batch})

    return onnxruntime.__version__, load


serve(start)
