"""tract on the CPU."""

from job import serve


def start():
    import tract

    def load(model):
        runnable = tract.onnx().load(model["path"]).into_model().into_runnable()
        # In the order in which the model lists its outputs.
        return lambda batch: [output.to_numpy() for output in runnable.run([batch])]

    return tract.version(), load


serve(start)
