import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type IdxSet, readIdxSet } from '../../../pipeline/datasets/idx.ts';
import { InputError } from '../../../pipeline/errors.ts';
import { idx, imagesFile, labelsFile, publishedAs, temporaryFolder } from './fixtures.ts';

/** Writes the two files and reads them back, with labels 0 to 2. */
async function read(t: TestContext, images: Uint8Array, labels: Uint8Array): Promise<IdxSet> {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'images'), images);
  await writeFile(join(folder, 'labels'), labels);
  return readIdxSet(join(folder, 'images'), join(folder, 'labels'), 3);
}

/** Two members, one after the other, as `cat a.gz b.gz` gives them. */
function gzipInTwo(content: Buffer): Buffer {
  return Buffer.concat([gzipSync(content.subarray(0, 9)), gzipSync(content.subarray(9))]);
}

describe('reading IDX files', () => {
  const images = imagesFile(5);
  const labels = labelsFile(5);

  it('gives shape, pixels and labels', async (t) => {
    const set = await read(t, images, labels);
    assert.deepEqual(set.images.shape, { channels: 1, height: 4, width: 3 });
    assert.deepEqual(set.images.pixels, new Uint8Array(images.subarray(16)));
    assert.deepEqual(set.images.labels, Int32Array.of(0, 1, 2, 0, 1));
  });

  const packings = {
    'fast gzip': gzipSync(images, { level: 1 }),
    'dense gzip': gzipSync(images, { level: 9 }),
    'gzip without compression': gzipSync(images, { level: 0 }),
    'gzip in two members': gzipInTwo(images),
    'no packing': images,
  };
  for (const [name, packed] of Object.entries(packings)) {
    it(`takes ${name} for the same content`, async (t) => {
      const set = await read(t, packed, labels);
      assert.deepEqual(set.images.pixels, new Uint8Array(images.subarray(16)));
      assert.equal(set.sha256.images, publishedAs(images).sha256);
      assert.equal(set.sha256.labels, publishedAs(labels).sha256);
    });
  }

  it('puts content together that comes in many chunks', async (t) => {
    const pixels = Uint8Array.from({ length: 300 * 100 * 100 }, (_, i) => (i * i) >> 3);
    const big = await read(
      t,
      gzipSync(idx(0x803, [300, 100, 100], pixels), { level: 1 }),
      labelsFile(300),
    );
    assert.equal(Buffer.compare(big.images.pixels, pixels), 0);
  });
});

describe('refusing IDX files', () => {
  const images = imagesFile(5);
  const labels = labelsFile(5);
  const pixels = images.subarray(16);
  const packed = gzipSync(images);
  const damaged = Buffer.from(packed);
  damaged[damaged.length - 6] ^= 1;
  const huge = idx(0x803, [0xffffffff, 0xffffffff, 0xffffffff], pixels);
  const bomb = gzipSync(Buffer.concat([images, Buffer.alloc(50_000_000)]));

  const cases: Record<string, [Buffer, Buffer, RegExp]> = {
    'an empty file': [Buffer.alloc(0), labels, /images is truncated: .* after 0 bytes/],
    'a file that ends within its magic number': [
      images.subarray(0, 3),
      labels,
      /images is truncated: .* after 3 bytes/,
    ],
    'a file that ends within its header': [
      images.subarray(0, 11),
      labels,
      /images is truncated: .* after 11 bytes, within the header of 16 bytes/,
    ],
    'a truncated file': [
      images.subarray(0, -1),
      labels,
      /images is truncated or damaged: its header promises 5 × 4 × 3 = 60 bytes/,
    ],
    'content that is truncated inside whole gzip': [
      gzipSync(images.subarray(0, -1)),
      labels,
      /images is truncated: .* 5 × 4 × 3 = 60 bytes, but only 59 follow/,
    ],
    'truncated gzip': [packed.subarray(0, -4), labels, /images is a truncated gzip file/],
    'gzip that ends within its header': [packed.subarray(0, 2), labels, /truncated gzip file/],
    'damaged gzip': [damaged, labels, /images is a damaged gzip file/],
    'text behind gzip': [Buffer.concat([packed, Buffer.from('text')]), labels, /damaged gzip file/],
    'zeros behind gzip': [
      Buffer.concat([packed, Buffer.alloc(3_000_000)]),
      labels,
      /images is too long: its packed content ends 3000000 bytes before the file/,
    ],
    'a file with one byte too many': [
      Buffer.concat([images, Buffer.of(0)]),
      labels,
      /images is too long: it goes on after the 5 × 4 × 3 = 60 bytes/,
    ],
    'a small file that inflates to a huge one': [bomb, labels, /images is too long/],
    'sizes beyond all memory': [huge, labels, /promises 4294967295 × 4294967295 × 4294967295/],
    'sizes beyond all memory in gzip': [gzipSync(huge), labels, /more than a file of its size/],
    'no images': [
      idx(0x803, [0, 4, 3], Buffer.alloc(0)),
      labels,
      /images holds no images: .*0 × 4/,
    ],
    'images without pixels': [idx(0x803, [5, 0, 3], Buffer.alloc(0)), labels, /holds no images/],
    'labels in the place of images': [
      labels,
      labels,
      /images is not an IDX file of images: it starts with 0x00000801 \(a file of labels\), expected 0x00000803/,
    ],
    'images in the place of labels': [images, images, /labels is not an IDX file of labels/],
    'a picture in the place of images': [
      Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
      labels,
      /it starts with 0x89504e47, expected/,
    ],
    'IDX of floats': [idx(0xd03, [5, 4, 3], pixels), labels, /it starts with 0x00000d03/],
    'fewer labels than images': [
      images,
      labelsFile(4),
      /labels holds 4 labels, but .*images holds 5 images/,
    ],
    'more labels than images': [images, labelsFile(6), /labels holds 6 labels/],
    'a truncated label file': [images, labels.subarray(0, -1), /labels is truncated/],
    'a label beyond the classes': [
      images,
      idx(0x801, [5], Buffer.of(0, 1, 2, 3, 1)),
      /labels gives image 3 \(counted from 0\) the label 3, expected 0 to 2/,
    ],
  };

  for (const [name, [imageBytes, labelBytes, message]] of Object.entries(cases)) {
    it(`refuses ${name}`, async (t) => {
      await assert.rejects(read(t, imageBytes, labelBytes), (error: Error) => {
        assert.ok(error instanceof InputError, String(error));
        assert.match(error.message, message);
        assert.match(error.message, /^[^\n]*\.$/, 'one sentence');
        return true;
      });
    });
  }

  it('refuses a missing file and a folder, by path', async (t) => {
    const folder = await temporaryFolder(t);
    const missing = join(folder, 'nowhere');
    await assert.rejects(readIdxSet(missing, missing, 3), {
      name: 'InputError',
      message: `Cannot read ${missing}: there is no such file.`,
    });
    await mkdir(missing);
    await assert.rejects(readIdxSet(missing, missing, 3), {
      name: 'InputError',
      message: `Cannot read ${missing}: it is a folder where a file was expected.`,
    });
  });

  it('takes no memory for what a header only claims', async (t) => {
    const before = process.memoryUsage().arrayBuffers;
    const claim = gzipSync(idx(0x803, [60_000, 28, 28], Buffer.alloc(100)));
    await assert.rejects(read(t, claim, labels), /more than a file of its size can hold/);
    const taken = process.memoryUsage().arrayBuffers - before;
    assert.ok(taken < 20_000_000, `${taken} bytes taken`);
  });
});
