/**
 * What training, evaluating, encoding and decoding a few digits gives on a device. As a process of its
 * own, `deviceResults.ts webgpu` writes it as JSON.
 */
import { argv, stdout } from 'node:process';
import { convolutionalAutoencoder } from '../../exporter/autoencoder.ts';
import { inferenceGraphs } from '../../exporter/inferenceModels.ts';
import { encodeModel } from '../../exporter/onnx.ts';
import { initialState, layoutOf } from '../../exporter/state.ts';
import { readNpmDigits } from '../../pipeline/datasets/npmDigits.ts';
import { Codec } from '../../pipeline/engine/codec.ts';
import { chooseDevice, type DeviceOption } from '../../pipeline/engine/devices/device.ts';
import { OnnxTrainer } from '../../pipeline/engine/onnxTrainer.ts';
import { firstImages } from '../../pipeline/images.ts';
import { seededRandom } from '../../pipeline/random.ts';
import { realDigits, squaredErrorOf, stepOptions } from '../helpers.ts';

const IMAGES = 4;
const STEPS = 3;

export interface DeviceResults {
  readonly note: string;
  /** Before each step. */
  readonly losses: readonly number[];
  readonly testMse: number;
  /** After the last step. */
  readonly parameters: readonly number[];
  readonly latents: readonly number[];
  readonly images: readonly number[];
}

export async function deviceResults(wanted: DeviceOption): Promise<DeviceResults> {
  const { device, note } = await chooseDevice(wanted);
  const network = convolutionalAutoencoder([1, 28, 28]);
  const start = initialState(layoutOf(network), seededRandom(1, 'initial weights'));
  const digits = firstImages((await readNpmDigits()).train, IMAGES);

  const trainer = await OnnxTrainer.create(network, [1, 28, 28], start, device);
  const { data } = await realDigits(IMAGES);
  const losses: number[] = [];
  for (let i = 0; i < STEPS; i++) {
    losses.push((await trainer.step(data, IMAGES, stepOptions())).loss);
  }
  const testMse = await squaredErrorOf(trainer, digits);
  const { parameters } = await trainer.state();
  await trainer.close();

  // The start's models, so that what they give differs by their own rounding only.
  const graphs = inferenceGraphs(network, [1, 28, 28], start);
  const bytes = (part: 'encoder' | 'decoder') =>
    encodeModel(graphs[part], { documentation: '', producerVersion: '', facts: {} });
  const models = { encoder: bytes('encoder'), decoder: bytes('decoder') };
  const codec = await Codec.open(models, { encoder: 'encoder', decoder: 'decoder' }, device);
  const latents = await codec.encode(digits);
  const images = await codec.decode(latents, digits.shape);
  await codec.close();
  return {
    note,
    losses,
    testMse,
    parameters: [...parameters],
    latents: [...latents.data],
    images: [...images],
  };
}

if (import.meta.filename === argv[1]) {
  stdout.write(JSON.stringify(await deviceResults(argv[2] as DeviceOption)));
}
