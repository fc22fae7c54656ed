import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { writeOwnImages } from '../../../pipeline/files/ownImages.ts';
import { RunFolder } from '../../../pipeline/files/runFolder.ts';
import type { Dataset, ImageSet } from '../../../pipeline/images.ts';
import { temporaryFolder } from '../datasets/fixtures.ts';

const images = (labels: readonly number[], files: readonly string[]): ImageSet => ({
  shape: { channels: 1, height: 1, width: 1 },
  pixels: new Uint8Array(labels.length),
  labels: Int32Array.from(labels),
  files,
});

const DATASET: Dataset = {
  name: 'own',
  title: 'Own',
  classNames: ['=1+2', '-1', '@me', 'a "b", c'],
  train: images([0, 1], ['=cmd.png', 'a/=b.png']),
  test: images([2, 3], ['-3.png', '+x/y.png']),
  source: 'own images',
  notice: null,
  skipped: [{ file: '@SUM(1).png', reason: 'the file is empty' }],
};

test('tables of images hold no formulas, and their paths lead to the same files', async (t) => {
  const folder = new RunFolder(await temporaryFolder(t));
  writeOwnImages(folder, DATASET);
  const lines = (name: string) => readFileSync(folder.file(name), 'utf8').trimEnd().split('\n');
  assert.deepEqual(lines('images.csv'), [
    'split,index,class,file',
    "train,0,'=1+2,./=cmd.png",
    'train,1,-1,a/=b.png',
    "test,0,'@me,./-3.png",
    'test,1,"a ""b"", c",./+x/y.png',
  ]);
  assert.deepEqual(lines('skipped.csv'), ['file,reason', './@SUM(1).png,the file is empty']);
  writeOwnImages(folder, { ...DATASET, skipped: [] });
  assert.equal(existsSync(folder.file('skipped.csv')), false);
});
