/** A person's own pictures from a folder to the page, as a user would: of an odd size, some of them damaged. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { csvParse } from 'd3-dsv';
import { zipSync } from 'fflate';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { FILES } from '../../pipeline/contract.ts';
import { decodeMaps } from '../../pipeline/files/mapFile.ts';
import type { Manifest } from '../../pipeline/files/manifest.ts';
import { decodeNpy } from '../../pipeline/files/npy.ts';
import { launchChromium } from '../chromium.ts';
import { realDigits } from '../helpers.ts';
import { idx, writeFiles } from '../pipeline/datasets/fixtures.ts';
import { bytesOf, npy } from '../pipeline/datasets/own/ownData.ts';
import { cardOf, filesAreKnown, testPrograms } from '../pipeline/modelCard/cardPrograms.ts';
import { assertSoon, greysOf } from './driving.ts';
import { usePage } from './suite.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const COUNT = 60;
const [HEIGHT, WIDTH] = [30, 25];

/** Real digits on coloured paper, as PNG, JPEG and WebP in two classes. */
async function writePictures(folder: string): Promise<void> {
  const { data } = await realDigits(COUNT);
  for (let i = 0; i < COUNT; i++) {
    const grey = Buffer.from(data.subarray(i * 784, (i + 1) * 784).map((value) => 255 * value));
    const picture = sharp(grey, { raw: { width: 28, height: 28, channels: 1 } })
      .resize(WIDTH, HEIGHT, { fit: 'fill' })
      .tint(i % 2 === 0 ? '#f40' : '#08f');
    const kinds = { png: picture.png(), jpg: picture.jpeg(), webp: picture.webp() };
    const [kind, encoder] = Object.entries(kinds)[i % 3];
    await writeFiles(join(folder, i % 2 === 0 ? 'warm colours' : '寒色'), {
      [`picture ${i}.${kind}`]: await encoder.toBuffer(),
    });
  }
  await writeFiles(folder, {
    'notes.txt': Buffer.from('no picture'),
    'empty.png': Buffer.alloc(0),
  });
}

describe('npm run pipeline -- --dataset FILE', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'caelum-'));
  after(() => {
    rmSync(scratch, { recursive: true });
  });

  /** Real digits in every form but a folder of pictures; the file that is to be named, and what lies with it. */
  async function forms(): Promise<Record<string, Record<string, Uint8Array>>> {
    const { data } = await realDigits(COUNT);
    const pixels = Uint8Array.from(data, (value) => Math.round(255 * value));
    const labels = Uint8Array.from({ length: COUNT }, (_, i) => i % 3);
    const images = npy('<f4', [COUNT, 1, 28, 28], bytesOf(data));
    const names = npy('|u1', [COUNT], labels);
    const pictures = await Promise.all(
      Array.from({ length: COUNT }, async (_, i) => {
        const raw = Buffer.from(pixels.subarray(i * 784, (i + 1) * 784));
        const picture = sharp(raw, { raw: { width: 28, height: 28, channels: 1 } });
        return [`${i}.png`, await picture.toColourspace('b-w').png().toBuffer()] as const;
      }),
    );
    const rows = pictures.map(([name], i) => `${name},${i % 3}`).join('\n');
    return {
      'digits.npy': { 'digits.npy': images, 'digits_labels.npy': names },
      'digits.npz': { 'digits.npz': zipSync({ 'images.npy': images, 'labels.npy': names }) },
      'digits-images-idx3-ubyte': {
        'digits-images-idx3-ubyte': idx(0x803, [COUNT, 28, 28], pixels),
        'digits-labels-idx1-ubyte': idx(0x801, [COUNT], labels),
      },
      'table.csv': {
        'table.csv': Buffer.from(`path,label\n${rows}\n`),
        ...Object.fromEntries(pictures),
      },
    };
  }

  test('takes each form to the page, as the same images', async () => {
    const seen: number[][] = [];
    for (const [name, files] of Object.entries(await forms())) {
      const folder = join(scratch, name);
      const out = join(scratch, `${name}-run`);
      await writeFiles(folder, files);
      const { status, stderr } = spawnSync(
        process.execPath,
        [
          '--import',
          'tsx',
          'pipeline/run.ts',
          '--dataset',
          join(folder, name),
          '--out',
          out,
          '--epochs',
          '1',
        ],
        { cwd: ROOT, encoding: 'utf8' },
      );
      assert.equal(status, 0, stderr);
      assert.ok(statSync(join(out, FILES.viewer)).size > 1e6);
      const manifest = JSON.parse(readFileSync(join(out, FILES.run), 'utf8')) as Manifest;
      assert.deepEqual(manifest.dataset.shape, [1, 28, 28]);
      assert.deepEqual(manifest.dataset.classNames, ['0', '1', '2']);
      seen.push([...decodeNpy(readFileSync(join(out, FILES.errors)), FILES.errors).data]);
    }
    // The same bytes in the same order, so the same network and the same errors.
    for (const errors of seen) assert.deepEqual(errors, seen[0]);
  });
});

describe('npm run pipeline -- --dataset FOLDER', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'caelum-'));
  const pictures = join(scratch, 'My Pictures');
  const out = join(scratch, 'run');
  const run = () => {
    const options = ['--dataset', pictures, '--out', out, '--model', 'vae', '--latent-dim', '2'];
    return spawnSync(
      process.execPath,
      ['--import', 'tsx', 'pipeline/run.ts', ...options, '--likelihood-images', '4'],
      { cwd: ROOT, encoding: 'utf8' },
    );
  };
  const read = (name: string) => readFileSync(join(out, name));
  let browser: Browser;
  let stdout = '';

  before(async () => {
    await writePictures(pictures);
    const ran = run();
    assert.equal(ran.status, 0, ran.stderr);
    ({ stdout } = ran);
    browser = await launchChromium();
  });
  after(async () => {
    await browser.close();
    rmSync(scratch, { recursive: true });
  });

  test('says what was passed over, and which image came from which file', () => {
    assert.match(stdout, /2 files were passed over; skipped\.csv/);
    assert.deepEqual(
      csvParse(read(FILES.skipped).toString()).map(({ file }) => file),
      ['empty.png', 'notes.txt'],
    );
    const images = csvParse(read(FILES.images).toString());
    assert.equal(images.length, COUNT);
    assert.ok(images.every((row) => row.file.startsWith(`${row.class}/picture `)));
    assert.equal(images.filter(({ split }) => split === 'test').length, COUNT / 10);
    const { data } = decodeNpy(read(FILES.labels), FILES.labels);
    const classes = images.map((row) => Number(row.class === '寒色'));
    assert.deepEqual([...data], classes);
  });

  test('keeps the folder and its name apart: the files that travel tell of neither', () => {
    const { dataset, settings } = JSON.parse(read(FILES.run).toString()) as Manifest;
    assert.deepEqual([dataset.name, dataset.title], ['my-pictures', 'My Pictures']);
    assert.deepEqual(dataset.shape, [3, HEIGHT, WIDTH]);
    assert.equal(settings.dataset, 'my-pictures');
    for (const name of readdirSync(out)) {
      if (/\.(csv|html|json|onnx)$/.test(name)) assert.equal(read(name).includes(scratch), false);
    }
  });

  test('the model card knows their files, and tells of no licence', () => {
    assert.ok(filesAreKnown(out));
    const card = cardOf(out);
    assert.match(card, /^\| `skipped\.csv` \|/m);
    assert.match(card, /^\| Classes \| warm colours, 寒色 \|$/m);
    assert.doesNotMatch(card, /Licence of the images|^datasets:/m);
  });

  testPrograms(out);

  test('shows a latent of two numbers as it is', () => {
    const latents = decodeNpy(read(FILES.latents), FILES.latents);
    const [map] = decodeMaps(read(FILES.map).toString(), FILES.map, ['latent']);
    assert.deepEqual(map.positions, latents.data.slice(0, map.positions.length));
  });

  test('the same command again finds everything done', () => {
    const { status, stdout } = run();
    assert.equal(status, 0);
    assert.match(stdout, /Everything is up to date/);
  });

  test('the page finds the very pixels on its sheets that were put there', async () => {
    await usePage(browser, join(out, FILES.viewer), async (page) => {
      const told = page.locator('#parity');
      await assertSoon(async () => /over \d images/.test((await told.textContent()) ?? ''));
      // Both encoded the same four images; colours moved by one step would differ by 1e-3.
      const [latents, reconstructions] = (await told.textContent())!.match(/[\d.]+e-?\d+/g)!;
      assert.ok(Number(latents) < 1e-5 && Number(reconstructions) < 1e-5, latents);
      const original = await greysOf(page.locator('#original'));
      assert.ok(new Set(original).size > 10);
    });
  });

  test('the page names the files and finds them', async () => {
    await usePage(browser, join(out, FILES.viewer), async (page) => {
      const images = csvParse(read(FILES.images).toString());
      const [number, origin] = [page.locator('#subject-number'), page.locator('#subject-origin')];
      assert.match(await origin.innerText(), new RegExp(`^${lastPart(images[0].file)} · Training`));
      const wanted = images.findIndex(({ file }) => file.includes('picture 17.'));
      await page.locator('#find').fill('PICTURE 17.');
      await page.locator('#find').press('Enter');
      await origin.filter({ hasText: 'picture 17.' }).waitFor();
      const id = wanted; // Training images come first, then test images, on the map as in the table.
      assert.equal(await number.innerText(), `image ${id}`);
      // A part that several have in common leads through them, from the first on.
      const note = page.locator('#find-note');
      const same = [...images.keys()].filter((index) => images[index].file.includes('picture 1'));
      await page.locator('#find').fill('picture 1');
      for (const place of [1, 2]) {
        await page.locator('#find').press('Enter');
        const index = same[place - 1];
        assert.equal(
          await note.innerText(),
          `${lastPart(images[index].file)}, image ${index}: ${place} of ${same.length} files that match. Enter: next.`,
        );
      }
      assert.match(await page.locator('body').innerText(), /the map is the latent space itself/);
    });
  });
});

function lastPart(file: string): string {
  return file.split('/').at(-1) ?? '';
}
