/** What is saved and shared, in a real browser, from disk and with the network cut. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { rgb } from 'd3-color';
import { csvParse } from 'd3-dsv';
import { decode, type DecodedPng } from 'fast-png';
import type { Page } from 'playwright-core';
import type { PageInput } from '../../pipeline/page/input.ts';
import { openFile } from '../chromium.ts';
import { assertSoon, clickPoint, placeOf } from './driving.ts';
import { COUNT, PLACED, twoMapsPage } from './pages.ts';
import { browserSuite, usePage } from './suite.ts';

/** Without glides, so that a view is what it will be at once. */
const SETTINGS = { viewport: { width: 1280, height: 860 }, reducedMotion: 'reduce' } as const;

void describe('save and share', () => {
  const suite = browserSuite();
  let input: PageInput;
  let digits: string;

  before(async () => {
    input = await twoMapsPage();
    digits = await suite.page('twoMaps');
  });

  const works = (
    name: string,
    body: (page: Page) => Promise<void>,
    file: () => string | Promise<string> = () => digits,
  ) =>
    test(name, async () => {
      await usePage(suite.browser, await file(), body, SETTINGS);
    });

  void works('the map is saved as PNG, twice as fine, with every point', async (page) => {
    const [width, height] = await sizeOf(page, '#map-card');
    const { name, bytes } = await saved(page, 'Map, PNG');
    assert.equal(name, 'digits-script-b-more-map.png');
    const png = decode(bytes);
    assert.deepEqual([png.width, png.height], [Math.ceil(2 * width), Math.ceil(2 * height)]);
    await assertShowsPoints(page, png, 2);
  });

  void works('the map is saved as SVG, a circle for every point', async (page) => {
    await page.locator('#legend .chip').nth(3).click();
    const { labels } = input.images;
    const without = await drawing((await saved(page, 'Map, SVG')).bytes);
    assert.equal(without.circles, labels.filter((label) => label !== 3).length);
    await page.getByRole('button', { name: 'Close' }).click();
    await page.locator('#legend .chip').nth(3).click();
    const { name, bytes } = await saved(page, 'Map, SVG');
    assert.equal(name, 'digits-script-b-more-map.svg');
    const { circles, words, size, painted } = await drawing(bytes);
    assert.equal(circles, COUNT);
    assert.deepEqual(size, await sizeOf(page, '#map-card'));
    for (const seen of ['Map', 'Colour by', '400 of 400 shown']) {
      assert.ok(words.includes(seen), `no "${seen}" in ${words.join(' | ')}`);
    }
    // What the menu holds is not seen, and a tool is of no use in a picture.
    for (const unseen of ['Density contours', 'Lasso']) assert.ok(!words.includes(unseen), unseen);
    await assertShowsPoints(page, painted, 1);
  });

  void works('the panel is saved with its pictures and words', async (page) => {
    await clickPoint(page, 30);
    await page.locator('#subject-number').getByText('image 30').waitFor();
    const original = page.locator('#original');
    const shown = await original.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
    const { bytes } = await saved(page, 'Panel beside it, SVG');
    const { words, pictures } = await drawing(bytes);
    assert.ok(words.includes('image 30'), words.join(' | '));
    assert.ok(pictures.includes(shown), 'the image is missing');
    const png = decode((await saved(page, 'Panel beside it, PNG')).bytes);
    assert.equal(png.width, Math.ceil(2 * (await sizeOf(page, '#inspector'))[0]));
  });

  void works('a part that was closed is opened to be saved', async (page) => {
    const { name, bytes } = await saved(page, 'Hardest to reconstruct, SVG');
    assert.equal(name, 'digits-script-b-more-hardest-to-reconstruct.svg');
    assert.equal((await drawing(bytes)).pictures.length, 24);
    const training = await drawing((await saved(page, 'Training, SVG')).bytes);
    assert.equal(training.circles, 1);
  });

  void works('all images are saved as CSV', async (page) => {
    const { name, bytes } = await saved(
      page,
      'All images with their places, errors and distortions, CSV',
    );
    assert.equal(name, 'digits-script-b-more-images.csv');
    const rows = csvParse(bytes.toString());
    const labels = rows.map(({ label }) => Number(label));
    assert.deepEqual(labels, [...input.images.labels]);
    const errors = rows.map(({ error }) => Math.fround(Number(error)));
    assert.deepEqual(errors, [...input.errors]);
    const places = rows.flatMap(({ mirror_x: x, mirror_y: y }) => [Number(x), Number(y)]);
    assert.deepEqual(places, [...input.maps[1].positions]);
    const measures = csvParse((await saved(page, 'Measures, CSV')).bytes.toString());
    assert.deepEqual(Object.values(measures[0]).slice(-3), ['0.0012', '0.0012', '0.0013']);
  });

  void works(
    'the models are saved as they were, byte for byte',
    async (page) => {
      for (const model of ['encoder', 'decoder'] as const) {
        const label = {
          encoder: 'Encoder, from image to latent',
          decoder: 'Decoder, from latent to image',
        };
        const { name, bytes } = await saved(page, `${label[model]}, ONNX`);
        assert.equal(name, `digits-script-b-more-${model}.onnx`);
        const file = new URL(`../fixtures/pytorch-pair/${model}.onnx`, import.meta.url);
        assert.ok(bytes.equals(await readFile(file)), `another ${model}`);
      }
    },
    () => suite.page('trained'),
  );

  void works('a link opens a fresh page as it was left', async (page) => {
    await page.locator('#map-select').selectOption('Mirror');
    await page.getByRole('tab', { name: 'Group' }).click();
    await page.getByLabel('Add all images of a class').selectOption('7');
    await page.getByRole('tab', { name: 'Between' }).click();
    await page.getByRole('slider', { name: 'Way from A to B' }).press('ArrowRight');
    const field = page.getByRole('combobox', { name: 'Find image' });
    await field.fill('217');
    await field.press('Enter');
    const hidden = (input.images.labels[217] + 1) % 10;
    await page.locator('#legend .chip').nth(hidden).click();
    await page.getByLabel('Colour by').selectOption('Error');
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await page.getByRole('button', { name: 'Save and share' }).click();
    const link = page.getByLabel('A link to this view');
    const { origin, pathname } = new URL(pathToFileURL(digits).href);
    const address = await link.inputValue();
    assert.ok(address.startsWith(`${origin === 'null' ? 'file://' : origin}${pathname}#`));
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.locator('#takeaway-status').getByText('The link is').waitFor();
    const fresh = await openFile(suite.browser, digits, SETTINGS);
    // Another document first: an address that differs in its hash alone loads nothing.
    await fresh.page.goto('about:blank');
    await fresh.page.goto(address);
    await fresh.page.locator('#engine[data-status=ready]').waitFor();
    await page.keyboard.press('Escape');
    const left = await summary(page);
    assert.deepEqual([left.selected, left.tab?.trim()], ['image 217', 'Between']);
    assert.match(left.way!, /^51/);
    assert.notEqual(left.shown, '400 of 400 shown');
    await assertSoon(
      async () => JSON.stringify(await summary(fresh.page)) === JSON.stringify(left),
      `the same view as ${JSON.stringify(left)}`,
    );
    await assertSoon(
      async () => (await changedShare(page, fresh.page)) < 0.01,
      `the same map, but for ${await changedShare(page, fresh.page)}`,
    );
    await fresh.page.getByRole('button', { name: 'Show all' }).click();
    await assertSoon(async () => (await changedShare(page, fresh.page)) > 0.05, 'another map');
    assert.deepEqual(fresh.errors, []);
    await fresh.page.context().close();
  });

  void works(
    'a tab opened by a link holds what it always holds, in the same order',
    async (page) => {
      const parts = page.locator('#panel-draw [id]');
      const order = () => parts.evaluateAll((elements) => elements.map(({ id }) => id));
      await page.getByRole('tab', { name: 'Draw' }).click();
      const clicked = await order();
      await assertSoon(() => Promise.resolve(page.url().endsWith('#panel=draw')));
      await page.reload();
      await page.locator('#engine[data-status=ready]').waitFor();
      assert.deepEqual(await order(), clicked);
    },
  );

  void works('the page obeys an address that is changed by hand', async (page) => {
    const goTo = (hash: string) =>
      page.evaluate((to) => {
        location.hash = to;
      }, hash);
    await goTo('panel=group&group=3+5&colour=error&image=5');
    await page.locator('#panel-group').getByText('2 images').waitFor();
    assert.equal(await page.getByLabel('Colour by').inputValue(), 'error');
    // A name of a section is no link to a view.
    await goTo('inspector');
    assert.equal(await page.getByLabel('Colour by').inputValue(), 'error');
    await goTo('image=9');
    await page.locator('#subject-number').getByText('image 9', { exact: true }).waitFor();
    assert.equal(await page.getByLabel('Colour by').inputValue(), 'class');
    await goTo('panel=draw');
    await page.locator('#pad').waitFor();
    await page.locator('#results').waitFor({ state: 'hidden' });
    // The way back leads to the page as it opens.
    await goTo('');
    await page.locator('#subject-number').getByText('image 0', { exact: true }).waitFor();
    assert.ok(await page.getByRole('tab', { name: 'Look', selected: true }).isVisible());
  });

  for (const hash of [
    'map=umap&image=999999&colour=toString&panel=nowhere&between=1+2&hide=99',
    'view=1e300+1e300+-1e300&layers=decodings+contours+places+names',
    `group=${'9 '.repeat(50_000)}&image=NaN&%E0%A4%A`,
  ]) {
    void test(`a broken link shows the page all the same: ${hash.slice(0, 24)}…`, async () => {
      const { page, errors } = await openFile(suite.browser, digits, SETTINGS);
      await page.goto('about:blank');
      await page.goto(`${pathToFileURL(digits).href}#${hash}`);
      await page.locator('#engine[data-status=ready]').waitFor();
      assert.equal(await page.locator('#map-status').innerText(), '400 of 400 shown');
      await page.locator('#subject-number').getByText('image 0', { exact: true }).waitFor();
      await page.getByRole('button', { name: 'Show all' }).click();
      await clickPoint(page, 45);
      await page.locator('#subject-number').getByText('image 45', { exact: true }).waitFor();
      assert.deepEqual(errors, []);
      await page.context().close();
    });
  }

  /** Checks that a picture of the map's card has every mapped point in the colour of its class. */
  async function assertShowsPoints(page: Page, png: DecodedPng, ratio: number): Promise<void> {
    const [card, map] = await Promise.all(
      ['#map-card', '#map'].map((selector) => page.locator(selector).boundingBox()),
    );
    const { classColours } = input.data.dataset;
    const { labels } = input.images;
    const palette = ['white', 'black', ...classColours].map((colour) =>
      rgb(colour.replaceAll(' ', ', ')),
    );
    const seenAt = ([x, y]: readonly [number, number]): number => {
      const column = Math.round(ratio * (x + map!.x - card!.x));
      const row = Math.round(ratio * (y + map!.y - card!.y));
      const pixel = png.data.subarray(png.channels * (row * png.width + column));
      const distances = palette.map(({ r, g, b }) =>
        Math.hypot(r - pixel[0], g - pixel[1], b - pixel[2]),
      );
      return distances.indexOf(Math.min(...distances)) - 2;
    };
    const places = await Promise.all(
      Array.from({ length: COUNT - PLACED }, (_, i) => placeOf(page, i)),
    );
    const right = places.filter((place, i) => seenAt(place) === labels[i]);
    // Ten names and the selected point lie over some.
    assert.ok(right.length > 0.94 * places.length, `${right.length} of ${places.length}`);
    const [step] = places[1].map((value, axis) => value - places[0][axis]);
    const between = places.filter(([x, y]) => seenAt([x + step / 2, y]) === -2);
    assert.ok(between.length > 0.9 * places.length, `${between.length} of ${places.length}`);
  }

  /** What an SVG holds, and how Chromium paints it, on its own and from disk. */
  async function drawing(bytes: Buffer) {
    const text = bytes.toString();
    assert.doesNotMatch(text, /foreignObject|<script|url\((?!["#&])|NaN|undefined/);
    const file = await suite.folder.write('drawing', text, 'svg');
    const { page, requests, errors } = await openFile(suite.browser, file, SETTINGS);
    const found = await page.evaluate(() => ({
      // Chromium puts its complaint into a drawing that is not well-formed.
      broken: document.querySelector('parsererror')?.textContent,
      size: ['width', 'height'].map((name) => Number(document.documentElement.getAttribute(name))),
      circles: document.querySelectorAll('circle').length,
      words: [...document.querySelectorAll('text')].map((word) => word.textContent),
      pictures: [...document.querySelectorAll('image')].map((image) => image.getAttribute('href')),
    }));
    const painted = decode(await page.screenshot());
    assert.deepEqual([found.broken, requests, errors], [undefined, [], []]);
    await page.context().close();
    return { ...found, painted };
  }

  /** What a person sees of the view. */
  async function summary(page: Page) {
    const text = (selector: string) => page.locator(selector).textContent();
    return {
      map: await page.locator('#map-select').inputValue(),
      colouring: await page.locator('#colouring').inputValue(),
      shown: await text('#map-status'),
      tab: await text('[role=tab][aria-selected=true]'),
      selected: await text('#subject-number'),
      group: await text('.group-count button'),
      way: await page
        .getByRole('slider', { name: 'Way from A to B' })
        .getAttribute('aria-valuetext'),
    };
  }

  async function sizeOf(page: Page, selector: string): Promise<number[]> {
    const { width, height } = (await page.locator(selector).boundingBox())!;
    return [width, height];
  }
});

/** Saves something by its button in the dialog, and closes nothing. */
async function saved(page: Page, button: string): Promise<{ name: string; bytes: Buffer }> {
  if (!(await page.getByRole('dialog').isVisible())) {
    await page.getByRole('button', { name: 'Save and share' }).click();
  }
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: button, exact: true }).click();
  const download = await downloading;
  const name = download.suggestedFilename();
  await page.locator('#takeaway-status').getByText(`Saved as ${name}.`).waitFor();
  return { name, bytes: await readFile(await download.path()) };
}

/** The share of pixels that differ between the maps of two pages, by more than the rounding of a link. */
async function changedShare(...pages: readonly [Page, Page]): Promise<number> {
  const [first, second] = await Promise.all(
    pages.map(async (page) => {
      const map = page.locator('#map');
      const url = await map.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
      return decode(Buffer.from(url.split(',')[1], 'base64')).data;
    }),
  );
  let changed = 0;
  for (let i = 3; i < first.length; i += 4) changed += Number(Math.abs(first[i] - second[i]) > 60);
  return changed / (first.length / 4);
}
