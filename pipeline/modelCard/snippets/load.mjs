import * as ort from 'onnxruntime-node';
import sharp from 'sharp';

const encoder = await ort.InferenceSession.create('__ENCODER__');
const decoder = await ort.InferenceSession.create('__DECODER__');

const picture = sharp('__EXAMPLE__').resize(__WIDTH__, __HEIGHT__).removeAlpha();
const bytes = await picture.toColourspace('__SHARP_SPACE__').raw().toBuffer();
const area = __HEIGHT__ * __WIDTH__; // from row, column, channel to channel, row, column
const byteAt = (i) => bytes[(i % area) * __CHANNELS__ + Math.floor(i / area)];
const pixels = Float32Array.from({ length: bytes.length }, (_, i) => byteAt(i) / 255);
const input = new ort.Tensor('float32', pixels, [1, __CHANNELS__, __HEIGHT__, __WIDTH__]);

const latent = (await encoder.run({ __IMAGE__: input })).__LATENT__;
const output = (await decoder.run({ __DECODER_INPUT__: latent })).__RECONSTRUCTION__;

const error = output.data.reduce((sum, x, i) => sum + (x - pixels[i]) ** 2, 0) / pixels.length;
console.log('latent', latent.dims, 'image', output.dims);
console.log('mean squared error', error);
