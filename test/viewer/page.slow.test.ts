/** The page in a real browser, from disk and with the network cut. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { TENSORS } from '../../exporter/tensorNames.ts';
import { FORMAT_VERSION, PAGE_BLOBS } from '../../pipeline/contract.ts';
import { encodeBase85 } from '../../pipeline/page/parts/base85.ts';
import { openFile, type OpenedFile } from '../chromium.ts';
import { largestDifference, realDigits, runModel } from '../helpers.ts';
import { fitMap } from '../../viewer/map/layout.ts';
import { meanSquaredError } from '../../viewer/parts/picture.ts';
import { short } from '../../viewer/parts/numbers.ts';
import {
  colourPage,
  COUNT,
  digitsPage,
  gridMap,
  PLACED,
  SIDE,
  trainedPage,
  withData,
} from './pages.ts';
import { browserSuite, usePage } from './suite.ts';

const VIEWPORT = { width: 1280, height: 920 };

void describe('the page in Chromium', () => {
  const suite = browserSuite();
  let digits: string;

  before(async () => {
    digits = await suite.page('digits');
  });

  /** Opens a page that should work, waits for its models, and checks that all stays in order. */
  const works = (name: string, file: () => string | Promise<string>, body: Body) =>
    test(name, async () => {
      await usePage(suite.browser, await file(), body, { viewport: VIEWPORT });
    });
  type Body = (page: Page, opened: OpenedFile) => Promise<void>;
  const onDigits = (name: string, body: Body) => works(name, () => digits, body);

  void onDigits('opens from disk, draws the map and asks nothing of the network', async (page) => {
    assert.equal(
      await page.locator('#title').innerText(),
      'Digits </script><b>& more in latent space',
    );
    assert.equal(await page.locator('#map-status').innerText(), '400 of 400 shown');
    // Every point stands where the layout says, in its own colour or under a name or a ring.
    const places = await positionsOn(page);
    const painted = await paintedAt(page, places.slice(0, COUNT - PLACED));
    assert.equal(painted.filter(Boolean).length, COUNT - PLACED);
    // Those that were placed are rings: paper in the middle, but for a name of a class.
    const middles = await coloursAt(page, places.slice(COUNT - PLACED));
    const discs = middles.filter((colour) => colour.some((value) => value < 255)).length;
    assert.ok(discs < 5, `${discs} discs`);
    const edges = await Promise.all(
      [-6, 6].map((by) =>
        paintedAt(
          page,
          places.slice(COUNT - PLACED).map(([x, y]) => [x + by, y]),
        ),
      ),
    );
    assert.ok(edges.every((side) => side.every(Boolean)));
    assert.deepEqual(await paintedAt(page, [[2, 2]]), [false]);
  });

  void onDigits('runs no script but its own', async (page, { errors }) => {
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.src = URL.createObjectURL(new Blob(['document.title = "run"']));
      document.head.append(script);
    });
    await assertSoon(() =>
      Promise.resolve(errors.some((error) => error.includes('Content Security Policy'))),
    );
    assert.match(await page.title(), /Caelum/);
    errors.length = 0;
  });

  void onDigits('would notice a request', async (page, { errors }) => {
    const answer = await page.evaluate(() => fetch('https://example.org').catch(() => 'refused'));
    assert.equal(answer, 'refused');
    assert.ok(errors.some((error) => error.includes('Content Security Policy')));
    errors.length = 0;
  });

  void onDigits(
    'a click shows the image, its feature maps and its reconstruction',
    async (page) => {
      const index = 8 * SIDE + 5;
      const [latent, reconstruction, image] = await inNode(index);
      await clickPoint(page, index);
      await showsImage(page, index);
      assert.equal(await page.locator('#maps canvas').count(), 32);
      const mse = short(meanSquaredError(image, reconstruction));
      await page.locator('#error').getByText(mse, { exact: true }).waitFor();
      assert.match(await page.locator('#timing').innerText(), /^\d+\.\d ms$/);
      // The pictures hold the numbers: grey = 255 × value, to the nearest step.
      assert.ok(largestDifference(await greys(page, '#original'), image) < 0.003);
      assert.ok(largestDifference(await greys(page, '#reconstruction'), reconstruction) < 0.003);
      const labels = await page
        .locator('#maps canvas')
        .evaluateAll((maps) => maps.map((map) => map.getAttribute('aria-label')!));
      const channel = latent.subarray(4 * 49, 5 * 49);
      assert.equal(
        labels[4],
        `Feature map 4, ${short(Math.min(...channel))} to ${short(Math.max(...channel))}`,
      );
      assert.equal((await page.locator('#maps canvas').first().evaluate(colourCount)) > 3, true);
    },
  );

  void onDigits('encoder and decoder give what they give in Node', async (page) => {
    const { data, dims } = await realDigits(5);
    const [latents, reconstructions] = await page.evaluate(
      async (values) => {
        const encoded = await window.caelum.encode(new Float32Array(values));
        return [[...encoded], [...(await window.caelum.decode(encoded))]];
      },
      [...data],
    );
    const input = await digitsPage();
    const { latent } = await runModel(input.encoder, { [TENSORS.image]: { data, dims } });
    const latentTensor = { data: latent, dims: [5, 32, 7, 7] };
    const { reconstruction } = await runModel(input.decoder, { [TENSORS.latent]: latentTensor });
    assert.ok(largestDifference(latents, latent) < 1e-5);
    assert.ok(largestDifference(reconstructions, reconstruction) < 1e-5);
    await assert.rejects(
      page.evaluate(() => window.caelum.encode(new Float32Array(7))),
      /takes 784 numbers for each input \(1 × 28 × 28\), got 7/,
    );
  });

  void onDigits('the pad shows what the network sees and answers while one draws', async (page) => {
    await page.getByRole('tab', { name: 'Draw' }).click();
    assert.equal(await page.locator('#results').isVisible(), false);
    await drawBar(page, 0.2, 0.1, 0.9);
    await page.locator('#results').waitFor();
    const seen = await greys(page, '#original');
    // An upright bar becomes twenty pixels high, its middle at pixel 14.
    const rows = Array.from({ length: 28 }, (_, y) =>
      Math.max(...seen.subarray(28 * y, 28 * y + 28)),
    );
    assert.equal(rows.filter((value) => value > 0).length, 20);
    const mass = seen.reduce((sum, value) => sum + value, 0);
    const column = seen.reduce((sum, value, i) => sum + value * (i % 28), 0) / mass;
    assert.ok(Math.abs(column - 14) <= 0.5, `centre of mass in column ${column}`);
    const [, expected] = await inNodeOf(seen);
    await assertSoon(
      async () => largestDifference(await greys(page, '#reconstruction'), expected) < 0.01,
    );

    await drawBar(page, 0.8, 0.1, 0.9);
    await assertSoon(async () => largestDifference(await greys(page, '#original'), seen) > 0.5);
    await page.getByRole('button', { name: 'Undo' }).click();
    await assertSoon(async () => largestDifference(await greys(page, '#original'), seen) === 0);
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.locator('#results').waitFor({ state: 'hidden' });
    assert.equal(await page.getByRole('button', { name: 'Clear' }).isDisabled(), true);
    await page.getByRole('tab', { name: 'Look' }).click();
    await showsImage(page, 0);
  });

  void onDigits('the keyboard walks among points, zooms and lets go', async (page) => {
    await page.locator('#map').focus();
    await page.keyboard.press('ArrowRight');
    await showsImage(page, 1);
    await page.keyboard.press('ArrowUp');
    await showsImage(page, 1 + SIDE);
    await page.keyboard.press('Shift+ArrowRight');
    assert.ok(Number(await shownNumber(page)) > 2 + SIDE);
    await page
      .getByRole('status')
      .getByText(/^Image \d+, class \d, mapped, reconstruction error 0/)
      .waitFor();
    const edge = (await positionsOn(page))[COUNT - PLACED - 1];
    await page.keyboard.press('+');
    await assertSoon(async () => !(await paintedAt(page, [edge]))[0]);
    await page.keyboard.press('0');
    await assertSoon(async () => (await paintedAt(page, [edge]))[0]);
    await page.keyboard.press('Escape');
    await page.locator('#empty-point').waitFor();
    assert.equal(await page.locator('#results').isVisible(), false);
    await page.getByRole('button', { name: 'Next image' }).press('Enter');
    await showsImage(page, 0);
    await page.getByRole('button', { name: 'Previous image' }).press('Enter');
    await showsImage(page, COUNT - 1);
  });

  void onDigits('every control can be reached with Tab', async (page) => {
    const reached = new Set<string>();
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('Tab');
      reached.add(await page.evaluate(() => document.activeElement?.id ?? ''));
    }
    for (const id of ['map', 'zoom-in', 'legend-all', 'tab-look', 'previous', 'next']) {
      assert.ok(reached.has(id), `Tab does not reach ${id}`);
    }
  });

  void onDigits('the legend hides classes from eye and pointer', async (page) => {
    const { labels } = (await digitsPage()).images;
    const chip = page.locator('#legend .chip').nth(labels[150]);
    const positions = await positionsOn(page);
    await chip.press('Space');
    assert.equal(await chip.getAttribute('aria-pressed'), 'false');
    const left = labels.filter((label) => label !== labels[150]).length;
    await page.getByText(`${left} of 400 shown`).waitFor();
    await assertSoon(async () => !(await paintedAt(page, [positions[150]]))[0]);
    await clickPoint(page, 150);
    assert.equal(await shownNumber(page), '0');
    await page.getByRole('button', { name: 'None' }).click();
    await page.getByText('0 of 400 shown').waitFor();
    await page.getByRole('button', { name: 'All', exact: true }).click();
    await page.getByText('400 of 400 shown').waitFor();
    await clickPoint(page, 150);
    await showsImage(page, 150);
  });

  void works(
    'another map shows the same points elsewhere, and each keeps its zoom',
    () => suite.page('twoMaps'),
    async (page) => {
      const places = await positionsOn(page);
      const mirrored = places.map(
        (_, i): [number, number] => places[SIDE - 1 - (i % SIDE) + i - (i % SIDE)],
      );
      const click = async ([x, y]: [number, number]) =>
        page.locator('#map').click({ position: { x, y } });
      await click(places[45]);
      await showsImage(page, 45);
      const select = page.getByRole('combobox', { name: 'Map' });
      await select.selectOption('Mirror');
      assert.match(await page.locator('#lede').innerText(), /360 images, arranged by Mirror/);
      // The image stays chosen; where it was lies another now.
      await showsImage(page, 45);
      await click(mirrored[45]);
      await showsImage(page, 45);
      await click(places[45]);
      await showsImage(page, 54);
      await page.getByRole('button', { name: 'Zoom in' }).click();
      await assertSoon(async () => !(await paintedAt(page, [mirrored[0]]))[0]);
      await select.focus();
      await page.keyboard.press('ArrowUp');
      assert.match(await page.locator('#lede').innerText(), /arranged by t-SNE/);
      await assertSoon(async () => (await paintedAt(page, [places[0]]))[0]);
      await page.keyboard.press('ArrowDown');
      await assertSoon(async () => !(await paintedAt(page, [mirrored[0]]))[0]);
    },
  );

  void onDigits('a single map is no choice; colours tell class or distortion', async (page) => {
    assert.equal(await page.locator('#map-choice').isVisible(), false);
    const places = await positionsOn(page);
    const scale = page.locator('#colour-scale');
    assert.equal(await scale.isVisible(), false);
    const before = await coloursAt(page, places.slice(0, COUNT - PLACED));
    await page.getByLabel('Colour by').selectOption('Distortion');
    await scale.getByText('25 % or more').waitFor();
    // Image 0 (no distortion) is light, image 359 (a lot) is dark.
    const sum = (colour: number[]) => colour.reduce((total, value) => total + value, 0);
    await assertSoon(async () => {
      // The scale takes some of the map's room.
      const now = await positionsOn(page);
      const [light, dark] = await coloursAt(page, [now[1], now[COUNT - PLACED - 1]]);
      return sum(dark) > 0 && sum(light) > 2 * sum(dark);
    });
    await page.getByLabel('Colour by').selectOption('Class');
    await scale.waitFor({ state: 'hidden' });
    await assertSoon(async () => {
      const again = await coloursAt(page, places.slice(0, COUNT - PLACED));
      return JSON.stringify(again) === JSON.stringify(before);
    });
  });

  void onDigits('uncertainty colours placed images and greys the others', async (page) => {
    await page.getByLabel('Colour by').selectOption('Uncertainty');
    // Uncertainties are 0 to 3.9.
    await page.locator('#colour-scale').getByText('4 or more').waitFor();
    await assertSoon(async () => {
      const places = await positionsOn(page);
      const mapped = await coloursAt(page, places.slice(0, 10));
      // The least and the most uncertain, where their rings are.
      const [sure, unsure] = await coloursAt(
        page,
        [places[COUNT - PLACED], places[COUNT - 1]].map(([x, y]) => [x - 7, y]),
      );
      const spread = (colour: number[]) => Math.max(...colour) - Math.min(...colour);
      const sum = (colour: number[]) => colour.reduce((total, value) => total + value, 0);
      return mapped.every((colour) => spread(colour) < 12) && sum(sure) > 1.5 * sum(unsure);
    });
  });

  void works(
    'with no placed images there is no uncertainty to colour by',
    () => suite.page('mapped'),
    async (page) => {
      const offered = await page.getByLabel('Colour by').locator('option').allInnerTexts();
      assert.equal(offered.includes('Distortion'), true);
      assert.equal(offered.includes('Uncertainty'), false);
      assert.match(await page.locator('#lede').innerText(), /Class 8 was left out of training/);
    },
  );

  void onDigits('measures tell key numbers, and more to those who open them', async (page) => {
    const title = page.locator('summary').filter({ hasText: 'Reconstruction error ↓' });
    assert.equal(await title.isVisible(), false);
    const summary = page.locator('summary').filter({ hasText: 'Measures' });
    assert.match(await summary.innerText(), /Reconstruction error: 0\.00120/);
    await summary.press('Enter');
    await title.press('Enter');
    await page.getByText('Of images of 1 × 28 × 28. A test.').waitFor();
  });

  void onDigits('placed images can be hidden, and say what their place is worth', async (page) => {
    const toggle = page.getByRole('button', { name: /Test images, placed/ });
    await clickPoint(page, COUNT - 10);
    await showsImage(page, COUNT - 10);
    await page.getByText('Test image, placed on the finished map.').waitFor();
    await page.getByText('How this is judged').click();
    // Its uncertainty is 3, on a map that is 19 wide; its distortion 0.5 · 390 / 399.
    await page
      .locator('#place-facts')
      .getByText(/by 170 places on average .*49\s% of all points.*over 16\s% of the map’s width/)
      .waitFor();
    await toggle.press('Space');
    await page.getByText('360 of 400 shown').waitFor();
    await clickPoint(page, COUNT - 20);
    assert.equal(await shownNumber(page), String(COUNT - 10));
    await page.getByRole('button', { name: 'Next image' }).click();
    await showsImage(page, 0);
    await page.getByText('Training image; the map was made with it.').waitFor();
    await page
      .locator('#place-facts')
      .getByText(/by 0 places on average .*: 0\s% of all/)
      .waitFor();
    await page.getByRole('button', { name: 'Previous image' }).click();
    await showsImage(page, COUNT - PLACED - 1);
    await toggle.click();
    await page.getByText('400 of 400 shown').waitFor();
  });

  void test('a finger chooses a point, and nothing is wider than a small screen', async () => {
    const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
    const { page, errors } = await openFile(suite.browser, digits, phone);
    await engineIs(page, 'ready');
    const [x, y] = (await positionsOn(page))[95];
    await page.locator('#map').scrollIntoViewIfNeeded();
    const box = (await page.locator('#map').boundingBox())!;
    await page.touchscreen.tap(box.x + x, box.y + y);
    await showsImage(page, 95);
    await page.getByRole('tab', { name: 'Draw' }).tap();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
    assert.deepEqual(errors, []);
    await page.context().close();
  });

  void onDigits('hovering tells what a point is', async (page) => {
    const [x, y] = (await positionsOn(page))[217];
    const box = (await page.locator('#map').boundingBox())!;
    await page.mouse.move(box.x + x + 2, box.y + y);
    await page.locator('#tooltip').getByText('image 217').waitFor();
    const { labels } = (await digitsPage()).images;
    assert.equal(await page.locator('#tooltip-text').innerText(), `class ${labels[217]}`);
    assert.equal(await page.locator('#tooltip-origin').innerText(), 'mapped');
    const [, , image] = await inNode(217);
    assert.ok(largestDifference(await greys(page, '#tooltip-picture'), image) < 0.003);
    await page.keyboard.press('Escape');
    await page.locator('#tooltip').waitFor({ state: 'hidden' });
  });

  void works(
    'a trained pair from elsewhere with a vector as latent rebuilds the digits',
    () => suite.page('trained'),
    async (page) => {
      await clickPoint(page, 30);
      await showsImage(page, 30);
      const { encoder, decoder } = await trainedPage();
      const image = await realDigits(1, 30);
      const { z } = await runModel(encoder, { pixels: image });
      const { x_hat } = await runModel(decoder, { code: { data: z, dims: [1, 24] } });
      await assertSoon(
        async () => largestDifference(await greys(page, '#reconstruction'), x_hat) < 0.003,
      );
      // A page of the mean digit would be off by 0.067.
      assert.ok(meanSquaredError(image.data, x_hat) < 0.05);
      // A vector has no feature maps of its own: those of the first block are all there are.
      assert.equal(await page.locator('#maps-section .switch').count(), 0);
      const { firstBlock } = (await trainedPage()).data.encoder;
      assert.equal(await page.locator('#maps canvas').count(), firstBlock!.shape[0]);
      assert.equal(await page.locator('#average').evaluate((c: HTMLCanvasElement) => c.width), 5);
    },
  );

  void works(
    'colour images of another size, and models of a fixed batch',
    async () => {
      const html = await readFile(await suite.page('colour'), 'utf8');
      const fixed = withData(html, (data) => ({
        ...data,
        encoder: { ...data.encoder, batch: 4 },
      }));
      return suite.folder.write('fixed', fixed);
    },
    async (page) => {
      const { images, encoder } = await colourPage();
      const size = 3 * 16 * 24;
      const data = Float32Array.from(images.pixels.subarray(0, 6 * size), (byte) => byte / 255);
      const latents = await page.evaluate(
        async (values) => [...(await window.caelum.encode(new Float32Array(values)))],
        [...data],
      );
      const tensor = { data, dims: [6, 3, 16, 24] };
      const { latent } = await runModel(encoder, { [TENSORS.image]: tensor });
      assert.ok(largestDifference(latents, latent) < 1e-5);
      const pixel = await page
        .locator('#original')
        .evaluate((canvas: HTMLCanvasElement) => [
          ...canvas.getContext('2d')!.getImageData(1, 0, 1, 1).data.subarray(0, 3),
        ]);
      assert.deepEqual(
        pixel,
        [0, 1, 2].map((c) => images.pixels[c * 16 * 24 + 1]),
      );
      await page.getByRole('tab', { name: 'Draw' }).click();
      await drawBar(page, 0.5, 0.2, 0.8);
      await page.locator('#results').waitFor();
      assert.equal((await page.locator('#original').evaluate(colourCount)) > 1, true);
    },
  );

  /** Opens a page whose models cannot run, and checks that the rest does. */
  async function failsReadably(html: string, message: RegExp, prepare?: () => void): Promise<void> {
    const { page } = await openFile(
      suite.browser,
      await suite.folder.write('failing', html),
      { viewport: VIEWPORT },
      prepare,
    );
    await engineIs(page, 'failed');
    assert.match(await page.locator('#engine-trouble').innerText(), message);
    assert.equal(await page.locator('#map-status').innerText(), '400 of 400 shown');
    await clickPoint(page, 45);
    await showsImage(page, 45);
    await page.context().close();
  }

  void test('models that cannot run are explained while the map works', async () => {
    const html = await readFile(digits, 'utf8');
    const blob = (id: string) => new RegExp(`(id="${id}">)[^<]*`);
    await failsReadably(html, /no WebAssembly, or it is switched off/, () => {
      Reflect.deleteProperty(globalThis, 'WebAssembly');
    });
    const text = encodeBase85(gzipSync('no model'));
    await failsReadably(
      html.replace(blob(PAGE_BLOBS.encoder), `$1${text}`),
      /the map and the measures still work/,
    );
    await failsReadably(
      html.replace(blob(PAGE_BLOBS.decoder), '$1AAAA'),
      /"blob-decoder" is damaged/,
    );
    const cut = html.slice(0, html.indexOf(`id="${PAGE_BLOBS.wasm}"`) + 100_000);
    await failsReadably(cut, /"blob-wasm" is damaged.*cut short/);
  });

  void test('a file that cannot be shown at all says why', async () => {
    const html = await readFile(digits, 'utf8');
    const cases: readonly (readonly [string, RegExp])[] = [
      [
        html.slice(0, html.indexOf(`id="${PAGE_BLOBS.images}"`) + 1000),
        /"blob-images" is damaged.*cut short/,
      ],
      [html.slice(0, html.indexOf('"classNames"')), /"page-data" is not JSON/],
      [
        html.replace(`"formatVersion":${FORMAT_VERSION}`, `"formatVersion":${FORMAT_VERSION + 1}`),
        new RegExp(`reads format ${FORMAT_VERSION}`),
      ],
    ];
    for (const [text, message] of cases) {
      const { page } = await openFile(suite.browser, await suite.folder.write('broken', text));
      await page.getByRole('alert').getByText(message).waitFor();
      await page.context().close();
    }
  });

  void test('a file cut short within its script says so after a while', async () => {
    const html = await readFile(digits, 'utf8');
    const cut = await suite.folder.write('cut', html.slice(0, html.indexOf('<script>') + 5000));
    const { page } = await openFile(suite.browser, cut);
    await page.getByText('the file is incomplete').waitFor();
    await page.context().close();
  });

  async function engineIs(page: Page, status: string): Promise<void> {
    await page.locator(`#engine[data-status=${status}]`).waitFor();
  }

  /** Pixels of the points on the map's canvas, from its top left corner. */
  async function positionsOn(page: Page): Promise<[number, number][]> {
    const { width, height } = (await page.locator('#map').boundingBox())!;
    const positions = fitMap(gridMap(), width, height, 24);
    return Array.from({ length: COUNT }, (_, i) => [positions[2 * i], positions[2 * i + 1]]);
  }

  async function clickPoint(page: Page, index: number): Promise<void> {
    const [x, y] = (await positionsOn(page))[index];
    await page.locator('#map').click({ position: { x, y } });
  }

  async function shownNumber(page: Page): Promise<string> {
    return (await page.locator('#subject-number').innerText()).replace('image ', '');
  }

  async function showsImage(page: Page, index: number): Promise<void> {
    await page.locator('#subject-number').getByText(`image ${index}`, { exact: true }).waitFor();
  }

  /** Latent, reconstruction and pixels of an image of the page, from onnxruntime-node. */
  async function inNode(index: number): Promise<[Float32Array, Float32Array, Float32Array]> {
    return inNodeOf((await realDigits(1, index)).data);
  }

  async function inNodeOf(
    image: Float32Array,
  ): Promise<[Float32Array, Float32Array, Float32Array]> {
    const { encoder, decoder } = await digitsPage();
    const feed = { [TENSORS.image]: { data: image, dims: [1, 1, 28, 28] } };
    const { latent } = await runModel(encoder, feed);
    const back = { [TENSORS.latent]: { data: latent, dims: [1, 32, 7, 7] } };
    return [latent, (await runModel(decoder, back)).reconstruction, image];
  }
});

/** Whether each place of the map's canvas, in CSS pixels, is painted. */
function paintedAt(page: Page, places: [number, number][]): Promise<boolean[]> {
  return page.locator('#map').evaluate((canvas: HTMLCanvasElement, at) => {
    const context = canvas.getContext('2d')!;
    return at.map(([x, y]) => {
      const ratio = devicePixelRatio;
      return context.getImageData(Math.round(x * ratio), Math.round(y * ratio), 1, 1).data[3] > 0;
    });
  }, places);
}

/** Red, green and blue of places of the map's canvas, in CSS pixels. */
function coloursAt(page: Page, places: [number, number][]): Promise<number[][]> {
  return page.locator('#map').evaluate((canvas: HTMLCanvasElement, at) => {
    const context = canvas.getContext('2d')!;
    const ratio = devicePixelRatio;
    return at.map(([x, y]) => [
      ...context
        .getImageData(Math.round(x * ratio), Math.round(y * ratio), 1, 1)
        .data.subarray(0, 3),
    ]);
  }, places);
}

/** The red channel of a picture, 0 to 1. */
async function greys(page: Page, selector: string): Promise<Float32Array> {
  const values = await page.locator(selector).evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    return Array.from({ length: data.length / 4 }, (_, i) => data[4 * i] / 255);
  });
  return Float32Array.from(values);
}

/** How many colours a canvas shows; runs in the page. */
function colourCount(element: Element): number {
  const canvas = element as HTMLCanvasElement;
  const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
  return new Set(new Uint32Array(data.buffer)).size;
}

/** Draws an upright line on the pad; all in shares of its side. */
async function drawBar(page: Page, x: number, from: number, to: number): Promise<void> {
  const box = (await page.locator('#pad').boundingBox())!;
  await page.mouse.move(box.x + x * box.width, box.y + from * box.height);
  await page.mouse.down();
  await page.mouse.move(box.x + x * box.width, box.y + to * box.height, { steps: 8 });
  await page.mouse.up();
}

/** Waits until something holds, at most five seconds. */
async function assertSoon(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 5000;
  while (!(await holds())) {
    assert.ok(Date.now() < end, `did not come to hold: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
