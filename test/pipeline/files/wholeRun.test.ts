/** What another command has left must be what it wrote. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { InputError } from '../../../pipeline/errors.ts';
import { RunFolder } from '../../../pipeline/files/runFolder.ts';
import { checkUnharmed } from '../../../pipeline/files/wholeRun.ts';

const folder = new RunFolder(mkdtempSync(join(tmpdir(), 'caelum-')));
after(() => {
  rmSync(folder.path, { recursive: true });
});

const files = { 'metrics.json': folder.write('metrics.json', '{}') };
const manifest = { stages: { measure: { key: '', files, results: {} } } };

function isRefused(error: unknown): boolean {
  return (
    error instanceof InputError &&
    /metrics\.json is not as its run wrote it .*; run its command again/.test(error.message)
  );
}

void test('a file is as it was written, or named', async () => {
  await checkUnharmed(folder, manifest, ['metrics.json']);
  folder.write('metrics.json', '{');
  await assert.rejects(checkUnharmed(folder, manifest, ['metrics.json']), isRefused);
});

void test('a file of a stage that did not finish is none of the run', async () => {
  folder.write('metrics.json', '{}');
  await assert.rejects(checkUnharmed(folder, { stages: {} }, ['metrics.json']), isRefused);
});
