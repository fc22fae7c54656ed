import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../../../pipeline/random.ts';
import { FIRST_ZOOM, pictureOpacity, pictureZooms } from '../../../viewer/map/thumbnails.ts';

const ROOM = { width: 34, height: 30 };
const LARGEST = 60;
const all = () => true;

function scattered(count: number): Float32Array {
  const random = seededRandom(1, 'points');
  return Float32Array.from({ length: 2 * count }, (_, n) => (n % 2 === 0 ? 900 : 600) * random());
}

void test('pictures that are shown at a zoom do not cover each other', () => {
  const positions = scattered(3000);
  const zooms = pictureZooms(positions, ROOM, all, LARGEST);
  for (const zoom of [3, 5, 9, 60]) {
    const seen = Array.from(zooms.keys()).filter((i) => zooms[i] <= zoom);
    for (const [n, i] of seen.entries()) {
      for (const j of seen.slice(n + 1)) {
        const across = Math.abs(positions[2 * i] - positions[2 * j]) * zoom;
        const down = Math.abs(positions[2 * i + 1] - positions[2 * j + 1]) * zoom;
        // Positions are float32.
        assert.ok(across > ROOM.width - 0.01 || down > ROOM.height - 0.01, `${i} covers ${j}`);
      }
    }
  }
});

void test('none is shown before a tenth of the points has room, and nearly all are in the end', () => {
  const zooms = pictureZooms(scattered(12_000), ROOM, all, LARGEST).sort();
  const first = zooms[0];
  assert.ok(first > FIRST_ZOOM && zooms[1199] === first, `${zooms[1199]} after ${first}`);
  assert.ok(zooms.filter((zoom) => zoom <= LARGEST).length > 11_500);
});

void test('points that are not shown take no room', () => {
  const positions = Float32Array.of(10, 10, 11, 10, 300, 200);
  const zooms = pictureZooms(positions, ROOM, (i) => i !== 0, LARGEST);
  assert.deepEqual(Array.from(zooms), [Infinity, FIRST_ZOOM, FIRST_ZOOM]);
});

void test('points in one place: one has room, the others never', () => {
  const positions = new Float32Array(20).fill(5);
  const zooms = pictureZooms(positions, ROOM, (i) => i < 3, LARGEST);
  assert.deepEqual(Array.from(zooms.subarray(0, 3)), [FIRST_ZOOM, Infinity, Infinity]);
});

void test('a picture fades in from the zoom at which it has room', () => {
  assert.equal(pictureOpacity(4, 3.9), 0);
  assert.equal(pictureOpacity(4, 4), 0);
  assert.ok(Math.abs(pictureOpacity(4, 4.24) - 0.5) < 1e-9);
  assert.equal(pictureOpacity(4, 5), 1);
  assert.equal(pictureOpacity(Infinity, 60), 0);
});
