/** What is told of the evidence lower bound while a variational network trains. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { FILES, type History } from '../../../pipeline/contract.ts';
import { train } from './training.ts';

const scratch = mkdtempSync(join(tmpdir(), 'caelum-'));
after(() => {
  rmSync(scratch, { recursive: true });
});

const VAE = ['--limit', '40', '--batch-size', '20', '--epochs', '1', '--model', 'vae'];

function historyOf(folder: string): History {
  return JSON.parse(readFileSync(join(folder, FILES.history), 'utf8')) as History;
}

void test('the parts of the bound keep their digits, however heavy the divergence weighs', async () => {
  const folder = join(scratch, 'heavy');
  const notes = await train(folder, [...VAE, '--beta', '1e14']);
  const { epochs, steps, reconstructions, divergences } = historyOf(folder);
  assert.equal(reconstructions?.length, steps.length);
  assert.equal(divergences?.length, steps.length);
  // Of 784 pixels, each about a toss of a coin.
  const { reconstruction } = epochs[0].elbo!.train;
  assert.ok(reconstruction > 0.8 * 784 * Math.LN2 && reconstruction < 1.2 * 784 * Math.LN2);
  assert.ok(Math.abs(reconstruction - (reconstructions[0] + reconstructions[1]) / 2) < 1e-9);
  assert.ok(
    notes.some((note) => /^Epoch 1\/1: ELBO −?[\d.-]+ \(−\d+\.\d\d − KL/.test(note)),
    notes.join('\n'),
  );
});

void test('a divergence that weighs too much is named as a reason for what is not finite', async () => {
  await assert.rejects(train(join(scratch, 'infinite'), [...VAE, '--beta', '1e30']), {
    name: 'Failure',
    message: /with learning rate 0\.001 and β 1e\+30; .*smaller --learning-rate or --beta\.$/,
  });
});

void test('it is told up to a constant where the likelihood is Gaussian', async () => {
  const folder = join(scratch, 'gaussian');
  const notes = await train(folder, [...VAE, '--likelihood', 'gaussian']);
  assert.ok(
    notes.some((note) =>
      /^Epoch 1\/1: ELBO .* in test, nats up to a constant; test MSE/.test(note),
    ),
    notes.join('\n'),
  );
  assert.equal(historyOf(folder).likelihood, 'gaussian');
});
