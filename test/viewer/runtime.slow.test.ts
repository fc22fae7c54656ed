/** What runs the models in the page: in browsers that have all, in such that lack something, and when it fails. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { PageInput } from '../../pipeline/page/input.ts';
import { buildPage } from '../../pipeline/page/page.ts';
import { FixedMap } from '../../pipeline/tsne/placing/fixedMap.ts';
import { placeOnMap } from '../../pipeline/tsne/placing/placeOnMap.ts';
import { launchChromium, openFile, type OpenedFile } from '../chromium.ts';
import { largestDifference, realDigits, runModel } from '../helpers.ts';
import { COUNT, digitsPage, inWorker, PLACED } from './pages.ts';
import { browserSuite } from './suite.ts';

/** SwiftShader, the graphics card in software that comes with Chromium. */
const WEBGPU = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];
/** Without these instructions of the processor V8 has no SIMD. */
const NO_SIMD = ['--js-flags=--no-enable-sse4-1 --no-enable-ssse3'];
/** Lets a page reach this machine, and asks nobody whether it may. */
const REACHES_HOME = [
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  '--no-proxy-server',
  '--disable-features=LocalNetworkAccessChecks',
];

void describe('what runs the models in the page', () => {
  const suite = browserSuite();
  let input: PageInput;
  let html: string;

  before(async () => {
    input = await digitsPage();
    html = await readFile(await suite.page('digits'), 'utf8');
  });

  const open = async (
    text: string,
    prepare?: () => void,
    at = suite.browser,
  ): Promise<OpenedFile> => openFile(at, await suite.folder.write('runtime', text), {}, prepare);

  /** A page with them, since a graphics card in software is slow. */
  const smallModels = async () => readFile(await suite.page('trained'), 'utf8');

  /** Checks that the models answer, and right. */
  const answers = async ({ page, errors }: OpenedFile): Promise<void> => {
    await engineIs(page, 'ready');
    await page
      .locator('#parity')
      .getByText(/latents/)
      .waitFor({ state: 'attached' });
    assert.deepEqual(errors, []);
  };

  void test('a probe gives what Node gives: latent, first block, neighbours and place', async () => {
    const opened = await open(html);
    const image = await realDigits(1, COUNT - 3);
    const found = await opened.page.evaluate(
      async (values) => {
        const answer = (await window.caelum.probe(new Float32Array(values), 0))!;
        return {
          latent: [...answer.latent],
          reconstruction: [...answer.reconstruction],
          firstBlock: [...answer.firstBlock!],
          indices: [...answer.neighbours!.indices],
          place: answer.place!,
        };
      },
      [...image.data],
    );
    const { encoder, decoder } = input.data;
    const encoded = await runModel(input.encoder, { [encoder.input]: image });
    const latent = encoded[encoder.output];
    const back = { data: latent, dims: [1, ...input.data.latentShape] };
    const decoded = await runModel(input.decoder, { [decoder.input]: back });
    assert.ok(largestDifference(found.latent, latent) < 1e-5);
    assert.ok(largestDifference(found.firstBlock, encoded[encoder.firstBlock!.output]) < 1e-5);
    assert.ok(largestDifference(found.reconstruction, decoded[decoder.output]) < 1e-5);

    const { mean, ...coded } = input.search!;
    const [basis, coordinates] = [coded.basis, coded.coordinates].map(({ numbers, step }) =>
      Float32Array.from(numbers, (number) => number * step),
    );
    const components = basis.length / mean.length;
    const along = Float32Array.from({ length: components }, (_, c) =>
      latent.reduce((sum, value, d) => sum + (value - mean[d]) * basis[c * mean.length + d], 0),
    );
    const map = new FixedMap(input.maps[0].positions.slice(0, 2 * (COUNT - PLACED)));
    const placed = placeOnMap(along, components, { latents: coordinates, map });
    assert.deepEqual(found.indices, [...placed.neighbours.indices.subarray(0, 10)]);
    assert.equal(found.place.map, 0);
    assert.ok(largestDifference([found.place.x, found.place.y], placed.positions) < 0.01);
    assert.ok(Math.abs(found.place.uncertainty - placed.uncertainty[0]) < 0.01);
    await answers(opened);
    await opened.page.context().close();
  });

  void test('the page states its own difference from Node', async () => {
    const { page } = await open(html);
    const row = page.locator('#parity').getByText(/over 3 images$/);
    await row.waitFor({ state: 'attached' });
    const numbers = (await row.textContent())!.match(/\d\.\de[-+]\d+/g)!.map(Number);
    assert.equal(numbers.length, 2);
    for (const number of numbers) assert.ok(number < 1e-5, `${number}`);
    await page.context().close();
  });

  void test('a probe does not wait for a long job, which can be stopped', async () => {
    const { page } = await open(html);
    await engineIs(page, 'ready');
    const result = await page.evaluate(async () => {
      const stop = new AbortController();
      let done = 0;
      const job = window.caelum.encode(new Float32Array(20_000 * 784), {
        signal: stop.signal,
        onProgress(images) {
          done = images;
        },
      });
      const reason = job.then(
        () => 'ended',
        (error: unknown) => (error as Error).name,
      );
      for (let i = 0; i < 5; i++) await window.caelum.probe(new Float32Array(784).fill(i / 5), 0);
      const meanwhile = done;
      stop.abort();
      return {
        meanwhile,
        reason: await reason,
        next: (await window.caelum.decode(new Float32Array(1568))).length,
      };
    });
    assert.ok(result.meanwhile < 20_000, `${result.meanwhile} images were done`);
    assert.equal(result.reason, 'AbortError');
    assert.equal(result.next, 784);
    await page.context().close();
  });

  void test('nothing leaves the page, whichever way it is tried', async (t) => {
    const hits: string[] = [];
    const server = createServer((request, response) => {
      hits.push(request.url!);
      response.end();
    });
    server.on('upgrade', (request, socket) => {
      hits.push(request.url!);
      socket.destroy();
    });
    server.listen(0, '127.0.0.1');
    t.after(() => server.close());
    await once(server, 'listening');
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

    // Without the page's policy every way reaches the server, so that the test can fail.
    const connected = await launchChromium(REACHES_HOME);
    t.after(() => connected.close());
    const free = await open('<!doctype html><title>free</title>', undefined, connected);
    const guarded = await open(html, undefined, connected);
    await engineIs(guarded.page, 'ready');
    for (const { page } of [free, guarded]) {
      await page.context().setOffline(false);
      await page.evaluate(tryEveryWay, address);
      await page.waitForTimeout(500);
      await page.context().close();
      if (page === free.page) {
        const ways = new Set(hits.map((url) => url.slice(1)));
        const all = [
          'beacon',
          'fetch',
          'image',
          'import',
          'socket',
          'worker-fetch',
          'worker-script',
          'xhr',
        ];
        assert.deepEqual([...ways].sort(), all);
        hits.length = 0;
      }
    }
    assert.deepEqual(hits, []);
  });

  void test('works in browsers without promise integration or DecompressionStream', async () => {
    const lack = () => {
      for (const name of ['Suspending', 'promising', 'SuspendError'])
        Reflect.deleteProperty(WebAssembly, name);
      Reflect.deleteProperty(globalThis, 'DecompressionStream');
    };
    const opened = await open(inWorker(html, `(${lack.toString()})()`), lack);
    await answers(opened);
    await opened.page.context().close();
  });

  void test('says when the models answer otherwise than where the page was made', async () => {
    const { parity } = input;
    const latents = parity.latents.map((value) => value + 1);
    const other = await buildPage({ ...input, parity: { ...parity, latents } });
    const { page } = await open(other);
    await engineIs(page, 'ready');
    await page
      .getByRole('alert')
      .getByText(/otherwise here .* not to be trusted/)
      .waitFor();
    await page.context().close();
  });

  void test('a question that makes no sense is refused, and stops nothing', async () => {
    const opened = await open(html);
    await engineIs(opened.page, 'ready');
    const refused = await opened.page.evaluate(async () => {
      const asked = await Promise.allSettled([
        window.caelum.probe(new Float32Array(3), 0),
        window.caelum.nearest(new Float32Array(3), 1),
        window.caelum.place(new Float32Array(1568), 9),
      ]);
      return asked.map((one) => ('reason' in one ? (one.reason as Error).message : 'an answer'));
    });
    assert.match(refused[0], /takes 784 numbers .*1 × 28 × 28.* got 3/);
    assert.match(refused[1], /takes 1568 numbers .* got 3/);
    assert.match(refused[2], /no map 9: the page has 1/);
    await answers(opened);
    await opened.page.context().close();
  });

  void test('says what the browser lacks, and the map goes on', async (t) => {
    const old = await launchChromium(NO_SIMD);
    t.after(() => old.close());
    const cases: readonly (readonly [RegExp, Browser, (() => void)?])[] = [
      [/no WebAssembly SIMD/, old],
      [
        /no WebAssembly, or it is switched off/,
        suite.browser,
        () => Reflect.deleteProperty(globalThis, 'WebAssembly'),
      ],
      [/no workers/, suite.browser, () => Reflect.deleteProperty(globalThis, 'Worker')],
    ];
    for (const [message, at, prepare] of cases)
      await failsReadably(await open(html, prepare, at), message);
  });

  void test('a worker that dies in the midst is told of, and the map goes on', async () => {
    const dying = inWorker(
      html,
      `let probes = 0;
      addEventListener('message', ({ data }) => {
        if (data.task === 'probe' && ++probes === 3) throw new RangeError('out of memory');
      });`,
    );
    const opened = await open(dying);
    await engineIs(opened.page, 'ready');
    await opened.page.locator('#map').focus();
    for (let i = 0; i < 6; i++) {
      await opened.page.keyboard.press('ArrowRight');
      await opened.page.waitForTimeout(100);
    }
    await failsReadably(opened, /has stopped \(.*out of memory\)/);
  });

  void test('WebGPU is tried beside WebAssembly, and left where it is slower', async (t) => {
    const withWebGpu = await launchChromium(WEBGPU);
    t.after(() => withWebGpu.close());
    const { page, errors } = await open(await smallModels(), undefined, withWebGpu);
    const title = /One image: WebAssembly [\d.]+ ms, WebGPU [\d.]+ ms/;
    await engineTitled(page, title);
    assert.match(await page.locator('#engine').innerText(), /· WebAssembly$/);
    assert.match((await page.locator('#devices').textContent())!, title);
    assert.deepEqual(errors, []);
  });

  void test('WebGPU is used where it is faster, and WebAssembly again when it fails', async (t) => {
    const withWebGpu = await launchChromium(WEBGPU);
    t.after(() => withWebGpu.close());
    // The processor's worker has a clock that makes it a thousand times as slow.
    const slow = `const now = performance.now.bind(performance);
      addEventListener('message', ({ data }) => {
        if (data.task === 'load' && data.parameters.device === 'wasm') performance.now = () => 1000 * now();
      });`;
    const { page } = await open(inWorker(await smallModels(), slow), undefined, withWebGpu);
    await engineTitled(page, /One image/);
    assert.match(await page.locator('#engine').innerText(), /WebGPU \(your graphics card\)$/);
    const image = [...(await realDigits(1, 3)).data];
    const probe = () =>
      page.evaluate(async (values) => {
        const { latent, milliseconds } = (await window.caelum.probe(new Float32Array(values), 0))!;
        return { latent: [...latent], milliseconds };
      }, image);
    const onCard = await probe();
    const session = await withWebGpu.newBrowserCDPSession();
    await session.send('Browser.crashGpuProcess').catch(() => undefined);
    const onProcessor = await probe();
    assert.ok(largestDifference(onCard.latent, onProcessor.latent) < 1e-4);
    await engineTitled(page, /^WebGPU has failed, the processor goes on/);
    assert.match(await page.locator('#engine').innerText(), /· WebAssembly$/);
  });
});

async function engineIs(page: Page, status: string): Promise<void> {
  await page.locator(`#engine[data-status=${status}]`).waitFor({ timeout: 60_000 });
}

async function engineTitled(page: Page, title: RegExp): Promise<void> {
  await page.getByTitle(title).waitFor({ timeout: 120_000 });
}

async function failsReadably({ page }: OpenedFile, message: RegExp): Promise<void> {
  await engineIs(page, 'failed');
  assert.match((await page.locator('#engine-trouble').textContent())!, message);
  assert.equal(await page.locator('#map-status').innerText(), `${COUNT} of ${COUNT} shown`);
  await page.locator('#map').focus();
  await page.keyboard.press('Shift+ArrowRight');
  await page.context().close();
}

/** Tries to reach a server in all ways that a page or its worker has; runs in the page. */
async function tryEveryWay(server: string): Promise<void> {
  const script = `
    fetch('${server}/worker-fetch').catch(() => {});
    try { importScripts('${server}/worker-script') } catch {}
    postMessage(null);`;
  const ways: readonly (() => unknown)[] = [
    () => fetch(`${server}/fetch`, { mode: 'no-cors' }),
    () => import(`${server}/import`),
    () => navigator.sendBeacon(`${server}/beacon`),
    () => (new Image().src = `${server}/image`),
    () => new WebSocket(`${server.replace('http', 'ws')}/socket`),
    () => {
      const request = new XMLHttpRequest();
      request.open('GET', `${server}/xhr`);
      request.send();
    },
    () => {
      const worker = new Worker(URL.createObjectURL(new Blob([script])));
      return new Promise((resolve) => {
        worker.addEventListener('message', resolve);
      });
    },
  ];
  for (const way of ways) {
    try {
      await way();
    } catch {
      // Refused: as it should be.
    }
  }
}
