/** What the Look tab computes and says of an image: neighbours, trust, rank of its error, differences. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from '../../viewer/data/load.ts';
import { channelByKey } from '../../viewer/parts/gridKeys.ts';
import { differenceMap, largest } from '../../viewer/parts/differenceMap.ts';
import { errorRank } from '../../viewer/panel/look/errorRank.ts';
import { featureMap, featureSources } from '../../viewer/panel/look/featureSources.ts';
import {
  classesInWords,
  nearestOnMap,
  neighbourhoodOf,
} from '../../viewer/panel/look/neighbourhood.ts';
import { describePlace, placeFacts } from '../../viewer/panel/look/place.ts';
import { judgePlace, type PlaceFacts } from '../../viewer/panel/look/trust.ts';
import type { PageData } from '../../pipeline/contract.ts';

const FACTS: PlaceFacts = { neighbours: 10, shared: 8, distortion: 0, places: 0, spread: null };

void test('the nearest on a map are mapped, sorted, and never the image itself', () => {
  // On a line at 0, 1, 3, 3, 10 and, placed, at 2.4.
  const positions = Float32Array.from([0, 1, 3, 3, 10, 2.4].flatMap((x) => [x, 0]));
  assert.deepEqual(nearestOnMap(positions, 5, 1, 3), [0, 2, 3]);
  assert.deepEqual(nearestOnMap(positions, 5, 2, 2), [3, 1]);
  assert.deepEqual(nearestOnMap(positions, 5, 5, 4), [2, 3, 1, 0]);
});

void test('a neighbourhood names what latent space and map have in common', () => {
  const page = {
    data: { placedFrom: 5 },
    maps: [{ positions: Float32Array.from([0, 1, 3, 4, 10].flatMap((x) => [x, 0])) }],
    neighbours: { k: 2, indices: Int32Array.from([4, 1, 0, 2, 3, 4, 2, 4, 3, 2]) },
  } as unknown as Page;
  const { inLatentSpace, onMap, shared } = neighbourhoodOf(page, 0, 0);
  assert.deepEqual([inLatentSpace, onMap, [...shared]], [[4, 1], [1, 2], [1]]);
});

void test('classes are told in words, digits as nouns', () => {
  const page = (names: string[]) =>
    ({
      data: { dataset: { classNames: names } },
      labels: Int32Array.from([0, 0, 0, 1, 2, 3]),
    }) as unknown as Page;
  const digits = page(['8', '3', '5', '9']);
  assert.equal(classesInWords(digits, [0, 1, 2, 3]), '3 are 8s, 1 is a 3');
  assert.equal(classesInWords(digits, [0, 1]), 'all 2 are 8s');
  assert.equal(classesInWords(digits, [0]), '1 is an 8');
  assert.equal(classesInWords(digits, [3, 5, 4, 0, 1]), '2 are 8s, 1 is a 3, 2 others');
  const clothes = page(['Ankle boot', 'Bag', 'Coat', 'Dress']);
  assert.equal(classesInWords(clothes, [3, 0, 1]), '2 are of class Ankle boot, 1 is of class Bag');
});

void test('trust follows the worse of distortion and spread', () => {
  const judge = (change: Partial<PlaceFacts>) => judgePlace({ ...FACTS, ...change });
  assert.deepEqual(judge({}), {
    trust: 'good',
    title: 'Its place can be trusted',
    reason: '8 of its 10 nearest in latent space are also among its 10 nearest here',
  });
  assert.match(judge({ shared: 1 }).reason, /^1 of .* is also .*, and the others are close by$/);
  assert.match(judge({ shared: 0 }).reason, /^none of its 10 nearest in latent space is among/);
  const fair = judge({ distortion: 0.011, places: 98.9 });
  assert.equal(fair.trust, 'fair');
  assert.match(fair.reason, /, and the 10 fell back by 99 places on average$/);
  assert.equal(judge({ distortion: 0.051, spread: 0.06 }).trust, 'poor');
  const spread = judge({ distortion: 0.002, spread: 0.2 });
  assert.equal(spread.trust, 'poor');
  assert.match(spread.reason, /, and its nearest are spread over 20\s% of the map’s width$/);
  assert.equal(judge({ distortion: 0.01, spread: 0.05 }).trust, 'good');
});

void test('facts of a place count the others of a mapped image and all for a placed one', () => {
  const page = {
    data: { placedFrom: 110 },
    neighbours: { k: 10 },
    maps: [
      {
        positions: Float32Array.from({ length: 2 * 111 }, (_, n) => (n % 2 === 0 ? n / 2 : 0)),
        distortion: new Float32Array(111).fill(0.5),
        uncertainty: Float32Array.of(11),
      },
    ],
  } as unknown as Page;
  const shared = new Set([1, 2]);
  assert.deepEqual(placeFacts(page, 0, 3, { shared }), {
    ...FACTS,
    shared: 2,
    distortion: 0.5,
    places: 49.5,
  });
  const placed = placeFacts(page, 0, 110, { shared });
  assert.deepEqual([placed.places, placed.spread], [50, 0.1]);
  assert.match(describePlace(placed), /by 50 places .*50\s% of all.*over 10\s% of the map/);
});

void test('an error is ranked among all, and called the extreme only where it is', () => {
  const sorted = Float32Array.from({ length: 1000 }, (_, i) => i);
  const text = (error: number) => errorRank(sorted, error).text;
  assert.deepEqual([0, 1, 250, 500, 937.5, 998, 999, 5000].map(text), [
    'Lowest of all',
    'Lower than 99\u00a0%',
    'Lower than 75\u00a0%',
    'Higher than 50\u00a0%',
    'Higher than 93\u00a0%',
    'Higher than 99\u00a0%',
    'Highest of all',
    'Highest of all',
  ]);
  assert.equal(errorRank(sorted, 250).share, 0.25);
});

void test('a difference keeps the sign of the mean and the size of the whole', () => {
  const shape = { channels: 3, height: 1, width: 2 };
  const image = Float32Array.of(0.5, 0.5, 0.5, 0.5, 0.5, 0.5);
  const back = Float32Array.of(0.8, 0.2, 0.5, 0.2, 0.5, 0.8);
  const differences = differenceMap(image, back, shape);
  assert.ok(Math.abs(differences[0] - 0.1) < 1e-6);
  assert.ok(Math.abs(differences[1] + 0.3) < 1e-6);
  assert.ok(Math.abs(largest(differences) - 0.3) < 1e-6);
});

void test('feature maps come from latent and first block; what has one map only is left out', () => {
  const data = (latentShape: number[], firstBlock: unknown) =>
    featureSources({ latentShape, encoder: { firstBlock } } as unknown as PageData);
  const block = { output: 'x', shape: [4, 2, 3] };
  assert.deepEqual(
    data([16], null).map(({ title }) => title),
    [],
  );
  assert.deepEqual(
    data([16], block).map(({ title }) => title),
    ['First block'],
  );
  const [latent, first] = data([2, 1, 1], block);
  assert.equal(latent.count, 2);
  const values = Float32Array.from({ length: 24 }, (_, i) => i);
  assert.deepEqual([...featureMap(first, values, 2).values], [12, 13, 14, 15, 16, 17]);
});

void test('arrow keys move in the grid and stop at its edge', () => {
  const step = (key: string, from: number) => channelByKey(key, from, 8, 32);
  assert.deepEqual(
    ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp', 'Home', 'End', 'a'].map((key) =>
      step(key, 9),
    ),
    [10, 17, 8, 1, 0, 31, null],
  );
  assert.deepEqual([step('ArrowUp', 3), step('ArrowRight', 31)], [null, null]);
});
