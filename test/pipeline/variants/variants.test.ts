/** Variants of models that were trained a little: what they lose, and that they come and go as asked for. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import {
  FILES,
  VARIANT_FILES,
  VARIANT_MODELS,
  variantFile,
  type VariantName,
  type Variants,
} from '../../../pipeline/contract.ts';
import type { Manifest } from '../../../pipeline/files/manifest.ts';
import { exportStage } from '../../../pipeline/stages/export.ts';
import { variantsStage } from '../../../pipeline/stages/variants.ts';
import { variantTable } from '../../../pipeline/variants/table.ts';
import { largestDifference, realDigits, runModel } from '../../helpers.ts';
import { train } from '../training/training.ts';

const scratch = mkdtempSync(join(tmpdir(), 'caelum-'));
after(() => {
  rmSync(scratch, { recursive: true });
});

/** What `npm run pipeline -- --limit 150 --batch-size 32 --epochs 2 …` leaves as far as the variants. */
async function run(path: string, model: string, names: readonly VariantName[]): Promise<void> {
  const argv = ['--limit', '150', '--batch-size', '32', '--epochs', '2', '--model', model];
  await train(path, names.length > 0 ? [...argv, '--export', names.join(',')] : argv, {
    after: (training, settings) => [
      exportStage(training),
      ...(settings.export.length > 0 ? [variantsStage(training, settings.export)] : []),
    ],
  });
}

function readJson(...path: string[]): unknown {
  return JSON.parse(readFileSync(join(...path), 'utf8'));
}

function present(folder: string): string[] {
  return VARIANT_FILES.filter((name) => existsSync(join(folder, name)));
}

for (const model of ['cae', 'vae']) {
  describe(`variants of a ${model}`, () => {
    const folder = join(scratch, model);

    test('lose little, and are smaller', async () => {
      await run(folder, model, ['fp16', 'int8']);
      assert.deepEqual(present(folder), VARIANT_FILES);
      const { variants, calibration } = readJson(folder, FILES.variants) as Variants;
      const [float, half, eight] = variants;
      assert.deepEqual(
        variants.map(({ name }) => name),
        ['float32', 'fp16', 'int8'],
      );
      assert.ok(Math.abs(half.testMse - float.testMse) < 1e-3 * float.testMse);
      assert.ok(eight.testMse < 1.05 * float.testMse, `${eight.testMse} for ${float.testMse}`);
      assert.ok(half.neighbourAgreement! > 0.99, `fp16: ${half.neighbourAgreement}`);
      assert.ok(eight.neighbourAgreement! > 0.9, `int8: ${eight.neighbourAgreement}`);
      assert.deepEqual(float.latentDifference, { mean: 0, largest: 0 });
      assert.ok(half.latentDifference.mean < eight.latentDifference.mean);
      for (const each of VARIANT_MODELS) {
        assert.ok(half.bytes[each] < 0.6 * float.bytes[each], `fp16: ${each}`);
        assert.ok(eight.bytes[each] < 0.45 * float.bytes[each], `int8: ${each}`);
        assert.equal(eight.bytes[each], statSync(join(folder, variantFile(each, 'int8'))).size);
      }
      assert.deepEqual([calibration?.images, calibration?.seed], [150, 42]);
      const { timings } = readJson(folder, FILES.run) as Manifest;
      const speeds = timings.variants.speeds ?? {};
      assert.equal(Object.values(speeds).filter((speed) => speed > 0).length, 6);
      const table = variantTable({ variants }, speeds);
      assert.match(table[0], /^ Models +float32 +fp16 +int8$/);
      assert.match(table[1], /^ encoder( +[\d.]+ kB){3}$/);
      assert.match(table.at(-3)!, /^ latents: mean \|difference\|( +[\d.e-]+){2}$/);
      assert.match(table.at(-1)!, /^ same 10 nearest neighbours( +[\d.]+ %){2}$/);
      assert.ok(table.every((line) => line.length <= 80));
    });

    test('autoencoder.int8.onnx is the encoder and the decoder', async () => {
      const read = (name: (typeof VARIANT_MODELS)[number]) =>
        readFileSync(join(folder, variantFile(name, 'int8')));
      const image = await realDigits(5);
      const both = await runModel(read('autoencoder'), { image });
      const encoded = await runModel(read('encoder'), { image });
      const latent = Object.values(encoded)[0];
      const dims = model === 'cae' ? [5, 32, 7, 7] : [5, 16];
      const decoded = await runModel(read('decoder'), { latent: { data: latent, dims } });
      assert.deepEqual(Object.keys(both), [...Object.keys(encoded), 'reconstruction']);
      assert.equal(largestDifference(latent, Object.values(both)[0]), 0);
      assert.equal(largestDifference(decoded.reconstruction, both.reconstruction), 0);
    });
  });
}

test('variants go where they are not asked for, and come back the same', async () => {
  const folder = join(scratch, 'cae');
  const bytes = VARIANT_FILES.map((name) => readFileSync(join(folder, name)));
  await run(folder, 'cae', ['int8']);
  assert.ok(!present(folder).includes(variantFile('encoder', 'fp16')));
  await run(folder, 'cae', []);
  assert.deepEqual(present(folder), []);
  assert.ok(!('variants' in (readJson(folder, FILES.run) as Manifest).stages));
  await run(folder, 'cae', ['fp16', 'int8']);
  for (const [i, name] of VARIANT_FILES.entries()) {
    assert.deepEqual(readFileSync(join(folder, name)), bytes[i], name);
  }
});
