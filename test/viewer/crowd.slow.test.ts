/** A crowd on the map in a real browser: as a density, as single points, in words, saved and damaged. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, describe, test } from 'node:test';
import { rgb } from 'd3-color';
import { decode } from 'fast-png';
import type { Page } from 'playwright-core';
import { PAGE_BLOBS } from '../../pipeline/contract.ts';
import { classColours } from '../../pipeline/figures/palette.ts';
import type { PageInput } from '../../pipeline/page/input.ts';
import { buildPage } from '../../pipeline/page/page.ts';
import { CLOUD, clouds } from './crowds.ts';
import { assertSoon, placeOf } from './driving.ts';
import { SIDE, twoMapsPage } from './pages.ts';
import { browserSuite, usePage } from './suite.ts';

const COUNT = 90_000;
/** A class whose cloud has no name of a class on it once names are off. */
const LABEL = 6;
/** An image of the map of another class, on which a crowd of few lies. */
const MARKED = 4 * SIDE + 7;

void describe('a crowd on the map', () => {
  const suite = browserSuite();
  const colours = classColours(10);
  let [html, few] = ['', ''];

  before(async () => {
    const input = await twoMapsPage();
    const dataset = { ...input.data.dataset, classColours: colours };
    const crowd = clouds(COUNT, 1);
    html = await buildPage({
      ...input,
      crowd,
      data: { ...input.data, dataset },
    } satisfies PageInput);
    const labels = new Int32Array(400).fill(LABEL);
    const place = [MARKED % SIDE, Math.floor(MARKED / SIDE)];
    // The last of them holds the grid open.
    const positions = Float32Array.from({ length: 800 }, (_, n) => (n < 798 ? place[n % 2] : 0));
    const onOne = { title: 'Clouds', positions, labels };
    few = await buildPage({ ...input, crowd: onOne, data: { ...input.data, dataset } });
  });

  const shows = (name: string, body: (page: Page) => Promise<void>, text: () => string) =>
    test(name, async () => {
      const file = await suite.folder.write(name.slice(0, 12).replaceAll(' ', '-'), text());
      await usePage(suite.browser, file, body, { reducedMotion: 'reduce' });
    });

  void shows(
    'is a density in the colours of the classes, and comes and goes with what is shown',
    async (page) => {
      await says(page, '+ 90,000 images of Clouds, shown by density');
      assert.match(
        await page.locator('#lede').innerText(),
        /90,000 images of Clouds were placed on it: a density/,
      );
      assert.match(
        (await page.locator('#map').getAttribute('aria-label'))!,
        /^t-SNE map of 400 images and 90,000 more without pictures$/,
      );
      await withoutNames(page);
      const { spot, other } = await spotsOn(page);
      const mine = await colourAt(page, spot);
      // On transparent ground it is the colour itself.
      const { r, g, b } = rgb(colours[LABEL]);
      assert.ok(isNear(mine, [r, g, b], 12) && mine[3] > 40 && mine[3] < 200, mine.join());
      const all = await drawnOn(page);

      // A hidden class leaves its cloud empty, and no other.
      const chip = page.locator('#legend .chip').nth(LABEL);
      await chip.click();
      await assertSoon(async () => (await colourAt(page, spot))[3] === 0, 'its cloud is empty');
      assert.ok((await colourAt(page, other))[3] > 40);
      const without = await drawnOn(page);
      assert.ok(without < all - 0.05 * all && without > 0.8 * all, `${without} of ${all} pixels`);
      await chip.click();
      await assertSoon(async () => (await colourAt(page, spot))[3] > 40);

      await page.locator('#legend-crowd').getByText('Clouds, 90,000', { exact: true }).waitFor();
      await page.locator('#colouring').selectOption('error');
      await page.locator('#scale-title').getByText('images of Clouds are grey').waitFor();
      await assertSoon(async () => {
        // The scale takes room from the map.
        const [red, green, blue, opacity] = await colourAt(page, (await spotsOn(page)).spot);
        return opacity > 40 && Math.abs(red - green) < 12 && Math.abs(green - blue) < 16;
      }, 'a neutral grey');
      await page.locator('#colouring').selectOption('class');

      // It lies on the first map, and comes last.
      const isGone = async () => (await colourAt(page, spot))[3] === 0;
      await page.getByRole('combobox', { name: 'Map' }).selectOption('Mirror');
      await assertSoon(isGone, 'not on another map');
      await says(page, '');
      await page.getByRole('combobox', { name: 'Map' }).selectOption('t-SNE');
      await assertSoon(async () => !(await isGone()), 'on its own map');
      await page.getByRole('button', { name: 'Replay' }).click();
      await page.getByRole('button', { name: 'Pause' }).click();
      await assertSoon(async () => (await page.locator('#crowd-status').innerText()) === '');
      await page.keyboard.press('Escape');
      await says(page, '+ 90,000 images of Clouds, shown by density');
      await page.locator('#legend-crowd').click();
      await assertSoon(isGone, 'switched off');
      await says(page, '');
      await assertSoon(() => Promise.resolve(/#.*crowd=hidden/.test(page.url())), 'a link to it');
    },
    () => html,
  );

  void shows(
    'is told around a place, shown in points from near, and saved',
    async (page) => {
      await says(page, '+ 90,000 images of Clouds, shown by density');
      await withoutNames(page);
      const { spot } = await spotsOn(page);
      const { x, y } = (await page.locator('#map').boundingBox())!;
      await page.mouse.move(x + spot[0], y + spot[1]);
      const told = page.locator('#tooltip-crowd');
      await told.getByText(/^\+ \d[\d,]* placed here: \d[\d,]* × class 6$/).waitFor();
      // From the middle of the map down into a cloud.
      for (const key of ['x', 'Shift+ArrowDown', 'Shift+ArrowDown']) {
        await page.locator('#map').press(key);
      }
      await page
        .locator('#map-speech')
        .getByText(/placed here: /)
        .waitFor({ state: 'attached' });
      await page.keyboard.press('Escape');

      const png = decode(await savedMap(page));
      const card = (await page.locator('#map-card').boundingBox())!;
      const at = (dx: number, dy: number) => {
        const [left, top] = [x - card.x + spot[0] + dx, y - card.y + spot[1] + dy];
        const from = png.channels * (Math.round(2 * top) * png.width + Math.round(2 * left));
        return [...png.data.subarray(from, from + 3)];
      };
      const { r, g, b } = rgb(colours[LABEL]);
      const saved = at(0, 0);
      const share = (255 - saved[0]) / (255 - r);
      const mixed = [r, g, b].map((value) => 255 - share * (255 - value));
      assert.ok(share > 0.15 && share < 0.8 && isNear(saved, mixed, 12), saved.join());
      await page.keyboard.press('Escape');

      await page.locator('#map').focus();
      for (let press = 0; press < 5; press++) {
        await page.keyboard.press('+');
        await page.waitForTimeout(60);
      }
      await says(page, '+ 90,000 images of Clouds, shown as small points');
      const [drawn, total] = [await drawnOn(page), await sizeOf(page)];
      // Of the few thousand in view each is seen; those of the density would cover all of a cloud.
      assert.ok(drawn > 0.02 * total && drawn < 0.6 * total, `${drawn} of ${total} pixels`);
    },
    () => html,
  );

  void shows(
    'of few is shown in points above the map’s own, and where there is nothing the page says so',
    async (page) => {
      await says(page, '+ 400 images of Clouds, shown as small points');
      assert.match(
        await page.locator('#lede').innerText(),
        /400 images of Clouds .* small points,/,
      );
      const note = await page.locator('#map-note').innerText();
      assert.ok(note.includes('small points are the images of Clouds') && !note.includes('shade'));
      await withoutNames(page);
      // They lie on a point of the map whose class is another.
      const { r, g, b } = rgb(colours[LABEL]);
      const [x, y] = await placeOf(page, MARKED);
      assert.ok(isNear(await colourAt(page, [x, y], 0), [r, g, b, 255], 2));

      await page.locator('#map').focus();
      for (let press = 0; press < 12; press++) await page.keyboard.press('+');
      const nothing = page.locator('#map-nothing');
      await nothing.waitFor();
      await nothing.getByRole('button').click();
      await nothing.waitFor({ state: 'hidden' });
    },
    () => few,
  );

  void shows(
    'that is damaged is spared, and the page says so',
    async (page) => {
      const notice = page.getByRole('region', { name: 'Damage to this file' });
      await notice.getByText('without the images without pictures').waitFor();
      assert.equal(await page.locator('#crowd-status').innerText(), '');
      assert.equal(await page.locator('#legend-crowd').isVisible(), false);
      assert.equal(await page.locator('#map-status').innerText(), '400 of 400 shown');
    },
    () => html.replace(new RegExp(`(id="${PAGE_BLOBS.crowd}">)[^<]{40}`), '$1'),
  );
});

async function says(page: Page, text: string): Promise<void> {
  await assertSoon(async () => (await page.locator('#crowd-status').innerText()) === text, text);
}

async function withoutNames(page: Page): Promise<void> {
  await page.locator('#layers summary').click();
  await page.locator('#layer-names').uncheck();
  await page.keyboard.press('Escape');
  await page.mouse.move(0, 0);
}

type Place = readonly [x: number, y: number];

/** Between the map's own points, CSS pixels of the canvas: within the cloud of {@link LABEL}, and in another. */
async function spotsOn(page: Page): Promise<{ spot: Place; other: Place }> {
  const within = async (label: number): Promise<Place> => {
    const { x, y } = CLOUD.middle(label);
    const index = y * SIDE + x;
    const [[left, top], [right, bottom]] = await Promise.all([
      placeOf(page, index),
      placeOf(page, index + SIDE + 1),
    ]);
    return [(left + right) / 2, (top + bottom) / 2];
  };
  return { spot: await within(LABEL), other: await within(2) };
}

/** Red, green, blue and opacity, the mean of a few pixels around a place. */
function colourAt(page: Page, [x, y]: Place, reach = 3): Promise<number[]> {
  return page.locator('#map').evaluate(
    (canvas: HTMLCanvasElement, [left, top, around]) => {
      const side = 2 * around + 1;
      const { data } = canvas
        .getContext('2d')!
        .getImageData(left - around, top - around, side, side);
      const sums = [0, 0, 0, 0];
      for (let n = 0; n < data.length; n += 4) {
        // Transparent pixels have no colour.
        for (let c = 0; c < 3; c++) sums[c] += data[n + c] * data[n + 3];
        sums[3] += data[n + 3];
      }
      return [...sums.slice(0, 3).map((sum) => sum / (sums[3] || 1)), sums[3] / (data.length / 4)];
    },
    [Math.round(x), Math.round(y), reach],
  );
}

/** How many pixels of the map have anything on them. */
function drawnOn(page: Page): Promise<number> {
  return page.locator('#map').evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let n = 3; n < data.length; n += 4) count += Number(data[n] > 20);
    return count;
  });
}

function sizeOf(page: Page): Promise<number> {
  return page.locator('#map').evaluate((canvas: HTMLCanvasElement) => canvas.width * canvas.height);
}

async function savedMap(page: Page): Promise<Buffer> {
  await page.getByRole('button', { name: 'Save and share' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Map, PNG' }).click(),
  ]);
  return readFile(await download.path());
}

function isNear(found: readonly number[], expected: readonly number[], reach: number): boolean {
  return expected.every((value, c) => Math.abs(found[c] - value) <= reach);
}
