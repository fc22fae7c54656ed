/** The layers of a network in words: `convolution 3 × 3, 1 → 32 · ReLU · batch normalisation`. */
import type { Layer } from '../../exporter/layers/layer.ts';

/** By kind; a layer that is not here is called by its kind. */
const WORDS: Readonly<Record<string, (layer: Layer) => string>> = {
  conv: ({ parameters: [{ shape }] }) => {
    const [outputs, inputs, height, width] = shape;
    return `convolution ${height} × ${width}, ${inputs} → ${outputs}`;
  },
  linear: ({ parameters: [{ shape }] }) => `linear ${shape[1]} → ${shape[0]}`,
  relu: () => 'ReLU',
  batchnorm: () => 'batch normalisation',
  maxpool: () => 'max-pool 2 × 2',
  upsample: () => 'upsample × 2, nearest',
  sigmoid: () => 'sigmoid',
  flatten: () => 'flatten',
  unflatten: (layer) => `unflatten to ${sizes(layer)}`,
  pad: (layer) => `pad to ${sizes(layer)}`,
  crop: (layer) => `crop to ${sizes(layer)}`,
};

export function layersInWords(layers: readonly Layer[]): string {
  return layers
    .map((layer) => (layer.kind in WORDS ? WORDS[layer.kind](layer) : layer.kind))
    .join(' · ');
}

function sizes({ outputShape = [] }: Layer): string {
  return outputShape.join(' × ');
}
