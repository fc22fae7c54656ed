/**
 * Thousands of damaged files of every kind that is read: each is read, passed over or refused in words,
 * within its time and without a growing memory. A crash of what decodes would end this process.
 */
import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { createTar } from 'nanotar';
import { readTar } from '../../../../pipeline/datasets/tar.ts';
import { InputError } from '../../../../pipeline/errors.ts';
import { seededRandom, type Random } from '../../../../pipeline/random.ts';
import { imagesFile, labelsFile, temporaryFolder, writeFiles } from '../fixtures.ts';
import { grey, loadOwn, npy, plain } from './ownData.ts';

/** Of each kind of file. */
const CASES = 300;

/** For one damaged file, in seconds; a sound one takes milliseconds. */
const TIME_LIMIT = 10;

/** Bytes that may come on top while thousands of files of a few kilobytes are read. */
const MOST_GROWTH = 300 * 2 ** 20;

const pick = (random: Random, count: number) => Math.floor(random() * count);

/** Damage as it happens, and as somebody would make it. */
const MUTATIONS: readonly ((bytes: Buffer, random: Random) => Buffer)[] = [
  (bytes, random) => bytes.subarray(0, pick(random, bytes.length)),
  (bytes, random) => changed(bytes, random, 1, (byte) => byte ^ (1 << pick(random, 8))),
  (bytes, random) => changed(bytes, random, 1 + pick(random, 30), () => pick(random, 256)),
  // The head is where sizes and types stand.
  (bytes, random) => {
    const head = changed(bytes.subarray(0, 64), random, 1 + pick(random, 4), () =>
      pick(random, 256),
    );
    return Buffer.concat([head, bytes.subarray(64)]);
  },
  (bytes, random) => {
    const at = pick(random, Math.max(1, bytes.length - 4));
    const result = Buffer.from(bytes);
    result.fill(random() < 0.5 ? 0xff : 0, at, at + 4);
    return result;
  },
  (bytes, random) => {
    const [a, b] = [pick(random, bytes.length), pick(random, bytes.length)];
    return Buffer.concat([bytes.subarray(0, a), bytes.subarray(b)]);
  },
];

function changed(
  bytes: Buffer,
  random: Random,
  times: number,
  to: (byte: number) => number,
): Buffer {
  const result = Buffer.from(bytes);
  for (let i = 0; i < times; i++) {
    const at = pick(random, bytes.length);
    result[at] = to(result[at]);
  }
  return result;
}

function mutated(bytes: Uint8Array, random: Random): Buffer {
  return MUTATIONS[pick(random, MUTATIONS.length)](Buffer.from(bytes), random);
}

/** Reads damaged files one after the other; only errors in words may come of it. */
async function withstand(
  t: TestContext,
  sound: Uint8Array,
  read: (damaged: Buffer, i: number) => Promise<unknown>,
): Promise<void> {
  const random = seededRandom(1, t.name);
  const before = process.memoryUsage.rss();
  let [refused, slowest] = [0, 0];
  for (let i = 0; i < CASES; i++) {
    const start = performance.now();
    try {
      await read(mutated(sound, random), i);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      refused++;
    }
    slowest = Math.max(slowest, performance.now() - start);
  }
  const grown = process.memoryUsage.rss() - before;
  t.diagnostic(
    `${CASES} damaged files: ${refused} refused, the slowest took ${slowest.toFixed(0)} ms, ${(grown / 2 ** 20).toFixed(0)} MiB more`,
  );
  assert.ok(slowest < 1000 * TIME_LIMIT, `one took ${slowest} ms`);
  assert.ok(grown < MOST_GROWTH, `memory grew by ${grown} bytes`);
  // Damage that nothing notices would not be worth reading.
  assert.ok(refused > CASES / 10, `only ${refused} were refused`);
}

/** A file by itself: arrays and archives. */
function fileTest(name: string, sound: Uint8Array, beside: Record<string, Uint8Array> = {}): void {
  void test(`damaged files of arrays: ${name}`, async (t) => {
    const folder = await temporaryFolder(t);
    await writeFiles(folder, beside);
    const path = join(folder, name);
    await withstand(t, sound, async (damaged) => {
      await writeFile(path, damaged);
      await loadOwn(path);
    });
    assert.deepEqual((await readdir(folder)).sort(), [name, ...Object.keys(beside)].sort());
  });
}

const PIXELS = Uint8Array.from({ length: 30 * 48 }, (_, i) => (i * 7) % 251);
const images = npy('|u1', [30, 8, 6], PIXELS);
const labels = npy('|u1', [30], PIXELS.subarray(0, 30));

fileTest('a.npy', images);
fileTest('a.npy.gz', gzipSync(images));
fileTest('a.npz', zipSync({ 'x.npy': images, 'y.npy': labels }));
fileTest('images-idx3-ubyte', imagesFile(30), { 'labels-idx1-ubyte': labelsFile(30) });
fileTest('images.gz', gzipSync(imagesFile(30)), { 'labels.gz': gzipSync(labelsFile(30)) });

for (const packed of [false, true]) {
  void test(`damaged archives of tar, ${packed ? '' : 'not '}packed`, async (t) => {
    const path = join(await temporaryFolder(t), 'a.tar');
    // Without the zeros at its end, in which damage means nothing.
    const archive = Buffer.from(createTar([{ name: 'folder/data.bin', data: PIXELS }])).subarray(
      0,
      512 + PIXELS.length,
    );
    const read = async (bytes: Uint8Array) => {
      await writeFile(path, bytes);
      return readTar(path, 2 ** 20);
    };
    assert.deepEqual(Buffer.from((await read(archive)).get('data.bin') ?? []), Buffer.from(PIXELS));
    await withstand(t, packed ? gzipSync(archive) : archive, read);
  });
}

for (const [name, sound] of Object.entries({
  'noise.png': noise().png(),
  'grey.png': noise().toColourspace('b-w').png(),
  'palette.png': noise().png({ palette: true }),
  'interlaced.png': noise().png({ progressive: true }),
  'noise.jpg': noise()
    .withExif({ IFD0: { Orientation: '6', Artist: 'somebody' } })
    .jpeg(),
  'progressive.jpg': noise().jpeg({ progressive: true }),
  'lossy.webp': noise().webp(),
  'lossless.webp': noise().webp({ lossless: true }),
})) {
  void test(`damaged pictures: ${name}`, async (t) => {
    const folder = join(await temporaryFolder(t), 'pictures');
    await mkdir(folder);
    for (let i = 0; i < 4; i++) {
      await writeFiles(folder, {
        [`sound ${i}.png`]: await grey(50 * i)
          .png()
          .toBuffer(),
      });
    }
    // A picture that is passed over counts as refused; the sound ones beside it never are.
    await withstand(t, await sound.toBuffer(), async (damaged) => {
      await writeFile(join(folder, name), damaged);
      const { skipped = [] } = await loadOwn(folder);
      if (skipped.length === 0) return;
      assert.deepEqual(
        skipped.map(({ file }) => file),
        [name],
      );
      throw new InputError(skipped[0].reason);
    });
  });
}

/** A picture of 48 × 40 with something in every block. */
function noise() {
  const random = seededRandom(2, 'noise');
  const raw = Uint8Array.from(
    { length: 48 * 40 * 3 },
    (_, i) => ((i % 144) + 100 * random()) % 256,
  );
  return plain([0, 0, 0], 40, 48).composite([
    { input: Buffer.from(raw), raw: { width: 48, height: 40, channels: 3 } },
  ]);
}

void test('damaged tables', async (t) => {
  const folder = await temporaryFolder(t);
  const rows = [];
  for (let i = 0; i < 8; i++) {
    await writeFiles(folder, {
      [`${i}.png`]: await grey(30 * i)
        .png()
        .toBuffer(),
    });
    rows.push(`"${i}.png",${i % 2 === 0 ? 'even' : '"an ""odd"" one"'}`);
  }
  const path = join(folder, 'table.csv');
  await withstand(t, Buffer.from(`path,label\n${rows.join('\n')}\n`), async (damaged) => {
    await writeFile(path, damaged);
    const { skipped = [] } = await loadOwn(path);
    if (skipped.length > 0) throw new InputError(skipped[0].reason);
  });
});
