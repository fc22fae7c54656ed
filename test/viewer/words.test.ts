/** What the page says of numbers, maps and measures. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Measure } from '../../pipeline/contract.ts';
import { mapKind } from '../../viewer/map/kinds.ts';
import { groupMeasures } from '../../viewer/measures/measureGroups.ts';
import { measured, percent } from '../../viewer/parts/numbers.ts';

void test('measured numbers keep three digits, and a percent sign stands apart', () => {
  assert.deepEqual([0.95, 18.9, 0, -0.5].map(measured), ['0.950', '18.9', '0', '−0.500']);
  assert.equal(measured(0.00001), '1.00e−5');
  assert.equal(percent(0.00281), '0.28\u00a0%');
});

void test('each kind of map has its own words, however often it is drawn', () => {
  assert.match(mapKind('tsne-30').placing, /pulled .* pushed/);
  assert.match(mapKind('umap').placing, /weighted mean/);
  assert.match(mapKind('pca').arranged('PCA'), /need not be alike/);
  assert.match(mapKind('mirror').arranged('Mirror'), /alike lies close together/);
});

void test('each measure is in one group, in reading order', () => {
  const keys = ['auroc', 'knnAccuracy', 'nmi', 'displacementOfMap', 'continuity10', 'mse'];
  const groups = groupMeasures(keys.map((key) => ({ key }) as Measure));
  assert.deepEqual(
    groups.map(({ title, measures }) => [title, ...measures.map(({ key }) => key)]),
    [
      ['Reconstruction', 'auroc', 'mse'],
      ['Neighbourhoods', 'knnAccuracy', 'continuity10'],
      ['Clusters', 'nmi'],
      ['Placed images', 'displacementOfMap'],
    ],
  );
});
