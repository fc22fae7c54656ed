"""The standard's own evaluator, which computes each operator in NumPy as its definition says."""

from job import output_names, serve


def start():
    import onnx
    from onnx.reference import ReferenceEvaluator

    def load(model):
        evaluator = ReferenceEvaluator(model["path"])
        return lambda batch: evaluator.run(output_names(model), {model["input"]["name"]: batch})

    return onnx.__version__, load


serve(start)
