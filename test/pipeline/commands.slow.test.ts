/** Both commands as their users start them, on real digits: what they write, skip, refuse and survive. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { convolutionalAutoencoder } from '../../exporter/autoencoder.ts';
import { modelSummary } from '../../exporter/modelSummary.ts';
import { inferenceGraphs } from '../../exporter/inferenceModels.ts';
import { encodeModel } from '../../exporter/onnx.ts';
import { initialState, layoutOf } from '../../exporter/state.ts';
import {
  FIGURES,
  FILES,
  OWN_FILES,
  RUN_FILES,
  VARIANT_FILES,
  VARIATIONAL_FILES,
  type History,
  type Metrics,
} from '../../pipeline/contract.ts';
import { chooseDevice, cudaProvider } from '../../pipeline/engine/devices/device.ts';
import type { Manifest } from '../../pipeline/files/manifest.ts';
import { seededRandom } from '../../pipeline/random.ts';
import { SIDE_BY_SIDE, startBeside } from '../commandLine.ts';
import { findPython } from '../helpers.ts';
import { cardOf, filesAreKnown, testPrograms } from './modelCard/cardPrograms.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const PAIR = join(ROOT, 'test', 'fixtures', 'pytorch-pair');
const scratch = mkdtempSync(join(tmpdir(), 'caelum-'));
const env = { ...process.env, CAELUM_CACHE: join(scratch, 'cache') };
const SMALL = ['--offline', '--limit', '300', '--epochs', '2', '--perplexity', '20'];

const MODEL_FILES = [FILES.encoder, FILES.decoder, FILES.autoencoder, FILES.training];

const python = findPython(['onnx']);

/** Prints what each model tells of itself, once the standard's own checker has let it pass. */
const READ_MODELS = `
import json, onnx, sys
def read(path):
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    tensors = [*model.graph.input, *model.graph.output]
    return {
        "documentation": model.doc_string,
        "metadata": {entry.key: entry.value for entry in model.metadata_props},
        "tensors": [[tensor.name, tensor.doc_string] for tensor in tensors],
    }
print(json.dumps([read(path) for path in sys.argv[1:]]))
`;

/** Files that only runs with several maps have. */
const SEVERAL = [`${FIGURES.maps}.svg`, `${FIGURES.maps}.png`];

after(() => {
  rmSync(scratch, { recursive: true });
});

function start(command: string, args: readonly string[]) {
  return spawnSync(process.execPath, ['--import', 'tsx', `pipeline/${command}.ts`, ...args], {
    cwd: ROOT,
    env,
    encoding: 'utf8',
  });
}

function succeed(command: string, args: readonly string[]): string {
  const { status, stdout, stderr } = start(command, args);
  assert.equal(status, 0, stderr);
  return stdout;
}

/** Every file of a folder with its SHA-256, that of `run.json` without its timings. */
function contents(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return new Map(
    names
      .filter((name) => statSync(join(folder, name)).isFile())
      .sort()
      .map((name) => {
        const bytes = readFileSync(join(folder, name));
        if (name !== FILES.run || !bytes.includes('timings')) return [name, sha256(bytes)];
        const { timings, ...manifest } = JSON.parse(bytes.toString()) as Manifest;
        assert.ok(Object.keys(timings).length > 0);
        return [name, sha256(Buffer.from(JSON.stringify(manifest)))];
      }),
  );
}

function readJson(...path: string[]): unknown {
  return JSON.parse(readFileSync(join(...path), 'utf8'));
}

/** A value of `metrics.json`; NaN where it is not there. */
function valueOf({ measures }: Metrics, key: string, space: string): number {
  const measure = measures.find((each) => each.key === key);
  return measure?.values.find((value) => value.space === space)?.value ?? NaN;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

describe('npm run pipeline', () => {
  const out = join(scratch, 'run');
  let stdout = '';
  before(() => {
    stdout = succeed('run', [...SMALL, '--out', out]);
  });

  test('writes every file of a run, and the manifest knows each by its SHA-256', () => {
    const others = [...SEVERAL, ...VARIATIONAL_FILES, ...VARIANT_FILES, ...OWN_FILES];
    const expected = RUN_FILES.filter((name) => !others.includes(name));
    assert.deepEqual([...contents(out).keys()], expected.sort());
    const { stages, dataset, settings } = readJson(out, FILES.run) as Manifest;
    const listed = Object.values(stages).flatMap(({ files }) => Object.entries(files));
    assert.equal(listed.length, contents(out).size - 1);
    for (const [name, digest] of listed) {
      assert.equal(digest, sha256(readFileSync(join(out, name))), name);
    }
    assert.equal(dataset.trainImages, 300);
    assert.equal(settings.seed, 42);
  });

  test('says which device it took and why, and records it', async () => {
    const { note, device } = await chooseDevice('auto');
    assert.ok(stdout.startsWith(`${note}\n`), stdout.slice(0, 200));
    assert.equal((readJson(out, FILES.run) as Manifest).device, device.title);
  });

  test('says which images it took, what it measured and where the page is', () => {
    assert.match(stdout, /10,000 of MNIST's 70,000 digits/);
    assert.match(stdout, /MSE ↓ +0\.\d+ \(0\.\d+ to 0\.\d+\)/);
    assert.match(stdout, /Trustworthiness/);
    assert.ok(stdout.trimEnd().endsWith(join(out, FILES.viewer)), stdout.slice(-200));
  });

  test('the exported models have the test error that training ended with', () => {
    const history = readJson(out, FILES.history) as History;
    const metrics = readJson(out, FILES.metrics) as Metrics;
    const difference = Math.abs(valueOf(metrics, 'mse', 'images') - history.last.testMse);
    assert.ok(difference < 1e-6, `difference ${difference}`);
    const sizes = [64, 64, 64, 64, 44]; // of 300 images
    assert.equal(history.steps.length, 2 * sizes.length);
    for (const { epoch, trainLoss } of history.epochs) {
      const losses = history.steps.slice((epoch - 1) * sizes.length);
      const mean = sizes.reduce((sum, size, i) => sum + (size * losses[i]) / 300, 0);
      assert.ok(Math.abs(trainLoss - mean) < 1e-9);
    }
    assert.ok(history.steps[9] < history.steps[0]);
    assert.deepEqual(history.last, history.epochs[1]);
    assert.equal(history.best.testMse, Math.min(...history.epochs.map(({ testMse }) => testMse)));
  });

  test('the same command again does nothing but say so', () => {
    const before = contents(out);
    const written = statSync(join(out, FILES.run)).mtimeMs;
    assert.match(succeed('run', [...SMALL, '--out', out]), /up to date/);
    assert.deepEqual(contents(out), before);
    assert.equal(statSync(join(out, FILES.run)).mtimeMs, written);
  });

  test('the same seed gives the same bytes', () => {
    const again = join(scratch, 'again');
    succeed('run', [...SMALL, '--out', again]);
    assert.deepEqual(contents(again), contents(out));
  });

  test('makes anew what is missing or harmed, and only that', () => {
    const before = contents(out);
    rmSync(join(out, FILES.metrics));
    writeFileSync(join(out, FILES.map), 'harmed');
    const said = succeed('run', [...SMALL, '--out', out]);
    assert.doesNotMatch(said, /^Train|^Encode/m);
    assert.match(said, /^Map/m);
    assert.deepEqual(contents(out), before);
  });

  test('a stranger who opens a model alone finds what it is and what it was trained with', () => {
    const { dataset, settings } = readJson(out, FILES.run) as Manifest;
    const { last } = readJson(out, FILES.history) as History;
    for (const name of MODEL_FILES) {
      const { facts, metadata, documentation, producer, inputs, outputs } = modelSummary(
        readFileSync(join(out, name)),
      );
      assert.match(producer, /^caelum \d/);
      assert.match(
        documentation,
        /Training: epochs 2, batch size 64, learning rate 0\.001, seed 42\./,
      );
      assert.match(documentation, /Licence of the images: CC BY-SA 3\.0\. To cite: Y\. LeCun/);
      assert.equal(facts.dataset, 'MNIST');
      assert.equal(facts.data_licence, 'CC BY-SA 3.0');
      assert.equal(facts.data_sha256, dataset.fingerprint);
      assert.equal(facts.trainable_parameters, '28609');
      assert.deepEqual(JSON.parse(facts.class_names), dataset.classNames);
      assert.equal((JSON.parse(facts.settings) as typeof settings).seed, settings.seed);
      assert.equal(Number(facts.test_mse), Number(last.testMse.toPrecision(6)));
      for (const { documentation } of [...inputs, ...outputs])
        assert.match(documentation, /\[batch/);
      const takesImages = inputs.some((input) => input.name === 'image');
      assert.deepEqual(
        metadata,
        takesImages
          ? { 'Image.BitmapPixelFormat': 'Gray8', 'Image.NominalPixelRange': 'Normalized_0_1' }
          : {},
      );
    }
  });

  test('Python’s onnx reads the same', { skip: 'reason' in python && python.reason }, () => {
    assert.ok('path' in python);
    const paths = MODEL_FILES.map((name) => join(out, name));
    const { status, stdout, stderr } = spawnSync(python.path, ['-c', READ_MODELS, ...paths], {
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
    const read = JSON.parse(stdout) as unknown[];
    for (const [i, path] of paths.entries()) {
      const { facts, metadata, documentation, inputs, outputs } = modelSummary(readFileSync(path));
      const prefixed = Object.entries(facts).map(([key, value]) => [
        `io.github.caelum.${key}`,
        value,
      ]);
      assert.deepEqual(read[i], {
        documentation,
        metadata: { ...(Object.fromEntries(prefixed) as object), ...metadata },
        tensors: [...inputs, ...outputs].map(({ name, documentation }) => [name, documentation]),
      });
    }
  });

  test('the model card knows every file, and links those that are there', () => {
    assert.ok(filesAreKnown(out));
    const card = cardOf(out);
    const listed = [...contents(out).keys()].filter((name) => card.includes(`\n| \`${name}\` |`));
    const others: string[] = [FILES.run, FILES.modelCard];
    assert.deepEqual(
      listed,
      [...contents(out).keys()].filter((name) => !others.includes(name)),
    );
    for (const [, link] of card.matchAll(/\]\(([^)]+)\)/g))
      assert.ok(existsSync(join(out, link)), link);
    assert.match(
      card,
      /^---\nlibrary_name: onnx\n[^]*?\n---\n\n# Convolutional autoencoder of MNIST\n/,
    );
    assert.doesNotMatch(card, /undefined|NaN|\[object|\| not told/);
  });

  testPrograms(out);

  test('--json writes one object a line', () => {
    const lines = succeed('run', [...SMALL, '--out', out, '--force', '--json'])
      .trim()
      .split('\n');
    const events = lines.map((line) => (JSON.parse(line) as { event: string }).event);
    assert.deepEqual(
      new Set(events),
      new Set(['note', 'stage', 'progress', 'finished', 'summary']),
    );
  });

  test('Ctrl-C stops, leaves nothing half-written, and the next run goes on', async () => {
    const folder = join(scratch, 'interrupted');
    // Through npm and in a process group of its own, as a terminal would have it.
    const args = ['run', '-s', 'pipeline', '--', ...SMALL, '--json', '--out', folder];
    const child = spawn('npm', args, { cwd: ROOT, env, detached: true });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.stdout.on('data', (chunk: Buffer) => {
      // The map begins: training and latents are finished by then.
      if (chunk.toString().includes('"stage":"Map"')) process.kill(-child.pid!, 'SIGINT');
    });
    await once(child, 'close');
    assert.match(said, /Interrupted\. What was finished is kept/);
    const names = [...contents(folder).keys()];
    assert.ok(names.includes(FILES.latents) && !names.includes(FILES.map), names.join());
    assert.ok(!names.some((name) => name.endsWith('.part')));
    assert.doesNotMatch(succeed('run', [...SMALL, '--out', folder]), /^Train/m);
    assert.deepEqual(contents(folder), contents(out));
  });

  test('the exit code after Ctrl-C is 130', async () => {
    const args = [
      '--import',
      'tsx',
      'pipeline/run.ts',
      ...SMALL,
      '--out',
      join(scratch, 'stopped'),
    ];
    const child = spawn(process.execPath, args, { cwd: ROOT, env });
    child.stdout.once('data', () => child.kill('SIGINT'));
    assert.deepEqual(await once(child, 'exit'), [130, null]);
  });

  test('takes away what a killed run left half-written', () => {
    const left = join(out, `${FILES.latents}.999999999.part`);
    writeFileSync(left, 'half');
    succeed('run', [...SMALL, '--out', out]);
    assert.ok(!existsSync(left));
  });

  test('the result does not depend on what the folder held before', () => {
    const folder = join(scratch, 'history');
    succeed('run', [...SMALL.with(-1, '15'), '--out', folder]);
    succeed('run', [...SMALL, '--out', folder]);
    assert.deepEqual(contents(folder), contents(out));
  });

  test('numbers that are not finite stop the run, at the last step too, and harm nothing', () => {
    const before = contents(out);
    const oneStep = ['--limit', '50', '--epochs', '1', '--perplexity', '5'];
    for (const size of [[], oneStep]) {
      const args = [...SMALL, ...size, '--learning-rate', '1e38', '--out', out];
      const { status, stderr } = start('run', args);
      assert.equal(status, 1);
      assert.match(
        stderr,
        /(loss|error) became (NaN|Infinity) at step \d+ with learning rate 1e\+38/,
      );
      assert.deepEqual(contents(out), before);
    }
  });

  test('several maps, of points in the same order, and a perplexity that is lowered and said', () => {
    const folder = join(scratch, 'several');
    const options = [
      '--projection',
      'pca,tsne,umap',
      '--perplexity',
      '10,200',
      '--map-size',
      '150',
    ];
    const said = succeed('run', [...SMALL, ...options, '--out', folder]);
    assert.match(said, /Perplexity 200 is too large for a map of 150 images.*lowered to 49/);
    const [columns, ...rows] = readFileSync(join(folder, FILES.map), 'utf8').trim().split('\n');
    assert.deepEqual(columns.split(','), [
      ...['id', 'label', 'x', 'y', 'distortion'],
      ...['tsne-10', 'tsne-49', 'umap'].flatMap((name) => [
        `${name}_x`,
        `${name}_y`,
        `${name}_distortion`,
      ]),
    ]);
    assert.equal(rows.length, 150);
    assert.ok(rows.every((row) => row.split(',').every((value) => Number.isFinite(Number(value)))));
    const names = [...contents(folder).keys()];
    for (const name of SEVERAL) assert.ok(names.includes(name), name);
    const { stages, settings } = readJson(folder, FILES.run) as Manifest;
    assert.equal(settings.projection, 'pca, tsne, umap');
    assert.equal(stages.encode.results.mapped, 150);
    assert.equal(stages.encode.results.placed, 300);
    assert.ok(stages.map.results['tsne-10.kl'] > 0 && stages.map.results['umap.epochs'] > 0);
    // Other maps are made of the same latents, and nothing is left of those before.
    const again = succeed('run', [...SMALL, ...options.with(1, 'umap'), '--out', folder]);
    assert.doesNotMatch(again, /^Encode/m);
    assert.match(again, /^Map/m);
    const left = [FILES.frames, FILES.rerun, ...SEVERAL].filter((name) =>
      existsSync(join(folder, name)),
    );
    assert.deepEqual(left, []);
  });

  describe('npm run analyze', () => {
    test('takes models that PyTorch exported, with names and axes of their own', () => {
      const folder = join(scratch, 'pytorch');
      const models = [
        '--encoder',
        join(PAIR, 'encoder.onnx'),
        '--decoder',
        join(PAIR, 'decoder.onnx'),
      ];
      succeed('analyze', [
        ...models,
        '--offline',
        '--limit',
        '300',
        '--perplexity',
        '20',
        '--out',
        folder,
      ]);
      const names = [...contents(folder).keys()];
      for (const name of [FILES.map, FILES.viewer, `${FIGURES.reconstructions}.png`]) {
        assert.ok(names.includes(name), name);
      }
      assert.ok(!names.includes(FILES.history) && !names.includes(`${FIGURES.loss}.svg`));
      const metrics = readJson(folder, FILES.metrics) as Metrics;
      const error = valueOf(metrics, 'mse', 'images');
      assert.ok(error < 0.05, `test MSE ${error}`);
      assert.ok(valueOf(metrics, 'knnAccuracy', 'latents') > 0.6);
      const card = cardOf(folder);
      assert.match(
        card,
        /With what images, how and by whom these models were trained is not known/,
      );
      assert.match(card, /written by pytorch/);
    });

    testPrograms(join(scratch, 'pytorch'));

    test('on the pipeline’s own models gives the pipeline’s own results', () => {
      const folder = join(scratch, 'own');
      const models = ['--encoder', join(out, FILES.encoder), '--decoder', join(out, FILES.decoder)];
      succeed('analyze', [
        ...models,
        '--offline',
        '--limit',
        '300',
        '--perplexity',
        '20',
        '--out',
        folder,
      ]);
      for (const name of [FILES.latents, FILES.map, FILES.metrics]) {
        assert.equal(contents(folder).get(name), contents(out).get(name), name);
      }
    });
  });
});

/** Folders that hold files of somebody else. */
const FOREIGN = { foreign: FILES.encoder, stranger: FILES.run, drawn: `${FIGURES.map}.svg` };

describe('wrong input is one clear sentence, exit code 2, and harms nothing', SIDE_BY_SIDE, () => {
  const models = join(scratch, 'models');
  const other = join(models, 'other-size.onnx');
  const broken = join(models, 'broken.onnx');
  before(() => {
    mkdirSync(models);
    writeFileSync(broken, 'not a model');
    const network = convolutionalAutoencoder([1, 28, 28]);
    const state = initialState(layoutOf(network), seededRandom(1, 'weights'));
    const { encoder } = inferenceGraphs(network, [1, 32, 32], state);
    writeFileSync(
      other,
      encodeModel(encoder, { documentation: '', producerVersion: '', facts: {} }),
    );
    for (const [name, file] of Object.entries(FOREIGN)) {
      mkdirSync(join(scratch, name, 'figures'), { recursive: true });
      writeFileSync(join(scratch, name, file), '{"whose": "somebody else\'s"}');
    }
  });

  const decoder = join(PAIR, 'decoder.onnx');
  const encoder = join(PAIR, 'encoder.onnx');
  const REFUSED: readonly (readonly [string, string, readonly string[], RegExp])[] = [
    ['unknown option', 'run', ['--epoks', '3'], /unknown option '--epoks'.*--epochs/],
    ['no epochs', 'run', ['--epochs', '0'], /--epochs.*'0'/],
    ['unknown dataset', 'run', ['--dataset', 'mnits'], /"mnits".*did you mean mnist/],
    ...(existsSync(cudaProvider())
      ? []
      : ([
          [
            'no CUDA',
            'run',
            ['--device', 'cuda'],
            /--device cuda does not work here.*install-cuda/,
          ],
        ] as const)),
    [
      'too few images for a map',
      'run',
      ['--limit', '3'],
      /needs at least 4 training images, these are 3; give more images, or leave out a --limit/,
    ],
    ['an unknown kind of map', 'run', ['--projection', 'mds'], /"mds" is none of tsne, umap, pca/],
    ['no perplexity', 'run', ['--perplexity', '10,0'], /"0" is not a number from 1/],
    [
      'folder with a run.json of somebody else',
      'run',
      ['--out', join(scratch, 'stranger')],
      /stranger holds a run\.json that this version of Caelum did not write/,
    ],
    [
      'folder with a figure of somebody else',
      'run',
      ['--out', join(scratch, 'drawn')],
      /drawn holds figures\/map\.svg but no run\.json/,
    ],
    [
      'folder of somebody else',
      'run',
      ['--out', join(scratch, 'foreign')],
      /foreign holds encoder\.onnx but no run\.json/,
    ],
    [
      'no such model',
      'analyze',
      ['--encoder', 'nowhere.onnx', '--decoder', decoder],
      /--encoder nowhere\.onnx cannot be read \(ENOENT\)/,
    ],
    [
      'not a model',
      'analyze',
      ['--encoder', broken, '--decoder', decoder],
      /broken\.onnx is not an ONNX model/,
    ],
    [
      'images of another size',
      'analyze',
      ['--encoder', other, '--decoder', decoder],
      /other-size\.onnx does not take float32 \[\d+, 1, 28, 28\]/,
    ],
    [
      'latents of another size',
      'analyze',
      ['--encoder', encoder, '--decoder', encoder],
      /encoder\.onnx does not take float32 \[\d+, 24\]/,
    ],
  ];
  for (const [name, command, args, message] of REFUSED) {
    test(name, async () => {
      // A folder for each, since they run side by side.
      const out = join(scratch, `refused ${name}`);
      const all = [...args, '--offline', ...(args.includes('--out') ? [] : ['--out', out])];
      const { status, stderr } = await startBeside(`pipeline/${command}.ts`, all, env);
      assert.equal(status, 2, stderr);
      assert.match(stderr, message);
      assert.equal(stderr.trim().split('\n').length, 1, stderr);
      assert.ok(!existsSync(out));
      for (const [folder, file] of Object.entries(FOREIGN)) {
        assert.deepEqual([...contents(join(scratch, folder)).keys()], [file]);
      }
    });
  }

  test('a folder under a file is exit code 1, before any work', async () => {
    const args = [...SMALL, '--out', join(broken, 'run')];
    const { status, stdout, stderr } = await startBeside('pipeline/run.ts', args, env);
    assert.equal(status, 1);
    assert.match(stderr, /^caelum: \/.*broken\.onnx is in the way.*choose another.*--out\.\n$/);
    assert.equal(stdout, '');
  });

  test('a disk that cannot be written is exit code 1', { skip: !existsSync('/sys') }, async () => {
    const args = [...SMALL, '--out', '/sys/caelum'];
    const { status, stderr } = await startBeside('pipeline/run.ts', args, env);
    assert.equal(status, 1);
    assert.match(stderr, /^caelum: \/sys.*cannot be written.*choose another.*--out\.\n$/);
  });

  test('a disk that fills up is exit code 1, and what was finished is kept', () => {
    const folder = join(scratch, 'full');
    // The limit on the size of a file, in KiB, stands in for the size of the disk.
    const command = `trap '' XFSZ; ulimit -f 1024; exec "$0" --import tsx pipeline/run.ts "$@"`;
    const args = ['-c', command, process.execPath, ...SMALL, '--out', folder];
    const { status, stderr } = spawnSync('bash', args, { cwd: ROOT, env, encoding: 'utf8' });
    assert.equal(status, 1);
    assert.match(stderr, /^caelum: No space is left for .*latents\.npy.*; free some/);
    const names = [...contents(folder).keys()];
    assert.deepEqual(names.sort(), [
      FILES.autoencoder,
      FILES.decoder,
      FILES.encoder,
      FILES.history,
      FILES.run,
      FILES.training,
    ]);
  });

  test('--help lists every option and is no failure', async () => {
    const { status, stdout } = await startBeside('pipeline/run.ts', ['--help'], env);
    assert.equal(status, 0);
    assert.match(stdout, /--learning-rate <x> +Adam's step size \(default: 0\.001\)/);
  });
});
