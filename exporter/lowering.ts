/**
 * Rewrites a sequence of layers into one that computes the same with less work. Tensors keep their
 * names and their order, so that weights and state fit both.
 */
import { upsampledConvolution } from './layers/upsampledConvolution.ts';
import type { NamedLayer } from './state.ts';

export function lowered(layers: readonly NamedLayer[]): NamedLayer[] {
  const result: NamedLayer[] = [];
  for (const { name, layer } of layers) {
    if (layer.kind === 'conv' && result.at(-1)?.layer.kind === 'upsample') {
      result.pop();
      result.push({ name, layer: upsampledConvolution(layer) });
    } else {
      result.push({ name, layer });
    }
  }
  return result;
}
