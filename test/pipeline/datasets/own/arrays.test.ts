import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import {
  idx,
  imagesFile,
  labelsFile,
  recorder,
  SMALL_FILES,
  temporaryFolder,
  writeFiles,
} from '../fixtures.ts';
import { allColours, bytesOf, loadOwn, npy } from './ownData.ts';

const COUNT = 20;

/** Image i is all i × 10, but for its last value, which is 255. */
const BYTES = Uint8Array.from({ length: COUNT * 12 }, (_, i) =>
  i % 12 === 11 ? 255 : 10 * Math.floor(i / 12),
);
const LABELS = BigInt64Array.from({ length: COUNT }, (_, i) => BigInt(i % 3));

async function fileWith(t: TestContext, name: string, content: Uint8Array): Promise<string> {
  const path = join(await temporaryFolder(t), name);
  await writeFile(path, content);
  return path;
}

/** The images of a file, whatever their splits: first values in order. */
async function valuesOf(path: string): Promise<number[]> {
  const { train, test } = await loadOwn(path);
  const size = train.pixels.length / train.labels.length;
  return [train, test]
    .flatMap(({ pixels, labels }) => Array.from(labels, (_, i) => pixels[i * size]))
    .sort((a, b) => a - b);
}

const EXPECTED = Array.from({ length: COUNT }, (_, i) => 10 * i);

/** The bits of a whole number from 0 to 2047 as binary16. */
function half(value: number): number {
  if (value === 0) return 0;
  const exponent = Math.floor(Math.log2(value));
  return ((exponent + 15) << 10) | ((value / 2 ** exponent - 1) * 1024);
}

describe('a .npy file', () => {
  const unit = bytesOf(Float32Array.from(BYTES, (value) => value / 255));
  const swapped = (bytes: Uint8Array, size: number) => {
    const buffer = Buffer.from(bytes);
    return size === 4 ? buffer.swap32() : buffer.swap16();
  };
  const types: Record<string, readonly [string, Uint8Array]> = {
    bytes: ['|u1', BYTES],
    'floats from 0 to 1': ['<f4', unit],
    'double floats from 0 to 255': ['<f8', bytesOf(Float64Array.from(BYTES))],
    'half floats': ['<f2', bytesOf(Uint16Array.from(BYTES, half))],
    'floats, big end first': ['>f4', swapped(unit, 4)],
    'whole numbers of 16 bits': ['<u2', bytesOf(Uint16Array.from(BYTES))],
    'whole numbers of 16 bits, big end first': ['>i2', swapped(bytesOf(Int16Array.from(BYTES)), 2)],
    'whole numbers of 64 bits': ['<i8', bytesOf(BigInt64Array.from(BYTES, BigInt))],
  };
  for (const [name, [descr, bytes]] of Object.entries(types)) {
    it(`of ${name} keeps every pixel`, async (t) => {
      const path = await fileWith(t, 'Digits.npy', npy(descr, [COUNT, 4, 3], bytes));
      const dataset = await loadOwn(path);
      assert.equal(dataset.name, 'digits');
      assert.deepEqual(dataset.train.shape, { channels: 1, height: 4, width: 3 });
      assert.deepEqual(await valuesOf(path), EXPECTED);
      for (const { pixels } of [dataset.train, dataset.test]) assert.equal(pixels[11], 255);
    });
  }

  it('without labels is told of so, and in the order of --image-size', async (t) => {
    const path = await fileWith(t, 'Digits.npy', npy('|u1', [COUNT, 4, 3], BYTES));
    const report = recorder();
    const { source } = await loadOwn(path, { report, imageSize: { height: 22, width: 30 } });
    assert.deepEqual(report.notes, [
      'Digits: no labels, so no classes, as 3 × 4 in grey; a tenth is held out for the test',
    ]);
    assert.equal(source, 'own images; as 30 × 22 pixels (width × height) in grey');
  });

  it('of black and white, as truth values or whole numbers', async (t) => {
    // Image i has the digits of i, the last first.
    const bits = Uint8Array.from(BYTES, (_, i) => (Math.floor(i / 12) >> (i % 12)) & 1);
    for (const [descr, bytes] of [
      ['|b1', bits],
      ['|u1', bits],
      ['<i8', bytesOf(BigInt64Array.from(bits, BigInt))],
    ] as const) {
      const path = await fileWith(t, 'bits.npy', npy(descr, [COUNT, 4, 3], bytes));
      assert.deepEqual(
        await valuesOf(path),
        EXPECTED.map((_, i) => (i < COUNT / 2 ? 0 : 255)),
      );
    }
  });

  it('of floats that rounding took beyond 1 keeps every pixel', async (t) => {
    const floats = bytesOf(Float32Array.from(BYTES, (value) => (value / 255) * 1.001));
    const path = await fileWith(t, 'a.npy', npy('<f4', [COUNT, 4, 3], floats));
    assert.deepEqual(await valuesOf(path), EXPECTED);
  });

  it('of colours has its channels last, or second', async (t) => {
    // Image i has the colours 10 i, 10 i + 1, 10 i + 2.
    const last = Uint8Array.from(
      { length: COUNT * 12 },
      (_, i) => 10 * Math.floor(i / 12) + (i % 3),
    );
    const second = Uint8Array.from(
      { length: COUNT * 12 },
      (_, i) => 10 * Math.floor(i / 12) + Math.floor((i % 12) / 4),
    );
    const ofLast = await loadOwn(await fileWith(t, 'a.npy', npy('|u1', [COUNT, 2, 2, 3], last)));
    const ofSecond = await loadOwn(
      await fileWith(t, 'b.npy', npy('|u1', [COUNT, 3, 2, 2], second)),
    );
    assert.deepEqual(ofLast.train.shape, { channels: 3, height: 2, width: 2 });
    assert.deepEqual(allColours(ofLast), allColours(ofSecond));
    for (const [r, g, b] of allColours(ofLast).values()) assert.deepEqual([g, b], [r + 1, r + 2]);
  });

  it('called as a published set is not taken for that', async (t) => {
    const path = await fileWith(t, 'MNIST.npy', npy('|u1', [COUNT, 4, 3], BYTES));
    assert.equal((await loadOwn(path)).name, 'own-mnist');
  });

  it('of squares as vectors', async (t) => {
    const path = await fileWith(t, 'v.npy', npy('|u1', [15, 16], BYTES));
    assert.deepEqual((await loadOwn(path)).train.shape, { channels: 1, height: 4, width: 4 });
  });

  it('is read packed with gzip', async (t) => {
    const path = await fileWith(t, 'v.npy.gz', gzipSync(npy('|u1', [COUNT, 4, 3], BYTES)));
    assert.deepEqual(await valuesOf(path), EXPECTED);
  });

  it('has its labels beside it, as numbers or as texts', async (t) => {
    const folder = await temporaryFolder(t);
    await writeFiles(folder, {
      'train_images.npy': npy('|u1', [COUNT, 4, 3], BYTES),
      'train_labels.npy': npy('<i8', [COUNT, 1], bytesOf(LABELS)),
      'x.npy': npy('|u1', [COUNT, 4, 3], BYTES),
      'x_labels.npy': npy('<U2', [COUNT], texts(['ü', 'no', 'a'])),
    });
    const numbers = await loadOwn(join(folder, 'train_images.npy'));
    assert.deepEqual(numbers.classNames, ['0', '1', '2']);
    const { classNames, train } = await loadOwn(join(folder, 'x.npy'));
    assert.deepEqual(classNames, ['a', 'no', 'ü']);
    // Image i has the label i % 3, and its first value is 10 i.
    for (const [i, label] of train.labels.entries()) {
      assert.equal(label, [2, 1, 0][(train.pixels[12 * i] / 10) % 3]);
    }
  });

  function texts(words: readonly string[]): Uint8Array {
    const points = Array.from({ length: COUNT }, (_, i) => words[i % 3].padEnd(2, '\0'))
      .join('')
      .split('')
      .map((letter) => letter.codePointAt(0) ?? 0);
    return bytesOf(Uint32Array.from(points));
  }

  const whole = npy('|u1', [COUNT, 4, 3], BYTES);
  const nan = Float32Array.from(BYTES).fill(NaN, 7, 8);
  const refused: Record<string, readonly [Uint8Array, RegExp]> = {
    'cut short': [
      whole.subarray(0, -5),
      /is truncated: its header promises 240 bytes, but only 235 follow/,
    ],
    'cut in its header': [
      whole.subarray(0, 40),
      /is not a usable \.npy array: it ends within its header/,
    ],
    'too long': [Buffer.concat([whole, whole]), /is too long: it goes on after the 240 bytes/],
    'of texts': [npy('<U1', [60], BYTES), /holds U1; expected numbers/],
    'of fields': [npy("|u1'), ('a", [240], BYTES), /is not a usable|has the shape/],
    'of one image': [
      npy('|u1', [240], BYTES),
      /has the shape 240; expected images × height × width/,
    ],
    'of no images': [npy('|u1', [0, 4, 3], new Uint8Array()), /has the shape 0 × 4 × 3/],
    'of two channels': [npy('|u1', [20, 2, 3, 2], BYTES), /has the shape 20 × 2 × 3 × 2/],
    'of normalised floats': [
      npy('<f4', [20, 4, 3], bytesOf(Float32Array.from(BYTES, (value) => value / 100 - 1))),
      /holds values from -1 to 1\.5\d*; expected 0 to 255, or floats from 0 to 1\. If they were normalised, undo it/,
    ],
    'of floats a little above 1': [
      npy('<f4', [20, 4, 3], bytesOf(Float32Array.from(BYTES, (value) => (value / 255) * 1.016))),
      /holds values from 0 to 1\.01\d*; expected floats from 0 to 1, or from 0 to 255\. If .* np\.clip/,
    ],
    'of floats a little below 0': [
      npy('<f4', [20, 4, 3], bytesOf(Float32Array.from(BYTES, (value) => value / 255 - 0.01))),
      /holds values from -0\.00\d* to 0\.99\d*; expected floats from 0 to 1.* np\.clip/,
    ],
    'of truth values that are others': [
      npy('|b1', [20, 4, 3], BYTES),
      /holds values from 0 to 255 as truth values; expected 0 and 1/,
    ],
    'with what is no number': [
      npy('<f4', [20, 4, 3], bytesOf(nan)),
      /value 7 \(counted from 0\) is not a number/,
    ],
    'of objects': [npy('|O', [20], BYTES), /holds O; expected numbers/],
    'stored column by column': [
      Buffer.from(
        whole.toString('latin1').replace("'fortran_order': False", "'fortran_order': True "),
        'latin1',
      ),
      /stored column by column; save np\.ascontiguousarray/,
    ],
    'of more than there is memory for': [
      npy('|u1', [2 ** 40, 100, 100], BYTES),
      /values, and .* at most/,
    ],
  };
  for (const [name, [content, message]] of Object.entries(refused)) {
    it(`${name} is refused`, async (t) => {
      const path = await fileWith(t, 'a.npy', content);
      await assert.rejects(loadOwn(path), { name: 'InputError', message });
    });
  }

  it('with labels that do not fit is refused', async (t) => {
    const folder = await temporaryFolder(t);
    await writeFiles(folder, {
      'a.npy': whole,
      'a_labels.npy': npy('<f4', [COUNT], bytesOf(new Float32Array(COUNT).fill(0.5))),
      'b.npy': whole,
      'b_labels.npy': npy('|u1', [19], BYTES.subarray(0, 19)),
    });
    await assert.rejects(loadOwn(join(folder, 'a.npy')), {
      name: 'InputError',
      message: /label 0 \(counted from 0\) is 0\.5; expected whole numbers or texts/,
    });
    await assert.rejects(loadOwn(join(folder, 'b.npy')), {
      name: 'InputError',
      message: /has the shape 19; expected one label for each of 20 images/,
    });
  });
});

describe('a .npz file', () => {
  const images = npy('|u1', [COUNT, 4, 3], BYTES);
  const labels = npy('<i8', [COUNT], bytesOf(LABELS));
  const few = npy('|u1', [5, 4, 3], BYTES.subarray(0, 60));
  const fewLabels = npy('|u1', [5], Uint8Array.of(7, 7, 7, 7, 7));

  for (const [name, arrays] of Object.entries({
    'x_train, y_train and so on': {
      'x_train.npy': images,
      'y_train.npy': labels,
      'x_test.npy': few,
      'y_test.npy': fewLabels,
    },
    'test_images, train_labels and so on': {
      'test_images.npy': few,
      'test_labels.npy': fewLabels,
      'train_images.npy': images,
      'train_labels.npy': labels,
      'meta.npy': few,
    },
  })) {
    it(`with ${name} comes in its splits`, async (t) => {
      const path = await fileWith(t, 'set.npz', zipSync(arrays));
      const { classNames, train, test } = await loadOwn(path);
      assert.deepEqual(classNames, ['0', '1', '2', '7']);
      assert.deepEqual([train.labels.length, test.labels.length], [20, 5]);
      assert.deepEqual([...test.labels], [3, 3, 3, 3, 3]);
    });
  }

  it('with images and labels has a tenth held out', async (t) => {
    const path = await fileWith(
      t,
      'set.npz',
      zipSync({ 'images.npy': images, 'labels.npy': labels }),
    );
    const { train, test } = await loadOwn(path);
    assert.deepEqual([train.labels.length, test.labels.length], [18, 2]);
    assert.deepEqual(await valuesOf(path), EXPECTED);
  });

  it('has one scale for all of its arrays', async (t) => {
    const unit = (scale: number) => bytesOf(Float32Array.from(BYTES, (value) => value * scale));
    const set = (train: Buffer, test: Buffer) =>
      fileWith(t, 'set.npz', zipSync({ 'x_train.npy': train, 'x_test.npy': test }));
    const dark = await set(
      images,
      npy(
        '|u1',
        [COUNT, 4, 3],
        BYTES.map((value) => Number(value > 100)),
      ),
    );
    assert.equal(Math.max(...(await loadOwn(dark)).test.pixels), 1);
    const floats = await set(
      npy('<f4', [COUNT, 4, 3], unit(1)),
      npy('<f4', [COUNT, 4, 3], unit(1 / 255)),
    );
    assert.equal(Math.max(...(await loadOwn(floats)).test.pixels), 1);
    await assert.rejects(loadOwn(await set(images, npy('<f4', [COUNT, 4, 3], unit(1 / 255)))), {
      name: 'InputError',
      message:
        /x_train\.npy in .* holds values from 0 to 255, x_test\.npy in .* holds values from 0 to 1; expected one scale for all/,
    });
  });

  it('tells of test images that are among the training images', async (t) => {
    const note = async (test: Buffer) =>
      (
        await loadOwn(
          await fileWith(t, 'set.npz', zipSync({ 'x_train.npy': images, 'x_test.npy': test })),
        )
      ).notice;
    assert.match((await note(few)) ?? '', /^5 of 5 test images are also among the training images/);
    const others = few.map((byte, i) => (i < few.length - 12 * 4 ? byte : 9));
    assert.match((await note(Buffer.from(others))) ?? '', /^1 of 5 test images is also among/);
    const none = npy(
      '|u1',
      [5, 4, 3],
      Uint8Array.from({ length: 60 }, (_, i) => 200 - i),
    );
    assert.equal(await note(none), null);
  });

  it('with x_train and y_train alone has a tenth held out', async (t) => {
    const arrays = { 'x_train.npy': images, 'y_train.npy': labels };
    const { train, test } = await loadOwn(await fileWith(t, 'set.npz', zipSync(arrays)));
    assert.deepEqual([train.labels.length, test.labels.length], [18, 2]);
  });

  it('with names that lead out of it writes nothing anywhere', async (t) => {
    const path = await fileWith(t, 'set.npz', zipSync({ '../../x.npy': images, 'x.npy': images }));
    assert.deepEqual(await valuesOf(path), EXPECTED);
  });

  /** Spoils what is packed of the archive's first file, all of it or the last bytes. */
  const damaged = (archive: Uint8Array, last = Infinity) => {
    const bytes = Buffer.from(archive);
    const from = 30 + bytes.readUInt16LE(26) + bytes.readUInt16LE(28);
    const size = bytes.readUInt32LE(18);
    return bytes.fill(0xff, from + Math.max(0, size - last), from + size);
  };

  it('has nothing inflated that is not for reading', async (t) => {
    const archive = damaged(zipSync({ 'meta.npy': few, 'x.npy': images }));
    assert.deepEqual(await valuesOf(await fileWith(t, 'set.npz', archive)), EXPECTED);
  });

  it('is inflated no further than the header of an array promises', async (t) => {
    const bomb = zipSync({ 'x.npy': Buffer.concat([images, Buffer.alloc(2 ** 25)]) });
    await assert.rejects(loadOwn(await fileWith(t, 'bomb.npz', damaged(bomb, 1000))), {
      name: 'InputError',
      message: /x\.npy in .* is too long: it goes on after the 240 bytes/,
    });
  });

  const sound = zipSync({ 'x.npy': images });
  const changed = (archive: Uint8Array) => {
    const bytes = Buffer.from(archive);
    bytes[bytes.indexOf(images) + images.length - 2] ^= 1;
    return bytes;
  };
  const refused: Record<string, readonly [Uint8Array, RegExp]> = {
    'cut short': [sound.subarray(0, -30), /is not a sound \.npz archive/],
    'damaged within': [damaged(sound), /is not a sound \.npz archive/],
    'with one pixel changed': [
      changed(zipSync({ 'x.npy': images }, { level: 0 })),
      /x\.npy in .* is damaged: its checksum is another/,
    ],
    'without images': [
      zipSync({ 'y.npy': labels }),
      /holds the arrays y; expected images and labels, x_train/,
    ],
    'with images twice': [
      zipSync({ 'x.npy': images, 'images.npy': images }),
      /holds both x and images; expected one of them/,
    ],
    'with labels twice': [
      zipSync({ 'x_train.npy': images, 'y_train.npy': labels, 'train_labels.npy': labels }),
      /holds both y_train and train_labels; expected one of them/,
    ],
    'of other files': [zipSync({ 'a.txt': images }), /holds no arrays; expected images and labels/],
    'of images of several sizes': [
      zipSync({
        'x_train.npy': images,
        'x_test.npy': npy('|u1', [5, 3, 4], BYTES.subarray(0, 60)),
      }),
      /The images of test are 1 × 3 × 4, others 1 × 4 × 3/,
    ],
  };
  for (const [name, [content, message]] of Object.entries(refused)) {
    it(`${name} is refused`, async (t) => {
      const path = await fileWith(t, 'a.npz', content);
      await assert.rejects(loadOwn(path), { name: 'InputError', message });
    });
  }

  it('that NumPy wrote is read', async (t) => {
    const folder = await temporaryFolder(t);
    const python = process.env.CAELUM_PYTHON ?? 'python3';
    const script = `
import numpy as np
x = np.arange(240).astype('float64').reshape(20, 4, 3) / 239
y = np.array(['cat', 'dog'] * 10)
np.savez(r'${folder}/plain.npz', x=x, y=y)
np.savez_compressed(r'${folder}/packed.npz', images=(x * 255).round().astype('uint8'), labels=y)
`;
    if (spawnSync(python, ['-c', script]).status !== 0) {
      t.skip(`${python} cannot import numpy`);
      return;
    }
    const plain = await loadOwn(join(folder, 'plain.npz'));
    assert.deepEqual(plain.classNames, ['cat', 'dog']);
    const packed = await loadOwn(join(folder, 'packed.npz'));
    assert.deepEqual(packed.train.pixels, plain.train.pixels);
  });
});

describe('IDX files', () => {
  it('are found as a pair beside each other', async (t) => {
    const folder = await temporaryFolder(t);
    await writeFiles(folder, {
      'letters-images-idx3-ubyte': imagesFile(30),
      'letters-labels-idx1-ubyte.gz': gzipSync(labelsFile(30)),
    });
    const dataset = await loadOwn(join(folder, 'letters-images-idx3-ubyte'));
    const { train, test, classNames, name } = dataset;
    assert.equal(name, 'letters');
    assert.deepEqual(classNames, ['0', '1', '2']);
    assert.deepEqual([train.labels.length, test.labels.length], [27, 3]);
    assert.deepEqual(train.shape, { channels: 1, height: 4, width: 3 });
  });

  it('are found in a folder, the test split too', async (t) => {
    const folder = await temporaryFolder(t);
    await writeFiles(folder, SMALL_FILES);
    const { train, test } = await loadOwn(folder);
    assert.deepEqual([train.labels.length, test.labels.length], [30, 10]);
  });

  it('of a test alone have a tenth held out', async (t) => {
    const folder = await temporaryFolder(t);
    await writeFiles(folder, {
      't10k-images-idx3-ubyte': imagesFile(30),
      't10k-labels-idx1-ubyte': labelsFile(30),
    });
    const { train, test } = await loadOwn(folder);
    assert.deepEqual([train.labels.length, test.labels.length], [27, 3]);
  });

  it('in a folder without labels are refused', async (t) => {
    const folder = await temporaryFolder(t);
    await writeFiles(folder, SMALL_FILES);
    await rm(join(folder, 't10k-labels-idx1-ubyte'));
    await assert.rejects(loadOwn(folder), {
      name: 'InputError',
      message: /t10k-images-idx3-ubyte .* labels is not beside it; expected t10k-labels-idx1-ubyte/,
    });
  });

  it('without labels are refused', async (t) => {
    const path = await fileWith(t, 'letters-images-idx3-ubyte', imagesFile(30));
    await assert.rejects(loadOwn(path), {
      name: 'InputError',
      message: /the file of their labels is not beside it; expected letters-labels-idx1-ubyte/,
    });
  });
});

describe('what is no dataset', () => {
  for (const [name, content, message] of [
    ['empty', Buffer.alloc(0), /is empty; expected images/],
    [
      'program',
      Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0]),
      /is none of what is read: a folder of pictures/,
    ],
    ['labels', idx(0x801, [3], Uint8Array.of(1, 2, 3)), /is none of what is read/],
    [
      'picture.png',
      Buffer.from('\x89PNG\r\n\x1a\n rest', 'latin1'),
      /is one picture; name the folder/,
    ],
  ] as const) {
    it(`is refused: ${name}`, async (t) => {
      await assert.rejects(loadOwn(await fileWith(t, name, content)), {
        name: 'InputError',
        message,
      });
    });
  }

  it('is refused: a pipe, which nobody may ever write to', async (t) => {
    const path = join(await temporaryFolder(t), 'pipe');
    if (spawnSync('mkfifo', [path]).status !== 0) {
      t.skip('there is no mkfifo here');
      return;
    }
    await assert.rejects(loadOwn(path), {
      name: 'InputError',
      message: /pipe: it is a pipe or a device, no regular file/,
    });
  });
});
