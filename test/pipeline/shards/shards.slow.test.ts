/** Images placed onto a run's maps in one piece and in shards, as their users start it, on real digits. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { FILES, PAGE_BLOBS, PLACEMENT_FILES, type Metrics } from '../../../pipeline/contract.ts';
import { readNpmDigits } from '../../../pipeline/datasets/npmDigits.ts';
import { InputError } from '../../../pipeline/errors.ts';
import { decodePlaced } from '../../../pipeline/files/mapFile.ts';
import { bytesOf, decodeNpy, npyHead } from '../../../pipeline/files/npy.ts';
import { gatherShards } from '../../../pipeline/shards/gather.ts';
import {
  writeRecord,
  type PlacementRecord,
  type ShardRecord,
} from '../../../pipeline/shards/records.ts';
import { RunFolder, sha256 } from '../../../pipeline/files/runFolder.ts';
import { SIDE_BY_SIDE, startBeside } from '../../commandLine.ts';
import { largestDifference } from '../../helpers.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const PAIR = join(ROOT, 'test', 'fixtures', 'pytorch-pair');
/** Eight blocks, as many as the examples have shards. */
const COUNT = 400;
const SHARDS = 3;

const scratch = mkdtempSync(join(tmpdir(), 'caelum-'));
const at = (...names: string[]) => join(scratch, ...names);
const reference = at('reference');
const shard = (index: number) => at('parts', `shard-${index}-of-${SHARDS}`);
const place = ['--onto', reference, '--dataset', at('digits.npy'), '--device', 'cpu'];

after(() => {
  rmSync(scratch, { recursive: true });
});

function start(command: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  return spawnSync(process.execPath, ['--import', 'tsx', `pipeline/${command}.ts`, ...args], {
    cwd: ROOT,
    env: { ...process.env, CAELUM_CACHE: at('cache'), ...environment },
    encoding: 'utf8',
  });
}

function succeed(...call: Parameters<typeof start>): string {
  const { status, stdout, stderr } = start(...call);
  assert.equal(status, 0, stderr);
  return stdout;
}

/** SHA-256 of every file of a folder but its folders; records themselves, without their timings. */
function contents(folder: string): Map<string, string> {
  return new Map(
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => {
        const bytes = readFileSync(join(folder, name));
        if (name !== PLACEMENT_FILES.placement) return [name, sha256(bytes)];
        const { timings, ...record } = JSON.parse(bytes.toString()) as PlacementRecord;
        assert.ok(timings.place > 0);
        return [name, JSON.stringify(record)];
      }),
  );
}

function edit(folder: string, change: (record: ShardRecord) => void): void {
  const path = join(folder, PLACEMENT_FILES.shard);
  const record = JSON.parse(readFileSync(path, 'utf8')) as ShardRecord;
  change(record);
  writeRecord(new RunFolder(folder), PLACEMENT_FILES.shard, record);
}

before(async () => {
  const { train } = await readNpmDigits();
  // Not the first ones, which the reference is made of.
  const from = 5000;
  const { height, width } = train.shape;
  const pixels = train.pixels.subarray(from * height * width, (from + COUNT) * height * width);
  const labels = train.labels.slice(from, from + COUNT);
  writeFileSync(at('digits.npy'), Buffer.concat([npyHead('|u1', [COUNT, height, width]), pixels]));
  writeFileSync(at('digits_labels.npy'), Buffer.concat([npyHead('<i4', [COUNT]), bytesOf(labels)]));
  const models = ['encoder', 'decoder'].flatMap((name) => [
    `--${name}`,
    join(PAIR, `${name}.onnx`),
  ]);
  const maps = ['--projection', 'tsne,pca', '--perplexity', '10', '--map-size', '100'];
  succeed('analyze', [...models, ...maps, '--offline', '--limit', '200', '--out', reference]);
  succeed('analyze', [...place, '--out', at('whole')]);
  for (const index of [1, 2]) {
    const part = ['--shard', `${index}/${SHARDS}`, '--out', at('parts')];
    succeed('analyze', [...place, ...part]);
  }
  const array = { JOB_COMPLETION_INDEX: '2' };
  succeed('analyze', [...place, '--shard', `auto/${SHARDS}`, '--out', at('parts')], array);
});

describe('images placed onto a run', () => {
  test('come to lie where the place stage puts the same images', () => {
    // The test images of the run, placed once more.
    const out = at('again');
    succeed('analyze', ['--onto', reference, '--offline', '--limit', '200', '--out', out]);
    const names = ['tsne', 'pca'];
    const read = (folder: string) =>
      decodePlaced(readFileSync(join(folder, FILES.placed), 'utf8'), FILES.placed, names);
    const [stage, again] = [read(reference), read(out)];
    stage.forEach(({ positions }, m) => {
      // Blocks are others here, and with them the last digits.
      const last = again[m].positions.slice(-positions.length);
      assert.ok(largestDifference(last, positions) < 1e-3);
    });
  });

  test('have a row each in every file, and their labels', () => {
    const { shape } = decodeNpy(readFileSync(at('whole', FILES.latents)), FILES.latents);
    assert.equal(shape[0], COUNT);
    const labels = decodeNpy(readFileSync(at('whole', FILES.labels)), FILES.labels).data;
    const original = readFileSync(at('digits_labels.npy'));
    assert.deepEqual([...labels], [...decodeNpy(original, 'labels').data]);
    const { measures } = JSON.parse(readFileSync(at('whole', FILES.metrics), 'utf8')) as Metrics;
    const accuracy = measures.find(({ key }) => key === 'placedKnnAccuracy')!;
    assert.deepEqual(
      accuracy.values.map(({ space }) => space),
      ['latents', 'tsne', 'pca'],
    );
    assert.ok(accuracy.values[0].value > 0.5, 'chance is 0.1');
  });

  test('have all of that in one table', async () => {
    const file = await asyncBufferFromFile(at('whole', FILES.points));
    const rows = await parquetReadObjects({ file });
    const array = (name: string) => decodeNpy(readFileSync(at('whole', name)), name).data;
    const [latents, labels, errors, near] = [
      FILES.latents,
      FILES.labels,
      FILES.errors,
      FILES.placedNeighbours,
    ].map(array);
    const text = readFileSync(at('whole', FILES.placed), 'utf8');
    const [first] = decodePlaced(text, FILES.placed, ['tsne', 'pca']);
    assert.equal(rows.length, COUNT);
    for (const [id, row] of rows.entries()) {
      const of = (values: ArrayLike<number>) => {
        const width = values.length / COUNT;
        return Array.from({ length: width }, (_, i) => values[id * width + i]);
      };
      const { pca_x, pca_y, pca_distortion, pca_uncertainty, ...known } = row;
      assert.ok([pca_x, pca_y, pca_distortion, pca_uncertainty].every(Number.isFinite));
      assert.deepEqual(known, {
        id,
        split: 'placed',
        label: labels[id],
        class: String(labels[id]),
        file: null,
        x: first.positions[2 * id],
        y: first.positions[2 * id + 1],
        distortion: first.distortion[id],
        uncertainty: first.uncertainty[id],
        error: errors[id],
        neighbours: of(near),
        latent: of(latents),
      });
    }
  });

  test('are seen on the page of the run', () => {
    const page = readFileSync(at('whole', FILES.viewer), 'utf8');
    assert.match(page, new RegExp(`"crowd":{"title":"digits","count":${COUNT},`));
    for (const id of [PAGE_BLOBS.crowd, PAGE_BLOBS.crowdLabels, PAGE_BLOBS.images]) {
      assert.equal(page.split(`id="${id}"`).length, 2, `${id} is there once`);
    }
    assert.ok(!readFileSync(join(reference, FILES.viewer), 'utf8').includes('"crowd":{'));
  });

  test('are not placed again where nothing has changed', () => {
    assert.match(succeed('analyze', [...place, '--out', at('whole')]), /up to date/);
  });
});

describe('shards', () => {
  test('merge into the bytes of one piece', () => {
    succeed('merge', [at('parts')]);
    assert.deepEqual(contents(at('parts')), contents(at('whole')));
  });

  test('stay as they are where merging would write over one, be it by a link', () => {
    const before = contents(shard(1));
    symlinkSync(shard(1), at('link'));
    for (const out of [shard(1), at('link')]) {
      const { status, stderr } = start('merge', [at('parts'), '--out', out, '--force']);
      assert.equal(status, 2);
      assert.match(stderr, /is one of the shards; choose another folder/);
    }
    assert.deepEqual(contents(shard(1)), before);
  });

  test('are placed as an array of jobs on Slurm', () => {
    const script = join(ROOT, 'examples', 'slurm.sh');
    const { status, stderr } = spawnSync(
      'bash',
      [script, reference, at('digits.npy'), '--out', at('slurm'), '--device', 'cpu'],
      { cwd: ROOT, encoding: 'utf8', env: { ...process.env, SLURM_ARRAY_TASK_ID: '5' } },
    );
    assert.equal(status, 0, stderr);
    const rows = (folder: string) => decodeNpy(readFileSync(join(folder, FILES.latents)), folder);
    const [part, whole] = [rows(at('slurm', 'shard-5-of-8')), rows(at('whole'))];
    const size = whole.data.length / COUNT;
    assert.deepEqual(part.data, whole.data.slice(200 * size, 250 * size));
  });

  const refused: [string, () => string[], RegExp][] = [
    ['a missing one', () => [shard(1), shard(3)], /Shard 2 of 3 is missing.*--shard 2\/3/],
    [
      'a doubled one',
      () => {
        cpSync(shard(2), at('twin'), { recursive: true });
        return [at('parts'), at('twin')];
      },
      /Shard 2 of 3 is there twice: .*twin/,
    ],
    [
      'one of other images',
      () => [at('parts'), altered((r) => (r.data.fingerprint = 'x'))],
      /it was made with other images \(x, not \w{8}…\)/,
    ],
    [
      'one of so many images less',
      () => [at('parts'), altered((r) => (r.data.count = 300))],
      /made with another number of images \(300, not 400\)/,
    ],
    [
      'one of another model',
      () => [at('parts'), altered((r) => (r.reference.models = 'x'))],
      /made with another model/,
    ],
    [
      'one of another seed',
      () => [at('parts'), altered((r) => (r.reference.seed = 7))],
      /made with another seed \(7, not 42\)/,
    ],
    [
      'one onto other maps',
      () => [at('parts'), altered((r) => (r.reference.identity = 'x'))],
      /made with other maps/,
    ],
    [
      'one of another number',
      () => [at('parts'), altered((r) => (r.shard.count = 4))],
      /another number of shards \(4, not 3\)/,
    ],
    [
      'one of another format',
      () => [altered((r) => ((r.formatVersion as number) = 1))],
      /shard\.json has format 1, and this version of Caelum reads \d+; run that shard again/,
    ],
    [
      'one that tells of other rows',
      () => [shard(1), altered((r) => (r.rows.from = 0)), shard(3)],
      /shard\.json is damaged: shard 2 of 3 has images 100 to 249 in 3 blocks, and it tells of 0 to/,
    ],
    [
      'one that lacks measures',
      () => [shard(1), altered((r) => r.tallies.pop()), shard(3)],
      /shard\.json is damaged: .* in 3 blocks, and it tells of 100 to 249 in 2; run that shard again/,
    ],
    [
      'one whose record was changed',
      () => {
        const folder = altered(() => undefined);
        const path = join(folder, PLACEMENT_FILES.shard);
        writeFileSync(path, readFileSync(path, 'utf8').replace('"squares": ', '"squares": 1'));
        return [shard(1), folder];
      },
      /shard\.json is damaged; run that shard again/,
    ],
    [
      'one that died',
      () => {
        const folder = altered(() => undefined);
        rmSync(join(folder, PLACEMENT_FILES.shard));
        return [shard(1), folder];
      },
      /no finished shard.*run that shard/,
    ],
  ];
  for (const [what, paths, message] of refused) {
    test(`are not merged with ${what}`, async () => {
      await assert.rejects(gatherShards(paths()), { name: InputError.name, message });
    });
  }

  /** A copy of the second shard with another record. */
  function altered(change: (record: ShardRecord) => void): string {
    const folder = at('altered');
    rmSync(folder, { recursive: true, force: true });
    cpSync(shard(2), folder, { recursive: true });
    edit(folder, change);
    return folder;
  }

  /** What `merge` says of a shard's file whose bytes were changed; what was merged before stays. */
  function mergeDamaged(name: string, damage: (bytes: Buffer) => Buffer): string {
    const before = contents(at('parts'));
    const path = join(shard(2), name);
    const bytes = readFileSync(path);
    writeFileSync(path, damage(Buffer.from(bytes)));
    const { status, stderr } = start('merge', [at('parts')]);
    writeFileSync(path, bytes);
    assert.equal(status, 2, stderr);
    assert.deepEqual(contents(at('parts')), before);
    return stderr;
  }

  test('whose Parquet file is cut short are named, and nothing is written over', () => {
    const cuts = [
      [0, /shard-2-of-3\/points\.parquet is cut short or damaged \(.+\); run/],
      [11, /points\.parquet is cut short or damaged/],
      [-1, /points\.parquet is cut short or damaged/],
    ] as const;
    for (const [end, message] of cuts) {
      const said = mergeDamaged(FILES.points, (bytes) => bytes.subarray(0, end));
      assert.match(said, message);
    }
    const flipped = mergeDamaged(FILES.points, (bytes) => {
      bytes[99] ^= 1;
      return bytes;
    });
    assert.match(flipped, /points\.parquet is not as the shard wrote it; run that shard again/);
  });

  test('that were damaged are named, and run again alone', () => {
    const before = contents(at('parts'));
    const damage = (bytes: Buffer) => {
      bytes[bytes.length - 1] ^= 1;
      return bytes;
    };
    const said = mergeDamaged(FILES.latents, damage);
    assert.match(said, /latents\.npy is not as the shard wrote it; run that shard again/);
    const path = join(shard(2), FILES.latents);
    writeFileSync(path, damage(readFileSync(path)));
    succeed('analyze', [...place, '--shard', `2/${SHARDS}`, '--out', at('parts')]);
    succeed('merge', [at('parts')]);
    assert.deepEqual(contents(at('parts')), before);
  });
});

describe('refuses', SIDE_BY_SIDE, () => {
  for (const [args, message] of [
    [['--shard', '1/2'], /--shard goes with --onto/],
    [['--onto', '/nowhere'], /--onto \/nowhere is no run/],
    [['--onto', reference, '--dataset', 'mnist', '--seed', '3'], /--seed is given by the run/],
    [[...place, '--out', reference], /--out .*reference is a run, and runs are not written over/],
    [[...place, '--out', reference, '--force'], /is a run, and runs are not written over/],
    [[...place, '--limit', '300', '--out', shard(1)], /holds shard 1 of 3; choose another folder/],
    [['--onto', reference, '--offline', '--out', at('whole')], /holds other images \(digits\)/],
  ] as [string[], RegExp][]) {
    test(args.filter((word) => word.startsWith('--')).join(' '), async () => {
      const env = { ...process.env, CAELUM_CACHE: at('cache') };
      const { status, stderr } = await startBeside('pipeline/analyze.ts', args, env);
      assert.equal(status, 2, stderr);
      assert.match(stderr, message);
    });
  }
});
