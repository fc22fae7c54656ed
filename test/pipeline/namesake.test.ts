import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { fingerprint } from '../../pipeline/datasets/fingerprint.ts';
import { refuseNamesake } from '../../pipeline/files/namesake.ts';
import { loadOwn, npy } from './datasets/own/ownData.ts';
import { temporaryFolder, writeFiles } from './datasets/fixtures.ts';

/** Twenty images of 4 × 4, each of its own grey. */
function images(first: number): Buffer {
  const bytes = Uint8Array.from({ length: 320 }, (_, i) => first + Math.floor(i / 16));
  return npy('|u1', [20, 4, 4], bytes);
}

/** What a manifest tells of the images at the path. */
async function recorded(path: string) {
  const dataset = await loadOwn(path);
  const { name, title, source, origin = '' } = dataset;
  const counts = { trainImages: 18, testImages: 2, shape: [1, 4, 4], classNames: [] };
  return { name, title, source, origin, ...counts, fingerprint: fingerprint(dataset) };
}

test('images of the same name replace no others unasked, and changed ones their own', async (t) => {
  const folder = await temporaryFolder(t);
  const [here, there] = ['here', 'there'].map((name) => join(folder, name));
  await writeFiles(here, { 'birds.npy': images(0) });
  await writeFiles(there, { 'birds.npy': images(100), 'same.npy': images(0) });
  const first = await recorded(join(here, 'birds.npy'));
  const refuse = async (path: string) => {
    refuseNamesake('artifacts/birds-cae', first, await recorded(path));
  };
  await assert.rejects(refuse(join(there, 'birds.npy')), {
    name: 'InputError',
    message: /^artifacts\/birds-cae holds a run of other images of the same name; .*--out/,
  });
  await refuse(join(there, 'same.npy')); // It was moved.
  await writeFiles(here, { 'birds.npy': images(50) });
  await refuse(join(here, 'birds.npy'));
  assert.doesNotMatch(first.origin, /here/);
});
