import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { test } from 'node:test';
import { FORMAT_VERSION, PAGE_BLOBS, PAGE_DATA } from '../../pipeline/contract.ts';
import { encodeIntegers } from '../../pipeline/page/parts/integers.ts';
import { encodeBase85 } from '../../pipeline/page/parts/base85.ts';
import { decodeBase85 } from '../../viewer/data/base85.ts';
import { inflate, PageError } from '../../viewer/data/blobs.ts';
import { imageAt, loadPage } from '../../viewer/data/load.ts';

const pack = (bytes: Uint8Array | ArrayBufferView): string =>
  encodeBase85(gzipSync(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)));

const DATA = {
  formatVersion: FORMAT_VERSION,
  dataset: { title: 'T', source: 'S', classNames: ['a', 'b'], classColours: ['red', 'blue'] },
  images: { count: 2, channels: 1, height: 1, width: 3 },
  maps: [
    { name: 'tsne', title: 't-SNE', settings: '' },
    { name: 'pca', title: 'PCA', settings: '' },
  ],
  latentShape: [2],
  placedFrom: 1,
  neighbours: 0,
  frames: null,
  search: null,
  parity: [1],
};

/** Texts of a page of two images of three pixels on two maps, the second placed there, with some replaced. */
function reader(replaced: Readonly<Record<string, string | null>> = {}) {
  const texts: Record<string, string | null> = {
    [PAGE_DATA]: JSON.stringify(DATA),
    [PAGE_BLOBS.labels]: pack(Int32Array.of(0, 1)),
    [PAGE_BLOBS.map]: pack(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8)),
    [PAGE_BLOBS.distortion]: pack(Float32Array.of(0, 0.5, 0.25, 1)),
    [PAGE_BLOBS.uncertainty]: pack(Float32Array.of(9, 10)),
    [PAGE_BLOBS.errors]: pack(Float32Array.of(0.5, 0.25)),
    [PAGE_BLOBS.neighbours]: pack(new Uint8Array(0)),
    [PAGE_BLOBS.parity]: pack(Float32Array.of(1, 2, 0, 0.5, 1)),
    [PAGE_BLOBS.licences]: pack(new TextEncoder().encode('MIT')),
    [PAGE_BLOBS.images]: pack(Uint8Array.of(0, 51, 255, 1, 2, 3)),
    ...replaced,
  };
  return (id: string) => texts[id] ?? null;
}

void test('a page is read as it was written', () => {
  const page = loadPage(reader());
  assert.deepEqual([...page.labels], [0, 1]);
  const [first, second] = page.maps;
  assert.deepEqual([...first.positions], [1, 2, 3, 4]);
  assert.deepEqual([...first.distortion], [0, 0.5]);
  assert.deepEqual([...first.uncertainty], [9]);
  assert.deepEqual([...second.positions], [5, 6, 7, 8]);
  assert.deepEqual([...second.distortion], [0.25, 1]);
  assert.deepEqual([...second.uncertainty], [10]);
  assert.deepEqual([...imageAt(page, 0)], [0, Math.fround(0.2), 1]);
});

void test('without what it can do without it is shown, and says what is amiss', () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    [PAGE_BLOBS.parity, /"blob-parity"/],
    [PAGE_BLOBS.licences, /"blob-licences"/],
    [PAGE_BLOBS.frames, /"blob-frames"/],
    [PAGE_BLOBS.search, /"blob-search"/],
    [PAGE_BLOBS.searchBasis, /"blob-search-basis"/],
    [PAGE_BLOBS.searchMean, /"blob-search-mean"/],
  ];
  const whole = loadPage(reader(EXTRAS));
  assert.deepEqual(whole.troubles, []);
  assert.deepEqual([...whole.frames!.positions], [-1, 5, 1, 2]);
  assert.deepEqual([...whole.search!.basis], [0.75, -0.5]);
  assert.deepEqual([...whole.search!.coordinates], [-6]);
  assert.deepEqual([...whole.parity.reconstructions], [0, 0.5, 1]);
  for (const [id, message] of cases) {
    for (const damaged of [null, '{}', pack(Uint8Array.of(1, 2, 3)).slice(1)]) {
      const { troubles, ...page } = loadPage(reader({ ...EXTRAS, [id]: damaged }));
      assert.equal(page.pixels.length, 6);
      assert.equal(troubles.length, 1);
      assert.match(troubles[0].reason, message);
    }
  }
});

/** A frame before the map, and a search along one direction. */
const EXTRAS = {
  [PAGE_DATA]: JSON.stringify({
    ...DATA,
    frames: { map: 0, iterations: [50, 100], boxes: [[-1, 5, -1, 5]] },
    search: { components: 1, basisStep: 0.25, coordinateStep: 2, explained: 0.5, recall: 1 },
  }),
  [PAGE_BLOBS.frames]: pack(encodeIntegers(Int32Array.of(0, 4095))),
  [PAGE_BLOBS.searchMean]: pack(Float32Array.of(1, 2)),
  [PAGE_BLOBS.searchBasis]: pack(encodeIntegers(Int32Array.of(3, -2))),
  [PAGE_BLOBS.search]: pack(encodeIntegers(Int32Array.of(-3))),
};

const images = reader()(PAGE_BLOBS.images)!;
const TWO_MAPPED = {
  [PAGE_DATA]: JSON.stringify({ ...DATA, placedFrom: 2, neighbours: 1 }),
  [PAGE_BLOBS.uncertainty]: pack(new Uint8Array(0)),
};
const CASES: readonly (readonly [string, Readonly<Record<string, string | null>>, RegExp])[] = [
  ['no data', { [PAGE_DATA]: null }, /"page-data" is missing.*cut short/],
  ['data cut short', { [PAGE_DATA]: '{"formatVersion": 1, ' }, /"page-data" is not JSON/],
  [
    'a newer format',
    { [PAGE_DATA]: JSON.stringify({ ...DATA, formatVersion: FORMAT_VERSION + 1 }) },
    new RegExp(`have format ${FORMAT_VERSION + 1} and its viewer reads format ${FORMAT_VERSION}`),
  ],
  ['data of another kind', { [PAGE_DATA]: '[]' }, /have format undefined/],
  [
    'no classes',
    {
      [PAGE_DATA]: JSON.stringify({ ...DATA, dataset: { classNames: [], classColours: [] } }),
    },
    /names 0 classes/,
  ],
  [
    'a size that is none',
    { [PAGE_DATA]: JSON.stringify({ ...DATA, images: { ...DATA.images, width: 0.5 } }) },
    /width 0.5/,
  ],
  ['no map', { [PAGE_BLOBS.map]: null }, /"blob-map" is missing/],
  [
    'images cut short',
    { [PAGE_BLOBS.images]: images.slice(0, images.length / 2) },
    /"blob-images" is damaged/,
  ],
  ['images that are no digits', { [PAGE_BLOBS.images]: '{}' }, /"blob-images" is damaged/],
  [
    'too few images',
    { [PAGE_BLOBS.images]: pack(Uint8Array.of(1, 2, 3)) },
    /"blob-images" has 3 bytes where 2 images need 6/,
  ],
  ['a label beyond', { [PAGE_BLOBS.labels]: pack(Int32Array.of(0, 2)) }, /Image 1 has label 2/],
  [
    'a position that is none',
    { [PAGE_BLOBS.map]: pack(Float32Array.of(1, 1, 1, 1, 1, NaN, 0, 0)) },
    /map "PCA" has a position that is not a number/,
  ],
  [
    'an error that is none',
    { [PAGE_BLOBS.errors]: pack(Float32Array.of(0, NaN)) },
    /Number 1 of the part "blob-errors" is NaN/,
  ],
  [
    'a neighbour that is not mapped',
    { ...TWO_MAPPED, [PAGE_BLOBS.neighbours]: pack(encodeIntegers(Int32Array.of(1, 2))) },
    /Image 1 has image 2 for a neighbour/,
  ],
  [
    'an image that is its own neighbour',
    { ...TWO_MAPPED, [PAGE_BLOBS.neighbours]: pack(encodeIntegers(Int32Array.of(1, 1))) },
    /Image 1 has image 1 for a neighbour, expected another of the 2/,
  ],
  [
    'more neighbours than there are',
    { [PAGE_DATA]: JSON.stringify({ ...DATA, neighbours: 1 }) },
    /states 1 neighbours of each image where 1 are mapped/,
  ],
  ['no maps', { [PAGE_DATA]: JSON.stringify({ ...DATA, maps: [] }) }, /names 0 maps/],
  [
    'more placed than there are',
    { [PAGE_DATA]: JSON.stringify({ ...DATA, placedFrom: 3 }) },
    /made of 3 of 2 images/,
  ],
  [
    'an uncertainty that is none',
    { [PAGE_BLOBS.uncertainty]: pack(Float32Array.of(1, Infinity)) },
    /map "PCA" has a uncertainty that is not a number/,
  ],
];

void test('a part of which any one character has changed is refused', () => {
  const packed = pack(Float32Array.from({ length: 50 }, (_, i) => Math.sin(i)));
  for (let i = 0; i < packed.length; i++) {
    const other = packed[i] === '1' ? '2' : '1';
    const changed = packed.slice(0, i) + other + packed.slice(i + 1);
    // Gzip states a time, a system, a level and a length that are not needed.
    if (gunzipsAlike(changed, packed)) continue;
    assert.throws(() => inflate(changed, 'part'), /"part" is damaged/, `character ${i}`);
  }
  assert.throws(() => inflate(`${packed.slice(0, 40)}1${packed.slice(41)}`, 'part'), PageError);
});

for (const [name, replaced, message] of CASES) {
  void test(`refused with a sentence: ${name}`, () => {
    assert.throws(
      () => loadPage(reader(replaced)),
      (error) => error instanceof PageError && message.test(error.message),
    );
  });
}

/** Whether both hold the same between gzip's head of ten bytes and the length at its end. */
function gunzipsAlike(one: string, other: string): boolean {
  const behind = (text: string) => Buffer.from(decodeBase85(text)).subarray(10, -4);
  return behind(one).equals(behind(other));
}
