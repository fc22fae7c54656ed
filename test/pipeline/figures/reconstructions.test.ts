import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  firstOfEachClass,
  reconstructionsFigure,
} from '../../../pipeline/figures/reconstructions.ts';
import { imageSize, toFloats } from '../../../pipeline/images.ts';
import { checkFigure, numbers, occurrences } from './sheets.ts';

/** One image of each class, and a latent for it; the reconstruction is off by `error` everywhere. */
function input(classNames: readonly string[], channels: number, error: number) {
  const shape = { channels, height: 6, width: 6 };
  const count = classNames.length;
  const pixels = Uint8Array.from({ length: count * imageSize(shape) }, (_, k) => (k * 37) % 200);
  const images = { shape, pixels, labels: Int32Array.from(classNames.keys()) };
  const indices = firstOfEachClass(images.labels, count);
  return {
    dataset: { title: 'things', classNames },
    images,
    indices,
    latentShape: [3, 2, 2],
    latents: numbers(12 * indices.length),
    reconstructions: toFloats(images, indices).map((value) => value + error),
  };
}

const TEN = ['0', '1', '2', '3', '4', '5', '6', '7', '8', 'Ankle boot'];

test('three pictures for each class, its name, and its error', () => {
  const svg = checkFigure(() => reconstructionsFigure(input(TEN, 1, 0.1)));
  assert.equal(occurrences(svg, '<image '), 3 * 10 + 1);
  for (const name of TEN) assert.ok(svg.includes(`>${name}</text>`), name);
  assert.equal(occurrences(svg, '>0.0100</text>'), 10);
});

test('colour images', () => {
  const svg = checkFigure(() => reconstructionsFigure(input(TEN, 3, 0.2)));
  assert.equal(occurrences(svg, '>0.0400</text>'), 10);
});

test('two classes with difficult names', () => {
  const names = ['<b>&"', 'a name that is far too long for the width of a column'];
  const svg = checkFigure(() => reconstructionsFigure(input(names, 1, 0)));
  assert.match(svg, />&lt;b&gt;&amp;&quot;<\/text>/);
  assert.match(
    svg,
    /<title>a name that is far too long for the width of a column<\/title>a name[^<]*…</,
  );
});

test('of a hundred classes the first ten', () => {
  const names = Array.from({ length: 100 }, (_, k) => `class ${k}`);
  const svg = checkFigure(() => reconstructionsFigure(input(names, 1, 0)));
  assert.equal(occurrences(svg, '<image '), 3 * 10 + 1);
  assert.match(svg, /One image of 10 of the 100 classes/);
});

test('the latent row is the mean over the channels', () => {
  const one = input(['only'], 1, 0);
  const latents = Float32Array.of(0, 3, 0, 0, 0, 3, 0, 0, 0, -9, 6, 0);
  const svg = checkFigure(() => reconstructionsFigure({ ...one, latents }));
  assert.match(svg, />−1<\/text>/);
  assert.match(svg, />2<\/text>/);
});

test('reconstructions that are not numbers are drawn black, and their error says so', () => {
  const one = input(['only'], 1, NaN);
  assert.match(reconstructionsFigure(one), />NaN<\/text>/);
});

test('classes without an image are left out', () => {
  assert.deepEqual(firstOfEachClass(Int32Array.of(2, 0, 2, 0), 4), [1, 0]);
});

test('values that do not fit are refused', () => {
  const ten = input(TEN, 1, 0);
  assert.throws(
    () => reconstructionsFigure({ ...ten, latents: numbers(119) }),
    /^RangeError: latents: expected 10 × 12 values; got 119$/,
  );
  assert.throws(
    () => reconstructionsFigure({ ...ten, indices: [] }),
    /^RangeError: the figure shows 1 to 10 images; got 0$/,
  );
});
