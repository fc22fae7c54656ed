import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leaveOutClass } from '../../../pipeline/datasets/leaveOut.ts';
import { InputError } from '../../../pipeline/errors.ts';
import type { Dataset } from '../../../pipeline/images.ts';

/** One pixel an image, the number of the image. */
function dataset(labels: readonly number[]): Dataset {
  const images = {
    shape: { channels: 1, height: 1, width: 1 },
    pixels: Uint8Array.from(labels.keys()),
    labels: Int32Array.from(labels),
  };
  return {
    name: 'shoes',
    title: 'Shoes',
    classNames: ['1', '0', 'Ankle boot'],
    train: images,
    test: images,
    source: 'a test',
    notice: null,
  };
}

test('a class goes from the training images, by name or else by index, and stays in the test images', () => {
  const whole = dataset([0, 2, 1, 2, 0]);
  for (const [wanted, leftOut, kept] of [
    ['Ankle boot', 2, [0, 2, 4]],
    ['2', 2, [0, 2, 4]],
    // A name comes before an index.
    ['0', 1, [0, 1, 3, 4]],
  ] as const) {
    const rest = leaveOutClass(whole, wanted);
    assert.equal(rest.leftOut, leftOut);
    assert.deepEqual([...rest.train.pixels], kept);
    assert.deepEqual(rest.test, whole.test);
    assert.match(rest.source, /left out of training/);
  }
});

test('an unknown class is named, with those that there are', () => {
  const refusal = (wanted: string) => {
    try {
      leaveOutClass(dataset([0, 1]), wanted);
    } catch (error) {
      assert.ok(error instanceof InputError);
      return error.message;
    }
    return '';
  };
  assert.equal(
    refusal('3'),
    '--leave-out 3: Shoes has no such class. Its classes are 1, 0, Ankle boot (or 0 to 2, in this order).',
  );
  assert.match(refusal('ankle-boot'), /did you mean Ankle boot\?/);
  assert.match(refusal('-1'), /no such class/);
});

test('the only class cannot be left out', () => {
  assert.throws(
    () => leaveOutClass(dataset([2, 2, 2, 0]), '2'),
    /--leave-out 2 leaves 1 of 4 training images of Shoes; at least 2 are needed/,
  );
});
