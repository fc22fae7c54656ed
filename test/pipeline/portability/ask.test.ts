/** Runtimes that are not there, crash, hang, or give something else than Node: what is said of each. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { encodeNpy, type NpyArray } from '../../../pipeline/files/npy.ts';
import { ask, type Report } from '../../../pipeline/portability/ask.ts';
import { referenceOf, type Reference } from '../../../pipeline/portability/reference.ts';
import { verdictOn } from '../../../pipeline/portability/verdict.ts';
import { modelBytes } from './models.ts';

/** Answers as a runtime does, with the .npy file in $ANSWER for every output. */
const DOUBLE = `
const { readFileSync, writeFileSync } = require('node:fs');
const { models } = JSON.parse(readFileSync(process.argv[1], 'utf8'));
console.log(JSON.stringify({ version: '1.0' }));
for (const { name, outputs } of models) {
  for (const { file } of outputs) writeFileSync(file, Buffer.from(process.env.ANSWER, 'base64'));
  console.log(JSON.stringify({ model: name, seconds: 1 }));
}`;

describe('a runtime', () => {
  const folder = mkdtempSync(join(tmpdir(), 'caelum-'));
  let reference: Reference;
  let mean: NpyArray;

  const program = (name: string, source: string) => {
    const command = [process.execPath, '-e', source] as const;
    return { name, title: name, command, packages: [], note: null };
  };
  const errorOf = (report: Report) => {
    assert.ok(!('missing' in report));
    const [{ error }] = verdictOn(program('it', ''), report, [reference]).models;
    return error;
  };

  before(async () => {
    const path = join(folder, 'encoder.onnx');
    writeFileSync(path, modelBytes('vae', [1, 4, 4]).encoder);
    const rows = { shape: [2, 1, 4, 4], data: new Float32Array(32).fill(0.5) };
    const whole = await referenceOf('encoder', path, rows);
    [mean] = whole.outputs.values();
    reference = { ...whole, outputs: new Map([['mean', mean]]) };
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  test('that is not there is missing', async () => {
    const runtime = { ...program('it', ''), command: ['/nowhere/python'] as const };
    const report = await ask(runtime, [reference], 10);
    assert.ok('missing' in report);
    assert.match(report.missing, /ENOENT/);
    assert.equal(report.kind, 'program');
  });

  test('that lacks something is missing', async () => {
    const report = await ask(
      program('it', `console.log('{"missing":"wings","kind":"other"}')`),
      [reference],
      10,
    );
    assert.deepEqual(report, { missing: 'wings', kind: 'other' });
  });

  test('that crashes is named with the signal', async () => {
    const report = await ask(
      program('it', `process.kill(process.pid, 'SIGSEGV')`),
      [reference],
      10,
    );
    assert.equal(errorOf(report), 'was ended by SIGSEGV');
  });

  test('that hangs is ended', async () => {
    const report = await ask(program('it', 'setInterval(() => 0, 1000)'), [reference], 1);
    assert.equal(errorOf(report), 'was not done after 1 s');
  });

  test('that hangs is ended with what it started', { timeout: 20_000 }, async () => {
    const source = `
      const sleeper = ['-e', 'setTimeout(() => 0, 60_000)'];
      require('node:child_process').spawn(process.execPath, sleeper, { stdio: 'inherit' });
      setInterval(() => 0, 1000);`;
    const report = await ask(program('it', source), [reference], 1);
    assert.equal(errorOf(report), 'was not done after 1 s');
  });

  test('that writes no array is named so', async () => {
    process.env.ANSWER = Buffer.from('no array').toString('base64');
    const error = errorOf(await ask(program('it', DOUBLE), [reference], 30));
    assert.match(error ?? '', /^wrote no array that can be read \(mean /);
  });

  test('that fails is named with the last line that it says', async () => {
    const source = `console.error('first\\nthe reason'); process.exit(3)`;
    assert.equal(
      errorOf(await ask(program('it', source), [reference], 10)),
      'ended with code 3: the reason',
    );
  });

  for (const [what, shape, change, expected] of [
    ['what Node gives', [2, 16], (value: number) => value, null],
    ['numbers a little off', [2, 16], (value: number) => value + 1e-6, null],
    ['other numbers', [2, 16], (value: number) => value + 1e-3, /^mean is 1.0e-3 from Node's/],
    ['NaN', [2, 16], () => NaN, /^mean is NaN from Node's/],
    [
      'another shape',
      [2, 4, 4],
      (value: number) => value,
      /^mean: expected \[2, 16\], got \[2, 4, 4\]$/,
    ],
  ] as const) {
    test(`that gives ${what} ${expected === null ? 'passes' : 'is found out'}`, async () => {
      const answer = encodeNpy({ shape, data: Float32Array.from(mean.data, change) });
      process.env.ANSWER = answer.toString('base64');
      const error = errorOf(await ask(program('it', DOUBLE), [reference], 30));
      if (expected === null) assert.equal(error, null);
      else assert.match(error ?? '', expected);
    });
  }
});
