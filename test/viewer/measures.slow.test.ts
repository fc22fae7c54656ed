/** What stands below the map, in a real browser: measures, classes, worst images, training and origin. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, describe, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import type { Metrics } from '../../pipeline/contract.ts';
import type { PageInput } from '../../pipeline/page/input.ts';
import { neighbourConfusion } from '../../viewer/measures/confusion.ts';
import { worstImages } from '../../viewer/measures/gallery.ts';
import { measured, short } from '../../viewer/parts/numbers.ts';
import { assertPicture } from './driving.ts';
import { digitsPage, withData } from './pages.ts';
import { browserSuite, usePage } from './suite.ts';

const DEFINITION = { range: [0, 1], better: 'higher', source: 'A paper.', sample: null } as const;

/** A measure of each kind: of images by class, of several spaces, without an interval, with a unit. */
const METRICS: Metrics = {
  spaces: [
    { name: 'images', title: 'Images' },
    { name: 'latents', title: 'Latents' },
    { name: 'tsne', title: 't-SNE' },
  ],
  measures: [
    {
      ...DEFINITION,
      key: 'mse',
      title: 'MSE',
      unit: '1',
      better: 'lower',
      definition: 'Mean squared error.',
      values: [
        {
          space: 'images',
          value: 0.0123456,
          interval: [0.012, 0.0131],
          // No image of class 4.
          perClass: [0.01, 0.02, 0.03, 0.04, null, 0.06, 0.07, 0.08, 0.09, 0.1],
        },
      ],
    },
    {
      ...DEFINITION,
      key: 'psnr',
      title: 'PSNR',
      unit: 'dB',
      definition: 'Peak signal to noise.',
      values: [
        {
          space: 'images',
          value: 22.34,
          interval: null,
          perClass: [20, 21, 22, 23, null, 25, 26, 27, 28, 40],
        },
      ],
    },
    {
      ...DEFINITION,
      key: 'trustworthiness10',
      title: 'Trustworthiness, k = 10',
      unit: '1',
      definition: 'Who intrudes.',
      sample: { size: 1000, of: 20_000, seed: 7 },
      values: [{ space: 'tsne', value: 0.95, interval: [0.9, 0.99] }],
    },
    {
      ...DEFINITION,
      key: 'silhouette',
      title: 'Silhouette',
      unit: '1',
      range: [-1, 1],
      definition: 'How well classes stand apart.',
      values: [
        { space: 'latents', value: -0.25, interval: [-0.3, -0.2] },
        { space: 'tsne', value: 0.5, interval: null },
      ],
    },
  ],
};

void describe('below the map', () => {
  const suite = browserSuite();
  let input: PageInput;
  let digits: string;

  before(async () => {
    input = await digitsPage();
    const html = await readFile(await suite.page('digits'), 'utf8');
    const changed = withData(html, (data) => ({ ...data, metrics: METRICS }));
    digits = await suite.folder.write('measured', changed);
  });

  const works = (name: string, body: (page: Page) => Promise<void>) =>
    test(name, () => usePage(suite.browser, digits, body));

  void works('tables hold every measure of every space', async (page) => {
    await open(page, 'Measures');
    const tables = page.locator('#measures section');
    assert.deepEqual(await tables.locator('h3').allInnerTexts(), [
      'Reconstruction',
      'Neighbourhoods',
      'Clusters',
    ]);
    assert.deepEqual(await rowsOf(tables.nth(0)), [
      ['Measure', 'Images'],
      ['MSE ↓', '0.0123 0.0120 to 0.0131'],
      ['PSNR ↑', '22.3 dB'],
    ]);
    assert.deepEqual(await rowsOf(tables.nth(1)), [
      ['Measure', 't-SNE'],
      ['Trustworthiness, k = 10 ↑', '0.950 0.900 to 0.990'],
    ]);
    assert.deepEqual(await rowsOf(tables.nth(2)), [
      ['Measure', 'Latents', 't-SNE'],
      ['Silhouette ↑', '−0.250 −0.300 to −0.200', '0.500'],
    ]);
    await tables.nth(1).locator('summary').click();
    await page.getByText('Who intrudes. Of 1,000 images out of 20,000. A paper.').waitFor();
  });

  void works('bars stand for the classes, as long as their numbers are large', async (page) => {
    await open(page, 'Class by class');
    for (const [choice, { key, unit }] of [
      ['MSE', METRICS.measures[0]],
      ['PSNR', METRICS.measures[1]],
    ] as const) {
      await page.locator('#per-class-measure').selectOption(choice);
      const { perClass } = METRICS.measures.find((each) => each.key === key)!.values[0];
      const classes = perClass!.flatMap((value, label) =>
        value === null ? [] : [{ value, label }],
      );
      const bars = page.locator('#per-class li');
      assert.deepEqual(
        (await bars.allInnerTexts()).map((text) => text.split(/\s*\n\s*/)),
        classes.map(({ value, label }) => [
          String(label),
          measured(value) + (unit === '1' ? '' : ` ${unit}`),
        ]),
      );
      const shares = await bars.evaluateAll((rows) =>
        rows.map((row) => {
          const [fill, track] = ['.fill', '.track'].map(
            (part) => row.querySelector(part)!.getBoundingClientRect().width,
          );
          return fill / track;
        }),
      );
      const most = Math.max(...classes.map(({ value }) => value));
      shares.forEach((share, i) => {
        assert.ok(
          Math.abs(share - classes[i].value / most) < 0.01,
          `${choice}: bar ${i}: ${share}`,
        );
      });
    }
  });

  void works('confusion tells the classes of the nearest, in percent', async (page) => {
    await open(page, 'Class by class');
    const shares = neighbourConfusion(10, input.images.labels, input.neighbours.indices);
    const [head, ...rows] = await rowsOf(page.locator('#confusion'));
    assert.deepEqual(
      head.slice(1),
      Array.from({ length: 10 }, (_, label) => String(label)),
    );
    assert.equal(rows.length, 10);
    let confused = { share: 0, words: '' };
    shares.forEach((row, from) => {
      const [name, ...cells] = rows[from];
      assert.equal(name, String(from));
      row!.forEach((share, to) => {
        const shown = cells[to] === '' ? 0 : Number(cells[to].replace('<', ''));
        assert.ok(
          Math.abs(shown - 100 * share) <= 0.51,
          `${from}, ${to}: ${cells[to]} for ${share}`,
        );
        if (from !== to && share > confused.share) {
          confused = { share, words: `Most often mistaken: class ${from} for ${to}` };
        }
      });
    });
    assert.ok((await page.locator('#confusion-note').innerText()).includes(confused.words));
  });

  void works('the worst images come first, and lead to the map', async (page) => {
    const { labels } = input.images;
    await open(page, 'Hardest to reconstruct');
    const buttons = page.locator('#gallery .image-button');
    await buttons.first().waitFor();
    const shown = async () =>
      Promise.all(
        (await buttons.all()).map(async (button) => await button.getAttribute('aria-label')),
      );
    const named = (worst: readonly number[]) =>
      worst.map((id) => `Image ${id}, class ${labels[id]}, ${short(input.errors[id])}`);
    assert.deepEqual(await shown(), named(worstImages(input.errors, labels, null, 24)));
    await page.locator('#gallery-class').selectOption('Class 5');
    const worst = worstImages(input.errors, labels, 5, 24);
    assert.deepEqual(await shown(), named(worst));
    const { pixels } = input.images;
    const image = Float32Array.from(
      pixels.subarray(784 * worst[2], 784 * worst[2] + 784),
      (byte) => byte / 255,
    );
    await assertPicture(buttons.nth(2).locator('canvas'), image);
    await buttons.nth(2).click();
    await page.locator('#subject-number').getByText(`image ${worst[2]}`, { exact: true }).waitFor();
    await assertPicture(page.locator('#original'), image);
  });

  void works('training is shown as a falling line and a table', async (page) => {
    await open(page, 'Training');
    const plot = page.getByRole('img', {
      name: /Training loss over 4 steps; epoch 1: test loss 0\.012/,
    });
    // From left to right and, since losses fall, from top to bottom.
    const places = (await plot.locator('.steps').getAttribute('d'))!
      .split(/[ML]/)
      .slice(1)
      .map((place) => place.split(',').map(Number));
    assert.equal(places.length, 4);
    places.slice(1).forEach(([x, y], i) => {
      assert.ok(x > places[i][0] && y > places[i][1], `step ${i + 1} at ${x}, ${y}`);
    });
    assert.equal(await plot.locator('circle.test').count(), 1);
    assert.deepEqual(await rowsOf(page.locator('#loss')), [
      ['Epoch', 'Training loss', 'Test loss'],
      ['1', '0.045', '0.012'],
    ]);
  });

  void works('the origin is told, with the difference from Node', async (page) => {
    await open(page, 'Where this comes from');
    const facts = page.locator('#origin > div');
    await page
      .locator('#parity')
      .getByText(/over 3 images$/)
      .waitFor();
    const rows = await facts.evaluateAll((all) =>
      all.map((row) => [...row.children].map((part) => part.textContent)),
    );
    assert.deepEqual(rows.slice(0, 3), [
      ['Images', 'made for a test'],
      ['Map', 't-SNE, none: a grid'],
      ['Seed', '42'],
    ]);
    const parity = rows.find(([name]) => name === 'Largest difference from Node')![1];
    const numbers = parity.match(/\d\.\de[-+]\d+/g)!.map(Number);
    assert.equal(numbers.length, 2);
    for (const number of numbers) assert.ok(number <= 1e-5, parity);
    await page.getByText('Licences of the code of others').click();
    await page.getByText('onnxruntime-web').waitFor();
  });
});

async function open(page: Page, title: string): Promise<void> {
  await page.locator('details.card > summary').filter({ hasText: title }).click();
}

/** Cells of a table as they are read, head first. */
function rowsOf(host: Locator): Promise<string[][]> {
  return host.locator('tr').evaluateAll((rows) =>
    (rows as HTMLTableRowElement[]).map((row) =>
      [...row.cells].map((cell) =>
        // What is for screen readers alone is not seen.
        cell.innerText
          .replace(/, (higher|lower) is better/, '')
          .replace(/\s+/g, ' ')
          .trim(),
      ),
    ),
  );
}
