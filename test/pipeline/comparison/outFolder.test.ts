/** A comparison must not be written over what is not its own. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { checkOut } from '../../../pipeline/comparison/outFolder.ts';
import { InputError } from '../../../pipeline/errors.ts';
import { RunFolder } from '../../../pipeline/files/runFolder.ts';

const scratch = mkdtempSync(join(tmpdir(), 'caelum-'));
after(() => {
  rmSync(scratch, { recursive: true });
});

/** A folder of its own with such files. */
function holding(name: string, ...files: string[]): RunFolder {
  const folder = new RunFolder(join(scratch, name));
  mkdirSync(folder.path);
  for (const file of files) folder.write(file, '');
  return folder;
}

function assertRefused(folder: RunFolder, force: boolean, message: RegExp): void {
  assert.throws(
    () => {
      checkOut(folder, force);
    },
    (error) => error instanceof InputError && message.test(error.message),
  );
}

void test('it goes into a folder that is new, empty or an earlier comparison', () => {
  checkOut(new RunFolder(join(scratch, 'new')), false);
  checkOut(holding('empty'), false);
  checkOut(holding('earlier', 'comparison.csv', 'compare.html', 'figures/map.png'), false);
});

void test('it goes into a folder of other files by force alone', () => {
  const foreign = holding('foreign', 'figures/map.png', 'comparison.csv');
  assertRefused(foreign, false, /foreign holds comparison\.csv and is no .*with --force\.$/);
  checkOut(foreign, true);
});

void test('it never goes into a run', () => {
  const run = holding('run', 'run.json', 'comparison.csv', 'compare.html');
  for (const force of [false, true]) assertRefused(run, force, /run holds a run; choose another/);
});

void test('a file is no folder', () => {
  const path = join(scratch, 'file');
  writeFileSync(path, '');
  assertRefused(new RunFolder(path), true, /file is a file; name a folder\.$/);
});
