/**
 * Rewrites a sequence of layers into one that computes the same with less work: large images travel
 * in phases (phases.ts) from the layer that makes them to the one that makes them small. Tensors keep
 * their names and their order, so that weights and state fit both.
 */
import { fewInputsConvolution } from './layers/fewInputsConvolution.ts';
import { fewOutputsConvolution } from './layers/fewOutputsConvolution.ts';
import { joinPhases } from './layers/joinPhases.ts';
import type { Layer } from './layers/layer.ts';
import { phaseMaxPool } from './layers/phaseMaxPool.ts';
import { upsampledConvolution } from './layers/upsampledConvolution.ts';
import type { NamedLayer } from './state.ts';

/** Layers that treat all pixels alike, and so work on phases as they are. */
const POINTWISE = new Set(['relu', 'batchnorm', 'sigmoid']);

/** Above this number of channels, nine shifts are more work than they save. */
const FEW = 4;

export function lowered(layers: readonly NamedLayer[]): NamedLayer[] {
  const result: NamedLayer[] = [];
  let phased = false;
  for (const [index, { name, layer }] of layers.entries()) {
    if (layer.kind === 'upsample' && layers.at(index + 1)?.layer.kind === 'conv') continue;
    const replacement = replace(layers, index, phased);
    if (phased && !replacement.takesPhases) {
      result.push({ name: `${name}.join`, layer: joinPhases() });
    }
    result.push({ name, layer: replacement.layer });
    phased = replacement.givesPhases;
  }
  if (phased) result.push({ name: 'end.join', layer: joinPhases() });
  return result;
}

interface Replacement {
  readonly layer: Layer;
  readonly takesPhases: boolean;
  readonly givesPhases: boolean;
}

/** What computes the layer at `index`, given whether the layer before it gives phases. */
function replace(layers: readonly NamedLayer[], index: number, phased: boolean): Replacement {
  const { layer } = layers[index];
  if (phased && POINTWISE.has(layer.kind)) {
    return { layer, takesPhases: true, givesPhases: true };
  }
  if (phased && layer.kind === 'maxpool') {
    return { layer: phaseMaxPool(), takesPhases: true, givesPhases: false };
  }
  if (layer.kind === 'conv') return replaceConvolution(layers, index, phased);
  return { layer, takesPhases: false, givesPhases: false };
}

function replaceConvolution(
  layers: readonly NamedLayer[],
  index: number,
  phased: boolean,
): Replacement {
  const { layer } = layers[index];
  const [outputs, inputs] = layer.parameters[0].shape;
  if (layers[index - 1]?.layer.kind === 'upsample') {
    return { layer: upsampledConvolution(layer), takesPhases: false, givesPhases: true };
  }
  if (phased && outputs <= FEW) {
    return { layer: fewOutputsConvolution(layer), takesPhases: true, givesPhases: false };
  }
  if (!phased && inputs <= FEW && isPooled(layers, index)) {
    return { layer: fewInputsConvolution(layer), takesPhases: false, givesPhases: true };
  }
  return { layer, takesPhases: false, givesPhases: false };
}

/** Whether what comes out at `index` goes into a pool, with pointwise layers between at most. */
function isPooled(layers: readonly NamedLayer[], index: number): boolean {
  const next = layers.slice(index + 1).find(({ layer }) => !POINTWISE.has(layer.kind));
  return next?.layer.kind === 'maxpool';
}
