"""OpenCV's DNN module."""

from job import output_names, serve


def start():
    import cv2

    def load(model):
        net = cv2.dnn.readNetFromONNX(model["path"])

        def run(batch):
            net.setInput(batch, model["input"]["name"])
            return net.forward(output_names(model))

        return run

    return cv2.__version__, load


serve(start)
