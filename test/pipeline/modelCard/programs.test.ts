/** Programs with the names of models from anywhere in them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filledProgram, PROGRAMS } from '../../../pipeline/modelCard/programs.ts';

/** Names as only models from elsewhere have them. */
const ODD = {
  encoder: { input: 'pixels.1', output: `it's "z"`, batch: null },
  decoder: { input: 'back\\slash', output: '</script>', batch: null },
};

function filled(file: string, shape: readonly [number, number, number], tensors = ODD): string {
  const program = PROGRAMS.find((each) => each.file === file);
  assert.ok(program);
  return filledProgram(program, { tensors, shape, latentShape: [5] });
}

test('nothing is left to be filled', () => {
  for (const { file } of PROGRAMS) assert.doesNotMatch(filled(file, [3, 20, 12]), /__|undefined/);
});

test('odd names are strings of each language', () => {
  const python = filled('load.py', [1, 28, 28]);
  assert.ok(python.includes(String.raw`encoder.run(["it's \"z\""], {"pixels.1": image})`), python);
  assert.ok(python.includes(String.raw`{"back\\slash": latent}`), python);
  const script = filled('load.mjs', [1, 28, 28]);
  assert.ok(script.includes(String.raw`encoder.run({ 'pixels.1': input }))['it\'s "z"'];`), script);
  assert.equal(filled('load.html', [1, 28, 28]).split('</script>').length, 2);
});

test('plain names are properties', () => {
  const plain = {
    encoder: { input: 'image', output: 'latent', batch: null },
    decoder: { input: 'latent', output: 'reconstruction', batch: null },
  };
  const script = filled('load.mjs', [1, 28, 28], plain);
  assert.ok(script.includes('(await encoder.run({ image: input })).latent;'), script);
});

test('width and height, and colours, are the images’ own', () => {
  const python = filled('load.py', [3, 20, 12]);
  assert.ok(python.includes('.convert("RGB").resize((12, 20))'), python);
  assert.ok(python.includes('.reshape(20, 12, 3)'), python);
  assert.ok(filled('load.cpp', [3, 20, 12]).includes('{12, 20}'));
  assert.ok(filled('Load.java', [1, 20, 12]).includes('IMREAD_GRAYSCALE'));
});
