/** `npm run bench -- page` as its users start it, on a small page. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { partsOf } from '../../bench/page/parts.ts';
import { makePage } from '../../bench/page/pages.ts';
import type { Results } from '../../bench/results.ts';
import { benchCommand } from './command.ts';

const scratch = mkdtempSync(join(tmpdir(), 'caelum-'));
const { start, succeed } = benchCommand(scratch);

after(() => {
  rmSync(scratch, { recursive: true });
});

void test('it tells how soon the page opens, how fast it answers and how smoothly it draws', () => {
  const said = succeed('page --points 200 --crowd 300 --rounds 1 --json'.split(' '));
  const { network, map, page } = JSON.parse(said) as Results;
  assert.deepEqual([network, map], [null, null]);
  const [{ title, opening, drawing, parts }] = page!;
  assert.equal(title, 'a made page of 200 points and 300 without pictures');
  assert.ok(opening.mapDrawn.median > 0 && opening.mapDrawn.median < opening.firstProbe.median);
  assert.ok(opening.crowdDrawn!.median > opening.mapDrawn.median);
  assert.ok(opening.probe.median > 0 && opening.probe.median <= opening.slowProbe.median);
  for (const [what, { median }] of Object.entries(drawing)) {
    assert.ok(median > 1 && median < 130, `${what}: ${median} frames/s`);
  }
  assert.equal(parts[0].name, 'blob-wasm');
});

void test('it opens the page of a run, and says where there is none', async () => {
  const run = join(scratch, 'run');
  mkdirSync(run);
  const { status, stderr } = start(['page', '--run', run]);
  assert.equal(status, 2);
  assert.match(stderr, /--run: there is no viewer\.html in .*run; name/);
  writeFileSync(join(run, 'viewer.html'), await makePage(150));
  const said = succeed(['page', '--run', run, '--rounds', '1']);
  assert.match(said, /page: the page of .*run at 1440 × 900/);
});

void test('the parts of a page are all of it', async () => {
  const html = await makePage(100);
  const sum = partsOf(html).reduce((total, { bytes }) => total + bytes, 0);
  assert.equal(sum, Buffer.byteLength(html));
});
