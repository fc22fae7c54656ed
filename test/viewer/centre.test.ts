import assert from 'node:assert/strict';
import { test } from 'node:test';
import { centre, type Ink } from '../../viewer/panel/draw/centre.ts';
import { largestDifference, realDigits } from '../helpers.ts';

const SIZE = 28;

/** A digit of 28 × 28, each pixel `scale` × `scale`, somewhere on a larger sheet. */
function enlarged(digit: Float32Array, scale: number, left: number, top: number): Ink {
  const side = SIZE * scale + Math.max(left, top);
  const values = new Float32Array(side * side);
  for (let y = 0; y < SIZE * scale; y++) {
    for (let x = 0; x < SIZE * scale; x++) {
      values[(y + top) * side + x + left] =
        digit[Math.floor(y / scale) * SIZE + Math.floor(x / scale)];
    }
  }
  return { width: side, height: side, values };
}

/** A sheet with a filled rectangle. */
function rectangle(side: number, left: number, top: number, width: number, height: number): Ink {
  const values = new Float32Array(side * side);
  for (let y = top; y < top + height; y++) values.fill(1, y * side + left, y * side + left + width);
  return { width: side, height: side, values };
}

void test('a digit of MNIST, enlarged and moved, comes back as MNIST has it', async () => {
  const { data } = await realDigits(200);
  for (let i = 0; i < 200; i++) {
    const digit = data.subarray(i * SIZE * SIZE, (i + 1) * SIZE * SIZE);
    const found = centre(enlarged(digit, 6, 5 + (i % 40), 60 - (i % 30)), SIZE, SIZE);
    assert.ok(found);
    assert.ok(largestDifference(found.image, digit) < 1e-5, `digit ${i}`);
  }
});

void test('the longer side fills twenty pixels and the shape is kept', () => {
  const found = centre(rectangle(100, 3, 50, 80, 20), SIZE, SIZE)!.image;
  // 80 × 20 becomes 20 × 5, its middle at pixel 14: rows 12 to 16, columns 4 to 23 or 5 to 24.
  const rows = Array.from({ length: SIZE }, (_, y) =>
    found.subarray(y * SIZE, (y + 1) * SIZE).reduce((sum, value) => sum + value, 0),
  );
  assert.deepEqual(
    rows.map((sum) => Math.round(sum)),
    Array.from({ length: SIZE }, (_, y) => (y >= 12 && y <= 16 ? 20 : 0)),
  );
});

void test('edges between pixels turn grey', () => {
  // 30 wide and 21 high become 20 × 14; a hole of one column covers two thirds of one pixel.
  const ink = rectangle(40, 0, 0, 30, 21);
  for (let y = 0; y < 21; y++) ink.values[y * 40 + 12] = 0;
  const found = centre(ink, SIZE, SIZE)!.image;
  const greys = [...found].filter((value) => value > 0.01 && value < 0.99);
  assert.equal(greys.length, 14);
  for (const grey of greys) assert.ok(Math.abs(grey - 1 / 3) < 1e-5, `grey ${grey}`);
});

void test('the centre of mass, not of the box, stands in the middle', () => {
  // A heavy bar on the left and a thin line to the right of it.
  const ink = rectangle(100, 10, 10, 10, 60);
  for (let x = 20; x < 70; x++) ink.values[40 * 100 + x] = 1;
  const found = centre(ink, SIZE, SIZE)!.image;
  let [mass, sum] = [0, 0];
  found.forEach((value, i) => {
    mass += value;
    sum += value * (i % SIZE);
  });
  assert.ok(Math.abs(sum / mass - 14) <= 0.5, `centre of mass at ${sum / mass}`);
});

void test('other sizes of image keep the same proportions', () => {
  const found = centre(rectangle(64, 8, 8, 40, 40), 32, 48)!.image;
  const filled = [...found].filter((value) => value > 0.5).length;
  assert.equal(found.length, 32 * 48);
  assert.equal(filled, Math.round((32 * 20) / 28) ** 2);
});

void test('an empty sheet has nothing to centre', () => {
  assert.equal(centre({ width: 5, height: 5, values: new Float32Array(25) }, SIZE, SIZE), null);
});

void test('a single dot stays inside', () => {
  const found = centre(rectangle(10, 9, 9, 1, 1), SIZE, SIZE)!.image;
  assert.equal(Math.round(found.reduce((sum, value) => sum + value, 0)), 400);
});
