/** The command as its users start it: what it prints, and with which code it ends. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { FORMAT_VERSION } from '../../../pipeline/contract.ts';
import { convolutionalAutoencoder } from '../../../exporter/autoencoder.ts';
import { withHalfWeights } from '../../../exporter/variants/halfWeights.ts';
import { encodeGraph } from '../../../pipeline/engine/session.ts';
import { graphsOf } from '../../exporter/variants/models.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

const IMAGE = [3, 9, 6] as const;

const MANIFEST = {
  formatVersion: FORMAT_VERSION,
  command: 'pipeline',
  settings: { dataset: 'own' },
  dataset: {
    name: 'own',
    title: 'own',
    source: 'a test',
    fingerprint: '',
    trainImages: 2,
    testImages: 2,
    shape: IMAGE,
    classNames: [],
  },
  versions: {},
  device: 'cpu',
  stages: {},
  timings: {},
};

describe('npm run portability', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'caelum-'));
  const run = join(scratch, 'run');

  const start = (args: readonly string[], python = '/nowhere/python', env = {}) =>
    spawnSync(process.execPath, ['--import', 'tsx', 'pipeline/portability.ts', ...args], {
      cwd: ROOT,
      env: { ...process.env, CAELUM_PYTHON: python, ...env },
      encoding: 'utf8',
    });

  before(() => {
    mkdirSync(run);
    writeFileSync(join(run, 'run.json'), JSON.stringify(MANIFEST));
    const { encoder, decoder, autoencoder } = graphsOf(convolutionalAutoencoder(IMAGE), IMAGE);
    for (const [name, graph] of Object.entries({ encoder, decoder, autoencoder })) {
      writeFileSync(join(run, `${name}.onnx`), encodeGraph(graph));
      writeFileSync(join(run, `${name}.fp16.onnx`), encodeGraph(withHalfWeights(graph)));
    }
  });

  after(() => {
    rmSync(scratch, { recursive: true });
  });

  test('prints a table of those that are here, and names the others', () => {
    const { status, stdout, stderr } = start([run, '--images', '5']);
    assert.equal(status, 0, stderr);
    assert.match(
      stdout,
      /^The models on 5 images of seeded noise from 0 to 1, since the run's own images/,
    );
    assert.match(stdout, /^\| ONNX Runtime in Node +\| 1\.\S+ +\| 3 of 3 \| +0 \|/m);
    assert.match(stdout, /^\| ONNX Runtime Web .*\| 3 of 3 \| +\S+e-\d+ \|/m);
    assert.match(
      stdout,
      /^CAELUM_PYTHON names \/nowhere\/python, which .*: .*OpenVINO.* left out\.$/m,
    );
    assert.doesNotMatch(stdout, /pip install/);
    assert.match(stdout, /\nONNX Runtime Web \(wasm\) gives what Node gives\.\n$/);
    assert.match(stderr, /^ONNX Runtime Web \(wasm\) \(1 of 8\) … \d+\.\d s$/m);
  });

  test('says once that there is no Python, and what to install', () => {
    const args = [run, '--images', '5', '--runtime', 'openvino,tract'];
    const { status, stdout, stderr } = start(args, '', { PATH: '/nowhere' });
    assert.equal(status, 2);
    assert.equal(
      /^caelum: [^]*/m.exec(stderr)?.[0],
      'caelum: No Python here (looked for python3; name another with CAELUM_PYTHON): OpenVINO, tract left out.\n' +
        'To get what is missing: pip install numpy openvino tract\n',
    );
    assert.doesNotMatch(stdout, /No Python/);
  });

  test('names those whose packages are missing, and one command for all of them', () => {
    const lacking = join(scratch, 'lacking');
    writeFileSync(
      lacking,
      `#!/bin/sh
case "$1" in
*tinygrad*) echo '{"missing":"install clang","kind":"other"}' ;;
*) echo '{"missing":"No module named X","kind":"package"}' ;;
esac
`,
    );
    chmodSync(lacking, 0o755);
    const args = [run, '--images', '5', '--runtime', 'opencv,tinygrad,tract'];
    const { status, stderr } = start(args, lacking);
    assert.equal(status, 2);
    assert.match(
      stderr,
      /Not here: OpenCV DNN \(No module named X\), tinygrad \(install clang\), tract /,
    );
    assert.match(
      stderr,
      /\nTo get what is missing: pip install numpy opencv-python-headless tract\n$/,
    );
  });

  test('runs the variants that a run has, and says so of those that it has not', () => {
    const half = start([run, '--images', '5', '--variant', 'fp16', '--runtime', 'onnxruntime-web']);
    assert.equal(half.status, 0, half.stderr);
    assert.match(half.stdout, /^The fp16 models on 5 images/);
    assert.match(half.stdout, /\| 3 of 3 \| +\S+e-\d+ \|/);
    const eight = start([run, '--variant', 'int8']);
    assert.equal(eight.status, 2);
    assert.match(
      eight.stderr,
      /encoder\.int8\.onnx, decoder\.int8\.onnx is not there; .* --export int8/,
    );
  });

  test('writes one JSON object a line', () => {
    const { stdout } = start([run, '--images', '5', '--runtime', 'onnxruntime-web', '--json']);
    const objects = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string });
    assert.deepEqual(
      objects.map(({ event }) => event),
      ['images', 'runtime', 'runtime'],
    );
  });

  const crash = (python: string, runtime = 'opencv') => {
    const path = join(scratch, 'python');
    writeFileSync(path, `#!/bin/sh\n${python}\necho no luck >&2\nexit 7\n`);
    chmodSync(path, 0o755);
    return start([run, '--images', '5', '--runtime', runtime], path);
  };

  test('tells what to know of a runtime where it ran', () => {
    const { stdout } = crash(`echo '{"version":"1.2"}'`, 'openvino');
    assert.match(stdout, /^OpenVINO is asked for float32 \(INFERENCE_PRECISION_HINT: f32\)/m);
    assert.doesNotMatch(crash('', 'opencv').stdout, /INFERENCE_PRECISION_HINT/);
  });

  test('ends with code 1 where a runtime crashes at a model', () => {
    const { status, stdout, stderr } = crash(`echo '{"version":"1.2"}'`);
    assert.equal(status, 1);
    assert.match(stdout, /^\| OpenCV DNN +\| 1\.2 +\| 0 of 3 \| +– \| +fails \|/m);
    assert.match(stdout, /^0 of 1 runtime gives what Node gives; not so: OpenCV DNN\.$/m);
    assert.match(stderr, /^OpenCV DNN 1\.2, encoder: ended with code 7: no luck$/m);
  });

  test('ends with code 2 where a runtime does not load', () => {
    const { status, stdout, stderr } = crash('');
    assert.equal(status, 2);
    assert.match(stdout, /^\| OpenCV DNN +\| – +\| 0 of 3 \| +– \| +fails \|/m);
    assert.match(stderr, /Not every runtime loads; mend it/);
    assert.match(stderr, /^OpenCV DNN, encoder: ended with code 7: no luck$/m);
  });

  test('ends with code 2 where it is asked for what is not there', () => {
    const broken = join(scratch, 'broken');
    mkdirSync(broken);
    writeFileSync(join(broken, 'run.json'), JSON.stringify(MANIFEST));
    const partial = start([broken]);
    writeFileSync(join(broken, 'encoder.onnx'), 'no model');
    writeFileSync(join(broken, 'decoder.onnx'), 'no model');
    for (const [{ status, stderr }, expected] of [
      [start([join(scratch, 'nothing')]), /is no run: there is no run\.json in it/],
      [partial, /is not a whole run: encoder\.onnx, decoder\.onnx is not there/],
      [start([broken]), /encoder\.onnx cannot be loaded in Node: /],
      [start([run, '--runtime', 'abacus']), /"abacus" is none of onnxruntime-web, onnxruntime, /],
      [start([run, '--runtime', 'openvino']), /CAELUM_PYTHON names \/nowhere\/python/],
    ] as const) {
      assert.equal(status, 2, stderr);
      assert.match(stderr, expected);
    }
  });
});
