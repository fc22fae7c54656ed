/** The Look tab in a real browser: what it shows of an image, pixel by pixel, and how one gets around. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { TENSORS } from '../../exporter/tensorNames.ts';
import type { PageInput } from '../../pipeline/page/input.ts';
import { fitMap } from '../../viewer/map/layout.ts';
import { scalePalette } from '../../viewer/map/pointColours.ts';
import { rootScale } from '../../viewer/map/colourScale.ts';
import { short, span } from '../../viewer/parts/numbers.ts';
import { openFile } from '../chromium.ts';
import { largestDifference, realDigits, runModel } from '../helpers.ts';
import { COUNT, digitsPage, gridMap, PLACED, SIDE } from './pages.ts';
import { browserSuite, usePage } from './suite.ts';

const VIEWPORT = { width: 1280, height: 860 };
/** A mapped image inside the grid. */
const INDEX = 8 * SIDE + 5;

void describe('the Look tab in Chromium', () => {
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
    file: () => string | Promise<string> = () => digits,
  ) =>
    test(name, async () => {
      await usePage(suite.browser, await file(), body, { viewport: VIEWPORT });
    });

  const neighboursOf = (index: number) => [
    ...input.neighbours.indices.subarray(10 * index, 10 * index + 10),
  ];

  void works('the difference is painted as bright as it is large, by its sign', async (page) => {
    await choose(page, INDEX);
    const { data: image } = await realDigits(1, INDEX);
    const { reconstruction } = await inNode(input, image);
    const differences = reconstruction.map((value, i) => value - image[i]);
    const most = Math.max(...differences.map(Math.abs));
    await page
      .locator('#difference-range')
      .getByText(`up to ±${short(most)}`)
      .waitFor();
    const painted = await pixelsOf(page, '#difference');
    // Orange above 0, blue below: 255 is all of the red or of the blue.
    const seen = differences.map((difference, i) =>
      difference < 0 ? -painted[i][2] / 255 : painted[i][0] / 255,
    );
    assert.ok(
      largestDifference(
        seen,
        differences.map((difference) => difference / most),
      ) < 0.005,
    );
    assert.ok(
      painted.every(([red, , blue], i) => differences[i] < 0 === blue > red || red + blue < 3),
    );
  });

  void works('an error is ranked among those of all images', async (page) => {
    const worst = input.errors.indexOf(Math.max(...input.errors));
    const best = input.errors.indexOf(Math.min(...input.errors));
    await choose(page, worst);
    await page.locator('#error-rank').getByText('Highest of all').waitFor();
    await choose(page, best);
    await page
      .locator('#error-rank')
      .getByText(/Lowest of all|Lower than 99/)
      .waitFor();
  });

  void works('neighbours are those of the page, and one click leads to one', async (page) => {
    await choose(page, INDEX);
    const expected = neighboursOf(INDEX);
    assert.deepEqual(await idsIn(page, '#latent-neighbours'), expected);
    // On the grid, the four beside it come first.
    const beside = [INDEX - SIDE, INDEX - 1, INDEX + 1, INDEX + SIDE];
    const onMap = await idsIn(page, '#map-neighbours');
    assert.deepEqual(onMap.slice(0, 4), beside);
    const shared = expected.filter((id) => onMap.includes(id));
    assert.equal(await page.locator('#latent-neighbours .badge').count(), shared.length);
    assert.equal(await page.locator('#map-neighbours .badge').count(), shared.length);
    const { labels } = input.images;
    const counts = Array.from(
      { length: 10 },
      (_, label) => expected.filter((id) => labels[id] === label).length,
    );
    const most = Math.max(...counts);
    assert.match(
      await page.locator('#latent-neighbours-classes').innerText(),
      new RegExp(`^(all )?${most} are ${counts.indexOf(most)}s`),
    );
    const amount = shared.length === 0 ? 'none' : String(shared.length);
    await page
      .locator('#verdict')
      .getByText(new RegExp(`: ${amount} of its 10 nearest in latent space`))
      .waitFor();
    await page.locator('#latent-neighbours button').nth(3).click();
    await showsImage(page, expected[3]);
    assert.deepEqual(await idsIn(page, '#latent-neighbours'), neighboursOf(expected[3]));
  });

  void works('a neighbour under the pointer or in focus is ringed on the map', async (page) => {
    await choose(page, INDEX);
    const [first, second] = neighboursOf(INDEX);
    const row = page.locator('#latent-neighbours button');
    assert.equal(await isRinged(page, first), false);
    await row.first().hover();
    await soon(() => isRinged(page, first));
    await page.mouse.move(5, 5);
    await soon(async () => !(await isRinged(page, first)));
    await row.nth(1).focus();
    await soon(() => isRinged(page, second));
    // By keyboard from neighbour to neighbour: the focus stays in the row.
    await page.keyboard.press('Enter');
    await showsImage(page, second);
    const stays = () =>
      page.evaluate(() => document.activeElement?.closest('#latent-neighbours') !== null);
    assert.equal(await stays(), true);
    await choose(page, INDEX);
    await page.getByRole('button', { name: 'Ring neighbours' }).press('Space');
    for (const id of neighboursOf(INDEX)) await soon(() => isRinged(page, id));
    await page.getByRole('tab', { name: 'Draw' }).click();
    await soon(async () => !(await isRinged(page, first)));
  });

  void works('feature maps of the first block are those that Node computes', async (page) => {
    await choose(page, INDEX);
    const { firstBlock } = input.data.encoder;
    assert.ok(firstBlock);
    await page.getByRole('button', { name: 'First block 32 × 14 × 14' }).click();
    const { data: image } = await realDigits(1, INDEX);
    const values = (await inNode(input, image))[firstBlock.output];
    const [lowest, highest] = [Math.min(...values), Math.max(...values)];
    await page.locator('#maps-highest').getByText(short(highest), { exact: true }).waitFor();
    const map = values.subarray(9 * 196, 10 * 196);
    const canvas = page.locator('#maps canvas').nth(9);
    assert.equal(
      await canvas.getAttribute('aria-label'),
      `Feature map 9, ${span(Math.min(...map), Math.max(...map))}`,
    );
    assert.deepEqual(await canvas.evaluate(sizeOf), [14, 14]);
    // Viridis grows brighter all the way, so that the order of brightness is that of the values.
    const painted = (await pixelsOf(page, '#maps li:nth-child(10) canvas')).map(luminance);
    const scaled = Array.from(map, (value) => (value - lowest) / (highest - lowest));
    const order = Array.from(map.keys()).sort((a, b) => scaled[a] - scaled[b]);
    assert.ok(highest > lowest);
    for (let i = 1; i < order.length; i++) {
      const [before, here] = [order[i - 1], order[i]];
      if (scaled[here] - scaled[before] < 0.02) continue;
      assert.ok(painted[here] > painted[before], `pixels ${before} and ${here}`);
    }
    await page.getByRole('button', { name: 'Latent 32 × 7 × 7' }).click();
    assert.deepEqual(await canvas.evaluate(sizeOf), [7, 7]);
  });

  void works('a channel is seen large by pointer and keys, and kept by a click', async (page) => {
    await choose(page, INDEX);
    await page.locator('#channel-range').getByText(' to ').waitFor();
    const name = page.locator('#channel-name');
    const map = page.locator('#maps button');
    await map.nth(5).hover();
    assert.equal(await name.innerText(), 'Feature map 5');
    const { data: image } = await realDigits(1, INDEX);
    const channel = (await inNode(input, image)).latent.subarray(5 * 49, 6 * 49);
    const [lowest, highest] = [Math.min(...channel), Math.max(...channel)];
    assert.equal(await page.locator('#channel-range').innerText(), span(lowest, highest));
    // Over the image: grey of its own where the channel is lowest, most orange where it is highest.
    const over = await pixelsOf(page, '#channel-over');
    const pixels = (cell: number) =>
      over.filter(
        (_, i) => Math.floor(Math.floor(i / 28) / 4) * 7 + Math.floor((i % 28) / 4) === cell,
      );
    const spread = ([red, , blue]: number[]) => red - blue;
    assert.ok(pixels(channel.indexOf(lowest)).every((pixel) => spread(pixel) === 0));
    assert.ok(pixels(channel.indexOf(highest)).every((pixel) => spread(pixel) > 150));
    await map.nth(5).focus();
    await page.keyboard.press('ArrowDown');
    assert.equal(await name.innerText(), 'Feature map 13');
    await page.keyboard.press('Enter');
    assert.equal(await map.nth(13).getAttribute('aria-pressed'), 'true');
    await map.nth(2).hover();
    assert.equal(await name.innerText(), 'Feature map 2');
    await page.mouse.move(5, 5);
    assert.equal(await name.innerText(), 'Feature map 13');
    // One stop for the Tab key.
    const stops = await map.evaluateAll((all) => all.filter((each) => each.tabIndex === 0).length);
    assert.equal(stops, 1);
  });

  void works(
    'colours tell the error, or the share of neighbours of the same class',
    async (page) => {
      const palette = scalePalette(false);
      const { labels } = input.images;
      const agreement = Array.from(labels, (label, i) => {
        return neighboursOf(i).filter((id) => labels[id] === label).length / 10;
      });
      const scale = rootScale('', input.errors);
      await page.getByLabel('Colour by').selectOption('Neighbours');
      await page
        .locator('#colour-scale')
        .getByText('of their own class')
        .or(page.getByText('of its own class'))
        .waitFor();
      await soon(() => showsColours(page, (i) => palette[Math.round((1 - agreement[i]) * 31)]));
      await page.getByLabel('Colour by').selectOption('Error');
      await soon(() =>
        showsColours(page, (i) => palette[Math.round(scale.place(input.errors[i]) * 31)]),
      );
      assert.equal(
        await page.locator('#scale-ticks span').last().innerText(),
        scale.ticks.at(-1)!.text,
      );
    },
  );

  void works(
    'the class that was left out of training is marked in the legend',
    async (page) => {
      const chip = page.locator('#legend .chip').filter({ hasText: 'left out of training' });
      assert.equal(await chip.count(), 1);
      assert.match(await chip.innerText(), /^8/);
    },
    () => suite.page('mapped'),
  );

  void test('on small screens the zoom stands beside the map, and nothing is too wide', async () => {
    for (const width of [360, 390, 820, 3840]) {
      const viewport = { width, height: 844 };
      const { page, errors } = await openFile(suite.browser, digits, { viewport });
      await page.locator('#engine[data-status=ready]').waitFor();
      await choose(page, INDEX);
      await page.locator('#channel-range').getByText(' to ').waitFor();
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
      const map = (await page.locator('#map').boundingBox())!;
      const zoom = (await page.locator('.zoom').boundingBox())!;
      assert.ok(zoom.y + zoom.height <= map.y, `${width}: the zoom covers the map`);
      const tooWide = await page
        .locator('#inspector :is(p, h3, h4, dd, dt, strong, button)')
        .evaluateAll((all) =>
          all
            .filter((each) => each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 1)
            .map((each) => each.id || each.textContent),
        );
      assert.deepEqual(tooWide, [], `${width}`);
      assert.deepEqual(errors, []);
      await page.context().close();
    }
  });

  void works('nothing below moves when the answers come and when one goes on', async (page) => {
    await choose(page, INDEX);
    const tops = () =>
      page
        .locator('#neighbourhood, #maps-section, #maps, .channel')
        .evaluateAll((all) => all.map((each) => each.getBoundingClientRect().top + scrollY));
    const before = await tops();
    for (let i = 0; i < 8; i++) {
      await page.getByRole('button', { name: 'Next image' }).click();
      await showsImage(page, INDEX + i + 1);
      assert.deepEqual(await tops(), before);
    }
  });
});

/** All outputs of encoder and decoder for an image, from onnxruntime-node. */
async function inNode(
  { encoder, decoder }: PageInput,
  image: Float32Array,
): Promise<Record<string, Float32Array>> {
  const encoded = await runModel(encoder, {
    [TENSORS.image]: { data: image, dims: [1, 1, 28, 28] },
  });
  const latent = { data: encoded[TENSORS.latent], dims: [1, 32, 7, 7] };
  return { ...encoded, ...(await runModel(decoder, { [TENSORS.latent]: latent })) };
}

/** Pixels of the points on the map's canvas, from its top left corner. */
async function positionsOn(page: Page): Promise<[number, number][]> {
  const { width, height } = (await page.locator('#map').boundingBox())!;
  const positions = fitMap(gridMap(), width, height, 24);
  return Array.from({ length: COUNT }, (_, i) => [positions[2 * i], positions[2 * i + 1]]);
}

async function choose(page: Page, index: number): Promise<void> {
  const [x, y] = (await positionsOn(page))[index];
  await page.locator('#map').click({ position: { x, y } });
  await showsImage(page, index);
}

async function showsImage(page: Page, index: number): Promise<void> {
  await page.locator('#subject-number').getByText(`image ${index}`, { exact: true }).waitFor();
}

function idsIn(page: Page, row: string): Promise<number[]> {
  return page
    .locator(`${row} button`)
    .evaluateAll((all) => all.map((each) => Number((each as HTMLElement).dataset.index)));
}

/** Whether ink stands around a point, somewhere on the way from 4 to 11 pixels to its lower left. */
async function isRinged(page: Page, index: number): Promise<boolean> {
  const [x, y] = (await positionsOn(page))[index];
  const steps = Array.from({ length: 15 }, (_, s): [number, number] => {
    const by = (4 + s / 2) * Math.SQRT1_2;
    return [x - by, y + by];
  });
  // Ink is darker than any colour of the classes.
  return (await coloursAt(page, steps)).some((colour) => Math.max(...colour) < 60);
}

/** Whether most mapped points have their colours in the middle; names and marks cover some. */
async function showsColours(page: Page, expected: (index: number) => string): Promise<boolean> {
  const mapped = (await positionsOn(page)).slice(0, COUNT - PLACED);
  const colours = await coloursAt(page, mapped);
  const right = colours.filter((colour, i) => {
    // A disc is painted at 85 % over white paper.
    const wanted = /rgb\((\d+), (\d+), (\d+)\)/
      .exec(toRgb(expected(i)))!
      .slice(1)
      .map(Number);
    return colour.every((value, c) => Math.abs(value - (0.85 * wanted[c] + 0.15 * 255)) < 6);
  });
  return right.length > 0.9 * mapped.length;
}

/** Of a colour as `#rrggbb` or `rgb(…)`. */
function toRgb(colour: string): string {
  if (!colour.startsWith('#')) return colour;
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return `rgb(${red}, ${green}, ${blue})`;
}

/** Red, green and blue of places of the map over white paper, in CSS pixels. */
function coloursAt(page: Page, places: [number, number][]): Promise<number[][]> {
  return page.locator('#map').evaluate((canvas: HTMLCanvasElement, at) => {
    const context = canvas.getContext('2d')!;
    return at.map(([x, y]) => {
      const ratio = devicePixelRatio;
      const [red, green, blue, alpha] = context.getImageData(
        Math.round(x * ratio),
        Math.round(y * ratio),
        1,
        1,
      ).data;
      return [red, green, blue].map((value) => 255 + ((value - 255) * alpha) / 255);
    });
  }, places);
}

/** Red, green and blue of each pixel of a picture. */
function pixelsOf(page: Page, selector: string): Promise<number[][]> {
  return page.locator(selector).evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    return Array.from({ length: data.length / 4 }, (_, i) => [...data.subarray(4 * i, 4 * i + 3)]);
  });
}

function luminance([red, green, blue]: number[]): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Runs in the page. */
function sizeOf(canvas: Element): number[] {
  return [(canvas as HTMLCanvasElement).width, (canvas as HTMLCanvasElement).height];
}

/** Waits until something holds, at most five seconds. */
async function soon(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 5000;
  while (!(await holds())) {
    assert.ok(Date.now() < end, `did not come to hold: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
