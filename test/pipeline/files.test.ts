import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { InputError } from '../../pipeline/errors.ts';
import {
  decodeMaps,
  decodePlaced,
  encodeMaps,
  encodePlaced,
} from '../../pipeline/files/mapFile.ts';
import { decodeNpy, encodeNpy } from '../../pipeline/files/npy.ts';
import { RunFolder, sha256 } from '../../pipeline/files/runFolder.ts';
import { findPython } from '../helpers.ts';

const scratch = mkdtempSync(join(tmpdir(), 'caelum-'));
after(() => {
  rmSync(scratch, { recursive: true });
});

describe('run folder', () => {
  test('writes whole files, in folders of their own, and knows their SHA-256', async () => {
    const folder = new RunFolder(join(scratch, 'run'));
    folder.write('figures/a.svg', 'first');
    folder.write('figures/a.svg', 'second');
    assert.equal((await folder.read('figures/a.svg')).toString(), 'second');
    assert.equal(await folder.digest('figures/a.svg'), sha256('second'));
    assert.equal(await folder.digest('absent'), null);
    assert.deepEqual(readdirSync(join(scratch, 'run', 'figures')), ['a.svg']);
  });

  test('keeps the earlier file and leaves nothing half-written where writing fails', () => {
    const path = join(scratch, 'failing');
    const folder = new RunFolder(path);
    folder.write('a.json', 'kept');
    mkdirSync(join(path, 'taken'));
    writeFileSync(join(path, 'taken', 'x'), '');
    // A folder cannot be replaced by a file: the last step of writing fails.
    assert.throws(() => {
      folder.write('taken', 'content');
    });
    assert.deepEqual(readdirSync(path).sort(), ['a.json', 'taken']);
    assert.equal(readFileSync(join(path, 'a.json'), 'utf8'), 'kept');
  });

  test('writes a file piece by piece, which is there once it is finished', async () => {
    const path = join(scratch, 'pieces');
    const folder = new RunFolder(path);
    folder.write('a.npy', 'earlier');
    const writer = folder.writer('a.npy');
    writer.append(Buffer.from('one '));
    writer.append(new Uint8Array(0));
    writer.append(Buffer.from('two'));
    assert.equal(readFileSync(join(path, 'a.npy'), 'utf8'), 'earlier');
    assert.equal(writer.finish(), sha256('one two'));
    assert.equal(readFileSync(join(path, 'a.npy'), 'utf8'), 'one two');
    assert.equal(await folder.digest('a.npy'), sha256('one two'));
    assert.throws(() => {
      writer.append(Buffer.from('three'));
    }, /a\.npy is finished/);
    writer.discard();
    assert.deepEqual(readdirSync(path), ['a.npy']);
  });

  test('gives up a file that is written piece by piece, and keeps the earlier one', () => {
    const path = join(scratch, 'given-up');
    const folder = new RunFolder(path);
    folder.write('a.npy', 'earlier');
    const writer = folder.writer('a.npy');
    writer.append(Buffer.from('one'));
    assert.deepEqual(readdirSync(path), ['a.npy', `a.npy.${process.pid}.part`]);
    writer.discard();
    assert.equal(writer.sha256, null);
    assert.deepEqual(readdirSync(path), ['a.npy']);
    assert.equal(readFileSync(join(path, 'a.npy'), 'utf8'), 'earlier');
  });

  test('leaves nothing half-written where the process ends', () => {
    const path = join(scratch, 'ended');
    const source = new URL('../../pipeline/files/fileWriter.ts', import.meta.url).href;
    const script = `
      const { FileWriter } = await import(${JSON.stringify(source)});
      new FileWriter(process.argv[1] + '/a.npy').append(new Uint8Array(9));
      process.exit(3);`;
    const args = ['--import', 'tsx', '--input-type=module', '-e', script, path];
    assert.equal(spawnSync(process.execPath, args).status, 3);
    assert.deepEqual(readdirSync(path), []);
  });

  test('sweeps what killed processes left of its own files, and nothing else', () => {
    const path = join(scratch, 'swept');
    mkdirSync(join(path, 'figures'), { recursive: true });
    const left = ['a.json.999999999.part', 'figures/map.svg.999999999.part'];
    const kept = ['holiday.999999999.part', `a.json.${process.pid}.part`, 'a.json.part'];
    for (const name of [...left, ...kept]) writeFileSync(join(path, name), '');
    new RunFolder(path).sweep(['a.json', 'figures/map.svg']);
    assert.deepEqual(readdirSync(path).sort(), [...kept, 'figures'].sort());
    assert.deepEqual(readdirSync(join(path, 'figures')), []);
  });

  test('one process at a time writes; a lock that a killed one left does not count', () => {
    const path = join(scratch, 'locked');
    mkdirSync(path);
    const lock = join(path, '.caelum-lock');
    writeFileSync(lock, `${process.ppid} ${Date.now()}`); // Whoever runs this test is alive.
    assert.throws(
      () => {
        new RunFolder(path).lock();
      },
      { name: InputError.name, message: new RegExp(`by process ${process.ppid};.*--out`) },
    );
    writeFileSync(lock, `999999999 ${Date.now()}`);
    new RunFolder(path).lock();
    assert.equal(Number.parseInt(readFileSync(lock, 'utf8')), process.pid);
    rmSync(lock);
  });

  test(
    'a lock does not count where its number is that of a later process by now',
    { skip: process.platform !== 'linux' && 'only Linux tells when a process was started' },
    () => {
      const path = join(scratch, 'restarted');
      mkdirSync(path);
      const lock = join(path, '.caelum-lock');
      writeFileSync(lock, `${process.ppid} ${Date.now() - 24 * 3600 * 1000}`);
      new RunFolder(path).lock();
      assert.equal(Number.parseInt(readFileSync(lock, 'utf8')), process.pid);
      rmSync(lock);
    },
  );

  test('checks for room and leaves nothing', () => {
    const path = join(scratch, 'room');
    new RunFolder(path).checkRoom(1000);
    assert.deepEqual(readdirSync(path), []);
  });

  test('a full disk fails, and leaves nothing', { skip: process.platform !== 'linux' }, () => {
    // The limit on the size of a file stands in for the size of the disk: writing stops midway.
    const module = new URL('../../pipeline/files/runFolder.ts', import.meta.url).href;
    const script = join(scratch, 'fill.ts');
    writeFileSync(
      script,
      `import { RunFolder } from ${JSON.stringify(module)};
      new RunFolder(${JSON.stringify(join(scratch, 'full'))}).write('big', new Uint8Array(4 << 20));`,
    );
    const command = `trap '' XFSZ; ulimit -f 1024; exec node --import tsx ${script}`;
    const { status, stderr } = spawnSync('bash', ['-c', command], { encoding: 'utf8' });
    assert.notEqual(status, 0);
    assert.match(stderr, /EFBIG/);
    assert.deepEqual(readdirSync(join(scratch, 'full')), []);
  });
});

describe('.npy', () => {
  const array = { shape: [2, 3], data: Float32Array.of(1, -2, 3.5, 0, 1e-20, 6) };

  test('reads back what it wrote', () => {
    assert.deepEqual(decodeNpy(encodeNpy(array), 'a.npy'), array);
    const labels = { shape: [3], data: Int32Array.of(7, -1, 9) };
    assert.deepEqual(decodeNpy(encodeNpy(labels), 'b.npy'), labels);
  });

  const python = findPython(['numpy']);
  test('NumPy reads it', { skip: 'reason' in python && python.reason }, () => {
    assert.ok('path' in python);
    const path = join(scratch, 'a.npy');
    writeFileSync(path, encodeNpy(array));
    const script = `import numpy as np; a = np.load(${JSON.stringify(path)}); print(a.dtype, a.shape, a.tolist())`;
    const { stdout } = spawnSync(python.path, ['-c', script], { encoding: 'utf8' });
    assert.match(stdout, /^float32 \(2, 3\) \[\[1.0, -2.0, 3.5\], \[0.0, 9.99\d+e-21, 6.0\]\]/);
  });

  test('refuses other bytes, other types and other lengths, naming the file', () => {
    const good = encodeNpy(array);
    const bad: [Buffer, RegExp][] = [
      [Buffer.from('no array'), /a\.npy.*does not begin/],
      [good.subarray(0, good.length - 4), /a\.npy.*24 bytes, it has 20/],
      [
        Buffer.from(good.toString('latin1').replace('<f4', '<f8'), 'latin1'),
        /expected.*float32.*<f8/,
      ],
    ];
    for (const [bytes, message] of bad) {
      assert.throws(() => decodeNpy(bytes, 'a.npy'), { name: InputError.name, message });
    }
  });
});

describe('map.csv and placed.csv', () => {
  const labels = Int32Array.of(4, 7);
  const tsne = {
    name: 'tsne-30',
    positions: Float32Array.of(0.1, -2.25, 1e-7, 33.3),
    distortion: Float32Array.of(0, 0.3),
    uncertainty: Float32Array.of(1.1, 0),
  };
  const pca = { ...tsne, name: 'pca', positions: Float32Array.of(5, 6, 7, 1e30) };

  test('read back what they wrote, to the last bit', () => {
    const mapped = encodeMaps([tsne, pca], labels);
    assert.deepEqual(mapped.split('\n').slice(0, 2), [
      'id,label,x,y,distortion,pca_x,pca_y,pca_distortion',
      '0,4,0.10000000149011612,-2.25,0,5,6,0',
    ]);
    const plain = [tsne, pca].map(({ name, positions, distortion }) => {
      return { name, positions, distortion };
    });
    assert.deepEqual(decodeMaps(mapped, 'map.csv', ['tsne-30', 'pca']), plain);
    const placed = encodePlaced([tsne, pca], labels, 100);
    assert.deepEqual(placed.split('\n')[0].split(',').slice(2, 6), [
      'x',
      'y',
      'distortion',
      'uncertainty',
    ]);
    assert.match(placed.split('\n')[2], /^101,7,/);
    assert.deepEqual(decodePlaced(placed, 'placed.csv', ['tsne-30', 'pca']), [tsne, pca]);
  });

  test('refuse a table of other maps', () => {
    const text = encodeMaps([tsne, pca], labels);
    assert.throws(() => decodeMaps('a,b\n1,2\n', 'm.csv', ['pca']), /m\.csv.*id,label,x,y.*a,b/);
    assert.throws(() => decodeMaps(text, 'm.csv', ['tsne-30']), /should have.*it has.*pca_x/);
    assert.throws(() => decodePlaced(text, 'm.csv', ['tsne-30', 'pca']), /uncertainty/);
    assert.throws(() => decodeMaps('', 'm.csv', ['pca']), { name: InputError.name });
  });
});
