/** Where feature maps come from: the latent and, where the encoder gives it, its first block. */
import { latentMaps, type LatentMaps, type PageData } from '../../../pipeline/contract.ts';
import type { Answer } from '../../state/state.ts';

export interface FeatureSource extends LatentMaps {
  /** Such as `Latent`. */
  readonly title: string;
  /** All its maps, count × height × width, one after the other; null where the answer has none. */
  readonly values: (answer: Answer) => Float32Array | null;
}

/** One map, seen by itself. */
export interface FeatureMap {
  /** Height × width. */
  readonly values: Float32Array;
  readonly height: number;
  readonly width: number;
}

/** Those that there is something to see of: a latent of one map is shown as its own average already. */
export function featureSources({ latentShape, encoder }: PageData): FeatureSource[] {
  const sources: FeatureSource[] = [
    { title: 'Latent', ...latentMaps(latentShape), values: ({ latent }) => latent },
  ];
  if (encoder.firstBlock) {
    const maps = latentMaps(encoder.firstBlock.shape);
    sources.push({ title: 'First block', ...maps, values: ({ firstBlock }) => firstBlock });
  }
  return sources.filter(({ count }) => count > 1);
}

/** One of the maps of a source. */
export function featureMap(
  { height, width }: FeatureSource,
  values: Float32Array,
  channel: number,
): FeatureMap {
  const size = height * width;
  return { values: values.subarray(channel * size, (channel + 1) * size), height, width };
}

/** Such as `32 × 7 × 7`. */
export function shapeText({ count, height, width }: FeatureSource): string {
  return `${count} × ${height} × ${width}`;
}
