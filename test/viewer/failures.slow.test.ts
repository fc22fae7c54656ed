/** What the page does when a part of it fails: damaged parts of the file, workers that die or fall silent. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { PAGE_BLOBS } from '../../pipeline/contract.ts';
import { launchChromium, openFile, type OpenedFile } from '../chromium.ts';
import { largestDifference, realDigits } from '../helpers.ts';
import { assertPicture, assertSoon, clickPoint, greysOf } from './driving.ts';
import { COUNT, inWorker } from './pages.ts';
import { browserSuite } from './suite.ts';

/** SwiftShader, the graphics card in software that comes with Chromium. */
const WEBGPU = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

/** Longer than a worker may be silent, milliseconds. */
const SILENCE = { wasm: 61_000, webgpu: 16_000 };

/** In each worker: what happens at its third probe. */
const atThirdProbe = (what: string): string => `let probes = 0;
  addEventListener('message', ({ data }) => {
    if (data.task === 'probe' && ++probes === 3) { ${what} }
  });`;

void describe('a page of which a part fails', () => {
  const suite = browserSuite();
  let html: string;

  before(async () => {
    html = await readFile(await suite.page('vivid'), 'utf8');
  });

  const open = async (
    text: string,
    prepare?: () => void,
    at = suite.browser,
  ): Promise<OpenedFile> => openFile(at, await suite.folder.write('failing', text), {}, prepare);

  void test('says what it goes without where a part is damaged, and shows all else', async () => {
    const damaged = [PAGE_BLOBS.frames, PAGE_BLOBS.licences].reduce(
      (text, id) => text.replace(new RegExp(`(id="${id}">)[^<]{40}`), '$1'),
      html,
    );
    const { page, errors } = await open(damaged);
    const notice = page.getByRole('region', { name: 'Damage to this file' });
    assert.match(
      await notice.innerText(),
      /without the replay of t-SNE and the licences; all else works\. .*build the page again/,
    );
    await notice.getByText('What was found').click();
    await notice.getByText('The part "blob-frames" is damaged').waitFor();
    await answersAbout(page, 42);
    assert.equal(await page.locator('#replay').isVisible(), false);
    assert.deepEqual(errors, []);
    await page.context().close();
  });

  void test('does not run a model of which one character has changed', async () => {
    const changed = html.replace(
      new RegExp(`(id="${PAGE_BLOBS.decoder}">[^<]{5000})(.)`),
      (_, before: string, one: string) => before + (one === '1' ? '2' : '1'),
    );
    const { page } = await open(changed);
    await engineIs(page, 'failed');
    await page.locator('#engine-trouble').getByText('"blob-decoder" is damaged').waitFor();
    assert.equal(await page.locator('#map-status').innerText(), '400 of 400 shown');
    await page.context().close();
  });

  void test('says what is wrong where its data are of another kind', async () => {
    const { page } = await open(html.replace('"dataset":', '"data set":'));
    await page
      .locator('#trouble')
      .getByText(/not as expected .* make the page again/)
      .waitFor();
    await page.context().close();
  });

  void test('says nothing of damage where there is none', async () => {
    const { page } = await open(html);
    await engineIs(page, 'ready');
    assert.equal(await page.locator('#damage').count(), 0);
    await page.context().close();
  });

  for (const [how, what, message] of [
    ['dies', `throw new RangeError('out of memory')`, /has stopped \(.*out of memory\)/],
    ['falls silent', 'for (;;);', /has not answered for 60 seconds/],
  ] as const) {
    void test(`a worker that ${how} is told of, and can be started again`, async () => {
      const { page } = await open(inWorker(html, atThirdProbe(what)));
      await page.clock.install();
      await engineIs(page, 'ready');
      await answersAbout(page, 22);
      await clickPoint(page, 23);
      // A computer that slept does not make a worker silent.
      await page.clock.fastForward(10 * SILENCE.wasm);
      if (how === 'falls silent') await engineIs(page, 'ready');
      await page.clock.runFor(SILENCE.wasm);
      const alert = page.getByRole('alert').filter({ hasText: 'The models do not run' });
      assert.match(await alert.innerText(), message);
      // The map and the measures go on.
      await clickPoint(page, 24);
      await page.locator('#subject-number').getByText('image 24', { exact: true }).waitFor();
      assert.equal(await page.locator('#map-status').innerText(), `${COUNT} of ${COUNT} shown`);
      await page.getByRole('button', { name: 'Start the models again' }).press('Enter');
      await engineIs(page, 'ready');
      assert.equal(await alert.count(), 0);
      // What was chosen meanwhile is asked about now.
      await assertPicture(page.locator('#reconstruction'), await reconstructionOf(page, 24));
      await answersAbout(page, 25);
      await page.context().close();
    });
  }

  void test('models that could not be loaded can be tried again', async () => {
    const refuseOnce = () => {
      const Real = Worker;
      window.Worker = class extends Real {
        constructor(url: string | URL) {
          window.Worker = Real;
          super(url);
          throw new Error('no room for a worker');
        }
      };
    };
    const { page } = await open(html, refuseOnce);
    await page.getByRole('alert').getByText('no room for a worker').waitFor();
    await page.getByRole('button', { name: 'Start the models again' }).click();
    await engineIs(page, 'ready');
    await answersAbout(page, 25);
    await page.context().close();
  });

  void test('the picture between two images does not wait for the nearest image', async () => {
    const silent = `addEventListener('message', (event) => {
      if (event.data.task === 'nearest') event.stopImmediatePropagation();
    });`;
    const { page } = await open(inWorker(html, silent));
    await engineIs(page, 'ready');
    await page.getByRole('tab', { name: 'Between' }).click();
    const decoded = page.getByRole('img', { name: 'Decoded between A and B' });
    await assertSoon(() => decoded.evaluate((canvas: HTMLCanvasElement) => canvas.width === 28));
    const before = await decoded.screenshot();
    await page.getByLabel('Way from A to B').fill('1');
    await assertSoon(async () => !(await decoded.screenshot()).equals(before));
    assert.equal(await page.locator('#panel-between .nearest button').count(), 0);
    await page.context().close();
  });

  void test('a way between two images is found again after models have been started again', async () => {
    const dying = inWorker(
      html,
      `let nearest = 0;
      addEventListener('message', ({ data }) => {
        if (data.task === 'nearest' && ++nearest === 3) throw new Error('gone');
      });`,
    );
    const { page } = await open(dying);
    await engineIs(page, 'ready');
    await page.getByRole('tab', { name: 'Between' }).click();
    const slider = page.getByLabel('Way from A to B');
    await assertSoon(async () => {
      await slider.press('ArrowRight', { timeout: 100 }).catch(() => undefined);
      return (await page.locator('#engine').getAttribute('data-status')) === 'failed';
    });
    await clickPoint(page, 205);
    // Not to be seen while there are no models.
    const decoded = page.locator('[aria-label="Decoded between A and B"]');
    const before = await greysOf(decoded);
    await page.getByRole('button', { name: 'Start the models again' }).click();
    await engineIs(page, 'ready');
    await assertSoon(async () => largestDifference(await greysOf(decoded), before) > 0.05);
    await page.context().close();
  });

  void test('the processor goes on where the graphics card does not answer', async (t) => {
    const withWebGpu = await launchChromium(WEBGPU);
    t.after(() => withWebGpu.close());
    // By its clock the processor is slow, so that the graphics card is chosen, which then hangs.
    const hanging = `const now = performance.now.bind(performance);
      let device, probes = 0;
      addEventListener('message', ({ data }) => {
        if (data.task === 'load') device = data.parameters.device;
        if (device === 'wasm') performance.now = () => 1000 * now();
        if (device === 'webgpu' && data.task === 'probe' && ++probes > 8) for (;;);
      });`;
    // Small models, since a graphics card in software is slow.
    const small = await readFile(await suite.page('trained'), 'utf8');
    const { page } = await open(inWorker(small, hanging), undefined, withWebGpu);
    await page.getByTitle(/One image/).waitFor({ timeout: 120_000 });
    assert.match(await page.locator('#engine').innerText(), /WebGPU \(your graphics card\)$/);
    await page.clock.install();
    const image = [...(await realDigits(1, 3)).data];
    const probe = page.evaluate(
      async (values) => (await window.caelum.probe(new Float32Array(values), 0))!.latent.length,
      image,
    );
    await page.waitForTimeout(300);
    await page.clock.runFor(SILENCE.webgpu);
    assert.equal(await probe, 24);
    assert.match(await page.locator('#engine').innerText(), /· WebAssembly$/);
    assert.match(
      (await page.locator('#devices').textContent())!,
      /^WebGPU has failed, the processor goes on: .* not answered for 15 seconds/,
    );
  });
});

async function engineIs(page: Page, status: string): Promise<void> {
  await page.locator(`#engine[data-status=${status}]`).waitFor({ timeout: 60_000 });
}

/** As the models in the page make it, once they answer. */
async function reconstructionOf(page: Page, index: number): Promise<Float32Array> {
  const { data } = await realDigits(1, index);
  const values = await page.evaluate(
    async (image) => [
      ...(await window.caelum.decode(await window.caelum.encode(new Float32Array(image)))),
    ],
    [...data],
  );
  return Float32Array.from(values);
}

/** Chooses a point, and waits until the models have answered about it. */
async function answersAbout(page: Page, index: number): Promise<void> {
  const reconstruction = page.locator('#reconstruction');
  const before = await reconstruction.screenshot();
  await clickPoint(page, index);
  await assertSoon(
    async () => !(await reconstruction.screenshot()).equals(before),
    `an answer about image ${index}`,
  );
}
