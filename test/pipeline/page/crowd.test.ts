import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { before, describe, test } from 'node:test';
import { CROWD_LEVELS, PAGE_BLOBS } from '../../../pipeline/contract.ts';
import type { PageInput } from '../../../pipeline/page/input.ts';
import { contentOf } from '../../../pipeline/page/content.ts';
import { buildPage } from '../../../pipeline/page/page.ts';
import { encodeBase85 } from '../../../pipeline/page/parts/base85.ts';
import { encodeCrowd, type CrowdPoints } from '../../../pipeline/page/parts/crowd.ts';
import { encodeIntegers } from '../../../pipeline/page/parts/integers.ts';
import { seededRandom } from '../../../pipeline/random.ts';
import { PageError } from '../../../viewer/data/blobs.ts';
import { readCrowd, type Crowd } from '../../../viewer/data/crowd.ts';
import { BlobReader } from '../../../viewer/data/reader.ts';
import { clouds, crowdOf } from '../../viewer/crowds.ts';
import { digitsPage } from '../../viewer/pages.ts';

/** Points with their classes as texts in an order of their own, to be compared as sets. */
function listed(count: number, at: (i: number) => readonly [x: number, y: number, label: number]) {
  return Array.from({ length: count }, (_, i) => at(i)).sort(
    (a, b) => a[2] - b[2] || a[0] - b[0] || a[1] - b[1],
  );
}

function packed(bytes: Uint8Array): string {
  return encodeBase85(gzipSync(bytes));
}

/** Back in units of the map. */
function unpacked({ grid, places, labels }: Crowd) {
  const step = grid.side / CROWD_LEVELS;
  return listed(labels.length, (i) => [
    grid.left + places[2 * i] * step,
    grid.top - places[2 * i + 1] * step,
    labels[i],
  ]);
}

void describe('a crowd', () => {
  void test('comes back with all its points, none off by more than half a step', () => {
    const given = clouds(5000, 1);
    const crowd = crowdOf(given);
    const half = (0.5 * crowd.grid.side) / CROWD_LEVELS;
    // To whole steps first: of two points that are closer than a step, either may come first.
    const expected = listed(5000, (i) => {
      const { left, top, side } = crowd.grid;
      const level = (way: number) =>
        (Math.round((way / side) * CROWD_LEVELS) / CROWD_LEVELS) * side;
      const [x, y] = [given.positions[2 * i], given.positions[2 * i + 1]];
      const [seenX, seenY] = [left + level(x - left), top - level(top - y)];
      assert.ok(Math.abs(seenX - x) <= 1.01 * half && Math.abs(seenY - y) <= 1.01 * half);
      return [seenX, seenY, given.labels[i]];
    });
    unpacked(crowd).forEach(([x, y, label], i) => {
      assert.equal(label, expected[i][2]);
      assert.ok(Math.hypot(x - expected[i][0], y - expected[i][1]) < 1e-3 * half, `point ${i}`);
    });
  });

  void test('may have no labels, which are none of the classes', () => {
    const { labels } = crowdOf({
      title: 'No labels',
      positions: Float32Array.of(0, 0, 1, 1),
      labels: Int32Array.of(-1, 3),
    });
    assert.deepEqual([...labels].sort(), [10, 3]);
  });

  test('of one point, or of many on one spot, has no extent', () => {
    for (const count of [1, 3]) {
      const { grid, places, labels, starts } = crowdOf({
        title: 'One spot',
        positions: Float32Array.from({ length: 2 * count }, (_, n) => (n % 2 === 0 ? 7 : -2)),
        labels: Int32Array.from({ length: count }, (_, i) => 2 - i),
      });
      assert.deepEqual([grid.left, grid.top, grid.side], [7, -2, 0]);
      assert.deepEqual([...places], new Array(2 * count).fill(0));
      assert.equal(labels.length, count);
      assert.deepEqual([starts[0], starts[1], starts[65536]], [0, count, count]);
    }
  });

  void test('of the four corners uses the whole grid', () => {
    const { places } = crowdOf({
      title: 'A line',
      positions: Float32Array.of(-1, 3, 1, 3, -1, 1, 1, 1),
      labels: new Int32Array(4),
    });
    const far = CROWD_LEVELS;
    assert.deepEqual([...places], [0, 0, far, 0, 0, far, far, far]);
  });

  void test('takes less than five bytes a point in the page', () => {
    const { steps, labels } = encodeCrowd(clouds(100_000, 2));
    const bytes = [steps, labels].reduce(
      (sum, numbers) => sum + packed(encodeIntegers(numbers)).length,
      0,
    );
    assert.ok(bytes < 5 * 100_000, `${bytes}`);
  });
});

void describe('a page with a crowd', () => {
  const given: CrowdPoints = clouds(400, 3);
  let input: PageInput;
  before(async () => {
    input = await digitsPage();
  });

  /** All but the scripts, which are the same in every page. */
  const BUNDLE = { html: '', css: '', main: '', worker: '', wasm: new Uint8Array(0), licences: '' };

  /** What a page holds, and how a browser would read its parts. */
  function made(crowd?: CrowdPoints | null) {
    const content = contentOf(crowd === undefined ? input : { ...input, crowd }, BUNDLE);
    const texts = new Map(content.blobs.map(([id, bytes]) => [id, bytes]));
    const read = (id: string) => (texts.has(id) ? packed(texts.get(id)!) : null);
    return { ...content, read };
  }

  void test('gives it back, and without one is as it was', () => {
    const { data, read } = made(given);
    assert.deepEqual(readCrowd(data, new BlobReader(read)), crowdOf(given));

    const none = made(null);
    const before = made();
    assert.deepEqual([none.data, none.blobs], [before.data, before.blobs]);
    assert.ok(!('crowd' in none.data));
    assert.ok(none.blobs.every(([id]) => !id.startsWith(PAGE_BLOBS.crowd)));
    assert.equal(readCrowd(none.data, new BlobReader(none.read)), null);
  });

  void test('says which part is amiss', () => {
    const { data, read } = made(given);
    const refused = (id: string, other: string | null, message: RegExp) => {
      const reader = new BlobReader((asked) => (asked === id ? other : read(asked)));
      assert.throws(
        () => readCrowd(data, reader),
        (error) => error instanceof PageError && message.test(error.message),
      );
    };
    refused(PAGE_BLOBS.crowd, null, /"blob-crowd" is missing/);
    refused(PAGE_BLOBS.crowdLabels, '{}', /"blob-crowd-labels" is damaged/);
    refused(
      PAGE_BLOBS.crowd,
      packed(encodeIntegers(new Int32Array(2))),
      /has 8 bytes where a crowd of 400 points need 1600/,
    );
    const labels = encodeIntegers(new Int32Array(400).fill(10, 7, 8));
    refused(
      PAGE_BLOBS.crowdLabels,
      packed(labels),
      /Point 7 .* label 10 where there are 10 classes/,
    );
  });

  void test('refuses points that cannot be shown', async () => {
    const build = (crowd: Partial<CrowdPoints>) =>
      buildPage({ ...input, crowd: { ...given, ...crowd } });
    await assert.rejects(
      build({ labels: given.labels.subarray(1) }),
      /400 positions and 399 labels/,
    );
    await assert.rejects(
      build({ labels: new Int32Array(0), positions: new Float32Array(0) }),
      /0 positions and 0 labels/,
    );
    await assert.rejects(
      build({ positions: given.positions.with(5, NaN) }),
      /Point 2 of the crowd lies at NaN/,
    );
    await assert.rejects(build({ labels: given.labels.with(3, 10) }), /Point 3 .* label 10/);
  });
});

void test('the same crowd gives the same bytes, in whatever order its points come', () => {
  const { title, positions, labels } = clouds(1000, 4);
  const random = seededRandom(9, 'order');
  const order = Array.from({ length: 1000 }, (_, i) => [random(), i] as const)
    .sort(([a], [b]) => a - b)
    .map(([, i]) => i);
  const { data, steps } = encodeCrowd({ title, positions, labels });
  const other = encodeCrowd({
    title,
    positions: Float32Array.from(order.flatMap((i) => [positions[2 * i], positions[2 * i + 1]])),
    labels: Int32Array.from(order, (i) => labels[i]),
  });
  assert.deepEqual([other.data, other.steps], [data, steps]);
});
