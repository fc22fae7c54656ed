import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { CPU, type Device } from '../../pipeline/engine/devices/device.ts';
import { readManifest, type Manifest } from '../../pipeline/files/manifest.ts';
import { RunFolder, sha256 } from '../../pipeline/files/runFolder.ts';
import type { Dataset } from '../../pipeline/images.ts';
import { runStages, type Stage } from '../../pipeline/stages/stage.ts';
import { silentRun } from './silentRun.ts';

const folder = new RunFolder(mkdtempSync(join(tmpdir(), 'caelum-')));
after(() => {
  rmSync(folder.path, { recursive: true });
});

const ignore = () => undefined;
const images = {
  shape: { channels: 1, height: 1, width: 1 },
  pixels: Uint8Array.of(0, 255),
  labels: Int32Array.of(0, 1),
};
const dataset: Dataset = {
  name: 'two',
  title: 'Two pixels',
  classNames: ['black', 'white'],
  train: images,
  test: images,
  source: 'this test',
  notice: null,
};
const writing: Stage = {
  name: 'write',
  title: 'Write',
  reads: [],
  writes: ['text.txt'],
  settings: {},
  run: (_, write) => {
    write('text.txt', 'text');
    return Promise.resolve({});
  },
};

/** Runs a stage as a command would that finds the folder as it is; tells whether it had to run. */
async function ranOn(device: Device, stage = writing): Promise<boolean> {
  const previous = await readManifest(folder);
  assert.notEqual(previous, 'foreign');
  const known = (previous as Manifest | null) ?? {};
  const run = silentRun(folder, dataset, known, device);
  return (await runStages(run, [stage], false)).length > 0;
}

test('a stage runs once on a device, and anew on another', async () => {
  const gpu: Device = { name: 'webgpu', title: 'WebGPU' };
  assert.equal(await ranOn(CPU), true);
  assert.equal(await ranOn(CPU), false);
  assert.equal(await ranOn(gpu), true);
  assert.equal(await ranOn(gpu), false);
  assert.equal(await ranOn(CPU), true);
});

/** Writes a file in two pieces. */
function streaming(between: () => void, finishes = true): Stage {
  return {
    ...writing,
    name: 'stream',
    writes: ['pieces.txt'],
    run: (_, write) => {
      const writer = write.stream('pieces.txt');
      writer.append(Buffer.from('one '));
      between();
      writer.append(Buffer.from('two'));
      if (finishes) writer.finish();
      return Promise.resolve({});
    },
  };
}

test('a stage that writes piece by piece is done with the whole file, and anew without it', async () => {
  assert.equal(await ranOn(CPU, streaming(ignore)), true);
  assert.equal(readFileSync(folder.file('pieces.txt'), 'utf8'), 'one two');
  const manifest = (await readManifest(folder)) as Manifest;
  assert.deepEqual(manifest.stages.stream.files, { 'pieces.txt': sha256('one two') });
  assert.equal(await ranOn(CPU, streaming(ignore)), false);
  folder.write('pieces.txt', 'one');
  assert.equal(await ranOn(CPU, streaming(ignore)), true);
});

test('a stage that fails between two pieces leaves none of them', async () => {
  const fail = () => {
    throw new Error('no more');
  };
  folder.remove('pieces.txt');
  await assert.rejects(ranOn(CPU, streaming(fail)), /no more/);
  await assert.rejects(ranOn(CPU, streaming(ignore, false)), /pieces\.txt was begun/);
  assert.deepEqual(
    readdirSync(folder.path).filter((name) => name.startsWith('pieces')),
    [],
  );
  const manifest = (await readManifest(folder)) as Manifest;
  assert.ok(!('stream' in manifest.stages));
});
