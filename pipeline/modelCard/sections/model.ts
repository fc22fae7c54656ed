import { count } from '../../../exporter/shapes.ts';
import type { ModelSummary } from '../../../exporter/modelSummary.ts';
import type { CardContent } from '../content.ts';
import { factRows, grouped, knownFacts } from '../known.ts';
import { code, plain, table } from '../markdown.ts';

/** What is inside: layers in words where they are known, else operators. */
export function model(content: CardContent): string {
  const { latentShape, manifest, models } = content;
  const layers = factRows(knownFacts(content), [
    'model',
    'encoder_layers',
    'decoder_layers',
    'trainable_parameters',
  ]);
  const sizes = [
    ['Numbers of a latent', grouped(count(latentShape))],
    ['Numbers of an image', grouped(count(manifest.dataset.shape))],
  ];
  const files = Object.entries(models).map(([name, summary]) => [code(name), inside(summary)]);
  return ['## The model', table(['', ''], [...layers, ...sizes, ...files])].join('\n\n');
}

function inside({ producer, operatorSets, operators, constants }: ModelSummary): string {
  const used = Array.from(operators, ([name, times]) => (times > 1 ? `${name} × ${times}` : name));
  return [
    `ONNX operator set ${plain(operatorSets)}, written by ${plain(producer) || 'an unnamed program'}`,
    `${grouped(constants)} constant numbers`,
    plain(used.join(', ')),
  ].join('; ');
}
