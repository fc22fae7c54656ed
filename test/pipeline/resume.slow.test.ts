/** Training that is stopped from outside: by Ctrl-C, by SIGTERM, by `kill -9`; and continued in Python. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { convolutionalAutoencoder } from '../../exporter/autoencoder.ts';
import {
  FILES,
  OWN_FILES,
  VARIANT_FILES,
  VARIATIONAL_FILES,
  type History,
} from '../../pipeline/contract.ts';
import { readNpmDigits } from '../../pipeline/datasets/npmDigits.ts';
import { encodeNpy } from '../../pipeline/files/npy.ts';
import { RunFolder } from '../../pipeline/files/runFolder.ts';
import { firstImages, toFloats } from '../../pipeline/images.ts';
import { seededRandom } from '../../pipeline/random.ts';
import { epochBatches } from '../../pipeline/stages/train.ts';
import { readCheckpoint } from '../../pipeline/training/checkpoint.ts';
import { findPython } from '../helpers.ts';
import { train, trainUntil } from './training/training.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const scratch = mkdtempSync(join(tmpdir(), 'caelum-'));
const env = { ...process.env, CAELUM_CACHE: join(scratch, 'cache') };

after(() => {
  rmSync(scratch, { recursive: true });
});

/** Runs the command to its good end, and gives what it says. */
function pipeline(...options: string[]): string {
  const args = ['--import', 'tsx', 'pipeline/run.ts', ...options];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    env,
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  return stdout;
}

function bytes(folder: string, name: string): Buffer {
  return readFileSync(join(folder, name));
}

function assertSameFiles(actual: string, expected: string, names: readonly string[]): void {
  for (const name of names) {
    assert.ok(bytes(actual, name).equals(bytes(expected, name)), `${name} differs`);
  }
}

function lossesIn(folder: string): number {
  return (JSON.parse(bytes(folder, FILES.history).toString()) as History).steps.length;
}

describe('a signal while `npm run pipeline` trains', () => {
  const ARGS = ['--offline', '--limit', '300', '--epochs', '3', '--perplexity', '20'];
  const EVERY_FILE = Object.values(FILES).filter(
    (name) =>
      name !== FILES.run && ![...VARIATIONAL_FILES, ...OWN_FILES, ...VARIANT_FILES].includes(name),
  );
  const whole = join(scratch, 'whole');
  before(() => {
    finish(whole);
  });

  const terminal = spawnSync('script', ['--version']).status === 0;
  test(
    'in a terminal ends the process at once',
    { skip: !terminal && 'there is no script command to make a terminal' },
    async () => {
      const folder = join(scratch, 'terminal');
      const command = [process.execPath, '--import', 'tsx', 'pipeline/run.ts', ...ARGS];
      const line = [...command, '--epochs', '50', '--out', folder].join(' ');
      const child = spawn('script', ['-qefc', line, '/dev/null'], { cwd: ROOT, env });
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
      while (!output.includes('epoch 2/50')) await delay(20);
      child.stdin.write('\x03');
      const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
      const [code] = (await once(child, 'exit')) as [number | null];
      clearTimeout(timer);
      assert.equal(code, 130, output.slice(-500));
      assert.match(output, /Training stopped, and is kept/);
    },
  );

  function finish(folder: string): string {
    return pipeline(...ARGS, '--out', folder);
  }

  /** Starts as a terminal would, in a process group of its own, and does something when training has begun. */
  async function interrupt(folder: string, command: readonly string[], act: (pid: number) => void) {
    const [program, ...args] = [...command, ...ARGS, '--json', '--out', folder];
    const child = spawn(program, args, { cwd: ROOT, env, detached: true });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    // The first epoch has ended: the second is under way.
    const lines = createInterface(child.stdout);
    lines.on('line', (line) => {
      if (line.includes('Epoch 1/3')) act(child.pid!);
    });
    const [code, by] = (await once(child, 'close')) as [number | null, string | null];
    return { code, by, said };
  }

  const NODE = [process.execPath, '--import', 'tsx', 'pipeline/run.ts'];
  const NPM = ['npm', 'run', '-s', 'pipeline', '--'];

  for (const [name, command, signal] of [
    // The terminal signals the whole group, and npm signals its child once more.
    ['Ctrl-C through npm', NPM, 'SIGINT'],
    ['SIGTERM', NODE, 'SIGTERM'],
  ] as const) {
    test(`${name} keeps the training, and the same command goes on from there`, async () => {
      const folder = join(scratch, signal);
      const { code, by, said } = await interrupt(folder, command, (pid) =>
        process.kill(-pid, signal),
      );
      // npm hands the signal on by dying of it, which shells call 130.
      assert.ok(code === 130 || (command === NPM && by === signal), `${code} ${by}: ${said}`);
      assert.match(
        said,
        /^\nTraining stopped, and is kept as .*training\.onnx at step \d+ \(epoch \d, step \d+ of 5\); the same command .*goes on from there\.\n$/,
      );
      assert.ok(!existsSync(join(folder, FILES.encoder)));
      assert.ok(lossesIn(folder) >= 5);
      assert.match(finish(folder), /^Training goes on from epoch \d, step \d+ of 5\.$/m);
      assertSameFiles(folder, whole, EVERY_FILE);
    });
  }
});

test('--resume alone finds a finished run up to date, whatever its options were', () => {
  const folder = join(scratch, 'options');
  const kept = ['--offline', '--limit', '100', '--perplexity', '5', '--out', folder];
  pipeline(
    ...kept,
    '--epochs',
    '1',
    '--batch-size',
    '50',
    '--learning-rate',
    '0.002',
    '--seed',
    '7',
  );
  assert.match(pipeline(...kept, '--resume'), /^Everything is up to date/m);
});

describe('kill -9', () => {
  const ARGS = ['--limit', '200', '--batch-size', '20', '--epochs', '4'];
  const STEPS = 40;
  const KILLS = 6;

  test('at any moment loses nothing but what came after the last checkpoint', async () => {
    const whole = join(scratch, 'unkilled');
    await train(whole, ARGS);
    const folder = join(scratch, 'killed');
    const random = seededRandom(9, 'moments to kill');
    let kept = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const seen = await trainAndKill(folder, 1 + Math.floor(4 * random()), 80 * random());
      const checkpoint = await readCheckpoint(
        new RunFolder(folder),
        convolutionalAutoencoder([1, 28, 28]),
      );
      const made = checkpoint?.losses.steps.length ?? 0;
      assert.ok(made >= kept + seen - 1, `${made} steps kept of ${kept} + ${seen}`);
      kept = made;
    }
    assert.ok(kept > KILLS && kept < STEPS, `${kept} steps were made`);
    await train(folder, ARGS);
    assertSameFiles(folder, whole, [FILES.training, FILES.history]);
  });

  /** Kills a training some milliseconds after so many steps; returns how many it told of. */
  async function trainAndKill(folder: string, steps: number, wait: number): Promise<number> {
    const script = join(ROOT, 'test', 'pipeline', 'training', 'trainInSteps.ts');
    const args = ['--import', 'tsx', script, folder, ...ARGS];
    const child = spawn(process.execPath, args, { cwd: ROOT, env });
    const ended = once(child, 'close');
    let seen = 0;
    for await (const line of createInterface(child.stdout)) {
      seen = Number(line);
      if (seen === steps) void delay(wait).then(() => child.kill('SIGKILL'));
    }
    assert.deepEqual(await ended, [null, 'SIGKILL']);
    return seen;
  }
});

const python = findPython(['numpy', 'onnx', 'onnxruntime']);
test(
  'Python’s onnxruntime trains on from training.onnx with the same losses',
  { skip: 'reason' in python && python.reason },
  async () => {
    assert.ok('path' in python);
    const argv = ['--limit', '160', '--batch-size', '16', '--epochs', '2'];
    const folder = join(scratch, 'python');
    await assert.rejects(trainUntil(4, folder, argv));
    const settings = { batchSize: 16, seed: 42 };
    const images = firstImages((await readNpmDigits()).train, 160);
    const batches = epochBatches(160, 1, settings).slice(4);
    const data = toFloats(
      images,
      batches.flatMap((batch) => [...batch]),
    );
    const path = join(scratch, 'batches.npy');
    writeFileSync(path, encodeNpy({ shape: [batches.length, 16, 1, 28, 28], data }));
    const script = join(ROOT, 'test', 'fixtures', 'training', 'continue.py');
    const { stdout, stderr } = spawnSync(
      python.path,
      [script, join(folder, FILES.training), path],
      { encoding: 'utf8' },
    );
    const losses = stdout.trim().split('\n').map(Number);
    assert.equal(losses.length, batches.length, stderr);
    await train(folder, argv);
    const { steps } = JSON.parse(bytes(folder, FILES.history).toString()) as History;
    for (const [i, loss] of losses.entries()) {
      const expected = steps[4 + i];
      assert.ok(Math.abs(loss - expected) < 1e-4 * expected, `step ${5 + i}: ${loss}, ${expected}`);
    }
  },
);
