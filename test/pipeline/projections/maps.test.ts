import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plannedMaps, recordedMaps } from '../../../pipeline/projections/maps.ts';

const settings = { projection: ['tsne'], perplexity: [30], mapSize: 10_000 } as const;

test('one map has a plain name, and says how it is made', () => {
  const [{ make, place, rearrange, ...map }, ...others] = plannedMaps(settings, 1000);
  assert.ok(make);
  assert.ok(rearrange);
  assert.ok(place);
  assert.equal(others.length, 0);
  assert.deepEqual(map, {
    name: 'tsne',
    title: 't-SNE',
    settings: 'perplexity 30, 1,000 iterations',
    notice: null,
    neighbours: 91,
  });
});

test('maps come in the order in which they were asked for, told apart by name and title', () => {
  const asked = {
    ...settings,
    projection: ['pca', 'tsne', 'umap'],
    perplexity: [100, 10],
  } as const;
  const maps = plannedMaps(asked, 1000);
  assert.deepEqual(
    maps.map(({ name, title, neighbours }) => [name, title, neighbours]),
    [
      ['pca', 'PCA', 0],
      ['tsne-100', 't-SNE, perplexity 100', 301],
      ['tsne-10', 't-SNE, perplexity 10', 31],
      ['umap', 'UMAP', 14],
    ],
  );
  assert.deepEqual(recordedMaps(asked), {
    projection: 'pca, tsne, umap',
    perplexity: '100, 10',
    mapSize: 10_000,
  });
});

test('a perplexity beyond the points is lowered, and said', () => {
  const [map] = plannedMaps({ ...settings, perplexity: [60] }, 100);
  assert.equal(map.settings, 'perplexity 33, 1,000 iterations');
  assert.equal(map.neighbours, 99);
  assert.match(map.notice ?? '', /Perplexity 60 is too large.*100 images.*lowered to 33/);
  // 100 is three times 33 and the point itself: just enough.
  assert.equal(plannedMaps({ ...settings, perplexity: [33] }, 100)[0].notice, null);
});

test('perplexities that are lowered to the same give one map', () => {
  const maps = plannedMaps({ ...settings, perplexity: [5, 50, 60] }, 100);
  assert.deepEqual(
    maps.map(({ name, notice }) => [name, notice?.split(' is ')[0] ?? null]),
    [
      ['tsne-5', null],
      ['tsne-33', 'Perplexity 50 and 60'],
    ],
  );
});

test('four points are enough for every map', () => {
  const asked = { ...settings, projection: ['tsne', 'umap', 'pca'] } as const;
  for (const { neighbours } of plannedMaps(asked, 4)) assert.ok(neighbours < 4);
});
