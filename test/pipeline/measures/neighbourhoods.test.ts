import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Measure } from '../../../pipeline/contract.ts';
import { CPU } from '../../../pipeline/engine/devices/device.ts';
import { measureNeighbourhoods } from '../../../pipeline/measures/neighbourhoods/pointMeasures.ts';
import { DistanceOrder } from '../../../pipeline/measures/neighbourhoods/distanceOrder.ts';
import { majority } from '../../../pipeline/measures/neighbourhoods/knnAccuracy.ts';
import { randomPoints } from '../tsne/points.ts';
import { ask, assertNear, flat, stored, type Tasks } from './reference.ts';

type Request = Tasks['neighbourhoods']['request'];

function measure({ latents, positions, labels }: Omit<Request, 'ks'>): Promise<Measure[]> {
  const points = {
    latents: flat(latents),
    dimensions: latents[0].length,
    labels: Int32Array.from(labels),
    maps: [{ name: 'map', positions: flat(positions) }],
  };
  return measureNeighbourhoods(points, { seed: 1, device: CPU });
}

function valueOf(measures: readonly Measure[], key: string, space: string): number | null {
  const measure = measures.find((each) => each.key === key);
  assert.ok(measure, `no ${key}`);
  return measure.values.find((value) => value.space === space)?.value ?? null;
}

function assertAgreement(
  ours: readonly Measure[],
  theirs: Tasks['neighbourhoods']['answer'],
  ks: readonly number[],
): void {
  for (const key of ['knnAccuracy', 'silhouette'] as const) {
    for (const [s, space] of ['latents', 'map'].entries()) {
      assertNear(`${key}, ${space}`, valueOf(ours, key, space)!, theirs[key][s]);
    }
  }
  for (const key of ['trustworthiness', 'continuity'] as const) {
    for (const [n, k] of ks.entries()) {
      assertNear(`${key}${k}`, valueOf(ours, `${key}${k}`, 'map')!, theirs[key][n]);
    }
  }
}

test('measures of neighbourhoods are those of scikit-learn', async () => {
  const { request, answer } = stored('neighbourhoods');
  assertAgreement(await measure(request), answer, request.ks);
});

test('they are those that scikit-learn finds here, for more points, dimensions and neighbours', async (t) => {
  const count = 400;
  const labels = Array.from({ length: count }, (_, i) => i % 7);
  const rows = (columns: number, shift: number, seed: number) => {
    const values = randomPoints(count * columns, 1, seed);
    return labels.map((label, i) =>
      Array.from({ length: columns }, (_, d) =>
        Math.fround(values[i * columns + d] + (d === label % columns ? shift : 0)),
      ),
    );
  };
  const request = { latents: rows(30, 3, 1), positions: rows(2, 2, 2), labels, ks: [10, 30, 100] };
  const answer = ask('neighbourhoods', request);
  if ('reason' in answer) {
    t.skip(answer.reason);
    return;
  }
  assertAgreement(await measure(request), answer, request.ks);
});

test('looking at points leaves others their turn', async () => {
  const count = 100;
  const positions = Float32Array.from(randomPoints(2 * count, 1));
  const labels = new Int32Array(count);
  const points = { latents: positions, dimensions: 2, labels, maps: [{ name: 'map', positions }] };
  let turns = 0;
  const seen: number[] = [];
  await measureNeighbourhoods(points, {
    seed: 1,
    device: CPU,
    onProgress: (done) => {
      if (done === 1) setImmediate(() => turns++);
      seen.push(turns);
    },
  });
  assert.deepEqual([seen.length, seen[0], seen.at(-1)], [count, 0, 1]);
});

test('silhouette of four points, worked by hand', async () => {
  // Classes {0, 1} and {4, 6}: a = 1, 1, 2, 2 and b = 5, 4, 3.5, 5.5.
  const expected = (4 / 5 + 3 / 4 + 1.5 / 3.5 + 3.5 / 5.5) / 4;
  const line = [
    [0, 0],
    [1, 0],
    [4, 0],
    [6, 0],
  ];
  const measures = await measure({ latents: line, positions: line, labels: [3, 3, 9, 9] });
  assertNear('latents', valueOf(measures, 'silhouette', 'latents')!, expected, 1e-12);
  assertNear('map', valueOf(measures, 'silhouette', 'map')!, expected, 1e-12);
});

test('silhouette: a class of one counts 0, equal points count 0, undefined cases have no value', async () => {
  const silhouette = async (values: number[], labels: number[]) => {
    const rows = values.map((value) => [value, 0]);
    return valueOf(
      await measure({ latents: rows, positions: rows, labels }),
      'silhouette',
      'latents',
    );
  };
  assertNear('one alone', (await silhouette([0, 1, 4], [0, 0, 1]))!, (3 / 4 + 2 / 3 + 0) / 3, 1e-7);
  assert.equal(await silhouette([2, 2, 2, 2], [0, 0, 1, 1]), 0);
  assert.equal(await silhouette([0, 1, 4], [4, 4, 4]), null);
  assert.equal(await silhouette([0, 1, 4], [0, 1, 2]), null);
});

test('neighbour vote: a majority wins, ties go to the smallest label', () => {
  assert.equal(majority(Int32Array.of(0, 1, 2), [7, 5, 7]), 7);
  assert.equal(majority(Int32Array.of(0, 1), [7, 5]), 5);
});

test('trustworthiness and continuity of a line, worked by hand', async () => {
  const at = (values: number[]) => values.map((x) => [x, 0]);
  const latents = at([0, 1, 2.1, 3.3, 4.6]);
  // On the map the first has changed places with the third.
  const positions = at([2.1, 1.05, 0, 3.3, 4.6]);
  const labels = [0, 0, 0, 1, 1];
  const measures = await measure({ latents, positions, labels });
  // The two nearest on the map are 0→{1, 3}, 1→{0, 2}, 2→{1, 0}, 3→{0, 4}, 4→{3, 0}. In latent space
  // they stand at {1, 3}, {1, 2}, {1, 3}, {4, 2}, {1, 4}.
  const penalty = 3 - 2 + (3 - 2) + (4 - 2) + (4 - 2);
  const expected = 1 - (2 / (5 * 2 * (10 - 6 - 1))) * penalty;
  assertNear('trustworthiness', valueOf(measures, 'trustworthiness2', 'map')!, expected, 1e-12);
  const same = await measure({ latents, positions: latents, labels });
  assert.equal(valueOf(same, 'trustworthiness2', 'map'), 1);
  assert.equal(valueOf(same, 'continuity2', 'map'), 1);
});

test('the order of distances: nearest and ranks as sorting gives them, ties by index', () => {
  const count = 500;
  const noise = randomPoints(count, 1, 9);
  const kinds = [
    Float64Array.from(noise, (value) => Math.abs(value)),
    Float64Array.from(noise, (value) => Math.round(Math.abs(value) * 2)),
    new Float64Array(count),
    Float64Array.from(noise, (value, n) => Math.abs(value) * 10 ** (n % 30)),
  ];
  for (const distances of kinds) {
    const i = 137;
    const expected = Array.from(distances.keys())
      .filter((m) => m !== i)
      .sort((a, b) => distances[a] - distances[b] || a - b);
    const order = new DistanceOrder(count);
    order.around(i, distances);
    for (const k of [1, 7, 100, count - 1]) {
      assert.deepEqual([...order.nearest(k)], expected.slice(0, k));
    }
    const others = Int32Array.of(3, 499, 0, 136, 138);
    const places = Array.from(others, (other) => expected.indexOf(other) + 1);
    assert.deepEqual([...order.ranks(others)], places);
  }
});

test('heaps that are tight and far apart lose no digits', async () => {
  const values = randomPoints(400, 1, 7);
  const rows = Array.from({ length: 200 }, (_, i) =>
    [0, 1].map((d) => Math.fround(values[2 * i + d] + (i % 2) * 2000)),
  );
  const labels = rows.map((_, i) => i % 4);
  const measures = await measure({ latents: rows, positions: rows, labels });
  for (const key of ['trustworthiness10', 'continuity10', 'trustworthiness30']) {
    assertNear(key, valueOf(measures, key, 'map')!, 1, 1e-4);
  }
  const [latents, map] = ['latents', 'map'].map((space) => valueOf(measures, 'silhouette', space));
  assertNear('silhouette', latents!, map!);
});

test('of many points a seeded sample is looked at, each against all others', async () => {
  const { request, answer } = stored('neighbourhoods');
  const points = {
    latents: flat(request.latents),
    dimensions: 6,
    labels: Int32Array.from(request.labels),
    maps: [],
  };
  const silhouette = async (sampleSize: number, seed: number) => {
    const measures = await measureNeighbourhoods(points, { seed, device: CPU, sampleSize });
    const { values, sample } = measures.find(({ key }) => key === 'silhouette')!;
    return { ...values[0], sample };
  };
  // The mean of samples of nearly all points is nearly that of all, and never the same.
  const found = await Promise.all([4, 5].map((seed) => silhouette(65, seed)));
  for (const [n, { value, interval, sample }] of found.entries()) {
    assert.deepEqual(sample, { size: 65, of: 70, seed: 4 + n });
    assertNear('sampled', value, answer.silhouette[0], 0.02);
    assert.ok(interval![0] < value && value < interval![1]);
  }
  assert.notEqual(found[0].value, found[1].value);
  assert.deepEqual(await silhouette(65, 4), found[0]);
  assert.equal((await silhouette(70, 4)).sample, null);
});

test('two points and one class: what is not defined has no value', async () => {
  const rows = [
    [0, 0],
    [1, 1],
  ];
  const measures = await measure({ latents: rows, positions: rows, labels: [2, 2] });
  assert.deepEqual(
    measures.map(({ key, values }) => [key, values.length]),
    [
      ['knnAccuracy', 0],
      ['silhouette', 0],
    ],
  );
});

test('NaN and wrong lengths are refused by name', async () => {
  const labels = [0, 1, 1];
  const good = [
    [0, 0],
    [1, 1],
    [2, 0],
  ];
  const bad = [
    [0, 0],
    [1, NaN],
    [2, 0],
  ];
  await assert.rejects(
    measure({ latents: good, positions: bad, labels }),
    /point 1 of map has the coordinate NaN/,
  );
  await assert.rejects(
    measure({ latents: bad.slice(1), positions: good, labels }),
    /3 labels, but 2 points in latents/,
  );
});
