import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { FILES } from '../../pipeline/contract.ts';
import { encodeMaps, encodePlaced, type PlacedMap } from '../../pipeline/files/mapFile.ts';
import { encodeNpy } from '../../pipeline/files/npy.ts';
import { rowsPerGroup } from '../../pipeline/files/pointsFile.ts';
import { RunFolder } from '../../pipeline/files/runFolder.ts';
import type { Dataset, ImageSet } from '../../pipeline/images.ts';
import { normalNumbers, seededRandom } from '../../pipeline/random.ts';
import { StageOutput } from '../../pipeline/stages/output.ts';
import { pointsStage } from '../../pipeline/stages/points.ts';
import { findPython } from '../helpers.ts';
import { silentRun } from './silentRun.ts';

const folder = new RunFolder(mkdtempSync(join(tmpdir(), 'caelum-')));
after(() => {
  rmSync(folder.path, { recursive: true });
});

const MAPPED = 40;
const PLACED = 25;
const LATENT = [3, 2, 2];
const ALL_MAPPED = { k: 9, count: MAPPED };
const ALL_PLACED = { k: 6, count: PLACED };
const normal = normalNumbers(seededRandom(7, 'points'));

const floats = (length: number) => Float32Array.from({ length }, () => normal());
const labels = Int32Array.from({ length: MAPPED + PLACED }, (_, i) => i % 3);
const latents = floats((MAPPED + PLACED) * 12);
const errors = floats(MAPPED + PLACED).map(Math.abs);

function maps(count: number): PlacedMap[] {
  return ['tsne', 'pca'].map((name) => ({
    name,
    positions: floats(2 * count),
    distortion: floats(count).map(Math.abs),
    uncertainty: floats(count).map(Math.abs),
  }));
}
const mapped = maps(MAPPED);
const placed = maps(PLACED);
const neighbours = [ALL_MAPPED, ALL_PLACED].map(({ k, count }) =>
  Int32Array.from({ length: k * count }, (_, n) => (n * 31) % MAPPED),
);

function images(from: number, count: number): ImageSet {
  return {
    shape: { channels: 1, height: 1, width: 1 },
    pixels: new Uint8Array(count),
    labels: labels.subarray(from, from + count),
  };
}

const files = Array.from({ length: MAPPED + 3 }, (_, i) => `größe/${i}.png`);
const dataset: Dataset = {
  name: 'own',
  title: 'Own pictures',
  classNames: ['Schuh', 'T-shirt, "top"', '猫'],
  // More than the map takes.
  train: { ...images(0, MAPPED + 3), files },
  test: images(MAPPED, PLACED),
  source: 'this test',
  notice: null,
};

/** Makes the file in the folder; gives its SHA-256. */
async function makePoints(): Promise<string> {
  const encode = { key: '', files: {}, results: { mapped: MAPPED, placed: PLACED } };
  const run = silentRun(folder, dataset, { stages: { encode } });
  const settings = { projection: ['tsne', 'pca'], perplexity: [3], mapSize: MAPPED } as const;
  const output = new StageOutput(folder, () => undefined);
  await pointsStage(settings, { seed: 7 }).run(run, output.write, () => undefined);
  return output.files()[FILES.points];
}

let made = '';
before(async () => {
  const total = MAPPED + PLACED;
  const stored: Record<string, Uint8Array | string> = {
    [FILES.latents]: encodeNpy({ shape: [total, ...LATENT], data: latents }),
    [FILES.labels]: encodeNpy({ shape: [total], data: labels }),
    [FILES.errors]: encodeNpy({ shape: [total], data: errors }),
    [FILES.map]: encodeMaps(mapped, labels.subarray(0, MAPPED)),
    [FILES.placed]: encodePlaced(placed, labels.subarray(MAPPED), MAPPED),
    [FILES.neighbours]: encodeNpy({ shape: [MAPPED, ALL_MAPPED.k], data: neighbours[0] }),
    [FILES.distances]: encodeNpy({ shape: [MAPPED, ALL_MAPPED.k], data: floats(MAPPED * 9) }),
    [FILES.placedNeighbours]: encodeNpy({ shape: [PLACED, ALL_PLACED.k], data: neighbours[1] }),
  };
  for (const [name, content] of Object.entries(stored)) folder.write(name, content);
  made = await makePoints();
});

/** What row `id` should hold. */
function expectedRow(id: number): Record<string, unknown> {
  const onMap = id < MAPPED;
  const [i, all, { k }, near] = onMap
    ? ([id, mapped, ALL_MAPPED, neighbours[0]] as const)
    : ([id - MAPPED, placed, ALL_PLACED, neighbours[1]] as const);
  return {
    id,
    split: onMap ? 'map' : 'test',
    label: labels[id],
    class: dataset.classNames[labels[id]],
    file: onMap ? files[id] : null,
    x: all[0].positions[2 * i],
    y: all[0].positions[2 * i + 1],
    distortion: all[0].distortion[i],
    uncertainty: onMap ? null : all[0].uncertainty[i],
    pca_x: all[1].positions[2 * i],
    pca_y: all[1].positions[2 * i + 1],
    pca_distortion: all[1].distortion[i],
    pca_uncertainty: onMap ? null : all[1].uncertainty[i],
    error: errors[id],
    neighbours: Array.from(near.subarray(i * k, i * k + ALL_PLACED.k)),
    latent: Array.from(latents.subarray(id * 12, id * 12 + 12)),
  };
}

test('each image has a row with all that other files say of it', async () => {
  const file = await asyncBufferFromFile(folder.file(FILES.points));
  const rows = await parquetReadObjects({ file });
  assert.equal(rows.length, MAPPED + PLACED);
  for (const [id, row] of rows.entries()) assert.deepEqual(row, expectedRow(id));
});

test('the file tells where it comes from, and what its columns are', async () => {
  const file = await asyncBufferFromFile(folder.file(FILES.points));
  const { key_value_metadata, created_by } = await parquetMetadataAsync(file);
  const facts = new Map(key_value_metadata?.map(({ key, value }) => [key, value]));
  const fact = (key: string) => facts.get(`io.github.caelum.${key}`) ?? '';
  assert.equal(fact('dataset'), 'Own pictures');
  assert.deepEqual(JSON.parse(fact('settings')), { seed: 7 });
  assert.deepEqual(JSON.parse(fact('latent_shape')), LATENT);
  const columns = JSON.parse(fact('columns')) as { name: string; title: string; range: unknown }[];
  assert.deepEqual(
    columns.map(({ name }) => name),
    Object.keys(expectedRow(0)),
  );
  assert.ok(columns.every(({ title }) => title.length > 0));
  assert.deepEqual(columns.find(({ name }) => name === 'label')?.range, [-1, 2]);
  assert.match(created_by ?? '', /^caelum version \d/);
});

test('the same run gives the same bytes', async () => {
  assert.equal(await makePoints(), made);
  assert.equal(await folder.digest(FILES.points), made);
});

test('row groups are large for small latents, and bounded', () => {
  assert.equal(rowsPerGroup([2]), 100_000);
  assert.equal(rowsPerGroup([32, 7, 7]), 5349);
  assert.equal(rowsPerGroup([1 << 30]), 1);
});

describe('in Python', () => {
  /** Compares what `read(path)` gives, lists of values by column, with the other files of the run. */
  const compare = `
import csv, sys, numpy as np
folder = sys.argv[1]
columns = read(folder + "/points.parquet")
def floats(values):
    return np.array([np.nan if v is None else v for v in values], np.float32)
def check(name, expected):
    assert np.array_equal(floats(columns[name]), floats(expected), equal_nan=True), name
latents = np.load(folder + "/latents.npy")
assert np.array_equal(np.stack(columns["latent"]).astype(np.float32), latents.reshape(len(latents), -1))
check("label", np.load(folder + "/labels.npy"))
check("error", np.load(folder + "/errors.npy"))
rows = [row for name in ("map", "placed") for row in csv.DictReader(open(f"{folder}/{name}.csv"))]
for name in ("id", "x", "y", "distortion", "uncertainty", "pca_x", "pca_y", "pca_uncertainty"):
    check(name, [row.get(name) for row in rows])
near = np.load(folder + "/neighbours.npy"), np.load(folder + "/placed-neighbours.npy")
assert np.array_equal(np.stack(columns["neighbours"]), np.concatenate([near[0][:, :6], near[1]]))
assert list(columns["file"][:2]) == ["größe/0.png", "größe/1.png"] and columns["class"][2] == "猫"
print(len(latents), sorted(set(columns["split"])))
`;

  const readers = {
    duckdb: `
import duckdb
def read(path):
    table = duckdb.sql(f"select * from '{path}' order by id")
    return dict(zip(table.columns, zip(*table.fetchall())))
`,
    pandas: `
import pandas
def read(path):
    table = pandas.read_parquet(path, engine="pyarrow")
    assert list(table.dtypes[["id", "x"]]) == ["int32", "float32"]
    return {name: table[name].to_numpy() for name in table.columns}
`,
  };
  const needed = { duckdb: ['numpy', 'duckdb'], pandas: ['numpy', 'pandas', 'pyarrow'] };

  for (const name of ['duckdb', 'pandas'] as const) {
    const python = findPython(needed[name]);
    test(`${name} reads it`, { skip: 'reason' in python && python.reason }, () => {
      assert.ok('path' in python);
      const script = readers[name] + compare;
      const { stdout, stderr } = spawnSync(python.path, ['-c', script, folder.path], {
        encoding: 'utf8',
        env: { ...process.env, PYTHONUTF8: '1' },
      });
      assert.equal(stdout, `${MAPPED + PLACED} ['map', 'test']\n`, stderr);
    });
  }
});
