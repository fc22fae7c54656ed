/** The parts of the page, from what the pipeline gives to what the page reads. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { FRAME_LEVELS, PAGE_DATA } from '../../../pipeline/contract.ts';
import { bundleViewer } from '../../../pipeline/page/bundle.ts';
import { contentOf } from '../../../pipeline/page/content.ts';
import type { PageInput } from '../../../pipeline/page/input.ts';
import { encodeBase85 } from '../../../pipeline/page/parts/base85.ts';
import { encodeSheets } from '../../../pipeline/page/parts/sheets.ts';
import { seededRandom } from '../../../pipeline/random.ts';
import { nearestReferences } from '../../../pipeline/tsne/placing/nearestReferences.ts';
import { decodeBase85 } from '../../../viewer/data/base85.ts';
import { loadPage, type Page } from '../../../viewer/data/load.ts';
import { largestDifference } from '../../helpers.ts';
import { COUNT, digitsPage, onePointPage, PLACED, trainedPage } from '../../viewer/pages.ts';

const bundle = await bundleViewer();

/** What a page of this holds, as a browser would read it; without the runtime, which is the same in all. */
function madeOf(input: PageInput): Page {
  const { data, blobs } = contentOf(input, { ...bundle, wasm: new Uint8Array(0) });
  const packed = new Map(blobs.map(([id, bytes]) => [id, encodeBase85(gzipSync(bytes))]));
  const texts = packed.set(PAGE_DATA, JSON.stringify(data));
  return loadPage((id) => texts.get(id) ?? null);
}

void test('base 85 gives back bytes of any number, in five digits for four', () => {
  const random = seededRandom(1, 'bytes');
  for (let length = 0; length < 40; length++) {
    const bytes = Uint8Array.from({ length }, () => Math.floor(256 * random()));
    const text = encodeBase85(bytes);
    assert.equal(text.length, Math.ceil((5 * length) / 4));
    assert.deepEqual(decodeBase85(text), bytes);
    assert.doesNotMatch(text, /</);
  }
  const extremes = Uint8Array.of(0, 0, 0, 0, 255, 255, 255, 255, 255);
  assert.deepEqual(decodeBase85(encodeBase85(extremes)), extremes);
  assert.throws(() => decodeBase85('((<(('), /character 2/);
});

void describe('a page of digits', () => {
  const mapped = COUNT - PLACED;
  let input: PageInput;
  let page: Page;
  before(async () => {
    input = await digitsPage();
    page = madeOf(input);
  });

  void test('has nothing to complain of', () => {
    assert.deepEqual(page.troubles, []);
  });

  void test('has errors, neighbours and parity as they were given', () => {
    assert.deepEqual(page.errors, input.errors);
    assert.deepEqual(page.neighbours, input.neighbours);
    assert.deepEqual(page.parity, input.parity);
  });

  void test('has frames to half a level of their box, and the map itself for the last', () => {
    const { positions, iterations, map } = page.frames!;
    const given = input.frames!;
    assert.deepEqual([map, iterations], [given.map, given.iterations]);
    const size = 2 * mapped;
    assert.deepEqual(positions.subarray(-size), page.maps[map].positions.subarray(0, size));
    for (const [f, [left, bottom, right, top]] of page.data.frames!.boxes.entries()) {
      const half = (0.5 * Math.max(right - left, top - bottom)) / FRAME_LEVELS;
      const [from, to] = [f * size, (f + 1) * size];
      const off = largestDifference(
        positions.subarray(from, to),
        given.positions.subarray(from, to),
      );
      assert.ok(off > 0 && off <= half + 1e-6, `frame ${f}: ${off}, expected up to ${half}`);
    }
  });

  void test('has coordinates as they were given, along directions that are square to each other', () => {
    const { coordinates, basis, components, mean } = page.search!;
    const { step, numbers } = input.search!.coordinates;
    const expected = Float32Array.from(numbers, (number) => number * step);
    assert.deepEqual(coordinates, expected);
    const dimensions = mean.length;
    for (let r = 0; r < components; r++) {
      for (let c = 0; c <= r; c++) {
        let product = 0;
        for (let d = 0; d < dimensions; d++) {
          product += basis[r * dimensions + d] * basis[c * dimensions + d];
        }
        assert.ok(Math.abs(product - (r === c ? 1 : 0)) < 0.01, `rows ${r} and ${c}: ${product}`);
      }
    }
  });

  void test('finds most of the nearest of a new latent', () => {
    const { latents, images } = page.parity;
    const { coordinates, basis, components, mean, recall } = page.search!;
    const dimensions = mean.length;
    const last = latents.subarray(-dimensions); // of an image that was placed
    assert.equal(images.at(-1), COUNT - 1);
    const moved = Float32Array.from({ length: components }, (_, c) =>
      last.reduce((sum, value, d) => sum + (value - mean[d]) * basis[c * dimensions + d], 0),
    );
    const { k, indices } = page.neighbours;
    const found = nearestReferences(moved, coordinates, components, k).indices;
    const truly = indices.subarray(-k);
    assert.ok(found.filter((id) => truly.includes(id)).length >= 7);
    assert.ok(recall > 0.8 && recall <= 1);
  });

  void test('passes licences on', () => {
    assert.match(page.licences, /^d3-zoom \d[^]*Permission to use/m);
    assert.match(page.licences, /^onnxruntime-web \d[^]*Microsoft[^]*Permission is hereby/m);
  });

  void test('names the second output of the encoder', () => {
    assert.deepEqual(page.data.encoder.firstBlock?.shape, [32, 14, 14]);
  });
});

void test('latents of few numbers are kept whole, but for rounding', async () => {
  const page = madeOf(await trainedPage());
  const { components, explained, recall } = page.search!;
  assert.deepEqual(page.data.latentShape, [24]);
  assert.equal(components, 24);
  assert.ok(explained > 0.99999 && explained < 1.00001);
  assert.ok(recall > 0.97, `${recall}`);
});

void test('a page of one mapped image has no neighbours, nothing to look for and no frames', async () => {
  const page = madeOf(await onePointPage());
  assert.equal(page.neighbours.k, 0);
  assert.equal(page.search, null);
  assert.equal(page.frames, null);
  assert.deepEqual(page.troubles, []);
});

void test('colours on a sheet are moved by two steps at most, and found again as they are told', async () => {
  const random = seededRandom(2, 'colours');
  const shape = { channels: 3, height: 30, width: 20 };
  const [count, size] = [7, 3 * 30 * 20];
  const pixels = Uint8Array.from(
    { length: count * size },
    (_, i) => ((i >> 6) % 200) + 20 * random(),
  );
  const images = { shape, pixels, labels: new Int32Array(count) };
  const { data, bytes, images: found } = await encodeSheets(images, 64);
  assert.deepEqual([data.columns, data.perSheet, data.lengths.length], [3, 6, 2]);
  assert.equal(
    data.lengths.reduce((sum, length) => sum + length),
    bytes.length,
  );
  let most = 0;
  for (let i = 0; i < pixels.length; i++)
    most = Math.max(most, Math.abs(pixels[i] - found.pixels[i]));
  assert.ok(most > 0 && most <= 2, `${most}`);
});
