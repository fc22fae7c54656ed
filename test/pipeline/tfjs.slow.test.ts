/** Both engines from the same weights on the same digits; then a whole run with the second one. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { convolutionalAutoencoder } from '../../exporter/autoencoder.ts';
import { initialState, layoutOf, type TrainingState } from '../../exporter/state.ts';
import { readNpmDigits } from '../../pipeline/datasets/npmDigits.ts';
import { CPU } from '../../pipeline/engine/devices/device.ts';
import { createTrainer, ENGINES, type Engine } from '../../pipeline/engine/open.ts';
import { FILES } from '../../pipeline/contract.ts';
import type { Manifest } from '../../pipeline/files/manifest.ts';
import { firstImages, toFloats } from '../../pipeline/images.ts';
import { permutation, seededRandom } from '../../pipeline/random.ts';
import { relativeError, squaredErrorOf, stepOptions } from '../helpers.ts';

const QUIET = { device: CPU, report: { note: () => undefined } };

describe('both engines', () => {
  const STEPS = 20;
  const BATCH = 2;
  const network = convolutionalAutoencoder([1, 28, 28]);

  interface Training {
    /** Test error before the first step. */
    readonly untrained: number;
    readonly losses: readonly number[];
    /** After three steps: later, the noise of the smallest gradients shows. */
    readonly state: TrainingState;
  }

  const results = new Map<Engine, Training>();
  before(async () => {
    for (const engine of ENGINES) results.set(engine, await training(engine));
  });

  async function training(engine: Engine): Promise<Training> {
    const digits = await readNpmDigits();
    const order = permutation(digits.train.labels.length, seededRandom(3, 'order'));
    const start = initialState(layoutOf(network), seededRandom(3, 'initial weights'));
    const trainer = await createTrainer(engine, network, [1, 28, 28], start, QUIET);
    const untrained = await squaredErrorOf(trainer, firstImages(digits.test, 5));
    const losses: number[] = [];
    let state = start;
    for (let i = 0; i < STEPS; i++) {
      const batch = toFloats(digits.train, order.subarray(i * BATCH, (i + 1) * BATCH));
      losses.push((await trainer.step(batch, BATCH, stepOptions())).loss);
      if (i === 2) state = await trainer.state();
    }
    await trainer.close();
    return { untrained, losses, state };
  }

  const both = () => ENGINES.map((engine) => results.get(engine)!);

  test('have the same error before training', () => {
    const [onnx, tfjs] = both();
    assert.ok(Math.abs(tfjs.untrained / onnx.untrained - 1) < 1e-5, `${tfjs.untrained}`);
  });

  test(`have the same losses over ${STEPS} steps`, () => {
    const [onnx, tfjs] = both();
    const differences = tfjs.losses.map((loss, i) => Math.abs(loss / onnx.losses[i] - 1));
    assert.ok(Math.max(...differences) < 1e-3, differences.join(' '));
    assert.ok(onnx.losses[STEPS - 1] < 0.9 * onnx.losses[0], 'something was learnt');
  });

  const CLOSE: readonly (readonly [keyof TrainingState, number])[] = [
    ['parameters', 1e-3],
    ['statistics', 1e-3],
    ['averageParameters', 1e-3],
    ['averageStatistics', 1e-3],
    ['firstMoment', 1e-3],
    ['secondMoment', 1e-3],
    ['step', 0],
  ];
  for (const [key, tolerance] of CLOSE) {
    test(`have the same ${key} after three steps`, () => {
      const [onnx, tfjs] = both();
      const error = relativeError(tfjs.state[key], onnx.state[key]);
      assert.ok(error <= tolerance, `relative error ${error}`);
    });
  }
});

describe('npm run pipeline -- --engine tfjs', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'caelum-'));
  const out = join(scratch, 'run');
  const env = { ...process.env, CAELUM_CACHE: join(scratch, 'cache') };
  after(() => {
    rmSync(scratch, { recursive: true });
  });

  function run(...engine: string[]): string {
    const options = ['--offline', '--limit', '12', '--epochs', '1', '--perplexity', '3'];
    const args = ['--import', 'tsx', 'pipeline/run.ts', ...options, '--out', out, ...engine];
    const cwd = join(import.meta.dirname, '..', '..');
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd,
      env,
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
    assert.doesNotMatch(stderr, /Hi, looks like/);
    return stdout;
  }

  const engineOf = () =>
    (JSON.parse(readFileSync(join(out, FILES.run), 'utf8')) as Manifest).settings.engine;

  test('goes from the images to the page, and another engine trains anew', () => {
    const said = run('--engine', 'tfjs');
    assert.match(said, /^TensorFlow\.js 4\.22\.0 on /m);
    assert.ok(said.trimEnd().endsWith(join(out, FILES.viewer)), said);
    assert.equal(engineOf(), 'tfjs');
    assert.match(run('--engine', 'tfjs'), /up to date/);

    const other = run();
    assert.match(other, /engine tfjs → onnx/);
    assert.match(other, /^Train/m);
    assert.doesNotMatch(other, /TensorFlow/);
    assert.equal(engineOf(), 'onnx');
  });
});
