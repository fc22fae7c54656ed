/** What lies between and behind the points: contours, decodings, the cross-hair; in a real browser. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { PAGE_BLOBS } from '../../pipeline/contract.ts';
import { toFloats } from '../../pipeline/images.ts';
import type { PageInput } from '../../pipeline/page/input.ts';
import { buildPage } from '../../pipeline/page/page.ts';
import { blendOf, meanLatent, NEAREST } from '../../viewer/map/decoding/blend.ts';
import { densityLines } from '../../viewer/map/density.ts';
import { fitMap, type Point } from '../../viewer/map/layout.ts';
import { openFile } from '../chromium.ts';
import { largestDifference, runModel } from '../helpers.ts';
import { COUNT, gridMap, PLACED, trainedPage, twoMapsPage } from './pages.ts';
import { browserSuite, usePage } from './suite.ts';

const VIEWPORT = { width: 1280, height: 860 };
const MAPPED = COUNT - PLACED;
/** A place of the lattice at zoom 1 that lies between points. */
const CELL = 44;

void describe('layers of the map in Chromium', () => {
  const suite = browserSuite();
  let input: PageInput;
  let html: string;
  let file: string;

  before(async () => {
    // A trained pair, so that decodings show something, and a second map.
    const [trained, two] = await Promise.all([trainedPage(), twoMapsPage()]);
    input = { ...trained, maps: two.maps, data: { ...trained.data, maps: two.data.maps } };
    html = await buildPage(input);
    file = await suite.folder.write('layers', html);
  });

  const works = (name: string, body: (page: Page) => Promise<void>) =>
    test(name, () => usePage(suite.browser, file, body, { viewport: VIEWPORT }));

  void works(
    'contours are drawn where the density says, and follow zoom and filter',
    async (page) => {
      await setLayer(page, 'names', false);
      const before = await canvasOf(page);
      await setLayer(page, 'contours', true);
      const after = await canvasOf(page);
      const lines = densityLines(before.positions, () => true, before.width, before.height);
      const corners = lines.flat(2).filter((_, n) => n % 7 === 0);
      assert.ok(corners.length > 20);
      for (const [x, y] of corners)
        assert.ok(differs(before, after, x, y), `no line at ${x}, ${y}`);
      assert.ok(!differs(before, after, 5, 5));

      await page.locator('#map').focus();
      await page.keyboard.press('+');
      const zoomed = await settled(page);
      await setLayer(page, 'contours', false);
      const bare = await canvasOf(page);
      const enlarged = corners
        .map(([x, y]) => zoomed.seen({ x, y }, 1.5))
        .filter(({ x, y }) => x > 5 && y > 5 && x < zoomed.width - 5 && y < zoomed.height - 5);
      assert.ok(enlarged.length > 10);
      for (const { x, y } of enlarged)
        assert.ok(differs(bare, zoomed, x, y), `${x}, ${y} when zoomed`);
      await page.keyboard.press('0');

      await setLayer(page, 'contours', true);
      await page.getByRole('button', { name: 'None', exact: true }).click();
      const none = await settled(page);
      assert.ok(corners.every(([x, y]) => !painted(none, x, y)));
    },
  );

  void works('empty places tell what the decoder makes of them', async (page) => {
    const { positions } = await canvasOf(page);
    const place = await pointAt(page, between(positions, 105));
    await page.locator('#tooltip').getByText('Decoded here').waitFor();
    assert.match(
      await page.locator('#tooltip').innerText(),
      /approximate: decoded from the average of the 8 nearest points’ latents/,
    );
    const expected = await decodedAt(positions, place, () => true);
    assert.ok(largestDifference(await greysOf(page, '#tooltip-picture'), expected) < 0.6 / 255);

    // On a point it is the point again; far from all of them there is nothing.
    await pointAt(page, { x: positions[210], y: positions[211] });
    await page.locator('#tooltip').getByText('image 105').waitFor();
    await pointAt(page, { x: 3, y: 3 });
    await page.locator('#tooltip').getByText('Nothing near').waitFor();
    assert.equal(await page.locator('#tooltip-picture').isVisible(), false);
    await page.mouse.move(2, 2);
    await page.locator('#tooltip').waitFor({ state: 'hidden' });

    await setLayer(page, 'places', false);
    await pointAt(page, between(positions, 105));
    await page.waitForTimeout(300);
    assert.equal(await page.locator('#tooltip').isVisible(), false);
  });

  void works('points that are not shown have no say in a decoding', async (page) => {
    const { positions } = await canvasOf(page);
    const { labels } = input.images;
    const place = between(positions, 105);
    const label = labels[nearestTo(positions, place, () => true)[0].index];
    await page.locator('#legend .chip').nth(label).click();
    const asked = await pointAt(page, place);
    await page.locator('#tooltip').getByText('Decoded here').waitFor();
    const expected = await decodedAt(positions, asked, (i) => labels[i] !== label);
    assert.ok(largestDifference(await greysOf(page, '#tooltip-picture'), expected) < 0.6 / 255);
  });

  void works(
    'decodings cover the map, and anew after zoom, filter and another map',
    async (page) => {
      await setLayer(page, 'decodings', true);
      const all = await covered(page);
      assert.ok(all > 60, `${all} places`);
      const canvas = await canvasOf(page);
      const { cell, here, there } = await mostChanged(canvas);
      assert.ok(alike(tileOf(canvas, cell), here) > 0.93);
      assert.ok(alike(tileOf(canvas, cell), there) < 0.8);

      await page.locator('#map-select').selectOption({ label: 'Mirror' });
      await page.locator('#covering').waitFor({ state: 'hidden' });
      assert.equal(await covered(page), all);
      // The points glide to the other map first.
      await page.waitForTimeout(1000);
      const mirrored = await canvasOf(page);
      assert.ok(alike(tileOf(mirrored, cell), there) > 0.93);
      assert.ok(alike(tileOf(mirrored, cell), here) < 0.8);

      await page.locator('#map').focus();
      await page.keyboard.press('+');
      await page.keyboard.press('+');
      await page.locator('#covering').waitFor({ state: 'hidden' });
      assert.notEqual(await covered(page), all);

      await page.keyboard.press('0');
      await page.getByRole('button', { name: 'None', exact: true }).click();
      await page.locator('#covering').getByText('No points in view').waitFor();
      const none = await canvasOf(page);
      assert.ok(!painted(none, cell.x, cell.y));
      await setLayer(page, 'decodings', false);
      assert.equal(await page.locator('#covering').isVisible(), false);
    },
  );

  void works('the keyboard aims between points and works the menu', async (page) => {
    await page.locator('#map').focus();
    await page.keyboard.press('x');
    await page.locator('.crosshair').waitFor();
    const speech = page.locator('#map-speech');
    const told = /^(Decoded here, approximate|class \d, image)/;
    await page.waitForFunction(() => document.getElementById('map-speech')!.textContent !== '');
    assert.match((await speech.textContent())!, told);
    for (let step = 0; step < 12; step++) await page.keyboard.press('Shift+ArrowUp');
    for (let step = 0; step < 12; step++) await page.keyboard.press('Shift+ArrowLeft');
    await speech.getByText('Nothing near').waitFor({ state: 'attached' });
    await page.keyboard.press('Escape');
    await page.locator('.crosshair').waitFor({ state: 'hidden' });
    assert.equal(await page.locator('#subject-number').innerText(), 'image 0');

    await page.locator('#layers summary').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    assert.equal(await page.getByLabel('Class names').isChecked(), false);
    await page.keyboard.press('Escape');
    await page.getByLabel('Class names').waitFor({ state: 'hidden' });
    assert.equal(await page.evaluate(() => document.activeElement!.tagName), 'SUMMARY');
    assert.equal(await page.locator('#subject-number').innerText(), 'image 0');
  });

  void test('without models the decodings are out of reach, the contours not', async () => {
    const broken = html.replace(new RegExp(`(id="${PAGE_BLOBS.decoder}">)[^<]*`), '$1AAAA');
    const { page, errors } = await openFile(
      suite.browser,
      await suite.folder.write('broken', broken),
    );
    await page.locator('#engine[data-status=failed]').waitFor();
    await page.locator('#layers summary').click();
    assert.equal(await page.locator('#layer-decodings').isDisabled(), true);
    assert.equal(await page.locator('#layer-places').isDisabled(), true);
    const before = await canvasOf(page);
    await page.locator('#layer-contours').check();
    const after = await settled(page);
    assert.ok(before.pixels.some((value, n) => value !== after.pixels[n]));
    assert.deepEqual(errors, []);
    await page.context().close();
  });

  /** The place of the middle row whose decoding differs most between the map and its mirror. */
  async function mostChanged(canvas: Canvas) {
    const { width, height, positions } = canvas;
    const middle = { x: Math.round(width / 2 / CELL), y: Math.round(height / 2 / CELL) };
    const cells = await Promise.all(
      [-4, -3, -2, -1, 1, 2, 3, 4].map(async (by) => {
        const cell = { x: CELL * (middle.x + by), y: CELL * middle.y };
        const here = await decodedAt(positions, cell, () => true);
        const there = await decodedAt(mirror(canvas), cell, () => true);
        return { cell, here, there, likeness: alike(here, there) };
      }),
    );
    return cells.sort((a, b) => a.likeness - b.likeness)[0];
  }

  /** What the decoder makes of the weighted mean of the nearest latents, from onnxruntime-node. */
  async function decodedAt(
    positions: Float32Array,
    place: Point,
    shown: (index: number) => boolean,
  ): Promise<Float32Array> {
    const blend = blendOf(nearestTo(positions, place, shown));
    const { images, encoder, decoder, data } = input;
    const nearest = toFloats(images, blend.indices);
    const dims = [blend.indices.length, 1, 28, 28];
    const encoded = await runModel(encoder, { [data.encoder.input]: { data: nearest, dims } });
    const latents = encoded[data.encoder.output];
    const [size] = data.latentShape;
    const mean = meanLatent(blend, (index) => {
      const row = blend.indices.indexOf(index);
      return latents.subarray(row * size, (row + 1) * size);
    });
    const feed = { [data.decoder.input]: { data: mean, dims: [1, ...data.latentShape] } };
    return (await runModel(decoder, feed))[data.decoder.output];
  }
});

/** The mapped points nearest to a place, by looking at every one. */
function nearestTo(positions: Float32Array, { x, y }: Point, shown: (index: number) => boolean) {
  return Array.from({ length: MAPPED }, (_, index) => ({
    index,
    distance: Math.hypot(positions[2 * index] - x, positions[2 * index + 1] - y),
  }))
    .filter(({ index }) => shown(index))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, NEAREST);
}

/** A place right above and between an image and the next, beside the middle so that no distances are alike. */
function between(positions: Float32Array, index: number): Point {
  const step = positions[2 * index + 2] - positions[2 * index];
  return { x: positions[2 * index] + 0.55 * step, y: positions[2 * index + 1] - 0.47 * step };
}

/** Positions with left and right of the map's middle exchanged. */
function mirror({ positions, width }: Canvas): Float32Array {
  return positions.map((value, n) => (n % 2 === 0 ? width - value : value));
}

/** Moves the mouse there and tells where on the canvas the page has seen it. */
async function pointAt(page: Page, { x, y }: Point): Promise<Point> {
  const map = page.locator('#map');
  const box = (await map.boundingBox())!;
  const listening = await map.evaluateHandle((canvas: HTMLCanvasElement) => {
    const seen = { x: NaN, y: NaN };
    canvas.addEventListener('pointermove', ({ offsetX, offsetY }) => {
      seen.x = offsetX;
      seen.y = offsetY;
    });
    return seen;
  });
  await page.mouse.move(box.x + x, box.y + y);
  return listening.jsonValue();
}

async function setLayer(page: Page, layer: string, on: boolean): Promise<void> {
  await page.locator('#layers summary').click();
  await page.locator(`#layer-${layer}`).setChecked(on);
  await page.keyboard.press('Escape');
}

/** Waits until the view is covered, and tells with how many places. */
async function covered(page: Page): Promise<number> {
  const line = page.locator('#covering').getByText(/places decoded/);
  await line.waitFor();
  return Number(/^\d+/.exec(await line.innerText())![0]);
}

interface Canvas {
  readonly pixels: Uint8Array;
  /** CSS pixels, which are the canvas's own here, as those of all places. */
  readonly width: number;
  readonly height: number;
  /** Points × 2, at zoom 1. */
  readonly positions: Float32Array;
  /** Where a place of zoom 1 is seen when the middle stays and all is so much larger. */
  readonly seen: (place: Point, zoom: number) => Point;
}

async function settled(page: Page): Promise<Canvas> {
  await page.waitForTimeout(600);
  return canvasOf(page);
}

async function canvasOf(page: Page): Promise<Canvas> {
  const { text, width, height } = await page.locator('#map').evaluate(async (canvas) => {
    // What was asked for is drawn in the next frame.
    for (let frame = 0; frame < 3; frame++) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    const map = canvas as HTMLCanvasElement;
    const { data } = map.getContext('2d')!.getImageData(0, 0, map.width, map.height);
    const strings: string[] = [];
    for (let from = 0; from < data.length; from += 8192) {
      strings.push(String.fromCharCode(...data.subarray(from, from + 8192)));
    }
    return { text: btoa(strings.join('')), width: map.width, height: map.height };
  });
  return {
    pixels: new Uint8Array(Buffer.from(text, 'base64')),
    width,
    height,
    positions: fitMap(gridMap(), width, height, 24),
    seen: ({ x, y }, zoom) => ({
      x: width / 2 + (x - width / 2) * zoom,
      y: height / 2 + (y - height / 2) * zoom,
    }),
  };
}

function pixel({ pixels, width }: Canvas, x: number, y: number): Uint8Array {
  const at = 4 * (Math.round(y) * width + Math.round(x));
  return pixels.subarray(at, at + 4);
}

function painted(canvas: Canvas, x: number, y: number): boolean {
  return pixel(canvas, x, y)[3] > 0;
}

/** Whether two canvases differ within two pixels of a place. */
function differs(one: Canvas, other: Canvas, x: number, y: number): boolean {
  for (let down = -2; down <= 2; down++) {
    for (let right = -2; right <= 2; right++) {
      const [a, b] = [one, other].map((canvas) => pixel(canvas, x + right, y + down));
      if (a.some((value, n) => value !== b[n])) return true;
    }
  }
  return false;
}

/** The picture around a cell's middle, 28 × 28 samples. */
function tileOf(canvas: Canvas, { x, y }: Point): Float32Array {
  const side = 0.9 * CELL;
  return Float32Array.from({ length: 784 }, (_, n) => {
    const right = (((n % 28) + 0.5) / 28 - 0.5) * side;
    const down = ((Math.floor(n / 28) + 0.5) / 28 - 0.5) * side;
    return pixel(canvas, x + right, y + down)[0];
  });
}

/** Pearson's correlation of two pictures, without their outermost pixels, where the frame is. */
function alike(one: Float32Array, other: Float32Array): number {
  const inside = (_: number, n: number) =>
    Math.min(n % 28, 27 - (n % 28), Math.floor(n / 28), 27 - Math.floor(n / 28)) > 1;
  const [a, b] = [one, other].map((picture) => {
    const values = picture.filter(inside);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.map((value) => value - mean);
  });
  const dot = (u: Float32Array, v: Float32Array) => u.reduce((sum, x, n) => sum + x * v[n], 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

/** The red channel of a picture, 0 to 1. */
async function greysOf(page: Page, selector: string): Promise<Float32Array> {
  const values = await page.locator(selector).evaluate((picture) => {
    const canvas = picture as HTMLCanvasElement;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    return Array.from({ length: data.length / 4 }, (_, i) => data[4 * i] / 255);
  });
  return Float32Array.from(values);
}
