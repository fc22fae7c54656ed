import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { FORMAT_VERSION } from '../../pipeline/contract.ts';
import { CPU, type Device } from '../../pipeline/engine/devices/device.ts';
import { readManifest, versions, type Manifest } from '../../pipeline/files/manifest.ts';
import { RunFolder } from '../../pipeline/files/runFolder.ts';
import type { Dataset } from '../../pipeline/images.ts';
import { Interruption } from '../../pipeline/interruption.ts';
import type { Report } from '../../pipeline/report.ts';
import { runStages, type Stage } from '../../pipeline/stages/stage.ts';

const folder = new RunFolder(mkdtempSync(join(tmpdir(), 'caelum-')));
after(() => {
  rmSync(folder.path, { recursive: true });
});

const ignore = () => undefined;
const SILENT: Report = {
  stage: ignore,
  progress: ignore,
  finished: ignore,
  note: ignore,
  summary: ignore,
  close: ignore,
};
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
const stage: Stage = {
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

/** Runs the stage as a command would that finds the folder as it is; tells whether it had to run. */
async function ranOn(device: Device): Promise<boolean> {
  const previous = await readManifest(folder);
  assert.notEqual(previous, 'foreign');
  const { stages, timings } = (previous as Manifest | null) ?? { stages: {}, timings: {} };
  const { name, title, source, classNames } = dataset;
  const manifest: Manifest = {
    formatVersion: FORMAT_VERSION,
    command: 'pipeline',
    settings: {},
    dataset: {
      name,
      title,
      source,
      fingerprint: '',
      trainImages: 2,
      testImages: 2,
      shape: [1, 1, 1],
      classNames: [...classNames],
    },
    versions: versions(),
    device: device.title,
    stages,
    timings,
  };
  const interruption = new Interruption(() => undefined);
  const run = { folder, dataset, device, manifest, report: SILENT, interruption };
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
