import { count } from '../../../exporter/shapes.ts';
import type { ModelSummary } from '../../../exporter/modelSummary.ts';
import { FILES } from '../../contract.ts';
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
  return [
    '## The model',
    table(['', ''], [...layers, ...sizes, ...files]),
    ...(isInPhases(content) ? [IN_PHASES] : []),
  ].join('\n\n');
}

/** Whether the decoder computes the image otherwise than its layers say (exporter/phasedOutput.ts). */
function isInPhases(content: CardContent): boolean {
  const { operators } = content.models[FILES.decoder];
  return knownFacts(content).decoder_layers !== undefined && operators.has('DepthToSpace');
}

const IN_PHASES =
  'The files hold more convolutions and numbers than the layers: the last upsampling with its convolution, and the convolution to the image, ' +
  'are written as four small convolutions each, one for every pixel of a square of 2 × 2. Their kernels are made of the trained ones ' +
  '(sums, and copies among zeros) and give the same image but for the last digits, with fewer multiplications. ' +
  'Means and variances of batch normalisation are constants too, and no trainable parameters.';

function inside({ producer, operatorSets, operators, constants }: ModelSummary): string {
  const used = Array.from(operators, ([name, times]) => (times > 1 ? `${name} × ${times}` : name));
  return [
    `ONNX operator set ${plain(operatorSets)}, written by ${plain(producer) || 'an unnamed program'}`,
    `${grouped(constants)} constant numbers`,
    plain(used.join(', ')),
  ].join('; ');
}
