import { FILES, variantFile, type Variant, type VariantName } from '../../contract.ts';
import { differences, DIFFERENCES, kilobytes } from '../../variants/table.ts';
import type { CardContent } from '../content.ts';
import { code, list, plain, table } from '../markdown.ts';

/** What smaller variants of the models are, lose and run in; nothing where the run has none. */
export function variants({ variants: content }: Pick<CardContent, 'variants'>): string[] {
  if (content === null) return [];
  const smaller = content.variants.flatMap(({ name }) => (name === 'float32' ? [] : [name]));
  const row = (title: string, cell: (variant: Variant) => string) => [
    title,
    ...content.variants.map(cell),
  ];
  return [
    '## Smaller models',
    'The same networks in fewer bytes, with the same names, shapes and float32 at both ends. What they lose, on the test images:',
    table(
      ['', ...content.variants.map(({ name }) => name)],
      [
        row('encoder', ({ bytes }) => kilobytes(bytes.encoder)),
        row('decoder', ({ bytes }) => kilobytes(bytes.decoder)),
        row('test MSE', ({ testMse }) => testMse.toPrecision(4)),
        ...DIFFERENCES.map((title, i) => row(plain(title), (variant) => differences(variant)[i])),
      ],
    ),
    list(smaller.map((name) => `${code(variantFile('encoder', name))} and so on: ${NOTES[name]}`)),
    `How fast each was where it was made stands in ${code(FILES.run)}, under ${code('timings.variants.speeds')}, since no two machines agree on it.`,
  ];
}

/** How a variant computes, and which runtimes were seen to load it. */
const NOTES: Readonly<Record<VariantName, string>> = {
  fp16: 'weights as float16, computed in float32. Runs in ONNX Runtime (Node, Python, browsers), OpenVINO, OpenCV 5, tinygrad, tract and the ReferenceEvaluator of onnx; not in onnx2torch 1.5.',
  int8: 'computed in 8 bits (QDQ). Runs in ONNX Runtime (Node, Python, browsers), OpenVINO, OpenCV 5, tinygrad and tract, whose numbers differ by steps of the rounding; not in onnx2torch 1.5, nor in the ReferenceEvaluator of onnx 1.23.',
};
