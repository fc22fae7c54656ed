import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  allowedInEightBits,
  allowedInWords,
  allowedOf,
} from '../../../pipeline/portability/tolerance.ts';

function outputs(...data: number[]) {
  return new Map([['latent', { shape: [data.length], data: Float32Array.from(data) }]]);
}

test('beyond ±1 the digits of float32 are allowed, within it as much as of 1', () => {
  assert.deepEqual(allowedOf(outputs(0.25, -0.5)), new Map([['latent', 1e-5]]));
  assert.deepEqual(allowedOf(outputs(0.25, -4)), new Map([['latent', 4e-5]]));
});

test('in 8 bits, what they take from float32 is allowed, and rounding at least', () => {
  assert.deepEqual(allowedInEightBits(outputs(0.5, 2), outputs(0.75, 2)).get('latent'), 0.25);
  assert.deepEqual(allowedInEightBits(outputs(0.5, 2), outputs(0.5, 2)).get('latent'), 2e-5);
});

test('the most of all models is told for each output', () => {
  const allowed = [new Map([['latent', 0.25]]), new Map([['latent', 0.5]])];
  assert.match(allowedInWords('int8', allowed), /\(latent 5\.0e-1\)/);
});
