/** What examples/ shows, run as it stands where its program is there. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { readNpmDigits } from '../../pipeline/datasets/npmDigits.ts';
import { CPU } from '../../pipeline/engine/devices/device.ts';
import { imageItems, Model } from '../../pipeline/engine/model.ts';
import { encodeNpy, npyHead } from '../../pipeline/files/npy.ts';
import { firstImages } from '../../pipeline/images.ts';
import { findPython } from '../helpers.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const ENCODER = join(ROOT, 'test', 'fixtures', 'pytorch-pair', 'encoder.onnx');
const scratch = mkdtempSync(join(tmpdir(), 'caelum-'));
after(() => {
  rmSync(scratch, { recursive: true });
});

describe('the manifest for Kubernetes', () => {
  const python = findPython(['kubernetes_validate']);
  const skip = 'reason' in python ? python.reason : false;
  const manifest = readFileSync(join(ROOT, 'examples', 'kubernetes.yaml'), 'utf8');

  /** @returns what the schema of Kubernetes says against it; empty for nothing */
  function objections(text: string): string {
    const path = join(scratch, 'manifest.yaml');
    writeFileSync(path, text);
    const args = ['-m', 'kubernetes_validate', '--strict', path];
    const { status, stdout, stderr } = spawnSync((python as { path: string }).path, args, {
      encoding: 'utf8',
    });
    return status === 0 ? '' : stdout + stderr;
  }

  test('is as the schema of Kubernetes wants it', { skip }, () => {
    assert.equal(objections(manifest), '');
  });

  test('would not be with a word that is none', { skip }, () => {
    assert.match(objections(manifest.replace('completions: 8', 'completion: 8')), /completion/);
  });
});

describe('encoding with Ray', () => {
  const python = findPython(['ray.data', 'onnxruntime', 'pyarrow']);
  const skip = 'reason' in python ? python.reason : false;

  test('gives the latents of Node, also where a node dies on the way', { skip }, async () => {
    const images = firstImages((await readNpmDigits()).train, 6000);
    const { height, width } = images.shape;
    const encoder = await Model.open(readFileSync(ENCODER), ENCODER, CPU);
    const { shape, data } = await encoder.run(imageItems(images));
    await encoder.close();
    const [digits, latents] = ['digits.npy', 'latents.npy'].map((name) => join(scratch, name));
    const head = npyHead('|u1', [images.labels.length, height, width]);
    writeFileSync(digits, Buffer.concat([head, images.pixels]));
    writeFileSync(latents, encodeNpy({ shape: [images.labels.length, ...shape], data }));
    const script = join(import.meta.dirname, 'ray_lost_worker.py');
    const output = execFileSync(
      (python as { path: string }).path,
      [script, ENCODER, digits, latents, join(scratch, 'parquet')],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 300_000 },
    );
    const difference = Number(/^difference (\S+)$/m.exec(output)?.[1] ?? NaN);
    assert.ok(difference <= 1e-5, output);
  });
});
