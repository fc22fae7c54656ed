import type { Metrics } from '../contract.ts';
import { Failure } from '../errors.ts';

/** @throws Failure where a measure is no number, which JSON would write as null */
export function checkFinite({ spaces, measures }: Metrics): void {
  for (const { title, values } of measures) {
    for (const { space, value, interval, perClass } of values) {
      const numbers = [value, ...(interval ?? []), ...(perClass ?? [])];
      const wrong = numbers.find((number) => number !== null && !Number.isFinite(number));
      if (wrong === undefined) continue;
      const named = spaces.find(({ name }) => name === space)?.title ?? space;
      throw new Failure(
        `${title} of ${named} comes out as ${wrong}, which metrics.json cannot hold; check the numbers ` +
          'that encoder.onnx and decoder.onnx give for these images (they may be extreme, or all the same), ' +
          'then run the same command again.',
      );
    }
  }
}
