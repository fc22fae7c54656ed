/** float16 is what IEEE 754 says: every number, every tie, and both ends. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { float16Bits, LARGEST_FLOAT16 } from '../../../exporter/variants/float16.ts';

/** The number that 16 bits stand for, as the standard defines it. */
function numberOf(bits: number): number {
  const exponent = (bits >> 10) & 31;
  const fraction = (bits & 1023) / 1024;
  const magnitude = exponent === 0 ? fraction * 2 ** -14 : (1 + fraction) * 2 ** (exponent - 15);
  return bits & 0x8000 ? -magnitude : magnitude;
}

/** The next float32 up or down from a positive one. */
function neighbour(number: number, direction: 1 | -1): number {
  const float = Float32Array.of(number);
  new Uint32Array(float.buffer)[0] += direction;
  return float[0];
}

/** Of all finite positive float16, 0 first. */
const FINITE = 31 << 10;

test('each of the 31,744 numbers of a sign is itself', () => {
  const all = Float32Array.from({ length: FINITE }, (_, bits) => numberOf(bits));
  assert.deepEqual(
    float16Bits(all),
    Uint16Array.from({ length: FINITE }, (_, bits) => bits),
  );
  const negative = float16Bits(all.map((number) => -number));
  assert.ok(negative.every((bits, i) => bits === (i | 0x8000)));
});

test('between two, the nearer is taken, and of two as near the even one', () => {
  const middles = Float32Array.from(
    { length: FINITE - 1 },
    (_, bits) => (numberOf(bits) + numberOf(bits + 1)) / 2,
  );
  const even = float16Bits(middles);
  const below = float16Bits(middles.map((middle) => neighbour(middle, -1)));
  const above = float16Bits(middles.map((middle) => neighbour(middle, 1)));
  const wrong = middles.findIndex(
    (_, bits) =>
      even[bits] !== bits + (bits % 2) || below[bits] !== bits || above[bits] !== bits + 1,
  );
  assert.equal(wrong, -1, `between ${numberOf(wrong)} and the next`);
});

test('what float32 alone can hold becomes 0 with its sign', () => {
  assert.deepEqual(float16Bits(Float32Array.of(1e-45, -1e-8)), Uint16Array.of(0, 0x8000));
});

test('what is beyond the largest is refused', () => {
  const last = neighbour(65_520, -1);
  assert.equal(numberOf(float16Bits(Float32Array.of(last))[0]), LARGEST_FLOAT16);
  for (const number of [65_520, -65_520, 1e30, Infinity, NaN]) {
    assert.throws(() => float16Bits(Float32Array.of(0, number)), {
      name: 'RangeError',
      message: `${Math.fround(number)} is none of the numbers of float16, ±65504 at most`,
    });
  }
});
