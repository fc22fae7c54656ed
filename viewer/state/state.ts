import type { Devices } from '../models/devices.ts';
import type { ProbeOutputs } from '../models/protocol.ts';
import { NO_ENDS, type Between, type Path, type PathStep } from './between.ts';
import { NO_EDIT, type Edit, type Edited } from './edit.ts';
import type { GroupChange } from './group.ts';
import type { Store } from './store.ts';

/** Largest absolute differences between the page's runtime and Node's, over some images. */
export interface Difference {
  /** How many. */
  readonly images: number;
  readonly latents: number;
  readonly reconstructions: number;
  /** Whether rounding explains them. */
  readonly isSmall: boolean;
}

/** Everything that can change while the page is open. */
export interface State {
  /** The tab of the panel beside the map. */
  readonly panel: Panel;
  /** What the panel is about: the point selected on the map, or the drawing. */
  readonly subject: 'point' | 'drawing';
  /** Index of the map that is shown. */
  readonly map: number;
  /** What part of the map is in view; null for all of it. */
  readonly view: View | null;
  /** What the points' colours tell. */
  readonly colouring: 'class' | 'error' | 'neighbours' | 'distortion' | 'uncertainty';
  /** Whether images that were placed on the map are shown too. */
  readonly placedShown: boolean;
  /** Whether the images that have no pictures are shown too. */
  readonly crowdShown: boolean;
  /** How these are seen now: by their density, or one by one; null until they have been. */
  readonly crowdSeen: 'density' | 'points' | null;
  /** Index of the selected image; null for none. */
  readonly selected: number | null;
  /** Ids of images that the panel points out on the map. */
  readonly highlighted: readonly number[];
  /** Where the replay of a map's making is, from 0 to its number of frames − 1; null where none is shown. */
  readonly replay: number | null;
  /** What a drag on the map does: it moves the map, or draws a loop around points. */
  readonly tool: 'move' | 'lasso';
  /** What a loop does with the group, where no key says otherwise. */
  readonly lasso: GroupChange;
  /** Images chosen together, in the order of their ids; empty for none. */
  readonly group: ReadonlySet<number>;
  /** The drawing as the network takes it, channels × height × width in [0, 1]; null while empty. */
  readonly drawing: Float32Array | null;
  /** Classes that the legend has switched off. */
  readonly hiddenClasses: ReadonlySet<number>;
  /** What the map shows besides its points. */
  readonly layers: ReadonlySet<MapLayer>;
  /** How far the part of the map in view is covered with decodings; null while they are not shown. */
  readonly covering: Covering | null;
  readonly engine: Engine;
  /** The models' latest answer; may for a moment still be that of an earlier image. */
  readonly answer: Answer | null;
  /** How far the models here are from those in Node; null while that is not known. */
  readonly parity: Difference | null;
  /** Between which two images one goes through latent space. */
  readonly between: Between;
  /** The models' latest answers about that; may for a moment still be those of other ends. */
  readonly path: Path | null;
  readonly pathStep: PathStep | null;
  /** Id of the mapped image nearest to the latent there; null while none is known. */
  readonly pathNearest: number | null;
  /** Which samples of the latent's distribution are decoded, where it has one. */
  readonly sampleSeed: number;
  /** How the latent is changed before it is decoded. */
  readonly edit: Edit;
  /** The decoder's latest answer about that; may for a moment still be that of an earlier image or edit. */
  readonly edited: Edited | null;
}

export interface View {
  /** How many times larger than when the whole map is in view, above 1. */
  readonly zoom: number;
  /** The place in the middle, in units of the map. */
  readonly x: number;
  readonly y: number;
}

/** In the order of their tabs. */
export const PANELS = ['look', 'draw', 'between', 'edit', 'group'] as const;

export type Panel = (typeof PANELS)[number];

/**
 * `names` of the classes, `contours` of the points' density, `places`: what the decoder makes of the place
 * under the pointer, `decodings`: the same all over the map.
 */
export const LAYERS = ['names', 'contours', 'places', 'decodings'] as const;

export type MapLayer = (typeof LAYERS)[number];

/** Places of the map that are decoded, of those in view that have points near. */
export interface Covering {
  readonly done: number;
  readonly total: number;
}

/** How the part of the page that runs the models is doing. */
export type Engine =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly devices: Devices }
  | { readonly status: 'failed'; readonly message: string };

/** What the models made of one image. */
export interface Answer extends ProbeOutputs {
  /** The image that was asked about, channels × height × width in [0, 1]. */
  readonly image: Float32Array;
}

export type PageStore = Store<State>;

export const INITIAL_STATE: State = {
  panel: 'look',
  subject: 'point',
  map: 0,
  view: null,
  colouring: 'class',
  placedShown: true,
  crowdShown: true,
  crowdSeen: null,
  selected: 0,
  highlighted: [],
  replay: null,
  tool: 'move',
  lasso: 'replace',
  group: new Set(),
  drawing: null,
  hiddenClasses: new Set(),
  layers: new Set<MapLayer>(['names', 'places']),
  covering: null,
  engine: { status: 'loading' },
  answer: null,
  parity: null,
  between: NO_ENDS,
  path: null,
  pathStep: null,
  pathNearest: null,
  sampleSeed: 1,
  edit: NO_EDIT,
  edited: null,
};
