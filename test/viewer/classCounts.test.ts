import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countClasses } from '../../viewer/data/classCounts.ts';

const LABELS = Int32Array.of(1, 0, 1, 7);

void test('classes are counted, the most frequent first', () => {
  assert.deepEqual(countClasses(LABELS, new Set([3, 1, 2, 0])), [
    { label: 1, count: 2 },
    { label: 7, count: 1 },
    { label: 0, count: 1 },
  ]);
  assert.deepEqual(countClasses(LABELS, []), []);
});
