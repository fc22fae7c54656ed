/** Choosing many points and finding one, in a real browser, from disk and with the network cut. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, describe, test } from 'node:test';
import { csvParse } from 'd3-dsv';
import type { Page } from 'playwright-core';
import { TENSORS } from '../../exporter/tensorNames.ts';
import type { PageInput } from '../../pipeline/page/input.ts';
import { fitMap } from '../../viewer/map/layout.ts';
import { meanSquaredError } from '../../viewer/parts/picture.ts';
import { short } from '../../viewer/parts/numbers.ts';
import { openFile } from '../chromium.ts';
import { largestDifference, realDigits, runModel } from '../helpers.ts';
import { COUNT, digitsPage, gridMap, SIDE } from './pages.ts';
import { browserSuite, usePage } from './suite.ts';

/** Image in a column and a row of the grid, from the bottom left. */
const at = (column: number, row: number): number => row * SIDE + column;

/** The images of a rectangle of the grid, ends included, in order. */
function block([left, right]: [number, number], [bottom, top]: [number, number]): number[] {
  const images: number[] = [];
  for (let row = bottom; row <= top; row++) {
    for (let column = left; column <= right; column++) images.push(at(column, row));
  }
  return images;
}

void describe('many points, and one among them', () => {
  const suite = browserSuite();
  let input: PageInput;
  let digits: string;

  before(async () => {
    input = await digitsPage();
    digits = await suite.page('digits');
  });

  const works = (
    name: string,
    body: (page: Page) => Promise<void>,
    viewport = { width: 1280, height: 860 },
  ) => test(name, () => usePage(suite.browser, digits, body, { viewport }));

  void works('a loop takes what lies within; Shift adds, Alt takes away', async (page) => {
    await page.getByRole('tab', { name: 'Group' }).click();
    await page.getByRole('button', { name: 'Draw a loop' }).click();
    await loop(page, [5, 8], [6, 9]);
    const first = block([5, 8], [6, 9]);
    assert.deepEqual(await group(page), first);
    // A loop is no click: image 0 is still the one that is looked at.
    assert.equal(await page.locator('#subject-number').textContent(), 'image 0');
    await page.keyboard.down('Shift');
    await loop(page, [11, 12], [5, 6]);
    await page.keyboard.up('Shift');
    assert.deepEqual(
      await group(page),
      [...first, ...block([11, 12], [5, 6])].sort((a, b) => a - b),
    );
    await page.keyboard.down('Alt');
    await loop(page, [0, 19], [6, 9]);
    await page.keyboard.up('Alt');
    assert.deepEqual(await group(page), block([11, 12], [5, 5]));
    // Without a key a loop begins anew, unless the switch says otherwise.
    await loop(page, [3, 4], [3, 3]);
    assert.deepEqual(await group(page), block([3, 4], [3, 3]));
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await loop(page, [6, 6], [3, 3]);
    assert.deepEqual(await group(page), [at(3, 3), at(4, 3), at(6, 3)]);
    // A loop around nothing leaves nothing where it begins anew.
    await page.getByRole('button', { name: 'New', exact: true }).click();
    await page.getByRole('button', { name: 'None', exact: true }).click();
    await loop(page, [0, 9], [2, 5]);
    assert.deepEqual(await group(page), []);
    await page.getByText('Choose many images').waitFor();
  });

  void works(
    'the lasso is left by Escape, also halfway; a drag then moves the map',
    async (page) => {
      await page.keyboard.press('l');
      await page.getByText('Draw a loop around points.').waitFor();
      const places = await placesOn(page);
      await page.mouse.move(...places[at(5, 5)]);
      await page.mouse.down();
      await page.mouse.move(...places[at(9, 5)], { steps: 4 });
      await page.mouse.move(...places[at(7, 9)], { steps: 4 });
      const inside = at(7, 6);
      await soon(async () => (await paperBeside(page, inside)) < 250);
      await page.keyboard.press('Escape');
      await soon(async () => (await paperBeside(page, inside)) === 255);
      await page.mouse.up();
      assert.deepEqual(await group(page), []);
      assert.equal(
        await page.getByRole('button', { name: 'Move' }).getAttribute('aria-pressed'),
        'true',
      );
      assert.equal(await page.locator('#subject-number').textContent(), 'image 0');
      await page.getByRole('button', { name: 'Zoom in' }).click();
      const before = await picture(page);
      await page.mouse.move(...places[at(5, 5)]);
      await page.mouse.down();
      await page.mouse.move(...places[at(9, 5)], { steps: 4 });
      await page.mouse.up();
      await soon(async () => (await picture(page)) !== before);
      assert.deepEqual(await group(page), []);
      await page.keyboard.press('Escape');
      await page.locator('#empty-point').waitFor();
    },
  );

  void works('a loop is drawn right on a map that is zoomed in', async (page) => {
    await page.keyboard.press('l');
    await page.locator('#map').focus();
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    const zoomed = await placesOn(page, 1.5 * 1.5);
    await loop(page, [9, 11], [9, 10], zoomed);
    assert.deepEqual(await group(page), block([9, 11], [9, 10]));
  });

  void works('the keyboard alone makes a group', async (page) => {
    await page.locator('#map').focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Space');
    assert.deepEqual(await group(page), [0, 2]);
    await page.getByRole('status').getByText('2 in the group').waitFor();
    // One goes on looking at images meanwhile.
    assert.equal(
      await page.getByRole('tab', { name: 'Look' }).getAttribute('aria-selected'),
      'true',
    );
    await page.keyboard.press('Space');
    assert.deepEqual(await group(page), [0]);
    await page.keyboard.press('n');
    const { k, indices } = input.neighbours;
    const nearest = [...indices.subarray(2 * k, 3 * k)];
    assert.deepEqual(
      await group(page),
      [...new Set([0, 2, ...nearest])].sort((a, b) => a - b),
    );
    await page.getByRole('button', { name: '12 in the group' }).press('Enter');
    await page.locator('#panel-group').getByText('12 images').waitFor();
    await page.getByRole('button', { name: 'Remove image 2' }).press('Enter');
    await page.locator('#panel-group').getByText('11 images').waitFor();
    await page.getByRole('button', { name: 'Add its 10 nearest' }).press('Enter');
    await page.locator('#panel-group').getByText('12 images').waitFor();
  });

  void works('the group stands out on the map, and can be turned round', async (page) => {
    const inside = at(8, 8);
    const outside = at(12, 8);
    const colour = await colourAt(page, inside);
    const other = await colourAt(page, outside);
    await page.keyboard.press('l');
    await loop(page, [8, 8], [8, 8]);
    await page.mouse.move(1, 1);
    // What is outside keeps some of its colour, and little of it.
    const strength = (seen: number[]) => distance(seen, WHITE) / distance(other, WHITE);
    await soon(async () => strength(await colourAt(page, outside)) < 0.4);
    assert.ok(strength(await colourAt(page, outside)) > 0.2, 'nothing is left of the others');
    // A disc is a little paler than its colour as long as there is no group.
    assert.ok(distance(await colourAt(page, inside), colour) < 80, 'a member has another colour');
    assert.equal(await darkBeside(page, inside), true);
    assert.equal(await darkBeside(page, outside), false);
    await page.getByRole('button', { name: 'Invert' }).click();
    await page.locator('#panel-group').getByText('399 images').waitFor();
    await soon(async () => await darkBeside(page, outside));
    assert.equal(await darkBeside(page, inside), false);
    await page.getByRole('button', { name: 'Clear' }).click();
    await soon(async () => distance(await colourAt(page, outside), other) === 0);
  });

  void works('the tab tells what the group is made of', async (page) => {
    const { labels } = input.images;
    const label = labels[5];
    await page.getByRole('tab', { name: 'Group' }).click();
    await page.getByLabel('Add all images of a class').selectOption(String(label));
    const members = [...labels.keys()].filter((index) => labels[index] === label);
    assert.deepEqual(await group(page), members);
    await page.keyboard.press('l');
    await page.keyboard.down('Shift');
    const more = block([4, 7], [4, 6]);
    await loop(page, [4, 7], [4, 6]);
    await page.keyboard.up('Shift');
    const all = [...new Set([...members, ...more])];
    const panel = page.locator('#panel-group');
    await panel.getByText(`${all.length} images`).waitFor();
    const rows = await panel.getByLabel('Images by class').locator('li').allInnerTexts();
    const counted = rows.map((row) => row.match(/\d+/g)!.slice(0, 2).map(Number));
    const expected = Array.from({ length: 10 }, (_, k) => [
      k,
      all.filter((index) => labels[index] === k).length,
    ]).filter(([, count]) => count > 0);
    assert.deepEqual(
      counted.toSorted(([a], [b]) => a - b),
      expected,
    );
    const counts = counted.map(([, count]) => count);
    assert.deepEqual(
      counts,
      counts.toSorted((a, b) => b - a),
    );
    const mean = (values: Float32Array) =>
      all.reduce((sum, index) => sum + values[index], 0) / all.length;
    const facts = await panel.locator('.facts dd').allInnerTexts();
    assert.equal(facts[0].split(' ')[0], short(mean(input.errors)));
    assert.equal(facts[1].split(' ')[0], short(mean(input.maps[0].distortion)));
    // Pictures come in portions; each leads to its image.
    const pictures = panel.locator('.members .image-button');
    assert.equal(await pictures.count(), 18);
    await panel.getByRole('button', { name: /^Show \d+ more of/ }).click();
    assert.equal(await pictures.count(), all.length);
    const last = pictures.last();
    await last.click();
    const number = Math.max(...all);
    assert.match((await last.getAttribute('aria-label'))!, new RegExp(`^Image ${number}, class`));
    await panel.getByRole('button', { name: `Remove image ${number}` }).click();
    await panel.getByText(`${all.length - 1} images`).waitFor();
  });

  void works('the average is decoded from the average latent', async (page) => {
    // More than are encoded at once.
    const ids = block([2, 8], [3, 9]);
    await page.keyboard.press('l');
    await loop(page, [2, 8], [3, 9]);
    await page.locator('.averages[data-ready=true]').waitFor();
    const { data } = await imagesOf(ids);
    const feed = { [TENSORS.image]: { data, dims: [ids.length, 1, 28, 28] } };
    const { latent } = await runModel(input.encoder, feed);
    const back = { [TENSORS.latent]: { data: meanRow(latent, ids.length), dims: [1, 32, 7, 7] } };
    const { reconstruction } = await runModel(input.decoder, back);
    const image = meanRow(data, ids.length);
    const [left, right] = await greys(page, '.averages canvas');
    assert.ok(largestDifference(left, image) < 0.003, 'another mean of the images');
    assert.ok(largestDifference(right, reconstruction) < 0.003, 'another decoded mean');
    // The pictures hold 256 steps; the number holds the difference to three digits.
    const note = await page.locator('.average-side p').innerText();
    assert.ok(
      note.includes(`differ by ${short(meanSquaredError(image, reconstruction))} (MSE)`),
      note,
    );
    // The decoder sees latents, not pixels: the two are far from the same.
    assert.ok(largestDifference(left, right) > 0.1, 'both pictures are the same');
  });

  void works('a group is saved as CSV, with latents if wanted', async (page) => {
    await page.keyboard.press('l');
    await loop(page, [0, 19], [10, 11]);
    const ids = block([0, 19], [10, 11]);
    const { positions, distortion } = input.maps[0];
    const { name, rows } = await saved(page);
    assert.equal(name, `digits-script-b-more-group-${ids.length}.csv`);
    assert.deepEqual(rows.columns, ['id', 'label', 'class', 'x', 'y', 'distortion', 'error']);
    assert.deepEqual(
      rows.map((row) => Object.values(row).map(Number)),
      ids.map((id) => [
        id,
        ...[input.images.labels[id], input.images.labels[id]],
        ...[positions[2 * id], positions[2 * id + 1]],
        ...[distortion[id], input.errors[id]],
      ]),
    );
    await page.getByLabel('with latents').check();
    const { rows: full } = await saved(page);
    assert.equal(full.columns.length, 7 + 1568);
    assert.equal(full.length, ids.length);
    const { data } = await imagesOf(ids);
    const feed = { [TENSORS.image]: { data, dims: [ids.length, 1, 28, 28] } };
    const { latent } = await runModel(input.encoder, feed);
    const values = full.flatMap((row) => full.columns.slice(7).map((z) => Number(row[z])));
    assert.ok(largestDifference(values, latent) < 1e-5, 'other latents');
    assert.ok(
      values.every((value) => Math.fround(value) === value),
      'digits are missing',
    );
  });

  void works('an image is found by number, and the images of a class one by one', async (page) => {
    const { labels } = input.images;
    const field = page.getByRole('combobox', { name: 'Find image' });
    await page.keyboard.press('/');
    await page.keyboard.type('217');
    await page.keyboard.press('Enter');
    await shows(page, 217);
    // It stands in the middle, and larger.
    const { width, height } = (await page.locator('#map').boundingBox())!;
    await soon(async () => await ringAt(page, width / 2, height / 2));
    await field.fill('400');
    await page.keyboard.press('Enter');
    const note = page.locator('#find-note');
    assert.equal(await note.innerText(), 'There is no image 400; they go from 0 to 399.');
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
    await shows(page, 217);
    const ofSeven = [...labels.keys()].filter((index) => labels[index] === 7);
    const next = ofSeven.findIndex((index) => index > 217);
    await field.fill('class 7');
    await page.keyboard.press('Enter');
    await shows(page, ofSeven[next]);
    await page.keyboard.press('Enter');
    await shows(page, ofSeven[next + 1]);
    assert.match(await note.innerText(), new RegExp(`${next + 2} of ${ofSeven.length} of class 7`));
    await page.keyboard.press('Shift+Enter');
    await shows(page, ofSeven[next]);
    // Letters in the field are letters, and Escape goes back to the map with what was found.
    await field.fill('L');
    assert.equal(await page.locator('#map').getAttribute('data-tool'), 'move');
    await page.keyboard.press('Escape');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'map');
    await shows(page, ofSeven[next]);
  });

  void works('what is hidden is shown again when it is found', async (page) => {
    const chip = page.locator('#legend .chip').nth(input.images.labels[COUNT - 1]);
    await chip.click();
    await page.locator('#legend-placed').click();
    const field = page.getByRole('combobox', { name: 'Find image' });
    await field.fill(String(COUNT - 1));
    await field.press('Enter');
    await shows(page, COUNT - 1);
    assert.equal(await chip.getAttribute('aria-pressed'), 'true');
    await page.getByText(`${COUNT} of ${COUNT} shown`).waitFor();
  });

  void works('a double click or Alt shows one class alone', async (page) => {
    const { labels } = input.images;
    const only = (label: number): string =>
      `${labels.filter((one) => one === label).length} of ${COUNT} shown`;
    await page.locator('#legend .chip').nth(3).dblclick();
    await page.getByText(only(3)).waitFor();
    await page
      .locator('#legend .chip')
      .nth(5)
      .click({ modifiers: ['Alt'] });
    await page.getByText(only(5)).waitFor();
  });

  void test('a finger draws a loop, and nothing is wider than a small screen', async () => {
    const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
    const { page, errors } = await openFile(suite.browser, digits, phone);
    await page.locator('#engine[data-status=ready]').waitFor();
    await page.getByRole('button', { name: 'Lasso' }).tap();
    await page.locator('#map').scrollIntoViewIfNeeded();
    const corners = loopAround(await placesOn(page), [8, 11], [4, 6]);
    const touches = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', [x, y]: [number, number]) =>
      touches.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: type === 'touchEnd' ? [] : [{ x, y }],
      });
    await touch('touchStart', corners[0]);
    for (const corner of corners.slice(1)) await touch('touchMove', corner);
    await touch('touchEnd', corners[0]);
    assert.deepEqual(await group(page), block([8, 11], [4, 6]));
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
    assert.deepEqual(errors, []);
    await page.context().close();
  });

  /** Ids of the group as its tab saves them. */
  async function group(page: Page): Promise<number[]> {
    const count = page.locator('.group-count button');
    if ((await count.getAttribute('hidden')) !== null) return [];
    const tab = await page.locator('[role=tab][aria-selected=true]').getAttribute('id');
    const focused = await page.evaluateHandle(() => document.activeElement as HTMLElement);
    await page.locator('#tab-group').evaluate((element: HTMLElement) => {
      element.click();
    });
    const { rows } = await saved(page);
    await page.locator(`#${tab!}`).evaluate((element: HTMLElement) => {
      element.click();
    });
    await focused.evaluate((element) => {
      element.focus();
    });
    return rows.map(({ id }) => Number(id));
  }

  async function saved(page: Page) {
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as CSV' }).evaluate((button: HTMLElement) => {
      button.click();
    });
    const download = await downloading;
    const rows = csvParse(await readFile(await download.path(), 'utf8'));
    return { name: download.suggestedFilename(), rows };
  }
});

const WHITE = [255, 255, 255];

type Place = [x: number, y: number];

/** Where the points lie on the screen. */
async function placesOn(page: Page, zoom = 1): Promise<Place[]> {
  const { x, y, width, height } = (await page.locator('#map').boundingBox())!;
  const positions = fitMap(gridMap(), width, height, 24);
  return Array.from({ length: COUNT }, (_, i) => [
    x + width / 2 + zoom * (positions[2 * i] - width / 2),
    y + height / 2 + zoom * (positions[2 * i + 1] - height / 2),
  ]);
}

/** Corners around a rectangle of the grid, ends included, a little outside. */
function loopAround(
  places: Place[],
  [left, right]: [number, number],
  [bottom, top]: [number, number],
): Place[] {
  const [x0, y0] = places[at(left, bottom)];
  const [x1, y1] = places[at(right, top)];
  // So near to the points that a click there would choose one.
  const gap = 0.3 * (places[1][0] - places[0][0]);
  return [
    [x0 - gap, y0 + gap],
    [x1 + gap, y0 + gap],
    [x1 + gap, y1 - gap],
    [x0 - gap, y1 - gap],
  ];
}

/** Drags the mouse around a rectangle of the grid. */
async function loop(
  page: Page,
  columns: [number, number],
  rows: [number, number],
  places?: Place[],
): Promise<void> {
  const [start, ...corners] = loopAround(places ?? (await placesOn(page)), columns, rows);
  await page.mouse.move(...start);
  await page.mouse.down();
  for (const corner of corners) await page.mouse.move(...corner, { steps: 3 });
  await page.mouse.up();
}

async function imagesOf(ids: readonly number[]) {
  const all = await realDigits(COUNT);
  const data = new Float32Array(ids.length * 784);
  ids.forEach((id, i) => {
    data.set(all.data.subarray(id * 784, (id + 1) * 784), i * 784);
  });
  return { data };
}

function meanRow(rows: Float32Array, count: number): Float32Array {
  const size = rows.length / count;
  return Float32Array.from({ length: size }, (_, i) => {
    let sum = 0;
    for (let row = 0; row < count; row++) sum += rows[row * size + i];
    return sum / count;
  });
}

async function shows(page: Page, index: number): Promise<void> {
  await page.locator('#subject-number').getByText(`image ${index}`, { exact: true }).waitFor();
}

/** Red, green and blue of the map on white, around a place in CSS pixels of its canvas. */
function pixels(page: Page, x: number, y: number, reach: number): Promise<number[][]> {
  return page.locator('#map').evaluate(
    (canvas: HTMLCanvasElement, [left, top, side]) => {
      const { data } = canvas.getContext('2d')!.getImageData(left, top, side, side);
      return Array.from({ length: side * side }, (_, i) => {
        const [red, green, blue, alpha] = data.subarray(4 * i, 4 * i + 4);
        return [red, green, blue].map((value) => 255 - ((255 - value) * alpha) / 255);
      });
    },
    [Math.round(x) - reach, Math.round(y) - reach, 2 * reach + 1],
  );
}

async function onCanvas(page: Page, index: number): Promise<Place> {
  const { x, y } = (await page.locator('#map').boundingBox())!;
  const [left, top] = (await placesOn(page))[index];
  return [left - x, top - y];
}

async function colourAt(page: Page, index: number): Promise<number[]> {
  const [x, y] = await onCanvas(page, index);
  return (await pixels(page, x, y, 0))[0];
}

/** Red of the paper a third of a step right of a point. */
async function paperBeside(page: Page, index: number): Promise<number> {
  const [x, y] = await onCanvas(page, index);
  const [next] = await onCanvas(page, index + 1);
  return (await pixels(page, x + (next - x) / 2, y, 0))[0][0];
}

/** Whether a point has a dark line around it. */
async function darkBeside(page: Page, index: number): Promise<boolean> {
  const found = await pixels(page, ...(await onCanvas(page, index)), 8);
  return found.filter((colour) => Math.max(...colour) < 140).length > 8;
}

/** Whether a selected point's ring is here. */
async function ringAt(page: Page, x: number, y: number): Promise<boolean> {
  const found = await pixels(page, x, y, 20);
  return found.filter((colour) => Math.max(...colour) < 60).length > 40;
}

function distance(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, c) => sum + Math.abs(value - b[c]), 0);
}

function picture(page: Page): Promise<string> {
  return page.locator('#map').evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
}

/** The red channel of each picture, 0 to 1. */
async function greys(page: Page, selector: string): Promise<Float32Array[]> {
  const pictures = await page.locator(selector).evaluateAll((canvases) =>
    (canvases as HTMLCanvasElement[]).map((canvas) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      return Array.from({ length: data.length / 4 }, (_, i) => data[4 * i] / 255);
    }),
  );
  return pictures.map((values) => Float32Array.from(values));
}

/** Waits until something holds, at most five seconds. */
async function soon(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 5000;
  while (!(await holds())) {
    assert.ok(Date.now() < end, `did not come to hold: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
