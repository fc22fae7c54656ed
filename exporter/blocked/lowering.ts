/**
 * Rewrites the layers of a network into ones that compute the same on images in blocks of channels
 * (blocks.ts), large images as four small ones (phases.ts). Tensors keep their names and their order,
 * so that weights and state fit both.
 */
import type { Value } from '../graph.ts';
import type { Trainable } from '../layers/layer.ts';
import type { Phases } from '../phases.ts';
import type { NamedLayer } from '../state.ts';
import { blockedBatchNormalization } from './layers/batchNormalization.ts';
import type { Blocks } from './blocks.ts';
import { joinPhases } from './layers/joinPhases.ts';
import { phaseMaxPool } from './layers/maxPool.ts';
import { onWholeImage } from './layers/onWholeImage.ts';
import { outputConvolution } from './layers/outputConvolution.ts';
import { pooledConvolution } from './layers/pooledConvolution.ts';
import { upsampledConvolution } from './layers/upsampledConvolution.ts';

/** `pixels`: N × C × H × W with fewer channels than a block; `image`, `phases`: in blocks. */
type Form = 'pixels' | 'image' | 'phases';

/** Layers in a row, by kind, that become one; what follows them decides too, but stays. */
interface Rule {
  readonly kinds: string;
  readonly before?: string;
  readonly takes: Form;
  readonly gives: Form;
  /** @param layer the convolution among the layers, else the first of them */
  readonly make: (layer: Trainable<Value>, blocks: Blocks) => Trainable<Phases>;
}

const POOLED = {
  kinds: 'conv relu',
  before: 'batchnorm maxpool',
  make: pooledConvolution,
} as const;

const RULES: readonly Rule[] = [
  { ...POOLED, takes: 'pixels', gives: 'phases' },
  { ...POOLED, takes: 'image', gives: 'phases' },
  { kinds: 'batchnorm', takes: 'phases', gives: 'phases', make: blockedBatchNormalization },
  { kinds: 'maxpool', takes: 'phases', gives: 'image', make: phaseMaxPool },
  { kinds: 'upsample conv relu', takes: 'image', gives: 'phases', make: upsampledConvolution },
  { kinds: 'conv', before: 'sigmoid', takes: 'phases', gives: 'pixels', make: outputConvolution },
  { kinds: 'sigmoid', takes: 'pixels', gives: 'pixels', make: onWholeImage },
];

/** @returns null for a network that has layers in an order which none of the rules is for */
export function lowered(
  layers: readonly NamedLayer[],
  blocks: Blocks,
): NamedLayer<Trainable<Phases>>[] | null {
  const result: NamedLayer<Trainable<Phases>>[] = [];
  let form: Form = 'pixels';
  for (let at = 0; at < layers.length;) {
    const left = layers.slice(at);
    let rule = RULES.find((each) => each.takes === form && matches(each, left, blocks));
    if (!rule && form === 'phases') {
      rule = RULES.find((each) => each.takes === 'image' && matches(each, left, blocks));
      result.push({ name: `${layers[at].name}.join`, layer: joinPhases(blocks) });
    }
    if (!rule) return null;
    const replaced = left.slice(0, rule.kinds.split(' ').length);
    const { name, layer } = replaced.find(isConvolution) ?? replaced[0];
    result.push({ name, layer: rule.make(layer, blocks) });
    form = rule.gives;
    at += replaced.length;
  }
  return form === 'pixels' ? result : null;
}

function matches(
  { kinds, before = '', takes, gives }: Rule,
  layers: readonly NamedLayer[],
  blocks: Blocks,
): boolean {
  const wanted = `${kinds} ${before}`.trim().split(' ');
  if (!wanted.every((kind, i) => layers.at(i)?.layer.kind === kind)) return false;
  const convolution = layers.slice(0, kinds.split(' ').length).find(isConvolution);
  if (!convolution) return true;
  const [outputs, inputs, kernel] = convolution.layer.parameters[0].shape;
  const fits = (channels: number, form: Form) =>
    form === 'pixels' ? channels < blocks.size : blocks.fit(channels);
  return kernel === 3 && fits(inputs, takes) && fits(outputs, gives);
}

function isConvolution({ layer }: NamedLayer): boolean {
  return layer.kind === 'conv';
}
