/** Runs that are compared must have names that tell them apart. */
import assert from 'node:assert/strict';
import { join, sep } from 'node:path';
import { test } from 'node:test';
import { runNames } from '../../../pipeline/comparison/names.ts';

const folders = (...paths: string[]) => paths.map((path) => join(sep, ...path.split('/')));

void test('a run is called as its folder', () => {
  assert.deepEqual(runNames(folders('x/cae', 'y/vae')), ['cae', 'vae']);
});

void test('with so many folders above as tell it from all others', () => {
  assert.deepEqual(runNames(folders('x/1/a/run', 'x/2/a/run', 'x/2/b/run', 'x/vae')), [
    '1/a/run',
    '2/a/run',
    'b/run',
    'vae',
  ]);
});

void test('though one path is the end of another', () => {
  const names = runNames(folders('run', 'a/run'));
  assert.equal(new Set(names).size, 2);
  assert.equal(names[1], 'a/run');
});
