/** What every projection gives: the maps that a run makes with it, each ready to be made. */
import type { Random } from '../random.ts';
import type { Neighbours } from '../tsne/neighbours/neighbours.ts';
import type { Placement, Reference } from '../tsne/placing/placeOnMap.ts';

/** The settings that decide which maps there are. */
export interface MapSettings {
  /** Effective numbers of neighbours in t-SNE, each 1 or more: a map for each. */
  readonly perplexity: readonly number[];
}

export interface Projection {
  /**
   * The maps of this kind that a run makes, in order.
   *
   * @param count of the points, at least 4
   */
  readonly maps: (settings: MapSettings, count: number) => readonly PlannedMap[];
}

/** A map that a run makes. */
export interface PlannedMap {
  /** In columns and results: `tsne`, or `tsne-30` where there are several of a kind. */
  readonly name: string;
  /** For people: `t-SNE`; no two maps of a run have the same. */
  readonly title: string;
  /** For people: `perplexity 30, 1,000 iterations`. */
  readonly settings: string;
  /** Where the map cannot be as it was asked for: a sentence that says so. */
  readonly notice: string | null;
  /** Nearest neighbours of each point that it is made from, less than the points. */
  readonly neighbours: number;
  readonly make: (points: MapPoints) => Promise<MadeMap>;
  /**
   * Arranges points anew by t-SNE as this map was, from an arrangement (N × 2) that they have already; null
   * for maps of another kind.
   *
   * @returns N × 2
   */
  readonly rearrange:
    ((points: Omit<MapPoints, 'neighbours'>, start: Float32Array) => Promise<Float32Array>) | null;
  /** Puts points that the map was not made of on it, without moving it. */
  readonly place: (points: NewPoints) => Promise<Placement> | Placement;
}

/** What a map is made of. */
export interface MapPoints {
  /** N × dimensions, finite and not all equal. */
  readonly latents: Float32Array;
  readonly dimensions: number;
  /** Of the latents; k may be more than was asked for. */
  readonly neighbours: Neighbours;
  readonly random: Random;
  readonly onProgress: (done: number, total: number, unit: string) => void;
}

export interface MadeMap {
  /** N × 2: x and y. */
  readonly positions: Float32Array;
  /** Numbers that people may want to know, for `run.json`. */
  readonly results: Readonly<Record<string, number>>;
  /** How the map came to be: positions (N × 2) at equal steps, the last as it is; none where it came at once. */
  readonly frames: readonly Float32Array[];
}

/** What is to be placed on a map, and the map. */
export interface NewPoints {
  /** M × dimensions, finite. */
  readonly latents: Float32Array;
  readonly dimensions: number;
  /** What the map was made of, and the map. */
  readonly reference: Reference;
  /** The nearest of the map's points, as many as placing needs. */
  readonly neighbours: Neighbours;
  /** As it was when the map was made. */
  readonly random: Random;
  readonly onProgress: (done: number, total: number, unit: string) => void;
}
