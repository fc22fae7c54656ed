import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { colourOf, mix, Raster } from '../../../viewer/map/raster/raster.ts';
import { disc, ring } from '../../../viewer/map/raster/stamps.ts';
import { tileSize, tilesOf } from '../../../viewer/map/raster/tiles.ts';

const WHITE = colourOf(255, 255, 255);
const RED = colourOf(255, 0, 0);
const SIDE = 40;
const MARGIN = 12;

function raster(): Raster {
  const made = new Raster(SIDE, SIDE, MARGIN);
  made.clear(WHITE);
  return made;
}

/** Red, green, blue and opacity of a pixel that is seen. */
function at(made: Raster, x: number, y: number): number[] {
  const pixel = made.pixels[(y + MARGIN) * made.width + x + MARGIN];
  return [pixel & 255, (pixel >>> 8) & 255, (pixel >>> 16) & 255, pixel >>> 24];
}

void describe('stamps', () => {
  void test('a disc has its colour inside and leaves the outside transparent', () => {
    const made = raster();
    made.stamp(disc(5, 1, made.width), 20, 20, RED);
    assert.deepEqual(at(made, 20, 20), [255, 0, 0, 255]);
    assert.deepEqual(at(made, 16, 19), [255, 0, 0, 255]);
    assert.equal(at(made, 27, 20)[3], 0);
    assert.equal(at(made, 24, 24)[3], 0);
  });

  void test('together its pixels cover its area, wherever its middle lies', () => {
    for (const middle of [20, 20.3, 20.49, 20.75, 20.99]) {
      const made = raster();
      made.stamp(disc(4.3, 1, made.width), middle, 41 - middle, RED);
      let area = 0;
      let [sumX, sumY] = [0, 0];
      for (let y = 0; y < SIDE; y++) {
        for (let x = 0; x < SIDE; x++) {
          const [, green, , opacity] = at(made, x, y);
          const share = opacity === 0 ? 0 : 1 - green / 255;
          area += share;
          sumX += share * (x + 0.5);
          sumY += share * (y + 0.5);
        }
      }
      const exact = Math.PI * 4.3 ** 2;
      assert.ok(Math.abs(area / exact - 1) < 0.02, `area ${area}, not ${exact}`);
      assert.ok(Math.abs(sumX / area - middle) < 0.15, `x ${sumX / area}, not ${middle}`);
      assert.ok(Math.abs(sumY / area - (41 - middle)) < 0.15, `y ${sumY / area}`);
    }
  });

  void test('a ring is open in its middle', () => {
    const made = raster();
    made.stamp(ring(6, 2, made.width), 20, 20, RED);
    assert.equal(at(made, 20, 20)[3], 0);
    assert.deepEqual(at(made, 15, 20), [255, 0, 0, 255]);
  });

  void test('what lies on the edge is cut, what lies beyond is left out', () => {
    const made = raster();
    const shape = disc(5, 1, made.width);
    made.stamp(shape, 0, SIDE, RED);
    assert.deepEqual(at(made, 1, SIDE - 2), [255, 0, 0, 255]);
    const before = made.pixels.slice();
    for (const [x, y] of [
      [-100, 20],
      [20, 1e6],
      [20, -18],
      [58, 20],
    ])
      made.stamp(shape, x, y, RED);
    assert.deepEqual(made.pixels, before);
  });
});

void describe('colours', () => {
  void test('are mixed to half a step', () => {
    const [under, over] = [colourOf(10, 200, 255), colourOf(250, 0, 255)];
    for (const cover of [0, 1, 77, 128, 255, 256]) {
      const share = cover / 256;
      const mixed = mix(under, over, cover);
      const found = [mixed & 255, (mixed >>> 8) & 255, (mixed >>> 16) & 255];
      const expected = [10 + 240 * share, 200 * (1 - share), 255];
      found.forEach((value, c) => {
        assert.ok(value <= expected[c] && value > expected[c] - 1, `${value}, not ${expected[c]}`);
      });
      assert.equal(mixed >>> 24, 255);
    }
  });
});

void describe('tiles', () => {
  const grey = { pixels: Uint8Array.of(0, 10, 20, 30), channels: 1, height: 2, width: 2 };

  void test('hold an image pixel by pixel, drawn in whole pixels', () => {
    const made = raster();
    made.lay(tilesOf(grey, 1)(0), 5, 6, 3, 1);
    assert.deepEqual(at(made, 5, 6), [0, 0, 0, 255]);
    assert.deepEqual(at(made, 8, 8), [10, 10, 10, 255]);
    assert.deepEqual(at(made, 7, 9), [20, 20, 20, 255]);
    assert.deepEqual(at(made, 10, 11), [30, 30, 30, 255]);
    assert.equal(at(made, 11, 11)[3], 0);
    assert.equal(at(made, 4, 6)[3], 0);
  });

  void test('are cut at the edges', () => {
    const made = new Raster(4, 4, 0);
    made.clear(WHITE);
    made.lay(tilesOf(grey, 1)(0), -3, -3, 4, 1);
    assert.equal(made.pixels[0], colourOf(0, 0, 0));
    assert.equal(made.pixels[1], colourOf(10, 10, 10));
    assert.equal(made.pixels[5 * 3] >>> 24, 255);
  });

  void test('are means where an image has more pixels than there is room', () => {
    const { cells, columns, rows } = tilesOf(grey, 2)(0);
    assert.deepEqual([columns, rows, Array.from(cells)], [1, 1, [colourOf(15, 15, 15)]]);
  });

  void test('have the colours of images in colour', () => {
    const coloured = { pixels: Uint8Array.of(9, 9, 9, 1, 2, 3), channels: 3, height: 1, width: 1 };
    assert.deepEqual(Array.from(tilesOf(coloured, 1)(1).cells), [colourOf(1, 2, 3)]);
  });

  void test('are about as large on every screen and for every size of image', () => {
    const of = (width: number, height: number, ratio: number) => {
      const size = tileSize({ pixels: new Uint8Array(), channels: 1, width, height }, ratio);
      return [size.width / ratio, size.height / ratio];
    };
    assert.deepEqual(of(28, 28, 1), [28, 28]);
    assert.deepEqual(of(28, 28, 2), [28, 28]);
    assert.deepEqual(of(8, 8, 1), [32, 32]);
    assert.deepEqual(of(128, 64, 1), [32, 16]);
  });
});
