/** What stands below the map: arithmetic of the plots. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { neighbourConfusion } from '../../viewer/measures/confusion.ts';
import { worstImages } from '../../viewer/measures/gallery.ts';

test('confusion counts the classes among the nearest of each class', () => {
  // Images 0 and 1 are of class 0, image 2 of class 2; class 1 has none.
  const labels = Int32Array.of(0, 0, 2);
  const indices = Int32Array.of(1, 2, 0, 2, 0, 1);
  const shares = neighbourConfusion(3, labels, indices);
  assert.deepEqual(
    shares.map((row) => row && [...row]),
    [[0.5, 0, 0.5], null, [1, 0, 0]],
  );
});

test('the worst images come first, equal ones in order, of one class where asked', () => {
  const errors = Float32Array.of(0.2, 0.5, 0.5, 0.1, 0.9);
  const labels = Int32Array.of(0, 1, 1, 0, 0);
  assert.deepEqual(worstImages(errors, labels, null, 3), [4, 1, 2]);
  assert.deepEqual(worstImages(errors, labels, 0, 9), [4, 0, 3]);
  assert.deepEqual(worstImages(errors, labels, 7, 9), []);
});
