import numpy as np
import onnxruntime as ort
from PIL import Image

encoder = ort.InferenceSession("__ENCODER__")
decoder = ort.InferenceSession("__DECODER__")

picture = Image.open("__EXAMPLE__").convert("__PIL_MODE__").resize((__WIDTH__, __HEIGHT__))
pixels = np.asarray(picture, np.float32).reshape(__HEIGHT__, __WIDTH__, __CHANNELS__) / 255
image = pixels.transpose(2, 0, 1)[np.newaxis]  # batch, channel, row, column

(latent,) = encoder.run(["__LATENT__"], {"__IMAGE__": image})
(reconstruction,) = decoder.run(["__RECONSTRUCTION__"], {"__DECODER_INPUT__": latent})

print("latent", latent.shape, "image", reconstruction.shape)
print("mean squared error", np.mean((reconstruction - image) ** 2))
