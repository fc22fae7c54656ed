/** The crowd by its density: what is counted where, and how it is painted. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { colourOf } from '../../../../viewer/map/raster/raster.ts';
import { countNear, eachBlock, squareRange } from '../../../../viewer/map/crowd/blocks.ts';
import { classesIn, inWords } from '../../../../viewer/map/crowd/counts.ts';
import { marksShare } from '../../../../viewer/map/crowd/marks.ts';
import { boxInView, windowOn } from '../../../../viewer/map/crowd/placing.ts';
import { createPyramid } from '../../../../viewer/map/crowd/pyramid.ts';
import { cellColour, strength, type Shading } from '../../../../viewer/map/crowd/shading.ts';
import { DEEPEST, paintTile, TILE } from '../../../../viewer/map/crowd/tile.ts';
import { clouds, crowdOf } from '../../crowds.ts';

const COUNT = 20_000;
const CROWD = crowdOf(clouds(COUNT, 5));
const { places, labels } = CROWD;
const PALETTE = Array.from({ length: 10 }, (_, label) =>
  colourOf(20 * label, 200, 250 - 20 * label),
);
const GREY = colourOf(128, 128, 128);
const ALL: Shading = { palette: PALETTE, grey: GREY, isCounted: PALETTE.map(() => true) };
const WITHOUT_3: Shading = { ...ALL, isCounted: PALETTE.map((_, label) => label !== 3) };
/** Points of a full block: of no matter where only places are told. */
const FULL = 10;

const points = Array.from(labels.keys());

void describe('blocks', () => {
  void test('a square of any size holds exactly its own points', () => {
    for (const [depth, column, row] of [
      [8, 0, 0],
      [7, 1, 0],
      [6, 2, 1],
      [3, 11, 9],
      [0, 100, 80],
    ]) {
      const { from, to } = squareRange(CROWD, depth, column, row);
      const inside = points.filter(
        (i) => places[2 * i] >> (8 + depth) === column && places[2 * i + 1] >> (8 + depth) === row,
      );
      assert.equal(to - from, inside.length);
      assert.ok(inside.every((i) => i >= from && i < to));
    }
    assert.ok(squareRange(CROWD, 6, 2, 1).to > squareRange(CROWD, 6, 2, 1).from);
  });

  void test('of a box all points are visited, and few beyond it', () => {
    const box = { left: 10_000, right: 30_000.5, top: 5_000, bottom: 20_000 };
    const visited = new Set<number>();
    eachBlock(CROWD, box, (from, to) => {
      for (let i = from; i < to; i++) visited.add(i);
    });
    const within = (reach: number) =>
      points.filter((i) => {
        const [x, y] = [places[2 * i], places[2 * i + 1]];
        return (
          x >= box.left - reach &&
          x <= box.right + reach &&
          y >= box.top - reach &&
          y <= box.bottom + reach
        );
      });
    assert.ok(within(0).length > 1000 && within(0).every((i) => visited.has(i)));
    assert.equal(countNear(CROWD, box), visited.size);
    assert.ok(visited.size <= within(256).length);
    assert.equal(countNear(CROWD, { left: -900, right: -1, top: 0, bottom: 65535 }), 0);
  });
});

void describe('a tile', () => {
  const place = { depth: DEEPEST, column: 0, row: 0 };

  void test('is painted exactly where there are points that count', () => {
    for (const shading of [ALL, WITHOUT_3]) {
      const cells = paintTile(CROWD, place, shading, FULL)!;
      const filled = new Set(
        points
          .filter((i) => shading.isCounted[labels[i]])
          .map((i) => (places[2 * i + 1] >> 8) * TILE + (places[2 * i] >> 8)),
      );
      assert.ok(filled.size > 1000);
      cells.forEach((cell, n) => {
        assert.equal(cell !== 0, filled.has(n), `cell ${n}`);
      });
    }
    const nothing = { ...ALL, isCounted: PALETTE.map(() => false) };
    assert.equal(paintTile(CROWD, place, nothing, FULL), null);
    assert.equal(paintTile(crowdOf(clouds(1, 1)), { ...place, depth: 0, row: 9 }, ALL, 1), null);
  });

  void test('has the colour of the class that most points of a cell have', () => {
    const mixed = crowdOf({
      title: 'Mixed',
      // The far points hold the grid open; five lie in one cell.
      positions: Float32Array.of(0, 0, 100, 100, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50),
      labels: Int32Array.of(0, 1, 4, 4, 4, 7, 7),
    });
    const cells = paintTile(mixed, place, ALL, 5)!;
    const four = mixed.labels.indexOf(4);
    const [x, y] = [mixed.places[2 * four] >> 8, mixed.places[2 * four + 1] >> 8];
    const at = y * TILE + x;
    assert.equal(cells[at], cellColour(ALL, 4, 0.6, strength(5, 5)));
    const without4 = { ...ALL, isCounted: PALETTE.map((_, label) => label !== 4) };
    assert.equal(paintTile(mixed, place, without4, 5)![at], cellColour(ALL, 7, 1, strength(2, 5)));
  });

  void test('is stronger the more points a cell has, alike at every size of cells', () => {
    const strengths = [1, 2, 5, 20, 100].map((count) => strength(count, 100));
    assert.deepEqual(
      strengths,
      [...strengths].sort((a, b) => a - b),
    );
    assert.ok(strengths[0] > 0.05 && strengths[4] < 0.8);
    assert.equal(strength(1000, 100), strength(100, 100));
    assert.equal(strength(20, 100), strength(5, 25));
  });

  void test('is the greyer the more mixed its cells are', () => {
    assert.equal(cellColour(ALL, 2, 1, 1), PALETTE[2]);
    const away = (purity: number) => Math.abs((cellColour(ALL, 2, purity, 1) & 255) - 128);
    assert.ok(away(0.2) < away(0.5) && away(0.5) < away(0.9) && away(0.9) < away(1));
  });
});

void describe('the pyramid', () => {
  const window = { depth: 5, column: 300, row: 120, columns: 700, rows: 600 };
  const STRIDE = 720;
  const copied = (isLate: () => boolean, pyramid = createPyramid(CROWD, ALL)) => {
    const image = new Uint32Array(STRIDE * 600);
    const complete = pyramid.copy(image, STRIDE, window, isLate);
    return { image, complete, pyramid };
  };

  void test('copies the cells of a window, across tiles', () => {
    const { image, complete } = copied(() => false);
    assert.ok(complete);
    const filled = new Set(
      points.flatMap((i) => {
        const [x, y] = [(places[2 * i] >> 5) - 300, (places[2 * i + 1] >> 5) - 120];
        return x >= 0 && y >= 0 && x < 700 && y < 600 ? [y * STRIDE + x] : [];
      }),
    );
    assert.ok(filled.size > 1000);
    image.forEach((cell, n) => {
      assert.equal(cell !== 0, filled.has(n), `cell ${n}`);
    });
  });

  void test('shows larger cells where there was no time, and the right ones a few frames later', () => {
    const first = copied(() => true);
    assert.ok(!first.complete);
    const whole = copied(() => false).image;
    // A larger cell is painted where a smaller one within it is.
    whole.forEach((cell, n) => {
      if (cell !== 0) assert.ok(first.image[n] !== 0, `cell ${n}`);
    });
    assert.notDeepEqual(first.image, whole);
    let frames = 1;
    for (let complete = false; !complete; frames++) {
      ({ complete } = copied(() => true, first.pyramid));
      assert.ok(frames < 40);
    }
    assert.deepEqual(copied(() => true, first.pyramid).image, whole);
  });
});

void test('cells are one to two pixels, and fill what is in view', () => {
  const canvas = { width: 900, height: 700 };
  for (const zoom of [1, 1.7, 2.9, 11, 60]) {
    const placing = { x: 450 - 300 * zoom, y: 350 - 330 * zoom, unit: (640 * zoom) / 65535 };
    const { depth, column, row, columns, rows } = windowOn(placing, boxInView(placing, canvas))!;
    const cell = placing.unit * 2 ** depth;
    assert.ok(cell >= 1 && cell < 2, `${cell} at ${zoom}`);
    const grid = 65536 >> depth;
    const [left, top] = [placing.x + column * cell, placing.y + row * cell];
    assert.ok(column === 0 || left <= 0);
    assert.ok(row === 0 || top <= 0);
    assert.ok(column + columns === grid || left + columns * cell >= canvas.width);
    assert.ok(row + rows === grid || top + rows * cell >= canvas.height);
  }
  const away = { x: 5000, y: 0, unit: 0.01 };
  assert.equal(windowOn(away, boxInView(away, canvas)), null);
});

void test('single points come in as there are fewer in view', () => {
  assert.deepEqual([0, 30_000, 45_000, 60_000, 1e6].map(marksShare), [1, 1, 0.5, 0, 0]);
});

void describe('around a place', () => {
  const [x, y] = [places[2 * 9000], places[2 * 9000 + 1]];
  const box = { left: x - 2000, right: x + 2000, top: y - 2000, bottom: y + 2000 };

  void test('classes are counted in a circle, the most frequent first', () => {
    const found = classesIn(CROWD, box, () => true);
    for (let label = 0; label < 10; label++) {
      const inside = points.filter(
        (i) => labels[i] === label && Math.hypot(places[2 * i] - x, places[2 * i + 1] - y) <= 2000,
      ).length;
      assert.equal(found.find((one) => one.label === label)?.count ?? 0, inside);
    }
    assert.ok(found[0].count > 50);
    assert.deepEqual(
      classesIn(CROWD, box, (label) => label !== found[0].label),
      found.slice(1),
    );
  });

  void test('they are told in words', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const of = (...counts: number[]) => counts.map((count, label) => ({ label, count }));
    assert.equal(inWords([], names), '');
    assert.equal(inWords(of(1), names), '+ 1 placed here: 1 × class a');
    assert.equal(
      inWords(of(1101, 60, 20, 9, 1), names),
      '+ 1,191 placed here: 1,101 × class a, 60 × class b, 20 × class c, 10 of others',
    );
    assert.equal(inWords([{ label: 5, count: 2 }], names), '+ 2 placed here: 2 without a label');
  });
});
