/** The command as its users start it: what it prints, and with which code it ends. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { FORMAT_VERSION } from '../../../pipeline/contract.ts';
import { modelBytes } from './models.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

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
    shape: [3, 9, 6],
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

  const start = (args: readonly string[], python = '/nowhere/python') =>
    spawnSync(process.execPath, ['--import', 'tsx', 'pipeline/portability.ts', ...args], {
      cwd: ROOT,
      env: { ...process.env, CAELUM_PYTHON: python },
      encoding: 'utf8',
    });

  before(() => {
    mkdirSync(run);
    writeFileSync(join(run, 'run.json'), JSON.stringify(MANIFEST));
    for (const [name, bytes] of Object.entries(modelBytes('cae', [3, 9, 6]))) {
      writeFileSync(join(run, `${name}.onnx`), bytes);
    }
  });

  after(() => {
    rmSync(scratch, { recursive: true });
  });

  test('prints a table of those that are here, and names the others', () => {
    const { status, stdout, stderr } = start([run, '--images', '5']);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^On 5 images of seeded noise from 0 to 1, since the run's own images/);
    assert.match(stdout, /^\| ONNX Runtime in Node +\| 1\.\S+ +\| 3 of 3 \| +0 \|/m);
    assert.match(stdout, /^\| ONNX Runtime Web .*\| 3 of 3 \| +\S+e-\d+ \|/m);
    assert.match(stdout, /^Not here: OpenVINO \(.*ENOENT\); pip install numpy openvino$/m);
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

  const crash = (python: string) => {
    const path = join(scratch, 'python');
    writeFileSync(path, `#!/bin/sh\n${python}\necho no luck >&2\nexit 7\n`);
    chmodSync(path, 0o755);
    return start([run, '--images', '5', '--runtime', 'opencv'], path);
  };

  test('ends with code 1 where a runtime crashes at a model', () => {
    const { status, stdout, stderr } = crash(`echo '{"version":"1.2"}'`);
    assert.equal(status, 1);
    assert.match(stdout, /^\| OpenCV DNN +\| 1\.2 +\| 0 of 3 \| +– \| +fails \|/m);
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
      [start([run, '--runtime', 'openvino']), /Not here: OpenVINO \(.*ENOENT\)/],
    ] as const) {
      assert.equal(status, 2, stderr);
      assert.match(stderr, expected);
    }
  });
});
