"""OpenVINO on the CPU, in float32: on some processors it would choose fewer bits by itself."""

from job import output_names, serve

PRECISION = {"INFERENCE_PRECISION_HINT": "f32"}


def start():
    import openvino

    core = openvino.Core()

    def load(model):
        compiled = core.compile_model(model["path"], "CPU", PRECISION)

        def run(batch):
            results = compiled({model["input"]["name"]: batch})
            return [results[name] for name in output_names(model)]

        return run

    return openvino.__version__.partition("-")[0], load


serve(start)
