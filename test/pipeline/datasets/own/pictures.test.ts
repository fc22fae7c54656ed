import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFile, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { fingerprint } from '../../../../pipeline/datasets/fingerprint.ts';
import type { Dataset } from '../../../../pipeline/images.ts';
import { recorder, temporaryFolder, writeFiles } from '../fixtures.ts';
import { allColours, type Colour, grey, loadOwn, plain } from './ownData.ts';

/** Twenty pictures of two classes, each of a colour of its own. */
async function birds(folder: string): Promise<void> {
  for (let i = 0; i < 20; i++) {
    const name = i % 2 === 0 ? 'great tit' : '雀';
    const colour: Colour = [10 * i, 255 - 10 * i, i];
    await writeFiles(join(folder, name), {
      [`${i}.png`]: await plain(colour, 8 + i, 12)
        .png()
        .toBuffer(),
    });
  }
}

function skippedIn({ skipped = [] }: Dataset): Record<string, string> {
  return Object.fromEntries(skipped.map(({ file, reason }) => [file, reason]));
}

describe('a folder of pictures', () => {
  it('has its sub-folders as classes, and holds out a tenth of each', async (t) => {
    const folder = join(await temporaryFolder(t), 'My Birds!');
    await birds(folder);
    const dataset = await loadOwn(folder);
    assert.equal(dataset.name, 'my-birds');
    assert.equal(dataset.title, 'My Birds!');
    assert.deepEqual(dataset.classNames, ['great tit', '雀']);
    assert.deepEqual(dataset.train.shape, { channels: 3, height: 64, width: 64 });
    assert.deepEqual([dataset.train.labels.length, dataset.test.labels.length], [18, 2]);
    assert.deepEqual([...dataset.test.labels].sort(), [0, 1]);
    const colours = allColours(dataset);
    assert.deepEqual(colours.get('great tit/4.png'), [40, 215, 4]);
    assert.deepEqual(colours.get('雀/19.png'), [190, 65, 19]);
    assert.equal(colours.size, 20);
    assert.equal(dataset.source.includes(folder), false);
  });

  it('is read the same every time, shuffled', async (t) => {
    const folder = await temporaryFolder(t);
    await birds(folder);
    const [first, second] = [await loadOwn(folder), await loadOwn(folder)];
    assert.equal(fingerprint(first), fingerprint(second));
    const files = first.train.files ?? [];
    assert.notDeepEqual(files, [...files].sort());
    assert.deepEqual(files, second.train.files);
  });

  it('of grey pictures of one small size keeps every pixel', async (t) => {
    const folder = await temporaryFolder(t);
    for (let i = 0; i < 4; i++) {
      await writeFiles(folder, {
        [`${i}.png`]: await grey(60 * i, 28, 28)
          .png()
          .toBuffer(),
      });
    }
    const dataset = await loadOwn(folder);
    assert.deepEqual(dataset.train.shape, { channels: 1, height: 28, width: 28 });
    assert.deepEqual(dataset.classNames, ['unlabelled']);
    const values = [...allColours(dataset)].map(([file, [value]]) => [file, value]);
    assert.deepEqual(Object.fromEntries(values), {
      '0.png': 0,
      '1.png': 60,
      '2.png': 120,
      '3.png': 180,
    });
  });

  it('may hold folders for training and test', async (t) => {
    const folder = await temporaryFolder(t);
    await birds(join(folder, 'Train'));
    await writeFiles(join(folder, 'val', 'great tit'), {
      'a.png': await plain([1, 2, 3]).png().toBuffer(),
      'b.png': await plain([3, 2, 1]).png().toBuffer(),
    });
    const { train, test, classNames } = await loadOwn(folder);
    assert.deepEqual(classNames, ['great tit', '雀']);
    assert.deepEqual([...(test.files ?? [])].sort(), [
      'val/great tit/a.png',
      'val/great tit/b.png',
    ]);
    assert.equal(train.labels.length, 20);
  });

  it('keeps its splits where something else lies beside them', async (t) => {
    const folder = await temporaryFolder(t);
    await birds(join(folder, 'train'));
    await writeFiles(join(folder, 'test', 'great tit'), {
      'a.png': await plain([1, 2, 3]).png().toBuffer(),
      'b.png': await plain([3, 2, 1]).png().toBuffer(),
    });
    await writeFiles(folder, {
      'README.txt': Buffer.from('read me'),
      'overview.png': await plain([5, 5, 5]).png().toBuffer(),
    });
    await writeFiles(join(folder, 'annotations'), { 'a.xml': Buffer.from('<a/>') });
    const dataset = await loadOwn(folder);
    assert.deepEqual(dataset.classNames, ['great tit', '雀']);
    assert.deepEqual([dataset.train.labels.length, dataset.test.labels.length], [20, 2]);
    const outside = 'it lies in none of the folders for training and test';
    assert.deepEqual(skippedIn(dataset), {
      'README.txt': outside,
      'annotations/a.xml': outside,
      'overview.png': outside,
    });
  });

  for (const name of ['train', 'test']) {
    it(`has a tenth held out where it holds ${name} alone`, async (t) => {
      const folder = await temporaryFolder(t);
      await birds(join(folder, name));
      const { train, test, classNames } = await loadOwn(folder);
      assert.deepEqual(classNames, ['great tit', '雀']);
      assert.deepEqual([train.labels.length, test.labels.length], [18, 2]);
    });
  }

  it('may have a class that is called train', async (t) => {
    const folder = await temporaryFolder(t);
    for (const [i, name] of ['bus', 'train', 'train', 'bus', 'train', 'bus'].entries()) {
      await writeFiles(join(folder, name), {
        [`${i}.png`]: await plain([40 * i, 0, 0])
          .png()
          .toBuffer(),
      });
    }
    assert.deepEqual((await loadOwn(folder)).classNames, ['bus', 'train']);
  });

  it('is brought to the size and the colours that are asked for', async (t) => {
    const folder = await temporaryFolder(t);
    await birds(folder);
    const dataset = await loadOwn(folder, {
      imageSize: { height: 10, width: 22 },
      grayscale: true,
      limit: 5,
    });
    assert.deepEqual(dataset.train.shape, { channels: 1, height: 10, width: 22 });
    assert.deepEqual([dataset.train.labels.length, dataset.test.labels.length], [5, 2]);
  });

  it('shows pictures as people see them', async (t) => {
    const folder = await temporaryFolder(t);
    const red = { r: 255, g: 0, b: 0 };
    const clear = { create: { width: 8, height: 8, channels: 4 as const } };
    // Red on the left and blue on the right, to be turned by a quarter: red comes to the top.
    const halves = plain([0, 0, 255], 8, 8).composite([
      { input: await plain([255, 0, 0], 8, 4).png().toBuffer(), left: 0, top: 0 },
    ]);
    const turned = await halves.png().toBuffer();
    const frames = await Promise.all(
      [plain([1, 99, 1]), plain([200, 1, 1])].map((frame) => frame.png().toBuffer()),
    );
    await writeFiles(folder, {
      'alpha.png': await sharp({ create: { ...clear.create, background: { ...red, alpha: 0 } } })
        .png()
        .toBuffer(),
      'deep.png': await plain([255, 128, 0]).toColourspace('rgb16').png().toBuffer(),
      'deep-grey.png': await plain([128, 128, 128]).toColourspace('grey16').png().toBuffer(),
      'cmyk.jpg': await plain([255, 255, 255]).toColourspace('cmyk').jpeg().toBuffer(),
      'called.jpg': await plain([7, 8, 9]).webp({ lossless: true }).toBuffer(),
      'without-extension': await plain([9, 8, 7]).png().toBuffer(),
      'turned.png': await sharp(turned).withMetadata({ orientation: 6 }).png().toBuffer(),
      'one.png': await plain([40, 50, 60], 1, 1).png().toBuffer(),
      'moving.webp': await sharp(frames, { join: { animated: true } })
        .webp({ lossless: true })
        .toBuffer(),
    });
    const dataset = await loadOwn(folder, { imageSize: { height: 8, width: 8 } });
    const colours = allColours(dataset);
    assert.deepEqual(colours.get('alpha.png'), [255, 255, 255]);
    assert.deepEqual(colours.get('deep.png'), [255, 128, 0]);
    assert.deepEqual(colours.get('deep-grey.png'), [128, 128, 128]);
    assert.deepEqual(colours.get('cmyk.jpg'), [255, 255, 255]);
    assert.deepEqual(colours.get('called.jpg'), [7, 8, 9]);
    assert.deepEqual(colours.get('without-extension'), [9, 8, 7]);
    assert.deepEqual(colours.get('one.png'), [40, 50, 60]);
    assert.deepEqual(colours.get('turned.png'), [255, 0, 0]);
    assert.deepEqual(colours.get('moving.webp'), [1, 99, 1]);
    assert.deepEqual(dataset.skipped, []);
    assert.doesNotMatch(dataset.notice ?? '', /passed over/);
  });

  it('passes over what cannot be used, and says why', async (t) => {
    const folder = await temporaryFolder(t);
    await birds(folder);
    const sound = await plain([1, 2, 3], 300, 300).jpeg().toBuffer();
    const grain = { width: 64, height: 64, channels: 3 as const };
    const bytes = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * i * 7919) % 251);
    const noise = await sharp(bytes, { raw: grain }).png().toBuffer();
    const huge = Buffer.from(await plain([1, 2, 3]).png().toBuffer());
    huge.writeUInt32BE(60_000, 16);
    huge.writeUInt32BE(60_000, 20);
    await writeFiles(folder, {
      'cut short.jpg': sound.subarray(0, sound.length / 2),
      'cut short.png': noise.subarray(0, noise.length / 2),
      'empty.png': Buffer.alloc(0),
      'text.png': Buffer.from('no picture'),
      'huge.png': huge,
      'moving.gif': Buffer.from('GIF89a'),
      '.DS_Store': Buffer.from('hidden'),
      'notes,"with" commas.txt': Buffer.from('notes'),
    });
    await symlink('..', join(folder, 'great tit', 'up'));
    await symlink('nowhere', join(folder, 'gone.png'));
    await symlink('around.png', join(folder, 'around.png'));
    const dataset = await loadOwn(folder);
    const reasons = skippedIn(dataset);
    assert.match(reasons['huge.png'], /pixel limit|crc|CRC|Input/);
    delete reasons['huge.png'];
    assert.deepEqual(reasons, {
      'around.png': 'a link that leads in a circle',
      'cut short.jpg': 'it is damaged',
      'cut short.png': 'it is damaged',
      'empty.png': 'the file is empty',
      'gone.png': 'there is no such file',
      'great tit/up': 'a link to a folder that is already taken',
      'moving.gif': 'GIF; expected PNG, JPEG or WebP',
      'notes,"with" commas.txt': 'not a PNG, JPEG or WebP',
      'text.png': 'not a PNG, JPEG or WebP',
    });
    assert.equal(dataset.train.labels.length + dataset.test.labels.length, 20);
    assert.match(dataset.notice ?? '', /^10 files were passed over; skipped.csv/);
    assert.equal(dataset.source, 'own images; 10 files were passed over');
  });

  it('has nothing taken from above it, and classes by folders rather than by links', async (t) => {
    const above = await temporaryFolder(t);
    const [folder, other] = [join(above, 'birds'), join(above, 'other')];
    await birds(folder);
    await writeFiles(other, { 'a.png': await plain([1, 2, 3]).png().toBuffer() });
    await writeFiles(join(folder, 'great tit', 'z'), {
      'b.png': await plain([3, 2, 1]).png().toBuffer(),
    });
    await symlink('..', join(folder, 'a loop'));
    await symlink('雀', join(folder, 'a link'));
    await symlink(join('great tit', 'z'), join(folder, 'a deep link'));
    await symlink(other, join(folder, 'other'));
    const dataset = await loadOwn(folder);
    assert.deepEqual(dataset.classNames, ['great tit', 'other', '雀']);
    assert.equal(dataset.train.labels.length + dataset.test.labels.length, 22);
    assert.deepEqual(skippedIn(dataset), {
      'a deep link': 'a link to a folder that is already taken',
      'a link': 'a link to a folder that is already taken',
      'a loop': 'a link to a folder that holds the dataset',
    });
  });

  it('may hold pipes, which are not waited for', async (t) => {
    const folder = await temporaryFolder(t);
    await birds(folder);
    if (spawnSync('mkfifo', [join(folder, 'pipe.png')]).status !== 0) {
      t.skip('there is no mkfifo here');
      return;
    }
    assert.deepEqual(skippedIn(await loadOwn(folder)), { 'pipe.png': 'not a regular file' });
  });

  it('is told of as it was understood', async (t) => {
    const folder = join(await temporaryFolder(t), 'My Birds');
    await birds(folder);
    const report = recorder();
    await loadOwn(folder, { report });
    assert.deepEqual(report.notes, [
      'My Birds: 2 classes (great tit, 雀), as 64 × 64 in colour; a tenth is held out for the test',
    ]);

    await mkdir(join(folder, 'owls'));
    await writeFiles(folder, { 'loose.png': await plain([1, 2, 3]).png().toBuffer() });
    const other = recorder();
    await loadOwn(folder, { report: other, imageSize: { height: 22, width: 30 }, grayscale: true });
    assert.deepEqual(other.notes, [
      'My Birds: 3 classes (great tit, unlabelled, 雀), as 30 × 22 in grey; a tenth is held out for the test',
      '1 image has no label (or lies beside the folders of classes); it is the class "unlabelled".',
      'No class comes of folders that hold no file: owls.',
    ]);
  });

  it('is refused where too little is left', async (t) => {
    const folder = await temporaryFolder(t);
    await assert.rejects(loadOwn(folder), {
      name: 'InputError',
      message: `${folder} has 0 usable pictures; expected PNG, JPEG or WebP files, at least 2 for each of both.`,
    });
    await writeFiles(folder, {
      'a.png': await plain([1, 2, 3]).png().toBuffer(),
      'b.png': await plain([3, 2, 1]).png().toBuffer(),
      'c.txt': Buffer.from('c'),
    });
    await assert.rejects(loadOwn(folder), {
      name: 'InputError',
      message: `${folder} has 2 usable pictures, 0 to train on and 2 to test with; expected PNG, JPEG or WebP files, at least 2 for each of both. 1 file was passed over: c.txt (not a PNG, JPEG or WebP).`,
    });
  });
});

describe('a table of pictures', () => {
  async function table(t: TestContext, text: string | Buffer): Promise<string> {
    const folder = await temporaryFolder(t);
    await birds(join(folder, 'pictures'));
    await mkdir(join(folder, 'tables'));
    const path = join(folder, 'tables', 'birds.csv');
    await writeFile(path, text);
    return path;
  }
  const row = (i: number) => `../pictures/${i % 2 === 0 ? 'great tit' : '雀'}/${i}.png`;
  const rows = (label: (i: number) => string) =>
    Array.from({ length: 20 }, (_, i) => `"${row(i)}",${label(i)}`).join('\r\n');

  it('lists paths and labels, with the names of its columns or without', async (t) => {
    const path = await table(
      t,
      rows((i) => `${i % 3}`),
    );
    const { classNames, train, test, name } = await loadOwn(path);
    assert.deepEqual(
      [name, classNames, train.labels.length, test.labels.length],
      ['birds', ['0', '1', '2'], 18, 2],
    );
    const named = `\ufeffLabel,Path\r\n${Array.from({ length: 20 }, (_, i) => `${i % 3},${row(i)}`).join('\n')}\n\n`;
    assert.equal(
      fingerprint(await loadOwn(await table(t, named))),
      fingerprint(await loadOwn(path)),
    );
  });

  it('may have semicolons or tabs between its cells, as spreadsheets write them', async (t) => {
    const withCommas = rows((i) => `${i % 3}`);
    const expected = fingerprint(await loadOwn(await table(t, withCommas)));
    for (const delimiter of [';', '\t']) {
      const text = withCommas.replaceAll('",', `"${delimiter}`);
      for (const head of ['', `path${delimiter}label\r\n`]) {
        assert.equal(fingerprint(await loadOwn(await table(t, head + text))), expected);
      }
    }
    // A comma in a path is no delimiter where semicolons make more cells.
    const named = `path;label;split\n${row(1)};a, b;train\n${row(3)};c;train\n${row(5)};c;test\n${row(7)};c;test`;
    assert.deepEqual((await loadOwn(await table(t, named))).classNames, ['a, b', 'c']);
  });

  it('that is none is refused as such', async (t) => {
    for (const text of ['hi', 'Dear reader,\nthis is a letter.\n']) {
      const path = await table(t, text);
      await assert.rejects(loadOwn(path), {
        name: 'InputError',
        message: /birds\.csv is text, but no table of pictures: .* as cats\/1\.png,cat\.$/,
      });
    }
  });

  it('may say which are for the test', async (t) => {
    const lines = rows((i) => `bird,${i < 5 ? 'test' : 'train'}`);
    const { train, test } = await loadOwn(await table(t, `path,class,split\n${lines}`));
    assert.deepEqual([train.labels.length, test.labels.length], [15, 5]);
  });

  it('has a tenth held out where all rows name one split', async (t) => {
    const lines = rows(() => 'bird,train');
    const { train, test } = await loadOwn(await table(t, `path,class,split\n${lines}`));
    assert.deepEqual([train.labels.length, test.labels.length], [18, 2]);
  });

  it('with a split of a single picture is refused', async (t) => {
    const lines = rows((i) => `bird,${i < 1 ? 'test' : 'train'}`);
    await assert.rejects(loadOwn(await table(t, `path,class,split\n${lines}`)), {
      name: 'InputError',
      message:
        /has 20 usable pictures, 19 to train on and 1 to test with; expected .* at least 2 for/,
    });
  });

  it('calls pictures by paths that tell nothing of whose they are', async (t) => {
    const elsewhere = await temporaryFolder(t);
    await birds(join(elsewhere, 'pictures'));
    const absolute = (i: number) => resolve(elsewhere, 'tables', row(i));
    const path = await table(
      t,
      Array.from({ length: 20 }, (_, i) => absolute(i)).join('\n') +
        `\n${absolute(0).replace('0.png', 'none.png')}`,
    );
    await writeFiles(join(path, '..'), { 'beside.png': await plain([1, 2, 3]).png().toBuffer() });
    await appendFile(path, `\n${join(path, '..', 'beside.png')}`);
    const dataset = await loadOwn(path);
    const expected = ['beside.png', 'great tit/0.png', '雀/19.png'];
    const colours = allColours(dataset);
    assert.deepEqual(
      expected.filter((file) => colours.has(file)),
      expected,
    );
    assert.deepEqual(Object.keys(skippedIn(dataset)), ['great tit/none.png']);
  });

  it('passes over rows that lead nowhere', async (t) => {
    const path = await table(
      t,
      `path,split\n${rows(() => '')}\nmissing.png,\n..,\n,test\n${row(1)},holdout`,
    );
    assert.deepEqual(skippedIn(await loadOwn(path)), {
      'missing.png': 'there is no such file',
      '..': 'not a regular file',
      '(row: ,test)': 'the row names no file',
      [row(1)]: 'split "holdout"; expected train or test',
    });
  });

  it('has its classes in a column of another name where no other is left', async (t) => {
    const lines = rows((i) => (i % 2 === 0 ? 'owl' : 'wren'));
    const dataset = await loadOwn(await table(t, `path,Breed\n${lines}`));
    assert.deepEqual(dataset.classNames, ['owl', 'wren']);
    assert.match(dataset.notice ?? '', /^The column Breed of birds\.csv is taken for the classes/);
  });

  it('says which columns it does not know', async (t) => {
    const lines = rows((i) => `owl,${i}`);
    const dataset = await loadOwn(await table(t, `path,breed,age\n${lines}`));
    assert.deepEqual(dataset.classNames, ['unlabelled']);
    assert.match(
      dataset.notice ?? '',
      /^None of the columns breed, age of birds\.csv is called label, class/,
    );
    const known = await loadOwn(await table(t, `path,class,age\n${lines}`));
    assert.equal(known.notice, null);
  });

  it('without names of columns may have a class that is called as a column', async (t) => {
    const { classNames, train } = await loadOwn(
      await table(
        t,
        rows(() => 'target'),
      ),
    );
    assert.deepEqual([classNames, train.labels.length], [['target'], 18]);
  });

  it('is read packed with gzip', async (t) => {
    const lines = rows((i) => `${i % 3}`);
    const packed = await loadOwn(await table(t, gzipSync(lines)));
    assert.equal(fingerprint(packed), fingerprint(await loadOwn(await table(t, lines))));
  });

  it('with a quotation mark too many is not quoted as a whole', async (t) => {
    const lines = Array.from({ length: 200 }, (_, i) => `${row(i % 20)},b`).join('\n');
    const path = await table(t, `${row(0)},a\n"${lines}`);
    await assert.rejects(loadOwn(path), (error: Error) => {
      assert.match(error.message, /has 1 usable picture, .* is a quotation mark missing/s);
      assert.ok(error.message.length < 1000, error.message);
      return true;
    });
  });

  it('in another encoding than UTF-8 is refused', async (t) => {
    const lines = rows(() => 'grün');
    for (const content of [
      Buffer.from(`\ufeff${lines}`, 'utf16le'),
      Buffer.from(lines, 'latin1'),
      // Where it goes wrong after what tells that it is text.
      Buffer.concat([Buffer.from(`${lines}\n`.repeat(20)), Buffer.from(lines, 'latin1')]),
    ]) {
      await assert.rejects(loadOwn(await table(t, content)), {
        name: 'InputError',
        message: /birds\.csv is a text in another encoding than UTF-8, .* save it as UTF-8/,
      });
    }
  });

  it('without a column of paths is refused', async (t) => {
    await assert.rejects(loadOwn(await table(t, 'label,colour\n1,red\n')), {
      name: 'InputError',
      message: /has the columns label, colour; expected one of paths that is called path, file/,
    });
  });
});
