/** Exported models in every runtime that is here: both networks, grey and colour, sides that are no multiples of four. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { count } from '../../../exporter/shapes.ts';
import { ask } from '../../../pipeline/portability/ask.ts';
import { referenceOf, type Reference } from '../../../pipeline/portability/reference.ts';
import { RUNTIMES } from '../../../pipeline/portability/runtimes.ts';
import { failures } from '../../../pipeline/portability/table.ts';
import { verdictOn } from '../../../pipeline/portability/verdict.ts';
import { seededRandom } from '../../../pipeline/random.ts';
import { KINDS, modelBytes } from './models.ts';

/** More than a batch, so that the last one has another size. */
const IMAGES = 33;

/** Longest time in s for a runtime, which may have to compile for each model. */
const PATIENCE = 300;

describe('exported models', () => {
  const folder = mkdtempSync(join(tmpdir(), 'caelum-'));
  const references: Reference[] = [];

  before(async () => {
    for (const { title, model, image } of KINDS) {
      const bytes = modelBytes(model, image);
      const random = seededRandom(5, title);
      const rows = (shape: readonly number[]) => {
        const data = Float32Array.from({ length: IMAGES * count(shape) }, random);
        return { shape: [IMAGES, ...shape], data };
      };
      const [encoder, decoder] = (['encoder', 'decoder'] as const).map((part) => {
        const path = join(folder, `${title}-${part}.onnx`);
        writeFileSync(path, bytes[part]);
        return path;
      });
      const encoded = await referenceOf(`${title} encoder`, encoder, rows(image));
      const [latents] = encoded.outputs.values();
      references.push(encoded, await referenceOf(`${title} decoder`, decoder, latents));
    }
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  for (const runtime of RUNTIMES) {
    test(`give in ${runtime.title} what they give in Node`, async (context) => {
      const report = await ask(runtime, references, PATIENCE);
      if ('missing' in report) {
        context.skip(report.missing);
        return;
      }
      const verdict = verdictOn(runtime, report, references);
      assert.deepEqual(failures([verdict]), []);
      assert.equal(verdict.models.length, 2 * KINDS.length);
      assert.match(verdict.version ?? '', /^\d+\.\d+/);
    });
  }
});
