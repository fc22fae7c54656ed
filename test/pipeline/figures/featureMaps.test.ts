import assert from 'node:assert/strict';
import { test } from 'node:test';
import { featureMapsFigure, gridColumns } from '../../../pipeline/figures/featureMaps.ts';
import { checkFigure, numbers, occurrences } from './sheets.ts';

const dataset = { title: 'digits', classNames: ['<b>&"', 'Ankle boot'] };
const images = {
  shape: { channels: 1, height: 4, width: 4 },
  pixels: Uint8Array.from({ length: 32 }, (_, k) => 8 * k),
  labels: Int32Array.of(0, 1),
};

function draw(latentShape: readonly number[], latent: Float32Array, index = 0): string {
  return checkFigure(() => featureMapsFigure({ dataset, images, index, latentShape, latent }));
}

test('one picture for the image, one for each map and one for the colour bar', () => {
  const latent = numbers(32 * 49);
  const svg = draw([32, 7, 7], latent);
  assert.equal(occurrences(svg, '<image '), 1 + 32 + 1);
  for (let channel = 0; channel < 32; channel++) assert.ok(svg.includes(`>${channel}</text>`));
  assert.match(svg, /Original, class &lt;b&gt;&amp;&quot;/);
  assert.doesNotMatch(svg, /<b>/);
});

test('the range of the values is stated', () => {
  const svg = draw([2, 1, 2], Float32Array.of(-0.5, 0, 1, 3.25));
  assert.match(svg, />−0.5<\/text>/);
  assert.match(svg, />3.25<\/text>/);
});

test('the image at the index is drawn', () => {
  const latent = numbers(4);
  assert.match(draw([4], latent, 1), /Original, class Ankle boot/);
  assert.notEqual(draw([4], latent, 1), draw([4], latent, 0));
});

test('a vector is one map, and values that are not finite are counted', () => {
  const latent = Float32Array.of(1, NaN, 3, -Infinity, 5);
  const svg = draw([5], latent);
  assert.equal(occurrences(svg, '<image '), 3);
  assert.match(svg, /5 values, row by row · grey: not finite \(2\)/);
});

test('constant and empty maps are drawn', () => {
  assert.match(draw([2, 2, 2], new Float32Array(8).fill(0.25)), />all 0.25</);
  assert.match(draw([2, 2, 2], new Float32Array(8).fill(NaN)), />all NaN</);
});

test('of very many maps the first are drawn', () => {
  const svg = draw([300, 1, 1], numbers(300));
  assert.equal(occurrences(svg, '<image '), 1 + 256 + 1);
  assert.match(svg, /First 256 · /);
});

test('grids without unfinished rows where the count allows', () => {
  assert.deepEqual([1, 2, 3, 16, 31, 32, 64, 128].map(gridColumns), [1, 2, 3, 4, 8, 8, 8, 16]);
});

test('a latent of another size is refused', () => {
  assert.throws(
    () => featureMapsFigure({ dataset, images, index: 0, latentShape: [4], latent: numbers(5) }),
    /^RangeError: latent: expected 1 × 4 values; got 5$/,
  );
});
