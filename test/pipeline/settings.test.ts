import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InputError } from '../../pipeline/errors.ts';
import { analyzeSettings } from '../../pipeline/settings/analyze.ts';
import { pipelineSettings } from '../../pipeline/settings/pipeline.ts';

test('defaults are those of the reference', () => {
  const settings = pipelineSettings([]);
  assert.equal(settings.dataset, 'mnist');
  assert.equal(settings.epochs, 5);
  assert.equal(settings.batchSize, 64);
  assert.equal(settings.learningRate, 0.001);
  assert.equal(settings.engine, 'onnx');
  assert.equal(settings.seed, 42);
  assert.deepEqual(settings.projection, ['tsne']);
  assert.deepEqual(settings.perplexity, [30]);
  assert.equal(settings.mapSize, 10_000);
  assert.equal(settings.limit, null);
  assert.equal(settings.leaveOut, null);
  assert.equal(settings.device, 'auto');
  assert.deepEqual(settings.export, []);
  assert.equal(settings.resume, false);
});

test('options are read as numbers', () => {
  const settings = pipelineSettings([
    '--epochs',
    '2',
    '--learning-rate=3e-4',
    '--offline',
    '--leave-out',
    '8',
  ]);
  assert.equal(settings.epochs, 2);
  assert.equal(settings.learningRate, 0.0003);
  assert.equal(settings.offline, true);
  assert.equal(settings.leaveOut, '8');
});

test('the likelihood can be left out', () => {
  const { likelihoodImages } = pipelineSettings(['--model', 'vae', '--likelihood-images', '0']);
  assert.equal(likelihoodImages, 0);
});

test('lists keep their order', () => {
  const { projection, perplexity } = pipelineSettings([
    '--projection=pca,tsne, umap',
    '--perplexity=100,12.5',
  ]);
  assert.deepEqual(projection, ['pca', 'tsne', 'umap']);
  assert.deepEqual(perplexity, [100, 12.5]);
});

test('options that were given are told from defaults', () => {
  assert.deepEqual(pipelineSettings([]).given, {});
  // Also where what is given is the default.
  const { given } = pipelineSettings(['--epochs', '5', '--learning-rate', '0.01', '--resume']);
  assert.deepEqual(given, { epochs: 5, learningRate: 0.01, resume: true });
});

test('the smallest learning rate is the smallest float32', () => {
  assert.equal(pipelineSettings(['--learning-rate', '1e-45']).learningRate, 1e-45);
});

const REFUSED: readonly (readonly [readonly string[], RegExp])[] = [
  [['--epochs', '0'], /--epochs.*'0'.*whole number from 1/],
  [['--epochs', '-3'], /--epochs.*'-3'.*whole number from 1/],
  [['--epochs', '2.5'], /--epochs.*'2\.5'.*whole number/],
  [['--epochs', 'five'], /--epochs.*'five'.*whole number/],
  [['--epochs', ''], /--epochs.*whole number/],
  [['--epochs', '99999999999'], /--epochs.*2147483647/],
  [['--likelihood-images', '1'], /--likelihood-images.*'1'.*0, or a whole number from 2/],
  [['--latent-dim', '0'], /--latent-dim.*whole number from 1 to 4096/],
  [['--latent-dim', '4097'], /--latent-dim.*'4097'.*whole number from 1 to 4096/],
  [['--batch-size', '0'], /--batch-size.*whole number from 1/],
  [['--learning-rate', '0'], /--learning-rate.*number above 0/],
  [['--learning-rate', '1e-46'], /--learning-rate.*'1e-46'.*above 0 in float32/],
  [['--model', 'vae', '--beta', '4e38'], /--beta.*'4e38'.*that float32 holds/],
  [['--learning-rate', 'NaN'], /--learning-rate.*number above 0/],
  [['--learning-rate', 'Infinity'], /--learning-rate.*number above 0/],
  [['--perplexity', '-1'], /--perplexity.*"-1" is not a number from 1/],
  [['--perplexity', '0'], /--perplexity.*"0" is not a number from 1/],
  [['--perplexity', '10,many'], /--perplexity.*"many" is not a number from 1/],
  [['--perplexity', '10,,30'], /--perplexity.*"" is not a number from 1/],
  [['--perplexity', '1e999'], /--perplexity.*"1e999" is not/],
  [['--perplexity', '10,10.0'], /--perplexity.*10 is there twice/],
  [['--projection', 'tsne,mds'], /--projection.*"mds" is none of tsne, umap, pca/],
  [['--projection', 'PCA'], /--projection.*"PCA" is none of/],
  [['--projection', ''], /--projection.*"" is none of/],
  [['--projection', 'pca,tsne,pca'], /--projection.*pca is there twice/],
  [['--export', 'int4'], /--export.*"int4" is none of fp16, int8/],
  [['--export', 'fp16,fp16'], /--export.*fp16 is there twice/],
  [['--device', 'gpu'], /--device.*'gpu'.*auto, cpu, webgpu, cuda/],
  [['--engine', 'torch'], /--engine.*'torch'.*onnx, tfjs/],
  [['--seed', '1e3'], /--seed.*whole number/],
  [['--out', ''], /--out.*path/],
  [['--epoch', '3'], /unknown option '--epoch'.*--epochs/],
  [['--datset', 'mnist'], /unknown option '--datset'.*--dataset/],
  [['mnist'], /too many arguments/],
  [['--epochs'], /--epochs <n>' argument missing/],
  [['--resume', '--force'], /--resume' cannot be used with option '--force'/],
];

for (const [argv, message] of REFUSED) {
  test(`refuses ${argv.join(' ')}`, () => {
    assert.throws(() => pipelineSettings(argv), { name: InputError.name, message });
    assert.throws(() => pipelineSettings(argv), /--help$/);
  });
}

test('variants are for models whose weights are known', () => {
  assert.deepEqual(pipelineSettings(['--export', 'int8,fp16']).export, ['int8', 'fp16']);
  const pair = ['--encoder', 'e.onnx', '--decoder', 'd.onnx'];
  assert.throws(() => analyzeSettings([...pair, '--export', 'int8']), {
    name: InputError.name,
    message: /unknown option '--export'/,
  });
});

test('analysis needs both models', () => {
  assert.throws(() => analyzeSettings(['--encoder', 'e.onnx']), /--decoder is missing/);
});
