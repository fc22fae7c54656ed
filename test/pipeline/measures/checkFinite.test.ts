import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MeasuredValue } from '../../../pipeline/contract.ts';
import { Failure } from '../../../pipeline/errors.ts';
import { checkFinite } from '../../../pipeline/measures/checkFinite.ts';
import { MEAN_SQUARED_ERROR } from '../../../pipeline/measures/reconstruction/meanSquaredError.ts';

function metricsWith(value: Omit<MeasuredValue, 'space'>) {
  return {
    spaces: [{ name: 'images', title: 'Images' }],
    measures: [{ ...MEAN_SQUARED_ERROR, values: [{ space: 'images', ...value }], sample: null }],
  };
}

test('measures that are no numbers are refused by the names of measure and space', () => {
  const good = { value: 1, interval: [0, 2] as const, perClass: [1, null] };
  checkFinite(metricsWith(good));
  checkFinite(metricsWith({ value: 1, interval: null }));
  for (const bad of [
    { ...good, value: NaN },
    { ...good, interval: [0, Infinity] as const },
    { ...good, perClass: [null, -Infinity] },
  ]) {
    assert.throws(
      () => {
        checkFinite(metricsWith(bad));
      },
      (error) =>
        error instanceof Failure &&
        /^MSE of Images comes out as (NaN|-?Infinity),.* run the same command again\.$/.test(
          error.message,
        ),
      JSON.stringify(bad),
    );
  }
});
