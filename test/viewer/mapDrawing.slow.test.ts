/** What the map draws in a real browser: pixels of points, pictures, changes of maps and the replay. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { PageInput } from '../../pipeline/page/input.ts';
import { fitMap } from '../../viewer/map/layout.ts';
import { MARGIN } from '../../viewer/map/points.ts';
import { replayPositions } from '../../viewer/map/replay/frames.ts';
import { COUNT, gridMap, PLACED, SIDE, twoMapsPage } from './pages.ts';
import { browserSuite, usePage } from './suite.ts';

const VIEWPORT = { width: 1280, height: 860 };
const MAPPED = COUNT - PLACED;
const WHITE = [255, 255, 255];
/** Of the points, CSS pixels: the largest there is, and of a ring's line. */
const [RADIUS, RING] = [5, 6];

type Place = [x: number, y: number];

void describe('the map in Chromium', () => {
  const suite = browserSuite();
  let input: PageInput;
  let file: string;

  before(async () => {
    input = await twoMapsPage();
    file = await suite.page('twoMaps');
  });

  const draws = (name: string, body: (page: Page) => Promise<void>, options = {}) =>
    test(name, async () => {
      const use = async (page: Page): Promise<void> => {
        // The selected point has a mark around it.
        await page.keyboard.press('Escape');
        await body(page);
      };
      await usePage(suite.browser, file, use, { viewport: VIEWPORT, ...options });
    });

  void draws('a mapped image is a disc in its colour, a placed one a ring', async (page) => {
    const places = await placesOn(page);
    const colours = await classColours(page, input);
    const of = (i: number) => colours[input.images.labels[i]];
    const at = (dx: number) =>
      coloursAt(
        page,
        places.map(([x, y]) => [x + dx, y]),
      );
    const [middle, line, beside] = await Promise.all([at(0), at(-RING), at(RADIUS + 4)]);
    const discs = count(
      0,
      MAPPED,
      (i) => isNear(middle[i], covered(of(i)), 3) && beside[i][3] === 0,
    );
    const rings = count(
      MAPPED,
      COUNT,
      (i) => isNear(middle[i], WHITE, 0) && isNear(line[i], of(i), 40),
    );
    // The names of the classes lie on some.
    assert.ok(discs > 0.9 * MAPPED, `${discs} of ${MAPPED} discs`);
    assert.ok(rings > 0.9 * PLACED, `${rings} of ${PLACED} rings`);
  });

  void draws('zoomed in, images are pictures framed in their colour', async (page) => {
    const zoom = await zoomIn(page);
    const { width, height } = await sizeOf(page);
    const colours = await classColours(page, input);
    const seen = (await placesOn(page))
      .map(([x, y], i) => ({
        i,
        left: Math.round((x - width / 2) * zoom + width / 2 - 14),
        top: Math.round(y * zoom - 14),
      }))
      .filter(({ left, top }) => left > 9 && top > 9 && left + 37 < width && top + 37 < height);
    assert.ok(seen.length > 20, `${seen.length} are in view`);
    let [exact, placed] = [0, 0];
    for (const { i, left, top } of seen) {
      const drawn = await pixels(page, left, top, 28, 28);
      const image = input.images.pixels.subarray(784 * i, 784 * (i + 1));
      const frame = await pixels(page, left - 2, top + 27, 2, 1);
      const colour = colours[input.images.labels[i]];
      const framed =
        isNear(frame.slice(0, 4), colour, 1) &&
        isNear(frame.slice(4), i < MAPPED ? colour : WHITE, 1);
      if (framed && image.every((byte, n) => byte === drawn[4 * n])) exact++;
      if (framed && i >= MAPPED) placed++;
    }
    // The names of the classes and the buttons lie on some.
    assert.ok(exact > 0.7 * seen.length, `${exact} of ${seen.length} pictures are exact`);
    assert.ok(placed > 0, 'placed images have paper between frame and picture');
  });

  void draws('points glide to their places on another map', async (page) => {
    const places = await placesOn(page);
    const between = await watchBetween(page, places);
    await page.getByRole('combobox', { name: 'Map' }).selectOption('Mirror');
    await page.waitForTimeout(900);
    assert.ok((await between()) > 3, 'seen on their way in several frames');
    await isMirrored(page, places);
  });

  void draws(
    'points are on the other map at once where less motion is wanted',
    async (page) => {
      const places = await placesOn(page);
      const between = await watchBetween(page, places);
      await page.getByRole('combobox', { name: 'Map' }).selectOption('Mirror');
      await page.waitForTimeout(900);
      assert.equal(await between(), 0);
      await isMirrored(page, places);
    },
    { reducedMotion: 'reduce' },
  );

  void draws(
    'the replay shows every frame, by slider and by playing, and ends on the map',
    async (page) => {
      const canvas = await sizeOf(page);
      const places = await placesOn(page);
      const isDrawn = async ([x, y]: Place) => (await pixels(page, x, y, 1, 1))[3] > 0;
      const [corner, ring] = [places[0], places[COUNT - 1]];
      await page.getByRole('button', { name: 'Replay' }).click();
      await page.getByRole('button', { name: 'Pause' }).click();
      const slider = page.getByRole('slider', { name: 'Iteration of t-SNE' });
      await slider.focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Home');
      assert.equal(await slider.getAttribute('aria-valuetext'), 'Iteration 50');
      await page.waitForTimeout(100);
      const fitted = Float32Array.from(places.flat());
      const first = replayPositions(input.frames!, 0, fitted, canvas);
      for (const i of [0, 19, 170, 359]) {
        assert.ok(await isDrawn([first[2 * i], first[2 * i + 1]]), `point ${i} of the first frame`);
      }
      assert.ok(!(await isDrawn(corner)), 'the corner of the map is empty yet');
      assert.ok(!(await isDrawn([ring[0] - RING, ring[1]])), 'no placed image');

      await page.keyboard.press('End');
      await page.waitForTimeout(100);
      assert.equal(await page.locator('#replay-iteration').innerText(), '150 of 150');
      assert.ok(await isDrawn(corner), 'the corner is where the map has it');
      assert.ok(!(await isDrawn([ring[0] - RING, ring[1]])), 'still no placed image');

      await page.keyboard.press('ArrowLeft');
      await page.getByRole('button', { name: 'Play', exact: true }).click();
      await page.getByRole('button', { name: 'Replay' }).waitFor({ timeout: 5000 });
      await page.waitForTimeout(800);
      assert.ok(await isDrawn([ring[0] - RING, ring[1]]), 'placed images are back');
      assert.ok(!(await slider.isVisible()));

      await page.getByRole('button', { name: 'Replay' }).click();
      await page.keyboard.press('Escape');
      await page.waitForTimeout(800);
      assert.ok((await isDrawn(corner)) && (await isDrawn([ring[0] - RING, ring[1]])));
      await page.getByRole('combobox', { name: 'Map' }).selectOption('Mirror');
      assert.ok(
        !(await page.getByRole('button', { name: 'Replay' }).isVisible()),
        'of another map',
      );
    },
  );

  async function isMirrored(page: Page, places: readonly Place[]): Promise<void> {
    const colours = await classColours(page, input);
    const seen = await coloursAt(page, places);
    const there = count(0, MAPPED, (i) => {
      const where = SIDE - 1 - (i % SIDE) + i - (i % SIDE);
      return isNear(seen[where], covered(colours[input.images.labels[i]]), 3);
    });
    assert.ok(there > 0.9 * MAPPED, `${there} of ${MAPPED} are where the other map has them`);
  }
});

/** Where the points of the grid are, CSS pixels of the canvas. */
async function placesOn(page: Page): Promise<Place[]> {
  const { width, height } = await sizeOf(page);
  const fitted = fitMap(gridMap(), width, height, MARGIN);
  return Array.from({ length: COUNT }, (_, i) => [fitted[2 * i], fitted[2 * i + 1]]);
}

async function sizeOf(page: Page): Promise<{ width: number; height: number }> {
  return page
    .locator('#map')
    .evaluate(({ clientWidth: width, clientHeight: height }) => ({ width, height }));
}

/** Zooms in until images have room, goes to the upper edge in the middle, and gives the zoom. */
async function zoomIn(page: Page): Promise<number> {
  const presses = 3;
  await page.locator('#map').focus();
  for (let press = 0; press < presses; press++) {
    await page.keyboard.press('+');
    // As long as a step takes to glide, and a little more.
    await page.waitForTimeout(400);
  }
  const { x, y, width, height } = (await page.locator('#map').boundingBox())!;
  for (let drag = 0; drag < presses; drag++) {
    await page.mouse.move(x + width / 2, y + 20);
    await page.mouse.down();
    await page.mouse.move(x + width / 2, y + height - 20);
    await page.mouse.up();
  }
  await page.mouse.move(0, 0);
  await page.waitForTimeout(100);
  return 1.5 ** presses;
}

/** Counts moments at which something is drawn between the columns of the grid, in the lowest row but one. */
async function watchBetween(page: Page, places: readonly Place[]): Promise<() => Promise<number>> {
  const [[x, y], [next]] = places.slice(SIDE, SIDE + 2);
  const spots = Array.from({ length: SIDE - 1 }, (_, c): Place => [x + (c + 0.5) * (next - x), y]);
  await page.locator('#map').evaluate((canvas: HTMLCanvasElement, at) => {
    const context = canvas.getContext('2d')!;
    canvas.dataset.between = '0';
    setInterval(() => {
      const drawn = at.some(([left, top]) => context.getImageData(left, top, 1, 1).data[3] > 0);
      canvas.dataset.between = String(Number(canvas.dataset.between) + Number(drawn));
    }, 20);
  }, spots);
  return async () => Number(await page.locator('#map').getAttribute('data-between'));
}

/** Red, green, blue and opacity of places of the canvas. */
function coloursAt(page: Page, places: readonly Place[]): Promise<number[][]> {
  return page.locator('#map').evaluate((canvas: HTMLCanvasElement, at) => {
    const context = canvas.getContext('2d')!;
    return at.map(([x, y]) => [...context.getImageData(Math.floor(x), Math.floor(y), 1, 1).data]);
  }, places);
}

/** As {@link coloursAt}, of all pixels of a rectangle, row by row, one after the other. */
function pixels(
  page: Page,
  x: number,
  y: number,
  width: number,
  height: number,
): Promise<number[]> {
  return page
    .locator('#map')
    .evaluate(
      (canvas: HTMLCanvasElement, box) => [
        ...canvas.getContext('2d')!.getImageData(box[0], box[1], box[2], box[3]).data,
      ],
      [Math.floor(x), Math.floor(y), width, height],
    );
}

/** Red, green and blue of each class. */
function classColours(page: Page, { data }: PageInput): Promise<number[][]> {
  return page.evaluate((colours) => {
    const context = document.createElement('canvas').getContext('2d')!;
    return colours.map((colour) => {
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
      return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
    });
  }, data.dataset.classColours);
}

/** A colour as a disc shows it on white paper. */
function covered(colour: readonly number[]): number[] {
  return colour.map((value) => 255 + 0.85 * (value - 255));
}

/** Whether red, green and blue are each within `reach` of those expected. */
function isNear(found: readonly number[], expected: readonly number[], reach: number): boolean {
  return expected.every((value, c) => Math.abs(found[c] - value) <= reach);
}

function count(from: number, to: number, holds: (i: number) => boolean): number {
  return Array.from({ length: to - from }, (_, n) => from + n).filter(holds).length;
}
