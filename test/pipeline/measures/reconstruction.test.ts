import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  measureAnomalies,
  worstImages,
} from '../../../pipeline/measures/reconstruction/anomalies.ts';
import { areaUnderCurve } from '../../../pipeline/measures/reconstruction/areaUnderCurve.ts';
import {
  imageErrors,
  measureReconstructions,
} from '../../../pipeline/measures/reconstruction/imageMeasures.ts';
import { meanSquaredError } from '../../../pipeline/measures/reconstruction/meanSquaredError.ts';
import { peakSignalToNoise } from '../../../pipeline/measures/reconstruction/peakSignalToNoise.ts';
import { structuralSimilarity } from '../../../pipeline/measures/reconstruction/structuralSimilarity.ts';
import { randomPoints } from '../tsne/points.ts';
import { ask, assertNear, stored, type Tasks } from './reference.ts';

function assertAgreement({ request, answer }: Tasks['reconstruction']): void {
  for (const [n, original] of request.originals.entries()) {
    const shape = {
      channels: original.length,
      height: original[0].length,
      width: original[0][0].length,
    };
    const [x, y] = [original, request.reconstructions[n]].map((image) =>
      Float32Array.from(image.flat(2)),
    );
    assertNear(`MSE of image ${n}`, meanSquaredError(x, y), answer.mse[n]);
    assertNear(`PSNR of image ${n}`, peakSignalToNoise(x, y), answer.psnr[n]);
    assertNear(`SSIM of image ${n}`, structuralSimilarity(x, y, shape), answer.ssim[n]);
  }
}

test('MSE, PSNR and SSIM are those of scikit-image, in colour, of one tone, and all but exact', () => {
  assertAgreement(stored('reconstruction'));
});

test('they are those that scikit-image finds here, for images as small as the window', (t) => {
  const image = (seed: number) => {
    const values = randomPoints(11 * 12, 0.2, seed);
    const pixel = (at: number) => Math.fround(Math.min(1, Math.max(0, 0.5 + values[at])));
    return [
      Array.from({ length: 11 }, (_, y) => Array.from({ length: 12 }, (_, x) => pixel(12 * y + x))),
    ];
  };
  const request = { originals: [image(1), image(2)], reconstructions: [image(3), image(4)] };
  const answer = ask('reconstruction', request);
  if ('reason' in answer) {
    t.skip(answer.reason);
    return;
  }
  assertAgreement({ request, answer });
});

test('exact images: no error, 100 dB, similarity 1, also if constant or smaller than the window', () => {
  for (const [height, width] of [
    [28, 28],
    [11, 30],
    [4, 5],
    [1, 1],
  ]) {
    for (const value of [0, 0.3]) {
      const image = new Float32Array(height * width).fill(value);
      assert.equal(peakSignalToNoise(image, image), 100);
      const similarity = structuralSimilarity(image, image, { channels: 1, height, width });
      assertNear(`${height} × ${width}`, similarity, 1, 1e-9);
    }
  }
  const [black, white] = [new Float32Array(9), new Float32Array(9).fill(1)];
  assert.equal(peakSignalToNoise(black, white), 0);
  const opposite = structuralSimilarity(black, white, { channels: 1, height: 3, width: 3 });
  assert.ok(opposite > 0 && opposite < 1e-3, `${opposite}`);
});

test('mean squared error', () => {
  assert.equal(meanSquaredError([0, 1, 3], Float32Array.of(0, 0, 1)), 5 / 3);
  assert.throws(() => meanSquaredError([1], [1, 2]), /1 numbers against 2/);
  assert.throws(() => meanSquaredError([], []), RangeError);
});

/** Four images of one pixel: errors 0, 0.25, 0, 1 (classes 0, 0, 2, 2). */
const IMAGES = {
  shape: { channels: 1, height: 1, width: 1 },
  pixels: Uint8Array.of(0, 0, 255, 0),
  labels: Int32Array.of(0, 0, 2, 2),
};
const MADE = Float32Array.of(0, 0.5, 1, 1);

test('reconstruction is measured over all images and by class; a class without images has none', async () => {
  const progress: number[] = [];
  const [mse, psnr, ssim] = await measureReconstructions(IMAGES, MADE, 3, 42, (done, total) => {
    progress.push(done, total);
  });
  assert.deepEqual(progress, [0, 4, 4, 4]);
  assert.deepEqual([mse.key, psnr.key, ssim.key], ['mse', 'psnr', 'ssim']);
  const [{ space, value, interval, perClass }] = mse.values;
  assert.equal(space, 'images');
  assertNear('mean', value, 1.25 / 4);
  assert.deepEqual(perClass, [0.125, null, 0.5]);
  assert.ok(interval![0] >= 0 && interval![0] < value && value < interval![1]);
});

test('measuring reconstructions leaves others their turn', async () => {
  const count = 200;
  const images = {
    shape: { channels: 1, height: 1, width: 1 },
    pixels: new Uint8Array(count),
    labels: new Int32Array(count),
  };
  let turns = 0;
  const seen: number[] = [];
  await measureReconstructions(images, new Float32Array(count), 1, 42, () => {
    seen.push(turns);
    setImmediate(() => turns++);
  });
  assert.deepEqual(seen, [0, 1, 2, 3, 4]);
});

test('area under the curve is that of scikit-learn, with ties', (t) => {
  const { request, answer } = stored('anomalies');
  const isPositive = (n: number) => request.positive[n] === 1;
  assertNear('AUROC', areaUnderCurve(Float64Array.from(request.scores), isPositive)!, answer.auroc);
  assert.equal(
    areaUnderCurve(Float64Array.of(1, 1, 1), (n) => n < 2),
    0.5,
  );
  assert.equal(
    areaUnderCurve(Float64Array.of(1, 2), () => true),
    null,
  );
  const scores = Array.from(randomPoints(300, 3, 6), Math.round);
  const positive = scores.map((score, n) => Number(score + (n % 5) > 2));
  const fresh = ask('anomalies', { scores, positive });
  if ('reason' in fresh) {
    t.diagnostic(`not compared with scikit-learn here: ${fresh.reason}`);
    return;
  }
  const area = areaUnderCurve(Float64Array.from(scores), (n) => positive[n] === 1);
  assertNear('AUROC now', area!, fresh.auroc);
});

test('a class that was left out is told by its error; the worst images come first', () => {
  const measured = measureAnomalies(imageErrors(IMAGES, MADE), IMAGES.labels, {
    label: 2,
    name: 'boot',
  });
  // Errors 0 and 1 against 0 and 0.25: one tie, two wins, one loss.
  assert.equal(measured.values[0].value, 2.5 / 4);
  assert.match(measured.definition, /boot/);
  assert.deepEqual(
    measureAnomalies(imageErrors(IMAGES, MADE), IMAGES.labels, { label: 1, name: 'bag' }).values,
    [],
  );
  assert.deepEqual(worstImages(Float64Array.of(0, 0.25, 0, 1), 3), [3, 1, 0]);
});
