import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { after, test } from 'node:test';
import { build } from 'esbuild';
import { FixedMap } from '../../../../pipeline/tsne/placing/fixedMap.ts';
import { placeOnMap } from '../../../../pipeline/tsne/placing/placeOnMap.ts';
import { launchChromium } from '../../../chromium.ts';
import { randomPoints } from '../points.ts';

const FOLDER = fileURLToPath(new URL('../../../../pipeline/tsne/placing/', import.meta.url));

const browser = await launchChromium();
after(() => browser.close());

test('a page places points where Node does', async () => {
  const latents = randomPoints(400 * 6, 1, 1).map(Math.fround);
  const positions = randomPoints(400 * 2, 8, 2).map(Math.fround);
  const points = randomPoints(30 * 6, 1, 3).map(Math.fround);
  const { outputFiles } = await build({
    stdin: {
      contents: `import { FixedMap } from './fixedMap.ts';
        import { placeOnMap } from './placeOnMap.ts';
        globalThis.place = (points, latents, positions) => {
          const map = new FixedMap(Float32Array.from(positions));
          const reference = { latents: Float32Array.from(latents), map };
          const placed = placeOnMap(Float32Array.from(points), 6, reference);
          return [...placed.positions, ...placed.uncertainty];
        };`,
      resolveDir: FOLDER,
      loader: 'ts',
    },
    bundle: true,
    format: 'iife',
    platform: 'browser',
    logLevel: 'silent',
    write: false,
  });
  const page = await browser.newPage();
  await page.addScriptTag({ content: outputFiles[0].text });
  const call = `place(${JSON.stringify([...points])}, ${JSON.stringify([...latents])}, ${JSON.stringify([...positions])})`;
  const inPage = await page.evaluate<number[]>(call);
  const map = new FixedMap(Float32Array.from(positions));
  const reference = { latents: Float32Array.from(latents), map };
  const inNode = placeOnMap(Float32Array.from(points), 6, reference);
  const expected = [...inNode.positions, ...inNode.uncertainty];
  assert.equal(inPage.length, 90);
  // Chromium's exp and log may round another way than Node's.
  inPage.forEach((value, n) => {
    assert.ok(Math.abs(value - expected[n]) < 1e-4, `${value}, ${expected[n]}`);
  });
});
