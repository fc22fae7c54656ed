/** Which maps a run has. A new projection is one file beside this one and one line here. */
import { latent } from './latent.ts';
import { pca } from './pca.ts';
import type { MapSettings, PlannedMap, Projection } from './projection.ts';
import { tsneProjection } from './tsne.ts';
import { umap } from './umap.ts';

const PROJECTIONS = {
  tsne: tsneProjection,
  umap,
  pca,
  latent,
} satisfies Record<string, Projection>;

export type ProjectionName = keyof typeof PROJECTIONS;

export const PROJECTION_NAMES = Object.keys(PROJECTIONS) as ProjectionName[];

/** What decides about the maps of a run. */
export interface MapsSettings extends MapSettings {
  readonly projection: readonly ProjectionName[];
  /** Training images on the maps at most. */
  readonly mapSize: number;
  /** Take them from every class in proportion, not the first ones. */
  readonly stratified?: boolean;
}

/**
 * The maps of a run, in the order in which they are stored and shown.
 *
 * @param count of the points on each, at least 4
 */
export function plannedMaps(settings: MapsSettings, count: number): PlannedMap[] {
  return settings.projection.flatMap((name) => PROJECTIONS[name].maps(settings, count));
}

/** Whether these settings ask for more than one map (which too few points may keep from). */
export function asksForSeveral({ projection, perplexity }: MapsSettings): boolean {
  return projection.length > 1 || (projection[0] === 'tsne' && perplexity.length > 1);
}

/** The settings as the manifest tells of them. */
export function recordedMaps({ projection, perplexity, mapSize, stratified }: MapsSettings) {
  return {
    projection: projection.join(', '),
    perplexity: perplexity.join(', '),
    mapSize,
    ...(stratified && { stratified }),
  };
}
