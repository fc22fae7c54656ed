import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { fingerprint } from '../../../pipeline/datasets/fingerprint.ts';
import { loadIdxDataset } from '../../../pipeline/datasets/idxDataset.ts';
import type { DatasetRequest } from '../../../pipeline/datasets/request.ts';
import type { Dataset } from '../../../pipeline/images.ts';
import {
  breakOff,
  deadAddress,
  imagesFile,
  idx,
  recorder,
  send,
  serve,
  SMALL_FILES,
  smallDataset,
  temporaryCache,
  temporaryFolder,
  type TestServer,
  writeFiles,
} from './fixtures.ts';

const TRAIN_IMAGES = 'train-images-idx3-ubyte';
const TRAIN_LABELS = 'train-labels-idx1-ubyte';
const TEST_LABELS = 't10k-labels-idx1-ubyte';

/** The small files under other names, packed or not. */
function renamed(rename: (name: string) => string, pack: (raw: Buffer) => Buffer) {
  const entries = Object.entries(SMALL_FILES).map(([name, raw]) => [rename(name), pack(raw)]);
  return Object.fromEntries(entries) as Record<string, Buffer>;
}

const PUBLISHED = renamed((name) => `${name}.gz`, gzipSync);
const NAMES = Object.keys(PUBLISHED).sort();

function without(files: Record<string, Buffer>, ...names: string[]): Record<string, Buffer> {
  return Object.fromEntries(Object.entries(files).filter(([name]) => !names.includes(name)));
}

async function serveSmall(t: TestContext): Promise<TestServer> {
  return serve(t, (request, response) => {
    send(PUBLISHED[basename(request.url!)], request, response);
  });
}

function ask(options: Partial<Omit<DatasetRequest, 'report'>> = {}) {
  return { dataDir: null, offline: false, report: recorder(), ...options };
}

/** Stands for other images; its notice tells why it was asked. */
function substitute(why: string): Promise<Dataset> {
  const nothing = { shape: { channels: 1, height: 1, width: 1 }, pixels: new Uint8Array(0) };
  const images = { ...nothing, labels: new Int32Array(0) };
  const names = { name: 'other', title: 'Other', classNames: [], source: 'elsewhere' };
  return Promise.resolve({ ...names, train: images, test: images, notice: why });
}

function assertPublished(dataset: Dataset): void {
  assert.equal(dataset.title, 'Small');
  assert.equal(dataset.notice, null);
  assert.equal(dataset.source, 'the published files of Small, checked by SHA-256');
  assert.equal(dataset.train.labels.length, 30);
  assert.equal(dataset.test.labels.length, 10);
  assert.deepEqual(dataset.test.shape, { channels: 1, height: 4, width: 3 });
  const expected = new Uint8Array(SMALL_FILES['t10k-images-idx3-ubyte'].subarray(16));
  assert.deepEqual(dataset.test.pixels, expected);
}

describe('a dataset in the data folder', () => {
  const spellings: Record<string, Record<string, Buffer>> = {
    'as published': PUBLISHED,
    unpacked: renamed(
      (name) => name,
      (raw) => raw,
    ),
    'unpacked, with a dot': renamed(
      (name) => name.replace('-idx', '.idx'),
      (raw) => raw,
    ),
    'packed, with a dot': renamed((name) => `${name.replace('-idx', '.idx')}.gz`, gzipSync),
    'packed under names that do not say so': renamed((name) => name, gzipSync),
  };
  for (const [name, files] of Object.entries(spellings)) {
    for (const folder of ['small', '.']) {
      it(`is found ${name} in ${folder}`, async (t) => {
        const dataDir = await temporaryFolder(t);
        await writeFiles(join(dataDir, folder), files);
        assertPublished(await loadIdxDataset(smallDataset(), ask({ dataDir, offline: true })));
      });
    }
  }

  it('may hold other images of the same format, with a warning', async (t) => {
    const dataDir = await temporaryFolder(t);
    await writeFiles(dataDir, { ...SMALL_FILES, [TRAIN_IMAGES]: imagesFile(30, 3) });
    const dataset = await loadIdxDataset(smallDataset(), ask({ dataDir, offline: true }));
    assert.equal(dataset.train.labels.length, 30);
    assert.equal(dataset.source, 'own files that differ from those published as Small');
    assert.equal(
      dataset.notice,
      `The files in ${dataDir} are not the published Small, since the SHA-256 of ${TRAIN_IMAGES} differs; make sure that they hold the images you mean.`,
    );
  });

  it('is refused and left alone where a file of it is damaged', async (t) => {
    const dataDir = await temporaryFolder(t);
    const damaged = PUBLISHED[`${TRAIN_IMAGES}.gz`].subarray(0, -9);
    await writeFiles(dataDir, { ...PUBLISHED, [`${TRAIN_IMAGES}.gz`]: damaged });
    const server = await serveSmall(t);
    await assert.rejects(
      loadIdxDataset(smallDataset([server.base]), ask({ dataDir }), substitute),
      {
        name: 'InputError',
        message: /train-images-idx3-ubyte\.gz is a truncated gzip file/,
      },
    );
    assert.deepEqual(server.log, []);
    assert.deepEqual(await readFile(join(dataDir, `${TRAIN_IMAGES}.gz`)), damaged);
  });

  it('is refused where training and test images differ in size', async (t) => {
    const dataDir = await temporaryFolder(t);
    const wide = idx(0x803, [30, 4, 5], Buffer.alloc(600));
    await writeFiles(dataDir, { ...SMALL_FILES, [TRAIN_IMAGES]: wide });
    await assert.rejects(loadIdxDataset(smallDataset(), ask({ dataDir })), {
      name: 'InputError',
      message: /holds images of 4 × 3 pixels, but .* of 4 × 5; expected one size/,
    });
  });

  it('is completed from the mirrors where files of it are missing', async (t) => {
    await temporaryCache(t);
    const dataDir = await temporaryFolder(t);
    const server = await serveSmall(t);
    await writeFiles(dataDir, without(PUBLISHED, `${TRAIN_LABELS}.gz`));
    assertPublished(await loadIdxDataset(smallDataset([server.base]), ask({ dataDir })));
    assert.deepEqual((await readdir(dataDir)).sort(), NAMES);
    assert.deepEqual(
      server.log.filter((line) => line.startsWith('GET')),
      [`GET /${TRAIN_LABELS}.gz`],
    );
  });

  it('is refused where files are missing and the others are not the published ones', async (t) => {
    const dataDir = await temporaryFolder(t);
    const server = await serveSmall(t);
    const files = { [TRAIN_IMAGES]: imagesFile(30, 3), [TRAIN_LABELS]: SMALL_FILES[TRAIN_LABELS] };
    await writeFiles(dataDir, files);
    await assert.rejects(
      loadIdxDataset(smallDataset([server.base]), ask({ dataDir }), substitute),
      {
        name: 'InputError',
        message: /lacks t10k-images-idx3-ubyte\.gz and t10k-labels-idx1-ubyte\.gz, .*put all four/,
      },
    );
    assert.deepEqual(server.log, []);
  });
});

describe('a dataset from the mirrors', () => {
  it('is kept in the cache, and the same from there', async (t) => {
    const cache = await temporaryCache(t);
    const server = await serveSmall(t);
    const request = ask();
    const first = await loadIdxDataset(smallDataset([server.base]), request);
    assertPublished(first);
    assert.deepEqual((await readdir(join(cache, 'small'))).sort(), NAMES);
    assert.deepEqual(request.report.notes, [`Downloading Small to ${join(cache, 'small')}.`]);
    assert.ok(request.report.progressed >= 4);

    const requests = server.log.length;
    const again = await loadIdxDataset(smallDataset([server.base]), ask());
    assert.equal(server.log.length, requests, 'no request for what is in the cache');
    assert.equal(fingerprint(again), fingerprint(first));
    assert.equal(again.source, first.source);
  });

  it('is kept in the data folder where one is named, made if need be', async (t) => {
    await temporaryCache(t);
    const dataDir = join(await temporaryFolder(t), 'new');
    const server = await serveSmall(t);
    assertPublished(await loadIdxDataset(smallDataset([server.base]), ask({ dataDir })));
    assert.deepEqual((await readdir(join(dataDir, 'small'))).sort(), NAMES);
  });

  it('comes from the second mirror where the first does not answer', async (t) => {
    await temporaryCache(t);
    const server = await serveSmall(t);
    const mirrors = [await deadAddress(), server.base];
    assertPublished(await loadIdxDataset(smallDataset(mirrors), ask()));
  });

  it('is not replaced by another when the person stops it', async (t) => {
    await temporaryCache(t);
    const stop = new AbortController();
    const server = await serve(t, (request, response) => {
      if (request.method === 'HEAD') response.end();
      else stop.abort();
    });
    const request = ask({ signal: stop.signal });
    await assert.rejects(loadIdxDataset(smallDataset([server.base]), request, substitute), {
      name: 'AbortError',
    });
  });

  it('fails with the folder and a way out where it cannot be written', async (t) => {
    const folder = await temporaryFolder(t);
    const dataDir = join(folder, 'a file');
    await temporaryCache(t);
    await writeFile(dataDir, '');
    const server = await serveSmall(t);
    const loading = loadIdxDataset(smallDataset([server.base]), ask({ dataDir }), substitute);
    await assert.rejects(loading, {
      name: 'Error',
      message: /^Cannot keep downloaded files in .*a file.small \(ENOTDIR: .*\); make room there/,
    });
  });
});

describe('a dataset in a damaged cache', () => {
  const damages: Record<string, Buffer> = {
    truncated: PUBLISHED[`${TEST_LABELS}.gz`].subarray(0, -9),
    'not IDX': gzipSync('<html></html>'),
    'of other content': gzipSync(idx(0x801, [10], Buffer.alloc(10))),
  };
  for (const [name, damaged] of Object.entries(damages)) {
    it(`is fetched again where a file is ${name}, and only that file`, async (t) => {
      const folder = join(await temporaryCache(t), 'small');
      await writeFiles(folder, { ...PUBLISHED, [`${TEST_LABELS}.gz`]: damaged });
      const server = await serveSmall(t);
      const request = ask();
      assertPublished(await loadIdxDataset(smallDataset([server.base]), request));
      const path = join(folder, `${TEST_LABELS}.gz`);
      assert.match(request.report.notes[0], /^In the cache, /);
      assert.ok(request.report.notes[0].includes(path), request.report.notes[0]);
      assert.deepEqual(await readFile(path), PUBLISHED[`${TEST_LABELS}.gz`]);
      assert.deepEqual(
        server.log.filter((line) => line.startsWith('GET')),
        [`GET /${TEST_LABELS}.gz`],
      );
    });

    it(`is not used offline where a file is ${name}`, async (t) => {
      const folder = join(await temporaryCache(t), 'small');
      await writeFiles(folder, { ...PUBLISHED, [`${TEST_LABELS}.gz`]: damaged });
      const request = ask({ offline: true });
      const { title } = await loadIdxDataset(smallDataset(), request, substitute);
      assert.equal(title, 'Other');
      assert.match(request.report.notes[0], /^In the cache, /);
    });
  }
});

describe('a dataset that cannot be had', () => {
  it('is replaced, with the reason, where no mirror answers', async (t) => {
    await temporaryCache(t);
    const request = ask();
    const mirrors = [await deadAddress(), await deadAddress()];
    const dataset = await loadIdxDataset(smallDataset(mirrors), request, substitute);
    assert.equal(dataset.notice, 'Small is not whole in the cache and cannot be downloaded');
    assert.match(
      request.report.notes[0],
      /cannot be downloaded: no mirror answers \(.*ECONNREFUSED/,
    );
  });

  it('is replaced where the mirrors break off again and again', { timeout: 20_000 }, async (t) => {
    const cache = await temporaryCache(t);
    const server = await serve(t, (request, response) => {
      if (request.method === 'HEAD') response.end();
      else breakOff(PUBLISHED[`${TRAIN_IMAGES}.gz`], 0, response);
    });
    const dataset = await loadIdxDataset(smallDataset([server.base]), ask(), substitute);
    assert.equal(dataset.title, 'Other');
    const left = await readdir(join(cache, 'small'));
    assert.deepEqual(
      left.filter((name) => !name.endsWith('.part')),
      [],
    );
  });

  it('is an error with a way out where there is nothing in its place', async (t) => {
    await temporaryCache(t);
    const loading = loadIdxDataset(smallDataset([await deadAddress()]), ask());
    await assert.rejects(loading, {
      name: 'DownloadError',
      message:
        /^Small is not whole in the cache and cannot be downloaded: no mirror .*--data-dir\.$/,
    });
  });

  it('is not asked for with --offline', async (t) => {
    await temporaryCache(t);
    const server = await serveSmall(t);
    const dataDir = await temporaryFolder(t);
    const request = ask({ offline: true, dataDir });
    const { notice } = await loadIdxDataset(smallDataset([server.base]), request, substitute);
    const folder = join(dataDir, 'small');
    assert.equal(
      notice,
      `Small is not whole in ${folder} or the cache and --offline forbids to download it`,
    );
    await assert.rejects(loadIdxDataset(smallDataset([server.base]), request), {
      name: 'InputError',
      message: /--offline forbids .* put train-images-idx3-ubyte\.gz, .* into a folder/,
    });
    assert.deepEqual(server.log, []);
  });
});
