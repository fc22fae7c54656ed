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
import { enterBlocks, leaveBlocks } from './layers/border.ts';
import type { Blocks } from './blocks.ts';
import { joinPhases } from './layers/joinPhases.ts';
import { phaseMaxPool } from './layers/maxPool.ts';
import { onWholeImage } from './layers/onWholeImage.ts';
import { outputConvolution } from './layers/outputConvolution.ts';
import { pooledConvolution } from './layers/pooledConvolution.ts';
import { upsampledConvolution } from './layers/upsampledConvolution.ts';

/** `pixels`: as they are, N × C × H × W; `image`, `phases`: in blocks. */
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
  { kinds: 'conv', takes: 'phases', gives: 'pixels', make: outputConvolution },
];

/** Layers that no rule is for stay as they are, outside of blocks. */
export function lowered(
  layers: readonly NamedLayer[],
  blocks: Blocks,
): NamedLayer<Trainable<Phases>>[] {
  const result: NamedLayer<Trainable<Phases>>[] = [];
  let form: Form = 'pixels';
  const bring = (name: string, wanted: Form) => {
    for (const layer of crossings(form, wanted, blocks)) {
      result.push({ name: `${name}.${layer.kind}`, layer });
    }
    form = wanted;
  };
  for (let at = 0; at < layers.length;) {
    const left = layers.slice(at);
    const rule = ruleFor(left, form, blocks);
    bring(layers[at].name, rule?.takes ?? 'pixels');
    const replaced = left.slice(0, rule?.kinds.split(' ').length ?? 1);
    const { name, layer } = replaced.find(isConvolution) ?? replaced[0];
    result.push({ name, layer: rule?.make(layer, blocks) ?? onWholeImage(layer) });
    form = rule?.gives ?? 'pixels';
    at += replaced.length;
  }
  const last = layers.at(-1);
  if (last) bring(last.name, 'pixels');
  return result;
}

/** The rule for what comes next: one that takes images as they are now, else one that takes blocks. */
function ruleFor(layers: readonly NamedLayer[], form: Form, blocks: Blocks): Rule | undefined {
  const taking = (form: Form) =>
    RULES.find((rule) => rule.takes === form && matches(rule, layers, blocks));
  return taking(form) ?? taking('image');
}

/** The layers that bring images from one form to another; none leads to phases. */
function crossings(from: Form, to: Form, blocks: Blocks): Trainable<Phases>[] {
  if (from === to) return [];
  if (from === 'pixels') return [enterBlocks(blocks)];
  const joined = from === 'phases' ? [joinPhases(blocks)] : [];
  return to === 'pixels' ? [...joined, leaveBlocks(blocks)] : joined;
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
