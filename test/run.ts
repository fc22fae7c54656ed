/**
 * Runs the tests, fast files first and `*.slow.test.ts` last: `npm run unit`, or
 * `npm run unit -- tsne page` for the files whose path holds one of the words.
 */
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stdout } from 'node:process';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

const words = process.argv.slice(2);
const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .map((file) => join(import.meta.dirname, file))
  .sort();
const isSlow = (file: string): boolean => file.endsWith('.slow.test.ts');
const inBrowser = (file: string): boolean => file.startsWith(join(import.meta.dirname, 'viewer'));

// For what all files of tests have in common.
const shared = mkdtempSync(join(tmpdir(), 'caelum-pages-'));
process.env.CAELUM_TEST_PAGES = shared;

let failed = files.length === 0;
// Runs one after the other, since one sorts its files by name.
for (const [group, concurrency] of [
  [files.filter((file) => !isSlow(file)), 2],
  // Training and analysis use all cores themselves; a page in a browser waits for much of its time.
  [files.filter((file) => isSlow(file) && !inBrowser(file)), 1],
  [files.filter((file) => isSlow(file) && inBrowser(file)), 2],
] as const) {
  if (group.length === 0) continue;
  const stream = run({ files: group, concurrency });
  stream.on('test:fail', () => {
    failed = true;
  });
  const report = stream.compose(new spec()) as NodeJS.ReadWriteStream;
  report.pipe(stdout);
  await once(report, 'end');
}
rmSync(shared, { recursive: true });
process.exitCode = failed ? 1 : 0;
