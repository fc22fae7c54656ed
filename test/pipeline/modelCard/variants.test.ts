/** What a card tells of smaller variants of the models. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Variant } from '../../../pipeline/contract.ts';
import { variants } from '../../../pipeline/modelCard/sections/variants.ts';

function variant(name: Variant['name'], bytes: number): Variant {
  return {
    name,
    bytes: { encoder: bytes, decoder: 2 * bytes, autoencoder: 3 * bytes },
    testMse: 0.0123456,
    latentDifference: { mean: 0.00029, largest: 0.0066 },
    neighbourAgreement: 0.992,
  };
}

test('a card tells sizes, losses and runtimes of the variants that a run has, and of no other', () => {
  const content = { variants: [variant('float32', 43_343), variant('int8', 17_674)] };
  const text = variants({ variants: content }).join('\n');
  assert.match(text, /^\| {2}\| float32 \| int8 \|$/m);
  assert.match(text, /^\| decoder \| 86\.7 kB \| 35\.3 kB \|$/m);
  assert.match(text, /^\| test MSE \| 0\.01235 \| 0\.01235 \|$/m);
  assert.match(text, /^\| latents: largest \\\|difference\\\| \| {2}\| 0\.0066 \|$/m);
  assert.match(text, /^\| same 10 nearest neighbours \| {2}\| 99\.2 % \|$/m);
  assert.match(text, /^- `encoder\.int8\.onnx` and so on: .*OpenVINO/m);
  assert.doesNotMatch(text, /fp16/);
});

test('a card of a run without variants has no such section', () => {
  assert.deepEqual(variants({ variants: null }), []);
});
