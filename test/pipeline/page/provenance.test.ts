/** What the page tells of its origin: every setting in words, none that had no use, and on what terms the images are. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recordedImages } from '../../../pipeline/datasets/load.ts';
import { provenance } from '../../../pipeline/page/provenance.ts';
import { recordedMaps } from '../../../pipeline/projections/maps.ts';
import { pipelineSettings } from '../../../pipeline/settings/pipeline.ts';
import { recordedModel } from '../../../pipeline/training/network.ts';

const TERMS = { licence: 'CC BY 4.0', citation: 'A. Author, Some images, 2020' };

function rowsOf(options: readonly string[], terms?: typeof TERMS): Map<string, string> {
  const asked = pipelineSettings(options);
  const { epochs, batchSize, learningRate, engine, seed } = asked;
  return new Map(
    provenance({
      dataset: {
        name: 'mnist',
        title: 'MNIST',
        source: 'a test',
        fingerprint: 'f00d',
        trainImages: 60_000,
        testImages: 10_000,
        shape: [1, 28, 28],
        classNames: ['0'],
        ...(terms && { terms }),
      },
      settings: {
        ...recordedImages(asked),
        leaveOut: 'none',
        ...recordedModel(asked),
        ...{ epochs, batchSize, learningRate, engine, seed },
        ...recordedMaps(asked),
      },
      versions: {},
      device: 'cpu',
    }),
  );
}

void test('every setting has a title for people', () => {
  const options = '--model vae --binarize --grayscale --image-size 32 --limit 100'.split(' ');
  const rows = rowsOf(options);
  for (const label of rows.keys()) assert.match(label, /^[A-Z].*/, label);
  assert.equal(rows.get('Dimensions of the latent'), '16');
  assert.equal(rows.get('Perplexity of t-SNE'), '30');
});

void test('a map that is no t-SNE has no perplexity', () => {
  assert.equal(rowsOf(['--projection', 'pca,umap']).has('Perplexity of t-SNE'), false);
  assert.equal(rowsOf(['--projection', 'pca,tsne']).has('Perplexity of t-SNE'), true);
});

void test('licence and citation stand with published images, and not with others', () => {
  const rows = rowsOf([], TERMS);
  assert.equal(rows.get('Licence of the images'), TERMS.licence);
  assert.equal(rows.get('Citation'), TERMS.citation);
  assert.equal(rowsOf([]).has('Citation'), false);
});
