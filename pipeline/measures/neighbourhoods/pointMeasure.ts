import type { MeasureDefinition } from '../../contract.ts';

/** What one point sees around it in one space. */
export interface Surroundings {
  /** Squared distances to all points, itself included (0), in a unit of the space's own. */
  readonly squaredDistances: Float64Array;
  /** Its nearest other points, nearest first; of equally far ones the smaller index. */
  readonly nearest: Int32Array;
}

/** How a map arranges what a point sees, compared with the latent space; ranks count from 1. */
export interface Comparison {
  /** Places that the nearest on the map have among the nearest in latent space. */
  readonly latentRanks: Int32Array;
  /** Places that the nearest in latent space have among the nearest on the map. */
  readonly mapRanks: Int32Array;
}

/** All that one point sees. */
export interface Sight {
  /** Index of the point. */
  readonly i: number;
  readonly latents: Surroundings;
  /** On each map, in order. */
  readonly maps: readonly (Surroundings & Comparison)[];
}

/** A measure of the latent space and of every map, as a mean over points. */
export interface SpaceMeasure extends MeasureDefinition {
  readonly of: 'every space';
  /**
   * @param labels one class index a point
   * @returns value of the point with index i; null where the measure is not defined for these labels
   */
  readonly prepare: (
    labels: Int32Array,
  ) => ((i: number, surroundings: Surroundings) => number) | null;
}

/** A measure of a map against the latent space, as a mean over points. */
export interface MapMeasure extends MeasureDefinition {
  readonly of: 'maps';
  readonly ofPoint: (comparison: Comparison) => number;
}

export type PointMeasure = SpaceMeasure | MapMeasure;
