/** Stopping and going on: nothing is lost, nothing differs, and what does not belong is refused. */
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import onnxProto from 'onnx-proto';
import { METADATA_PREFIX } from '../../../exporter/onnx.ts';
import { FILES, type History } from '../../../pipeline/contract.ts';
import { InputError } from '../../../pipeline/errors.ts';
import type { Manifest } from '../../../pipeline/files/manifest.ts';
import { RunFolder, sha256 } from '../../../pipeline/files/runFolder.ts';
import { Interrupted } from '../../../pipeline/interruption.ts';
import { train, trainUntil } from './training.ts';

/** Five steps an epoch, the last with 8 of its 12 images. */
const SMALL = ['--limit', '56', '--batch-size', '12', '--epochs', '2'];
const [STEPS, ALL] = [5, 10];

const scratch = mkdtempSync(join(tmpdir(), 'caelum-'));
const whole = join(scratch, 'whole');
const stopped = join(scratch, 'stopped');

before(async () => {
  await train(whole, SMALL);
  await assert.rejects(trainUntil(7, stopped, SMALL), Interrupted);
});

after(() => {
  rmSync(scratch, { recursive: true });
});

let copies = 0;

function copyOf(folder: string): string {
  const copy = join(scratch, `copy-${(copies += 1)}`);
  cpSync(folder, copy, { recursive: true });
  return copy;
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, FILES.run), 'utf8')) as Manifest;
}

function historyOf(folder: string): History {
  return JSON.parse(readFileSync(join(folder, FILES.history), 'utf8')) as History;
}

function factsOf(folder: string): Record<string, string> {
  const { metadataProps } = onnxProto.onnx.ModelProto.decode(
    readFileSync(join(folder, FILES.training)),
  );
  return Object.fromEntries(
    metadataProps.map(({ key, value }) => [key?.split('.').at(-1), value]),
  ) as Record<string, string>;
}

function assertSameRun(actual: string, expected: string): void {
  for (const name of [FILES.training, FILES.history]) {
    const same = readFileSync(join(actual, name)).equals(readFileSync(join(expected, name)));
    assert.ok(same, `${name} differs`);
  }
  const untimed = (folder: string) => ({ ...manifestOf(folder), timings: {} });
  assert.deepEqual(untimed(actual), untimed(expected));
}

/** A folder's files, to see that none changed. */
function bytesOf(folder: string) {
  return [FILES.training, FILES.history, FILES.run].map((name) => readFileSync(join(folder, name)));
}

describe('stop and go on', () => {
  for (const steps of [1, 4, STEPS, 7, ALL - 1, ALL]) {
    test(`after step ${steps} of ${ALL} gives the bytes of running through`, async () => {
      const folder = join(scratch, `stopped-${steps}`);
      await assert.rejects(trainUntil(steps, folder, SMALL), Interrupted);
      const unfinished = steps < ALL;
      assert.equal('train' in manifestOf(folder).stages, !unfinished);
      assert.equal(historyOf(folder).steps.length, steps);
      await train(folder, SMALL);
      assertSameRun(folder, whole);
    });
  }

  test('says where it stopped, what is kept, and from where it goes on', async () => {
    const folder = join(scratch, 'said');
    await assert.rejects(trainUntil(7, folder, SMALL), {
      name: Interrupted.name,
      message: /stopped.*said\/training\.onnx at step 7 \(epoch 2, step 2 of 5\); the same command/,
    });
    const [first] = await train(folder, SMALL);
    assert.equal(first, 'Training goes on from epoch 2, step 2 of 5.');
  });

  test('losses that were written without their state are cut', async () => {
    const folder = copyOf(stopped);
    // As if killed between the two files of a later checkpoint.
    writeFileSync(join(folder, FILES.history), readFileSync(join(whole, FILES.history)));
    await train(folder, SMALL);
    assertSameRun(folder, whole);
  });

  test('a training whose last line in run.json is missing is finished at once', async () => {
    const folder = copyOf(whole);
    const { train: record, ...stages } = manifestOf(folder).stages;
    assert.ok(record.key);
    writeFileSync(join(folder, FILES.run), JSON.stringify({ ...manifestOf(folder), stages }));
    let steps = 0;
    await train(folder, SMALL, { afterStep: () => (steps += 1) });
    assert.equal(steps, 0);
    assertSameRun(folder, whole);
  });

  test('a checkpoint is written while training goes on', async () => {
    const folder = join(scratch, 'interval');
    const kept: number[] = [];
    const look = () => {
      kept.push(existsSync(join(folder, FILES.training)) ? historyOf(folder).steps.length : 0);
    };
    await train(folder, SMALL, { interval: 0, afterStep: look });
    assert.deepEqual(kept, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    kept.length = 0;
    await train(folder, [...SMALL, '--force'], { interval: 3600, afterStep: look });
    assert.deepEqual(kept, [10, 10, 10, 10, 10, 5, 5, 5, 5, 5]);
    assertSameRun(folder, whole);
  });
});

describe('--resume', () => {
  test('makes more epochs, to the bytes of making them at once', async () => {
    const folder = copyOf(whole);
    await train(folder, [...SMALL.with(-1, '4'), '--resume']);
    const atOnce = join(scratch, 'at-once');
    await train(atOnce, SMALL.with(-1, '4'));
    assertSameRun(folder, atOnce);
  });

  test('changes the learning rate from there on, and the file tells both', async () => {
    const folder = copyOf(whole);
    const changed = [...SMALL.with(-1, '3'), '--learning-rate', '0.0005', '--resume'];
    const again = copyOf(whole);
    await train(folder, changed);
    await assert.rejects(trainUntil(3, again, changed), Interrupted);
    await train(again, changed);
    assertSameRun(again, folder);
    assert.deepEqual(historyOf(folder).steps.slice(0, ALL), historyOf(whole).steps);
    assert.equal(
      factsOf(folder).learning_rates,
      '[{"from":1,"rate":0.001},{"from":11,"rate":0.0005}]',
    );
    assert.equal(manifestOf(folder).settings.learningRate, '0.001, from step 11 on 0.0005');
    const constant = join(scratch, 'constant');
    await train(constant, SMALL.with(-1, '3'));
    assert.notDeepEqual(historyOf(folder).steps.slice(12), historyOf(constant).steps.slice(12));
    // It is not what the new rate alone would have given, and does not pass for it.
    const without = changed.slice(0, -1);
    let steps = 0;
    await train(folder, without, { afterStep: () => (steps += 1) });
    assert.equal(steps, 15);
  });

  test('does nothing where nothing is left', async () => {
    const folder = copyOf(whole);
    let steps = 0;
    await train(folder, [...SMALL, '--resume'], { afterStep: () => (steps += 1) });
    assert.equal(steps, 0);
    assertSameRun(folder, whole);
  });
});

describe('--resume alone', () => {
  /** No default among them, and images in which only --limit has a part. */
  const OTHER = '--batch-size 14 --epochs 3 --learning-rate 0.003 --seed 7'.split(' ');
  const LIMIT = SMALL.slice(0, 2);
  const RESUME = [...LIMIT, '--resume'];

  test('goes on with every option of the checkpoint, to the bytes of running through', async () => {
    const [folder, through] = [join(scratch, 'options'), join(scratch, 'options-through')];
    await train(through, [...LIMIT, ...OTHER]);
    await assert.rejects(trainUntil(6, folder, [...LIMIT, ...OTHER]), Interrupted);
    const [first] = await train(folder, RESUME);
    assert.equal(first, 'Training goes on from epoch 2, step 2 of 4.');
    assertSameRun(folder, through);
    assert.equal(historyOf(folder).steps.length, 12);
  });

  test('goes on with the learning rate that came last, during the training and at its end', async () => {
    const folder = copyOf(stopped);
    const changed = [...RESUME, '--learning-rate', '0.5', '--epochs', '3'];
    const [said] = await train(copyOf(stopped), changed);
    assert.equal(
      said,
      'Training goes on from epoch 2, step 2 of 5, with epochs 2 → 3, learning rate 0.001 → 0.5.',
    );
    await assert.rejects(trainUntil(2, folder, changed), Interrupted);
    const [then] = await train(folder, RESUME);
    assert.equal(then, 'Training goes on from epoch 2, step 4 of 5.');
    assert.equal(manifestOf(folder).settings.learningRate, '0.001, from step 8 on 0.5');
    assert.deepEqual(await train(folder, RESUME), []);
    assert.equal(historyOf(folder).steps.length, 15);
  });

  test('goes on with the engine of the checkpoint, and tells of another', async () => {
    const folder = join(scratch, 'engine');
    // Steps of two images, since this engine takes long for each.
    const few = ['--limit', '10'];
    const slow = [...few, '--batch-size', '2', '--epochs', '1', '--engine', 'tfjs'];
    await assert.rejects(trainUntil(4, folder, slow), Interrupted);
    const other = copyOf(folder);
    const notes = await train(folder, [...few, '--resume']);
    assert.ok(notes.includes('Training goes on from epoch 1, step 4 of 5.'), notes.join('\n'));
    assert.equal(manifestOf(folder).settings.engine, 'tfjs');
    const [said] = await train(other, [...few, '--resume', '--engine', 'onnx']);
    assert.equal(said, 'Training goes on from epoch 1, step 4 of 5, with engine tfjs → onnx.');
  });
});

describe('a folder that holds another training', () => {
  test('is refused where that is unfinished, --force begins anew', async () => {
    const folder = copyOf(stopped);
    const before = bytesOf(folder);
    const other = [...SMALL, '--learning-rate', '0.002'];
    await assert.rejects(train(folder, other), {
      name: InputError.name,
      message:
        /training\.onnx holds a training at epoch 2, step 2 of 5 with other settings \(learningRate 0\.001 there, 0\.002 here\).*--resume.*--force/,
    });
    assert.deepEqual(bytesOf(folder), before);
    await train(folder, [...other, '--force']);
    const direct = join(scratch, 'direct');
    await train(direct, other);
    assertSameRun(folder, direct);
  });

  test('is replaced where that is finished, but not by one that stops at its beginning', async () => {
    const folder = copyOf(whole);
    const before = bytesOf(folder);
    const other = [...SMALL, '--seed', '43'];
    await assert.rejects(trainUntil(2, folder, other), {
      name: Interrupted.name,
      message: /stopped at its beginning.*still that of the finished training/,
    });
    assert.deepEqual(bytesOf(folder), before);
    await assert.rejects(trainUntil(7, folder, other), Interrupted);
    await train(folder, other);
    const direct = join(scratch, 'other-seed');
    await train(direct, other);
    assertSameRun(folder, direct);
    assert.notDeepEqual(historyOf(folder).steps, historyOf(whole).steps);
  });
});

/** A folder that is there no more when the nth of its files shall be written, 0 for the first. */
class EndingFolder extends RunFolder {
  constructor(
    path: string,
    private left: number,
  ) {
    super(path);
  }

  override write(name: string, content: Uint8Array | string): string {
    if (this.left === 0) throw new Error('the end');
    this.left -= 1;
    return super.write(name, content);
  }
}

/** Of a training with a checkpoint after every step: two files each, and run.json at both ends. */
const WRITES = 2 * ALL + 2;

describe('ended between any two files', () => {
  const otherSeed = join(scratch, 'of-another-seed');
  before(async () => {
    await train(otherSeed, [...SMALL, '--seed', '43']);
  });

  for (const write of [0, 1, 2, 3, 4, 5, WRITES - 3, WRITES - 2, WRITES - 1]) {
    for (const [name, found] of [
      ['an empty folder', null],
      ['a finished training of another seed', otherSeed],
    ] as const) {
      test(`before file ${write + 1}, beginning with ${name}, a training can go on`, async () => {
        const path = join(scratch, `ended-${write}-${name.length}`);
        if (found !== null) cpSync(found, path, { recursive: true });
        const folder = new EndingFolder(path, write);
        await assert.rejects(train(path, SMALL, { folder, interval: 0 }), /the end/);
        if (write > 0) assert.ok(!('train' in manifestOf(path).stages), 'it passes for finished');
        let steps = 0;
        await train(path, SMALL, { afterStep: () => (steps += 1) });
        assert.equal(steps, ALL - Math.max(0, Math.floor((write - 1) / 2)));
        assertSameRun(path, whole);
      });
    }
  }
});

/** Options with which a checkpoint must not go on, and what is said. */
const REFUSED: readonly (readonly [string, readonly string[], RegExp])[] = [
  [
    'another seed',
    [...SMALL, '--seed', '43', '--resume'],
    /keeps its --seed \(42 there, 43 asked\)/,
  ],
  [
    'another batch size',
    [...SMALL, '--batch-size', '14', '--resume'],
    /keeps its --batch-size \(12 there, 14 asked\)/,
  ],
  [
    'other images',
    [...SMALL, '--limit', '60', '--resume'],
    /images MNIST with SHA-256 (\w{12})… there, MNIST with SHA-256 (?!\1)\w{12}… here/,
  ],
  ['fewer epochs', [...SMALL, '--epochs', '1', '--resume'], /past --epochs 1; ask for at least 2/],
];

test('--resume refuses what the checkpoint cannot go on with, naming both values', async () => {
  for (const [name, argv, message] of REFUSED) {
    const before = bytesOf(stopped);
    await assert.rejects(train(stopped, argv), { name: InputError.name, message }, name);
    assert.deepEqual(bytesOf(stopped), before);
  }
});

test('--resume refuses another network before the images are read', async () => {
  const vae = join(scratch, 'vae');
  await assert.rejects(trainUntil(1, vae, [...SMALL, '--model', 'vae']), Interrupted);
  const asked = ['--latent-dim', '4', '--beta', '2'];
  await assert.rejects(train(vae, [...SMALL, '--resume', ...asked]), {
    name: InputError.name,
    message:
      /vae\/training\.onnx .* keeps its --latent-dim \(16 there, 4 asked\), --beta \(1 there, 2 asked\); leave/,
  });
  await assert.rejects(train(vae, [...SMALL, '--model', 'vae', ...asked]), {
    name: InputError.name,
    message: /other images or settings \(latentDim 16 there, 4 here; beta 1 there, 2 here\)/,
  });
  await assert.rejects(train(stopped, [...SMALL, '--resume', ...asked.slice(0, 2)]), {
    name: InputError.name,
    message: /keeps its --latent-dim \(none there, 4 asked\)/,
  });
});

test('a test error that is not finite does so too', async () => {
  // One step of one epoch: weights so large that the squares of the errors overflow, not yet the loss.
  const argv = ['--limit', '20', '--epochs', '1', '--batch-size', '20', '--learning-rate', '1e15'];
  await assert.rejects(train(join(scratch, 'huge'), argv, { interval: 3600 }), {
    name: 'Failure',
    message:
      /^The test error became NaN at step 1 with learning rate 1000000000000000; nothing was/,
  });
});

test('--resume refuses a rate for no steps, and a folder without training.onnx', async () => {
  const more = [...SMALL, '--learning-rate', '0.01', '--resume'];
  await assert.rejects(train(whole, more), {
    name: InputError.name,
    message: /--learning-rate 0\.01 would change nothing.*all 2 epochs.*--epochs/,
  });
  const folder = join(scratch, 'nothing');
  await assert.rejects(train(folder, [...SMALL, '--resume']), {
    name: InputError.name,
    message: /no .*nothing\/training\.onnx to --resume; leave --resume out.*--out/,
  });
  assert.ok(!existsSync(folder));
});

const { ModelProto } = onnxProto.onnx;
type Model = onnxProto.onnx.ModelProto;

/** Changes training.onnx of a stopped training as a model. */
function edited(edit: (model: Model) => void): (bytes: Buffer) => Uint8Array {
  return (bytes) => {
    const model = ModelProto.decode(bytes);
    edit(model);
    return ModelProto.encode(model).finish();
  };
}

function initializer(model: Model, name: string) {
  const algorithm = model.trainingInfo[0].algorithm!;
  return algorithm.initializer!.find((each) => each.name === name)!;
}

function setFact(model: Model, key: string, change: (value: string) => string): void {
  const fact = model.metadataProps.find((each) => each.key?.endsWith(`.${key}`))!;
  fact.value = change(fact.value!);
}

/** Sets a fact and the digest over all of them, as who knows the format can. */
function forged(key: string, value: unknown): (bytes: Buffer) => Uint8Array {
  return edited((model) => {
    setFact(model, key, () => JSON.stringify(value));
    const facts = model.metadataProps
      .filter(({ key }) => key!.startsWith(`${METADATA_PREFIX}.`))
      .map(({ key, value }) => [key!.split('.').at(-1)!, value!])
      .filter(([name]) => name !== 'facts_sha256')
      .sort(([a], [b]) => (a < b ? -1 : 1));
    setFact(model, 'facts_sha256', () => sha256(JSON.stringify(facts)));
  });
}

/** Ways to harm training.onnx, and what is said. */
const HARMED: readonly (readonly [string, (bytes: Buffer) => Uint8Array, RegExp])[] = [
  ['no model', () => Buffer.from('not a model'), /is not an ONNX model, or not a whole one/],
  ['an empty file', () => new Uint8Array(), /is not an ONNX model, or not a whole one/],
  [
    'half a file',
    (bytes) => bytes.subarray(0, bytes.length / 2),
    /is not an ONNX model, or not a whole one/,
  ],
  [
    'no training step',
    edited((model) => {
      model.trainingInfo = [];
    }),
    /holds no training step \(training_info\)/,
  ],
  [
    'a vector missing',
    edited((model) => {
      initializer(model, 'first_moment').name = 'moment';
    }),
    /lacks first_moment/,
  ],
  [
    'another architecture',
    edited((model) => {
      const tensor = initializer(model, 'parameters');
      tensor.dims = [28_608];
      tensor.rawData = tensor.rawData!.subarray(4);
    }),
    /another architecture \(28608 numbers in parameters, this network has 28609\)/,
  ],
  [
    'a number that is none',
    edited((model) => {
      const bytes = initializer(model, 'second_moment').rawData!;
      bytes.set([0, 0, 0xc0, 0x7f], 40);
    }),
    /holds NaN in second_moment, at 10/,
  ],
  [
    'a flipped bit',
    edited((model) => {
      const bytes = initializer(model, 'parameters').rawData!;
      bytes[401] ^= 1;
    }),
    /was changed after it was written: its state has another SHA-256/,
  ],
  [
    'a fact missing',
    edited((model) => {
      model.metadataProps = model.metadataProps.filter(({ key }) => !key?.endsWith('.position'));
    }),
    /does not say where its training stands \(missing or malformed: position\)/,
  ],
  [
    'facts malformed',
    edited((model) => {
      setFact(model, 'settings', () => 'five epochs');
      setFact(model, 'learning_rates', () => '[]');
    }),
    /missing or malformed: settings, learning_rates/,
  ],
  [
    'another position',
    edited((model) => {
      setFact(model, 'position', (value) => value.replace('"step":2', '"step":3'));
    }),
    /was changed after it was written: its facts have another SHA-256/,
  ],
  ...(
    [
      ['learning_rates', '[{"from":1,"rate":0.5}]'],
      [
        'settings',
        '{"model":"cae","epochs":2,"batchSize":12,"learningRate":0.001,"engine":"onnx","seed":43}',
      ],
      ['position', '{"epoch":1,"step":7,"steps":7}'],
    ] as const
  ).map(
    ([key, value]) =>
      [
        `another value of ${key}`,
        edited((model) => {
          setFact(model, key, () => value);
        }),
        /was changed after it was written: its facts have another SHA-256/,
      ] as const,
  ),
  [
    'a position that is not that of the state',
    forged('position', { epoch: 2, step: 3, steps: 5 }),
    /was changed after it was written: its position is not that of its state/,
  ],
  [
    'a step beyond its epoch',
    forged('position', { epoch: 1, step: 7, steps: 5 }),
    /missing or malformed: position/,
  ],
  [
    'epochs of a length that the images do not give',
    forged('position', { epoch: 3, step: 1, steps: 3 }),
    /at epoch 3, step 1 of 3, but an epoch of these images in batches of 12 has 5 steps/,
  ],
  [
    'learning rates that leave out the first step',
    forged('learning_rates', [{ from: 9, rate: 0.5 }]),
    /missing or malformed: learning_rates/,
  ],
  [
    'learning rates out of order',
    forged('learning_rates', [
      { from: 1, rate: 0.5 },
      { from: 4, rate: 0.1 },
      { from: 4, rate: 0.001 },
    ]),
    /missing or malformed: learning_rates/,
  ],
  [
    'a learning rate with which the last step was not made',
    forged('learning_rates', [{ from: 1, rate: 0.5 }]),
    /its learning_rate is 0\.001\d*, but step 7 was made with 0\.5/,
  ],
];

describe('training.onnx that was harmed is refused in one sentence', () => {
  for (const [name, harm, message] of HARMED) {
    test(name, async () => {
      const folder = copyOf(stopped);
      writeFileSync(
        join(folder, FILES.training),
        harm(readFileSync(join(stopped, FILES.training))),
      );
      const before = bytesOf(folder);
      for (const argv of [SMALL, [...SMALL, '--resume']]) {
        await assert.rejects(train(folder, argv), (error: Error) => {
          assert.equal(error.name, InputError.name, error.stack);
          assert.match(error.message, message);
          assert.match(error.message, /training\.onnx .*; .*--force\.$/);
          return true;
        });
      }
      assert.deepEqual(bytesOf(folder), before);
    });
  }
});

/** Ways to harm history.json, and what is said. */
const HARMED_HISTORY: readonly (readonly [string, (text: string) => string | null, RegExp])[] = [
  ['missing', () => null, /needs history\.json beside it, which is not there/],
  ['malformed', (text) => text.slice(0, 40), /needs history\.json beside it, which is malformed/],
  ['of other content', () => '{"steps": "many"}', /needs history\.json beside it.*malformed/],
  [
    'too short',
    (text) => text.replace(/\[[^,]+,/, '['),
    /is at step 7, but history\.json has 6 losses/,
  ],
  [
    'of another training',
    (text) => text.replace('0.', '0.1'),
    /goes with other losses than those in history\.json/,
  ],
];

describe('history.json that was harmed is refused in one sentence', () => {
  for (const [name, harm, message] of HARMED_HISTORY) {
    test(name, async () => {
      const folder = copyOf(stopped);
      const path = join(folder, FILES.history);
      const text = harm(readFileSync(path, 'utf8'));
      if (text === null) rmSync(path);
      else writeFileSync(path, text);
      await assert.rejects(train(folder, SMALL), { name: InputError.name, message });
    });
  }
});

test('numbers that are not finite stop the run and leave the last good checkpoint', async () => {
  const before = bytesOf(stopped);
  const left = String.raw`; the last good checkpoint, .*training\.onnx at step 7 \(epoch 2, step 2 of 5\), is as it was\..*--resume`;
  // The loss shows it at the next step; a checkpoint, which looks at the weights, at once.
  for (const [rate, interval, what] of [
    ['1e38', 3600, 'loss became NaN at step 9 with learning rate 1e\\+38'],
    ['1e39', 0, 'parameters became -?(NaN|Infinity) at step 8 with learning rate 1e\\+39'],
  ] as const) {
    const argv = [...SMALL, '--learning-rate', rate, '--resume'];
    await assert.rejects(train(stopped, argv, { interval }), { message: new RegExp(what + left) });
    assert.deepEqual(bytesOf(stopped), before);
  }
});
