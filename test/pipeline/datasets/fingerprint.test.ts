import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fingerprint } from '../../../pipeline/datasets/fingerprint.ts';
import type { ImageSet } from '../../../pipeline/images.ts';

function images(height: number, width: number, pixels: number[], labels: number[]): ImageSet {
  return {
    shape: { channels: 1, height, width },
    pixels: Uint8Array.from(pixels),
    labels: Int32Array.from(labels),
  };
}

describe('the fingerprint of a dataset', () => {
  const train = images(1, 2, [1, 2, 3, 4], [0, 1]);
  const test = images(1, 2, [5, 6], [1]);
  const print = fingerprint({ train, test });

  it('is a SHA-256 that stays the same', () => {
    // [2,1,1,2] 01 02 03 04 "0,1" [1,1,1,2] 05 06 "1", hashed with sha256sum.
    assert.equal(print, '15acd094efe6edd4efa96b520dbbda49e6a05c634f4a4034f056df48fe0ce4db');
  });

  it('is that of the images alone, not of the memory around them', () => {
    const roomy = Uint8Array.of(9, 1, 2, 3, 4, 9);
    const view = { ...train, pixels: roomy.subarray(1, 5) };
    assert.equal(fingerprint({ train: view, test }), print);
  });

  const others = {
    'a pixel': { train: images(1, 2, [1, 2, 3, 5], [0, 1]), test },
    'a label': { train: images(1, 2, [1, 2, 3, 4], [0, 2]), test },
    'the shape': { train: images(2, 1, [1, 2, 3, 4], [0, 1]), test },
    'the test split': { train, test: images(1, 2, [5, 7], [1]) },
    'the place of the splits': { train: test, test: train },
  };
  for (const [name, other] of Object.entries(others)) {
    it(`depends on ${name}`, () => {
      assert.notEqual(fingerprint(other), print);
    });
  }
});
