/** What the points' colours tell: the numbers behind them and the scales. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from '../../viewer/data/load.ts';
import { classAgreement, colouredNumbers, COLOURINGS } from '../../viewer/map/colourings.ts';
import { rootScale } from '../../viewer/map/colourScale.ts';
import { pointColours, scalePalette } from '../../viewer/map/pointColours.ts';

const PAGE = {
  data: {
    placedFrom: 3,
    images: { count: 4 },
    dataset: { classColours: ['red', 'blue'] },
  },
  labels: Int32Array.of(0, 0, 1, 1),
  errors: Float32Array.of(0, 0.01, 0.04, 0.0225),
  neighbours: { k: 2, indices: Int32Array.of(1, 2, 0, 2, 0, 1, 2, 0) },
  maps: [
    { distortion: Float32Array.of(0, 0.25, 1, 0.0625), uncertainty: Float32Array.of(3) },
    { distortion: new Float32Array(4), uncertainty: Float32Array.of(7) },
  ],
} as unknown as Page;

void test('agreement is the share of the nearest that are of the same class', () => {
  assert.deepEqual([...classAgreement(PAGE)], [0.5, 0.5, 0, 0.5]);
});

void test('each colouring has a number for each image, or none at all', () => {
  for (const { values } of Object.values(COLOURINGS)) assert.equal(values(PAGE, 1)?.length, 4);
  assert.deepEqual(COLOURINGS.uncertainty.values(PAGE, 1), Float32Array.of(NaN, NaN, NaN, 7));
  const bare = {
    ...PAGE,
    neighbours: { k: 0, indices: new Int32Array(0) },
    maps: [{ ...PAGE.maps[0], uncertainty: new Float32Array(0) }],
  };
  assert.equal(COLOURINGS.neighbours.values(bare, 0), null);
  assert.equal(COLOURINGS.uncertainty.values(bare, 0), null);
  assert.equal(colouredNumbers(PAGE, { map: 0, colouring: 'class' }), null);
});

void test('a point’s colour is the place of its number on the scale; without one it is grey', () => {
  const of = (colouring: 'error' | 'neighbours' | 'distortion' | 'uncertainty') =>
    pointColours(PAGE, { map: 0, colouring }, false);
  assert.deepEqual(Array.from(of('neighbours').of), [16, 16, 31, 16]);
  // Square roots of 0, ¼ and more, 1 and a sixteenth of what is told apart.
  assert.deepEqual(Array.from(of('distortion').of), [0, 31, 31, 16]);
  const { palette, of: uncertainty } = of('uncertainty');
  assert.deepEqual(Array.from(uncertainty), [32, 32, 32, 31]);
  assert.deepEqual(palette.slice(0, 32), scalePalette(false));
  const { of: errors } = of('error');
  assert.equal(errors[0], 0);
  assert.ok(errors[1] < errors[3] && errors[3] < errors[2]);
  assert.equal(pointColours(PAGE, { map: 0, colouring: 'class' }, false).of, PAGE.labels);
});

void test('a root scale ends near the largest and says that the end stands for more', () => {
  const scale = rootScale(
    '',
    Float32Array.from({ length: 100 }, (_, i) => i),
  );
  assert.deepEqual(
    scale.ticks.map(({ text }) => text),
    ['0', '10', '50', '100 or more'],
  );
  assert.deepEqual(
    [0, 25, 100, 400].map((value) => scale.place(value)),
    [0, 0.5, 1, 1],
  );
  assert.equal(rootScale('', new Float32Array(3)).place(0), 0);
});
