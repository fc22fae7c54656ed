/** A variational autoencoder from images to its files, as its user would run it. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import * as ort from 'onnxruntime-node';
import { FILES, VARIATIONAL_FILES, type History, type Metrics } from '../../pipeline/contract.ts';
import { decodeNpy } from '../../pipeline/files/npy.ts';
import type { Manifest } from '../../pipeline/files/manifest.ts';
import { Interrupted } from '../../pipeline/interruption.ts';
import { realDigits } from '../helpers.ts';
import { testPrograms } from './modelCard/cardPrograms.ts';
import { train, trainUntil } from './training/training.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const scratch = mkdtempSync(join(tmpdir(), 'caelum-'));
after(() => {
  rmSync(scratch, { recursive: true });
});

function run(script: string, ...options: string[]) {
  const args = ['--import', 'tsx', `pipeline/${script}.ts`, '--offline', ...options];
  const env = { ...process.env, CAELUM_CACHE: join(scratch, 'cache') };
  return spawnSync(process.execPath, args, { cwd: ROOT, env, encoding: 'utf8' });
}

const read = (folder: string, name: string) => readFileSync(join(folder, name));
const readJson = (folder: string, name: string): unknown =>
  JSON.parse(read(folder, name).toString());

describe('npm run pipeline -- --model vae', () => {
  const out = join(scratch, 'run');
  const SMALL = ['--limit', '300', '--perplexity', '20', '--binarize'];
  const VAE = ['--model', 'vae', '--latent-dim', '5', '--epochs', '2', '--likelihood-images', '20'];
  before(() => {
    const { status, stderr } = run('run', ...SMALL, ...VAE, '--out', out);
    assert.equal(status, 0, stderr);
  });

  test('writes its own files too, and records its settings', () => {
    for (const name of VARIATIONAL_FILES) assert.ok(read(out, name).length > 0, name);
    const { settings, dataset } = readJson(out, FILES.run) as Manifest;
    assert.equal(settings.model, 'vae');
    assert.equal(settings.latentDim, 5);
    assert.equal(settings.beta, 1);
    assert.match(dataset.source, /drawn black or white once/);
    assert.deepEqual(decodeNpy(read(out, FILES.latents), 'latents').shape, [600, 5]);
  });

  testPrograms(out);

  test('tells of the evidence lower bound and its parts', () => {
    const { steps, reconstructions, divergences, epochs, last } = readJson(
      out,
      FILES.history,
    ) as History;
    assert.equal(reconstructions?.length, steps.length);
    assert.equal(divergences?.length, steps.length);
    assert.equal(epochs.length, 2);
    const { reconstruction, divergence } = last.elbo!.test;
    assert.ok(Math.abs(last.testLoss - reconstruction - divergence) < 1e-9);
    const { train } = last.elbo!;
    assert.ok(Math.abs(last.trainLoss - train.reconstruction - train.divergence) < 1e-4);
    assert.ok(epochs[1].testLoss < epochs[0].testLoss);
  });

  test('measures the likelihood, which the bound is a bound of', () => {
    const { measures } = readJson(out, FILES.metrics) as Metrics;
    const value = (key: string) => measures.find((each) => each.key === key)!.values[0].value;
    assert.ok(value('nll') < value('elbo'));
    const { shape, data } = decodeNpy(read(out, FILES.likelihoods), 'likelihoods');
    assert.deepEqual(shape, [2, 20]);
    const mean = Array.from(data.subarray(0, 20)).reduce((sum, x) => sum + x, 0) / 20;
    assert.ok(Math.abs(mean - value('nll')) < 1e-3);
  });

  test('its encoder gives mean and log-variance, its decoder takes a latent', async () => {
    const open = (name: string) => ort.InferenceSession.create(read(out, name));
    const [encoder, decoder] = [await open(FILES.encoder), await open(FILES.decoder)];
    const { data } = await realDigits(3);
    const image = new ort.Tensor('float32', data, [3, 1, 28, 28]);
    const { mean, log_variance } = await encoder.run({ image });
    assert.deepEqual(
      [mean.dims, log_variance.dims],
      [
        [3, 5],
        [3, 5],
      ],
    );
    const { reconstruction } = await decoder.run({ latent: mean });
    assert.deepEqual(reconstruction.dims, [3, 1, 28, 28]);
    const pixels = reconstruction.data as Float32Array;
    assert.ok(pixels.every((pixel) => pixel >= 0 && pixel <= 1));
  });

  test('the same command again does nothing, a run of the other model takes its place whole', () => {
    assert.match(run('run', ...SMALL, ...VAE, '--out', out).stdout, /Everything is up to date/);
    const left = run('run', ...SMALL, ...VAE.slice(0, -1), '0', '--out', out);
    assert.equal(left.status, 0, left.stderr);
    assert.throws(() => read(out, FILES.likelihoods), /ENOENT/);
    const { measures } = readJson(out, FILES.metrics) as Metrics;
    assert.ok(!measures.some(({ key }) => key === 'nll'));
    const { status, stdout, stderr } = run('run', ...SMALL, '--epochs', '1', '--out', out);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /--model vae → cae/);
    for (const name of VARIATIONAL_FILES) assert.throws(() => read(out, name), /ENOENT/, name);
  });
});

test('a training that was interrupted goes on to the same bytes', async () => {
  const argv = ['--model', 'vae', '--latent-dim', '2', '--limit', '200', '--epochs', '2'];
  const [whole, halted] = [join(scratch, 'whole'), join(scratch, 'halted')];
  await train(whole, [...argv, '--kl-warm-up', '1']);
  await assert.rejects(trainUntil(5, halted, [...argv, '--kl-warm-up', '1']), Interrupted);
  const notes = await train(halted, [...argv, '--kl-warm-up', '1']);
  assert.ok(
    notes.some((note) => note.includes('goes on from epoch 2, step 1 of 4')),
    notes.join(),
  );
  for (const name of [FILES.history, FILES.training]) {
    assert.ok(read(whole, name).equals(read(halted, name)), name);
  }
  await assert.rejects(
    train(halted, [...argv, '--resume', '--beta', '2']),
    /--beta \(1 there, 2 asked\)/,
  );
});

test('TensorFlow.js trains it to the same losses', async () => {
  // Two steps of a few images, since that engine takes a second for each.
  const argv = '--model vae --latent-dim 2 --limit 8 --batch-size 4 --epochs 1'.split(' ');
  const [ours, theirs] = [join(scratch, 'onnx'), join(scratch, 'tfjs')];
  await train(ours, argv);
  await train(theirs, [...argv, '--engine', 'tfjs']);
  const [a, b] = [ours, theirs].map((folder) => (readJson(folder, FILES.history) as History).last);
  for (const loss of ['trainLoss', 'testLoss', 'testMse'] as const) {
    assert.ok(Math.abs(a[loss] / b[loss] - 1) < 1e-4, `${loss}: ${a[loss]} and ${b[loss]}`);
  }
});
