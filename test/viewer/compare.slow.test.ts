/** Two networks on the same digits, compared as a user would: table, figures, and one page with both, linked. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { csvParse } from 'd3-dsv';
import type { Browser, Frame } from 'playwright-core';
import {
  COMPARED_PAGES,
  COMPARISON_FILES,
  FILES,
  type ComparedPage,
  type Metrics,
} from '../../pipeline/contract.ts';
import type { Manifest } from '../../pipeline/files/manifest.ts';
import { launchChromium, openFile } from '../chromium.ts';
import { SIDE_BY_SIDE, startBeside } from '../commandLine.ts';
import { assertSoon, greysOf } from './driving.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const scratch = mkdtempSync(join(tmpdir(), 'caelum-'));
const env = { ...process.env, CAELUM_CACHE: join(scratch, 'cache') };
const [cae, vae, out] = ['cae', 'vae', 'both'].map((name) => join(scratch, name));

function start(command: string, ...options: string[]) {
  const args = ['--import', 'tsx', `pipeline/${command}.ts`, ...options];
  return spawnSync(process.execPath, args, { cwd: ROOT, env, encoding: 'utf8' });
}

function succeed(command: string, ...options: string[]): string {
  const { status, stdout, stderr } = start(command, ...options);
  assert.equal(status, 0, stderr);
  return stdout;
}

/** A run as another would be that differs in what its manifest tells. */
function copyOf(run: string, name: string, change: (manifest: Manifest) => Partial<Manifest>) {
  const copy = join(scratch, name);
  cpSync(run, copy, { recursive: true });
  const path = join(copy, FILES.run);
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  writeFileSync(path, JSON.stringify({ ...manifest, ...change(manifest) }));
  return copy;
}

const SMALL = ['--offline', '--limit', '300', '--epochs', '1', '--perplexity', '20'];

before(() => {
  succeed('run', ...SMALL, '--out', cae);
  succeed('run', ...SMALL, '--model', 'vae', '--likelihood-images', '10', '--out', vae);
});
after(() => {
  rmSync(scratch, { recursive: true });
});

describe('npm run compare', () => {
  let stdout = '';
  before(() => {
    stdout = succeed('compare', cae, vae, '--out', out);
  });

  test('has every number of both runs in its tables', () => {
    const rows = csvParse(readFileSync(join(out, COMPARISON_FILES.csv), 'utf8'));
    const markdown = readFileSync(join(out, COMPARISON_FILES.markdown), 'utf8');
    for (const [name, folder] of Object.entries({ cae, vae })) {
      const { measures } = JSON.parse(readFileSync(join(folder, FILES.metrics), 'utf8')) as Metrics;
      const values = measures.flatMap((measure) => measure.values.map(({ value }) => value));
      const told = rows.filter(({ run }) => run === name).map(({ value }) => Number(value));
      assert.ok(values.length > 20);
      assert.deepEqual(new Set([...told, ...values]), new Set(told));
    }
    assert.match(markdown, /\| Latent \| 1,568 numbers \| 16 numbers \|/);
    assert.match(markdown, /\| Negative log-likelihood ↓ \| – \| \d+ nats/);
    assert.match(markdown, /\| Trained \| 1 epoch \| 1 epoch \|/);
    assert.match(markdown, /\n\nIn brackets: .*↑ more is better, ↓ less is\. Bold: .*\n$/);
    assert.match(stdout, /cae \| vae differ in: --model cae \| vae; --latent-dim not set \| 16/);
    assert.match(stdout, /10-NN accuracy: latents ↑ .*0\.\d+/);
  });

  test('draws figures of both', () => {
    const names = ['loss', 'map', 'measures', 'reconstructions', 'worst'];
    const files = names.flatMap((name) => [`${name}.png`, `${name}.svg`]).sort();
    assert.deepEqual(readdirSync(join(out, 'figures')).sort(), files);
    const map = readFileSync(join(out, 'figures', 'map.svg'), 'utf8');
    assert.equal(map.match(/<svg /g)?.length, 3);
    assert.match(map, />cae<.*>vae</s);
  });

  test('is the same again', () => {
    const page = readFileSync(join(out, COMPARISON_FILES.page));
    succeed('compare', cae, vae, '--out', out);
    assert.ok(readFileSync(join(out, COMPARISON_FILES.page)).equals(page));
  });

  test('tells runs of other images apart', () => {
    const other = copyOf(cae, 'other', ({ dataset }) => ({
      dataset: { ...dataset, fingerprint: 'of pixels that were drawn black or white' },
    }));
    const told = succeed('compare', cae, other, '--out', join(scratch, 'apart'));
    assert.match(
      told,
      /These runs are of the same images, but of other pixels, so that errors .* do not compare/,
    );
  });

  test('links only pages of the same images in the same order', () => {
    const fewer = copyOf(cae, 'fewer', ({ stages }) => {
      const results = { ...stages.encode.results, mapped: 200 };
      return { stages: { ...stages, encode: { ...stages.encode, results } } };
    });
    const place = join(scratch, 'linked');
    succeed('compare', cae, fewer, vae, '--out', place);
    const page = readFileSync(join(place, COMPARISON_FILES.page), 'utf8');
    const text = new RegExp(`id="${COMPARED_PAGES}">([^]*?)</script>`).exec(page)?.[1] ?? '';
    const [one, other, same] = JSON.parse(text) as ComparedPage[];
    assert.notEqual(one.images, other.images);
    assert.equal(one.images, same.images);
  });

  const refused: Record<string, readonly [options: () => string[], message: RegExp]> = {
    'one run': [() => [cae], /Only .*cae is named; name two runs or more/],
    'no run': [() => [], /missing required argument 'runs'/],
    'the same run twice': [() => [cae, vae, `${cae}/`], /cae\/? is named twice; compare different/],
    'what is no run': [() => [cae, ROOT], /is no run: there is no run\.json in it/],
    'what is not there': [
      () => [cae, join(scratch, 'nothing')],
      /is no run: there is no run\.json/,
    ],
    'a run as the place to write': [() => [cae, vae, '--out', cae], /--out .*cae holds a run/],
  };
  describe('refuses', SIDE_BY_SIDE, () => {
    for (const [what, [options, message]] of Object.entries(refused)) {
      test(what, async () => {
        const { status, stderr } = await startBeside('pipeline/compare.ts', options(), env);
        assert.equal(status, 2, stderr);
        assert.match(stderr, message);
      });
    }
  });

  test('refuses a run that is not whole, and writes nothing', () => {
    const half = join(scratch, 'half');
    cpSync(cae, half, { recursive: true });
    rmSync(join(half, FILES.viewer));
    const place = join(scratch, 'nowhere');
    const { status, stderr } = start('compare', half, vae, '--out', place);
    assert.equal(status, 2);
    assert.match(
      stderr,
      /half is not a whole run: viewer\.html is not there; run its command again/,
    );
    assert.equal(existsSync(place), false);
  });
});

describe('compare.html', () => {
  let browser: Browser;
  before(async () => {
    browser = await launchChromium();
  });
  after(async () => {
    await browser.close();
  });

  async function use(
    work: (first: Frame, second: Frame) => Promise<void>,
    viewport = { width: 1440, height: 900 },
  ): Promise<void> {
    const opened = await openFile(browser, join(out, COMPARISON_FILES.page), { viewport });
    const { page, requests, errors } = opened;
    try {
      const frames = page.locator('iframe');
      await frames.nth(1).waitFor();
      const pages = await Promise.all(
        [0, 1].map(async (n) => (await (await frames.nth(n).elementHandle()).contentFrame())!),
      );
      for (const frame of pages) {
        await frame.locator('#engine[data-status=ready]').waitFor({ state: 'attached' });
      }
      await work(pages[0], pages[1]);
      assert.deepEqual(requests, [], 'requests left the page');
      assert.deepEqual(errors, [], 'errors on the console');
    } finally {
      await page.context().close();
    }
  }

  async function drawLine(frame: Frame): Promise<void> {
    const sheet = frame.locator('#pad');
    await sheet.scrollIntoViewIfNeeded();
    const pad = (await sheet.boundingBox())!;
    const { mouse } = frame.page();
    await mouse.move(pad.x + 0.3 * pad.width, pad.y + 0.2 * pad.height);
    await mouse.down();
    await mouse.move(pad.x + 0.5 * pad.width, pad.y + 0.8 * pad.height, { steps: 8 });
    await mouse.up();
  }

  /** Waits until both pads show the same, and what both networks see is the same. */
  async function assertSamePads(first: Frame, second: Frame, inked: boolean): Promise<void> {
    const shown = (frame: Frame) =>
      frame
        .locator('#pad, .seen canvas')
        .evaluateAll((all) => all.map((canvas) => (canvas as HTMLCanvasElement).toDataURL()));
    await assertSoon(async () => {
      const [one, other] = await Promise.all([first, second].map(shown));
      const seen = await greysOf(second.locator('.seen canvas'));
      return one.join() === other.join() && seen.some((grey) => grey > 0) === inked;
    }, 'the pads the same in both');
  }

  const text = (frame: Frame, selector: string) => frame.locator(selector).innerText();

  test('what is chosen in one is chosen in the other, and each network answers', async () => {
    await use(async (first, second) => {
      for (const [one, other, image] of [
        [first, second, '17'],
        [second, first, '23'],
      ] as const) {
        await one.locator('#find').fill(image);
        await one.locator('#find').press('Enter');
        await assertSoon(async () => (await text(other, '#subject-number')) === `image ${image}`);
      }
      const latents = await Promise.all(
        [first, second].map((frame) =>
          frame.evaluate(async () => (await window.caelum.encode(new Float32Array(784))).length),
        ),
      );
      assert.deepEqual(latents, [1568, 16]);
    });
  });

  test('each is shown whole, its map with what is told of it; classes and groups are the same', async () => {
    await use(async (first, second) => {
      for (const frame of [first, second]) {
        await assertSoon(() =>
          frame.evaluate(() => Math.abs(document.body.offsetHeight - innerHeight) < 2),
        );
        const bottom = await frame.locator('#subject-class').evaluate((shown) => {
          return shown.getBoundingClientRect().bottom;
        });
        assert.ok(bottom < 700, `${bottom}`);
      }
      const hidden = (frame: Frame) => frame.locator('#legend [aria-pressed=false]').count();
      const before = await hidden(second);
      await first.locator('#legend button').first().click();
      await assertSoon(async () => (await hidden(second)) > before);
      await first.getByRole('tab', { name: 'Group' }).click();
      await first.getByRole('button', { name: 'Add its 10 nearest' }).click();
      await second.getByText('11 images').first().waitFor();
    });
  });

  test('a drawing is on both pads and goes through both, the way to it too; so are undo, clear and pictures', async () => {
    await use(async (first, second) => {
      await first.getByRole('tab', { name: 'Draw' }).click();
      await drawLine(first);
      await assertSamePads(first, second, true);
      for (const frame of [first, second]) {
        await frame
          .getByText(/nearest are|nearest:|of the 10 nearest|All 10 nearest/)
          .first()
          .waitFor();
      }
      await first.getByRole('tab', { name: 'Between' }).click();
      await first.getByRole('button', { name: 'Use my drawing' }).click();
      await second.getByText('Your drawing').first().waitFor();
      await first.getByRole('tab', { name: 'Draw' }).click();
      await second.getByRole('button', { name: 'Undo' }).click();
      await assertSamePads(first, second, false);
      await first.getByRole('button', { name: 'Redo' }).click();
      await assertSamePads(first, second, true);
      await second.getByRole('button', { name: 'Clear' }).click();
      await assertSamePads(first, second, false);
      const picture = join(out, 'figures', 'measures.png');
      await second.locator('.picture-input input').setInputFiles(picture);
      await first.getByText(/^measures\.png: .* made grey/).waitFor();
      await assertSamePads(first, second, true);
    });
  });

  test('on a narrow screen each page is called by its name, and no number is cut', async () => {
    await use(
      async (first, second) => {
        const page = first.page();
        const leftOf = (frame: Frame) => async () =>
          (await (await frame.frameElement()).boundingBox())!.x;
        assert.ok((await leftOf(second)()) > 300);
        await page.getByRole('button', { name: 'vae', exact: true }).first().click();
        await assertSoon(async () => (await leftOf(second)()) < 60);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
        const cells = await page
          .locator('td')
          .evaluateAll((all) => all.map((cell) => cell.scrollWidth - cell.clientWidth));
        assert.deepEqual(new Set(cells), new Set([0]));
      },
      { width: 390, height: 844 },
    );
  });

  test('only the variational one draws samples, to which the page leads, and other ones when asked', async () => {
    await use(async (first, second) => {
      assert.equal(await first.locator('#samples-section').isVisible(), false);
      await first.page().locator('.lede').getByRole('button', { name: 'vae' }).click();
      await assertSoon(async () => {
        const { y } = (await second.locator('#samples').boundingBox())!;
        return y > 0 && y < 900;
      });
      const sample = second.locator('#samples canvas').first();
      await assertSoon(async () => (await greysOf(sample)).some((grey) => grey > 0));
      const before = await greysOf(sample);
      await second.locator('#samples-renew').click();
      await assertSoon(async () => (await greysOf(sample)).some((grey, i) => grey !== before[i]));
    });
  });
});
