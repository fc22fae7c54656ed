/** Which measures belong together, in reading order. */
import type { Measure } from '../../pipeline/contract.ts';

export interface MeasureGroup {
  readonly title: string;
  readonly measures: readonly Measure[];
}

/** By the beginning of a measure's key, without the k that it may end in. */
const GROUPS: readonly (readonly [title: string, keys: RegExp])[] = [
  ['Reconstruction', /^(mse|psnr|ssim|auroc|nll|elbo)$/],
  ['Clusters', /^(silhouette|nmi|ari|clusterAccuracy)$/],
  ['Placed images', /^(placed|uncertainty|displacement)/],
];

/** All that measures how maps keep what lies near in latent space. */
const NEIGHBOURHOODS = 'Neighbourhoods';

const ORDER = ['Reconstruction', NEIGHBOURHOODS, 'Clusters', 'Placed images'];

/** The groups that have a measure; each measure is in one. */
export function groupMeasures(measures: readonly Measure[]): MeasureGroup[] {
  return ORDER.map((title) => ({
    title,
    measures: measures.filter(({ key }) => groupOf(key) === title),
  })).filter((group) => group.measures.length > 0);
}

function groupOf(key: string): string {
  return GROUPS.find(([, keys]) => keys.test(key))?.[0] ?? NEIGHBOURHOODS;
}
