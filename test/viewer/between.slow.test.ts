/** The Between tab in a real browser, against the same models in Node. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { TENSORS } from '../../exporter/tensorNames.ts';
import { fitOf } from '../../viewer/map/layout.ts';
import { interpolate, STEP_SHARES } from '../../viewer/panel/between/way.ts';
import { meanSquaredError } from '../../viewer/parts/picture.ts';
import { short } from '../../viewer/parts/numbers.ts';
import { openFile } from '../chromium.ts';
import { largestDifference, realDigits, runModel } from '../helpers.ts';
import { assertPicture, assertSoon, clickPoint, greysOf, placeOf } from './driving.ts';
import { gridMap, trainedPage, vividPage } from './pages.ts';
import { browserSuite, usePage } from './suite.ts';

void describe('the Between tab', () => {
  const suite = browserSuite();
  let digits: string;

  before(async () => {
    digits = await suite.page('vivid');
  });

  const works = (
    name: string,
    body: (page: Page) => Promise<void>,
    file: () => string | Promise<string> = () => digits,
    options: Parameters<typeof openFile>[2] = {},
  ) =>
    test(name, async () => {
      const use = async (page: Page): Promise<void> => {
        await page.getByRole('tab', { name: 'Between' }).click();
        await body(page);
      };
      const viewport = { width: 1280, height: 1000 };
      await usePage(suite.browser, await file(), use, { viewport, ...options });
    });

  void works('opens with two ends of different classes', async (page) => {
    const { labels } = (await vividPage()).images;
    await slot(page, 'A').getByText('image 0', { exact: true }).waitFor();
    const [first, second] = await Promise.all(
      ['A', 'B'].map((letter) => slot(page, letter).locator('strong').innerText()),
    );
    assert.equal(first, `Class ${labels[0]}`);
    assert.notEqual(first, second);
    await page.getByText('Choose two ends').waitFor({ state: 'hidden' });
    await page.locator('.strip').waitFor();
  });

  void works('the slider decodes what lies between the latents of its ends', async (page) => {
    await chooseEnds(page, 30, 171);
    const decoded = await decodedSteps([30, 171], [0.5, 0.51]);
    await assertPicture(page.locator('.comparison canvas >> nth=0'), decoded[0]);
    const { data } = await realDigits(1, 30);
    const blend = interpolate(data, (await realDigits(1, 171)).data, 0.5);
    await assertPicture(page.locator('.comparison canvas >> nth=1'), blend);
    const difference = short(meanSquaredError(decoded[0], blend));
    await page.getByText(`blended; MSE ${difference}`).waitFor();
    // The same numbers without the rounding of a canvas.
    const [image, other] = await Promise.all(
      [30, 171].map(async (index) => [...(await realDigits(1, index)).data]),
    );
    const live = await page.evaluate(
      async (ends) => {
        const [a, b] = await Promise.all(
          ends.map((values) => window.caelum.encode(new Float32Array(values))),
        );
        return [...(await window.caelum.decode(a.map((value, i) => (value + b[i]) / 2)))];
      },
      [image, other],
    );
    assert.ok(largestDifference(live, decoded[0]) < 1e-4);

    const slider = page.getByRole('slider', { name: 'Way from A to B' });
    await slider.press('ArrowRight');
    assert.match((await slider.getAttribute('aria-valuetext'))!, /^51\s% of the way from A to B$/);
    await assertPicture(page.locator('.comparison canvas >> nth=0'), decoded[1]);
    await slider.press('Home');
    await page
      .locator('.travel output')
      .getByText(/^0\s%$/)
      .waitFor();
    const [start] = await decodedSteps([30, 171], [0]);
    await assertPicture(page.locator('.comparison canvas >> nth=0'), start);
  });

  void works('a strip shows the way in nine steps, and each is a place to go to', async (page) => {
    await chooseEnds(page, 30, 171);
    const decoded = await decodedSteps([30, 171], STEP_SHARES);
    for (const s of [0, 3, 4, 8]) {
      await assertPicture(page.locator(`.strip canvas >> nth=${s}`), decoded[s]);
    }
    const third = page.getByRole('button', { name: /^Step at 25\s% of the way$/ });
    await third.press('Enter');
    assert.equal(await third.getAttribute('aria-pressed'), 'true');
    await page
      .locator('.travel output')
      .getByText(/^25\s%$/)
      .waitFor();
    await assertPicture(page.locator('.comparison canvas >> nth=0'), decoded[2]);
  });

  void works('names the nearest image, which can be selected', async (page) => {
    await chooseEnds(page, 30, 171);
    await page.getByRole('button', { name: /^Step at 0\s%/ }).click();
    const nearest = page.locator('.nearest').getByRole('button', { name: /^Image 30,/ });
    await nearest.click();
    await slot(page, 'B').getByText('image 171', { exact: true }).waitFor();
    await page.getByRole('tab', { name: 'Look' }).click();
    await page.locator('#subject-number').getByText('image 30', { exact: true }).waitFor();
  });

  void works('ends come from clicks, keys and buttons; they swap and clear', async (page) => {
    await chooseEnds(page, 30, 171);
    await page.getByRole('button', { name: 'Swap A and B' }).click();
    await slot(page, 'A').getByText('image 171', { exact: true }).waitFor();
    await slot(page, 'B').getByText('image 30', { exact: true }).waitFor();
    // A is the one that was filled last, and takes what is chosen next.
    assert.equal(await slot(page, 'A').getAttribute('aria-pressed'), 'true');
    await page.getByRole('button', { name: 'Clear A' }).click();
    await page.getByText('Choose two ends').waitFor();
    assert.equal(await page.locator('.strip').isVisible(), false);
    await clickPoint(page, 45);
    await slot(page, 'A').getByText('image 45', { exact: true }).waitFor();
    await page.keyboard.press('b');
    await slot(page, 'B').getByText('image 45', { exact: true }).waitFor();
    await page.locator('#map').press('ArrowRight');
    await slot(page, 'B').getByText('image 46', { exact: true }).waitFor();
    await slot(page, 'A').getByText('image 45', { exact: true }).waitFor();
    await page
      .getByRole('status')
      .getByText(/^A: class \d, image 45\. B: class \d, image 46\.$/)
      .waitFor();
    assert.equal(await page.getByRole('button', { name: 'Use my drawing' }).isDisabled(), true);
  });

  void works('a drawing can be an end, and stays as it was when it was put there', async (page) => {
    await chooseEnds(page, 30, 171);
    await page.getByRole('tab', { name: 'Draw' }).click();
    await drawBar(page, 0.5);
    await page.getByRole('tab', { name: 'Between' }).click();
    await page.getByRole('button', { name: 'Use my drawing as B' }).click();
    await slot(page, 'B').getByText('your drawing').waitFor();
    const drawing = await greysOf(page.locator('.slot canvas').nth(1));
    const [, end] = await stepsBetween([(await realDigits(1, 30)).data, drawing], [0, 1]);
    // The canvas holds the drawing in steps of 1/255, the network sees it whole.
    await assertPicture(page.locator('.strip canvas >> nth=8'), end, 0.02);
    await page.getByRole('tab', { name: 'Draw' }).click();
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByRole('tab', { name: 'Between' }).click();
    assert.equal(largestDifference(await greysOf(page.locator('.slot canvas').nth(1)), drawing), 0);
  });

  void works('the average of the group can be an end', async (page) => {
    await chooseEnds(page, 30, 171);
    const average = page.getByRole('button', { name: 'Use the group’s average as B' });
    assert.equal(await average.isVisible(), false);
    for (const index of [45, 46]) {
      await clickPoint(page, index);
      await page.locator('#map').press(' ');
    }
    await average.click();
    await slot(page, 'B').getByText('average of 2').waitFor();
    const { encoder } = await vividPage();
    const members = await realDigits(2, 45);
    const { latent } = await runModel(encoder, { [TENSORS.image]: members });
    const mean = interpolate(latent.subarray(0, 1568), latent.subarray(1568), 0.5);
    const { decoder } = await vividPage();
    const { reconstruction } = await runModel(decoder, {
      [TENSORS.latent]: { data: mean, dims: [1, 32, 7, 7] },
    });
    await assertPicture(page.locator('.strip canvas >> nth=8'), reconstruction);
  });

  void works('the map shows ends and steps while the tab is open', async (page) => {
    await chooseEnds(page, 30, 171);
    const ends = await Promise.all([30, 171].map(async (i) => [...(await realDigits(1, i)).data]));
    const place = await page.evaluate(async (images) => {
      const [a, b] = await Promise.all(
        images.map((values) => window.caelum.encode(new Float32Array(values))),
      );
      return window.caelum.place(
        a.map((value, i) => (value + b[i]) / 2),
        0,
      );
    }, ends);
    const { width, height } = (await page.locator('#map').boundingBox())!;
    const middle = fitOf(gridMap(), width, height, 24).at(place!);
    const [a, b] = [await placeOf(page, 30), await placeOf(page, 171)];
    // A letter is a disc in ink, wider than any point.
    await assertSoon(async () => (await isInk(page, a, -8)) && (await isInk(page, b, -8)));
    await assertSoon(() => isInk(page, [middle.x, middle.y], 0));
    await page.getByRole('tab', { name: 'Look' }).click();
    await assertSoon(async () => !(await isInk(page, a, -8)));
  });

  void works('play goes back and forth until it is stopped', async (page) => {
    const slider = page.getByRole('slider', { name: 'Way from A to B' });
    const value = async () => Number(await slider.inputValue());
    await page.getByRole('button', { name: 'Play', exact: true }).press('Enter');
    await assertSoon(async () => (await value()) > 0.6);
    await assertSoon(async () => (await value()) < 0.6);
    await page.getByRole('button', { name: 'Pause' }).press('Enter');
    const stopped = await value();
    await page.waitForTimeout(300);
    assert.equal(await value(), stopped);
  });

  void works(
    'with less motion, play goes from step to step',
    async (page) => {
      const seen = new Set<string>();
      await page.getByRole('button', { name: 'Play', exact: true }).click();
      const end = Date.now() + 2600;
      while (Date.now() < end) seen.add(await page.locator('.slider').inputValue());
      assert.ok(
        [...seen].every((t) => ['0.5', '0.63', '0.62', '0.75', '0.88', '0.87'].includes(t)),
        [...seen].join(),
      );
      assert.ok(seen.size >= 2);
    },
    () => digits,
    { reducedMotion: 'reduce' },
  );

  void works(
    'a latent that is a vector is gone through alike',
    async (page) => {
      await chooseEnds(page, 30, 171);
      const { encoder, decoder } = await trainedPage();
      const codes = await Promise.all(
        [30, 171].map(async (i) => (await runModel(encoder, { pixels: await realDigits(1, i) })).z),
      );
      const { x_hat } = await runModel(decoder, {
        code: { data: interpolate(codes[0], codes[1], 0.5), dims: [1, 24] },
      });
      await assertPicture(page.locator('.comparison canvas >> nth=0'), x_hat);
    },
    () => suite.page('trained'),
  );
});

function slot(page: Page, letter: string) {
  return page.locator('.slot', { has: page.locator('.letter', { hasText: letter }) });
}

async function chooseEnds(page: Page, a: number, b: number): Promise<void> {
  await slot(page, 'A').click();
  await clickPoint(page, a);
  await slot(page, 'B').click();
  await clickPoint(page, b);
  await slot(page, 'A').getByText(`image ${a}`, { exact: true }).waitFor();
  await slot(page, 'B').getByText(`image ${b}`, { exact: true }).waitFor();
}

/** Whether the map is painted in ink at a place, or beside it; CSS pixels. */
function isInk(page: Page, [x, y]: readonly [number, number], beside: number): Promise<boolean> {
  return page.locator('#map').evaluate(
    (canvas: HTMLCanvasElement, [left, top]) => {
      const [r, g, b, alpha] = canvas.getContext('2d')!.getImageData(left, top, 1, 1).data;
      return alpha > 200 && r + g + b < 150;
    },
    [Math.round(x + beside), Math.round(y)],
  );
}

async function drawBar(page: Page, x: number): Promise<void> {
  const box = (await page.locator('#pad').boundingBox())!;
  await page.mouse.move(box.x + x * box.width, box.y + 0.2 * box.height);
  await page.mouse.down();
  await page.mouse.move(box.x + x * box.width, box.y + 0.8 * box.height, { steps: 6 });
  await page.mouse.up();
  await page.locator('#results').waitFor();
}

/** What Node's decoder makes of places between the latents of two images of the page. */
async function decodedSteps(
  ends: readonly [number, number],
  shares: readonly number[],
): Promise<Float32Array[]> {
  const images = await Promise.all(ends.map(async (index) => (await realDigits(1, index)).data));
  return stepsBetween(images, shares);
}

async function stepsBetween(
  images: readonly Float32Array[],
  shares: readonly number[],
): Promise<Float32Array[]> {
  const { encoder, decoder } = await vividPage();
  const [a, b] = await Promise.all(
    images.map(async (data) => {
      const feed = { [TENSORS.image]: { data, dims: [1, 1, 28, 28] } };
      return (await runModel(encoder, feed)).latent;
    }),
  );
  return Promise.all(
    shares.map(async (t) => {
      const latent = { data: interpolate(a, b, t), dims: [1, 32, 7, 7] };
      return (await runModel(decoder, { [TENSORS.latent]: latent })).reconstruction;
    }),
  );
}
