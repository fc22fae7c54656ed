import assert from 'node:assert/strict';
import { test } from 'node:test';
import { epochBatches } from '../../pipeline/stages/train.ts';

const SETTINGS = { batchSize: 64, seed: 42 };

test('an epoch takes every image once, the last batch what is left', () => {
  const batches = epochBatches(300, 1, SETTINGS);
  assert.deepEqual(
    batches.map(({ length }) => length),
    [64, 64, 64, 64, 44],
  );
  const all = batches.flatMap((batch) => [...batch]).sort((a, b) => a - b);
  assert.deepEqual(all, [...Array(300).keys()]);
});

test('the order is shuffled, differs from epoch to epoch and from seed to seed, and comes again', () => {
  const order = (epoch: number, seed: number) =>
    epochBatches(300, epoch, { ...SETTINGS, seed }).flatMap((batch) => [...batch]);
  const first = order(1, 42);
  assert.deepEqual(order(1, 42), first);
  for (const other of [[...Array(300).keys()], order(2, 42), order(1, 43)]) {
    const same = first.filter((image, i) => image === other[i]).length;
    assert.ok(same < 10, `${same} images at the same place`);
  }
});
