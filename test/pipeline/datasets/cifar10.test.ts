import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { createTar } from 'nanotar';
import { loadCifar10 } from '../../../pipeline/datasets/cifar10.ts';
import { loadDataset } from '../../../pipeline/datasets/load.ts';
import { readTar } from '../../../pipeline/datasets/tar.ts';
import { InputError } from '../../../pipeline/errors.ts';
import { recorder, temporaryCache, temporaryFolder, writeFiles } from './fixtures.ts';

const ARCHIVE = 'cifar-10-binary.tar.gz';
const RECORD = 3073;

/** Records of classes 0, 1, 2, …, whose planes have three different greys. */
function batch(count: number, salt: number): Uint8Array {
  const bytes = new Uint8Array(count * RECORD);
  for (let n = 0; n < count; n++) {
    const record = bytes.subarray(n * RECORD, (n + 1) * RECORD);
    record[0] = (n + salt) % 10;
    for (let plane = 0; plane < 3; plane++) {
      record.fill(10 * plane + n + salt, 1 + 1024 * plane, 1 + 1024 * (plane + 1));
    }
  }
  return bytes;
}

const FILES: Readonly<Record<string, Uint8Array>> = {
  ...Object.fromEntries([1, 2, 3, 4, 5].map((k) => [`data_batch_${k}.bin`, batch(2, k)])),
  'test_batch.bin': batch(3, 100),
};

function archive(files: Readonly<Record<string, Uint8Array>>): Buffer {
  const members = Object.entries(files).map(([name, data]) => ({
    name: `cifar-10-batches-bin/${name}`,
    data,
  }));
  return Buffer.from(createTar([{ name: 'cifar-10-batches-bin/' }, ...members]));
}

async function dataDirWith(t: TestContext, name: string, content: Uint8Array): Promise<string> {
  await temporaryCache(t);
  const folder = await temporaryFolder(t);
  await writeFiles(join(folder, 'cifar10'), { [name]: content });
  return folder;
}

function load(dataDir: string | null) {
  return loadCifar10({ dataDir, offline: true, report: recorder() });
}

function checkImages({ train, test, ...dataset }: Awaited<ReturnType<typeof load>>): void {
  assert.deepEqual(train.shape, { channels: 3, height: 32, width: 32 });
  assert.deepEqual([...train.labels], [1, 2, 2, 3, 3, 4, 4, 5, 5, 6]);
  assert.deepEqual([...test.labels], [0, 1, 2]);
  const planes = [0, 1023, 1024, 2048, 3071].map((at) => train.pixels[3072 + at]);
  assert.deepEqual(planes, [2, 2, 12, 22, 22]);
  assert.equal(dataset.classNames[train.labels[0]], 'automobile');
  assert.match(dataset.source, /not known to be those published/);
  assert.match(dataset.notice ?? '', /make sure that it holds the images you mean/);
}

describe('CIFAR-10 in the data folder', () => {
  it('is read from its archive, packed or not', async (t) => {
    checkImages(await load(await dataDirWith(t, ARCHIVE, gzipSync(archive(FILES)))));
    checkImages(await load(await dataDirWith(t, ARCHIVE, archive(FILES))));
  });

  it('is read from the unpacked files', async (t) => {
    await temporaryCache(t);
    const folder = await temporaryFolder(t);
    await writeFiles(join(folder, 'cifar-10-batches-bin'), FILES);
    checkImages(await load(folder));
    checkImages(await load(join(folder, 'cifar-10-batches-bin')));
  });

  it('comes with its terms', async (t) => {
    const dataDir = await dataDirWith(t, ARCHIVE, archive(FILES));
    const options = {
      dataDir,
      offline: true,
      report: recorder(),
      imageSize: null,
      grayscale: false,
    };
    const dataset = await loadDataset({ ...options, limit: 4, dataset: 'cifar10' });
    assert.match(dataset.terms?.citation ?? '', /Krizhevsky.*2009/);
    assert.equal(dataset.train.labels.length, 4);
  });

  const { 'data_batch_3.bin': third, ...others } = FILES;
  const strange = Uint8Array.from(third);
  strange[RECORD] = 10;
  const packed = gzipSync(archive(FILES));
  const CASES: Readonly<Record<string, readonly [Buffer, RegExp]>> = {
    'an archive that lacks a file': [archive(others), /lacks data_batch_3\.bin; a whole/],
    'a record cut short': [
      archive({ ...FILES, 'data_batch_3.bin': third.subarray(0, 5000) }),
      /data_batch_3\.bin in .* has 5,000 bytes; expected whole records of 3,073/,
    ],
    'an empty file': [archive({ ...FILES, 'test_batch.bin': new Uint8Array() }), /test_batch\.bin/],
    'a class that there is not': [
      archive({ ...FILES, 'data_batch_3.bin': strange }),
      /image 1 is of class 10; expected 0 to 9/,
    ],
    'a tar cut short': [archive(FILES).subarray(0, 20_000), /is not a whole tar archive/],
    'gzip cut short': [packed.subarray(0, packed.length / 2), /truncated gzip file/],
    'damaged gzip': [
      Buffer.concat([packed.subarray(0, 100), Buffer.alloc(100), packed.subarray(200)]),
      /damaged gzip file|truncated/,
    ],
    'no archive': [Buffer.from('<html>404</html>'.repeat(100)), /is not a tar archive/],
    'nothing at all': [Buffer.alloc(0), /is not a tar archive/],
  };
  for (const [name, [content, expected]] of Object.entries(CASES)) {
    it(`refuses ${name}`, async (t) => {
      const dataDir = await dataDirWith(t, ARCHIVE, content);
      await assert.rejects(load(dataDir), (error: Error) => {
        assert.ok(error instanceof InputError, error.stack);
        assert.match(error.message, expected);
        return true;
      });
    });
  }

  it('is nowhere: says so and how to get it', async (t) => {
    await temporaryCache(t);
    const folder = await temporaryFolder(t);
    await assert.rejects(load(folder), /is not in .*cache and --offline.*cifar-10-binary\.tar\.gz/);
    await assert.rejects(load(null), /is not in the cache and --offline forbids/);
  });
});

describe('a tar archive', () => {
  it('that inflates to more than expected is refused before it is held', async (t) => {
    const folder = await temporaryFolder(t);
    const bomb = join(folder, 'bomb.tar.gz');
    await writeFile(bomb, gzipSync(Buffer.alloc(8_000_000)));
    await assert.rejects(readTar(bomb, 1_000_000), /inflates to more than the 1,000,000 bytes/);
  });

  it('writes nothing, whatever its members are called', async (t) => {
    const folder = await temporaryFolder(t);
    await mkdir(join(folder, 'inner'));
    const path = join(folder, 'inner', 'slip.tar');
    await writeFile(path, createTar([{ name: '../../slipped.bin', data: 'x' }]));
    const files = await readTar(path, 1_000_000);
    assert.deepEqual([...files.keys()], ['slipped.bin']);
    assert.ok(!existsSync(join(folder, 'slipped.bin')));
    assert.ok(!existsSync(join(folder, '..', 'slipped.bin')));
  });
});
