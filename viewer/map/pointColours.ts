/** Colours of the points of a map: by class, or by a number that each has. */
import { interpolateMagma } from 'd3-scale-chromatic';
import { colourScale } from './colourScale.ts';
import type { Page } from '../data/load.ts';
import type { State } from '../state/state.ts';

export interface PointColours {
  /** CSS colours. */
  readonly palette: readonly string[];
  /** Which of them each point has. */
  readonly of: ArrayLike<number>;
}

/** So many colours: neighbours can hardly be told apart. */
const STEPS = 32;

/** The parts of magma, from good to bad, that stand out from light and dark paper. */
const PART = { light: [0.8, 0.12], dark: [0.4, 1] } as const;

/** Of points that have no such number: they stay behind the others. */
const GREY = { light: '#d6d6d9', dark: '#3b404d' } as const;

/** @param dark whether the paper is dark */
export function pointColours(
  page: Page,
  state: Pick<State, 'map' | 'colouring'>,
  dark: boolean,
): PointColours {
  const { data, labels, maps } = page;
  const scale = colourScale(page, state);
  if (!scale) return { palette: data.dataset.classColours, of: labels };
  const { distortion, uncertainty } = maps[state.map];
  const step = (value: number) => Math.round(scale.place(value) * (STEPS - 1));
  if (state.colouring === 'distortion') {
    return { palette: scalePalette(dark), of: Uint8Array.from(distortion, step) };
  }
  // The grey stands after the steps of the scale.
  const of = new Uint8Array(labels.length).fill(STEPS);
  of.set(Uint8Array.from(uncertainty, step), data.placedFrom);
  return { palette: [...scalePalette(dark), GREY[dark ? 'dark' : 'light']], of };
}

/** From 0 to the most that a scale tells apart. */
export function scalePalette(dark: boolean): string[] {
  const [from, to] = PART[dark ? 'dark' : 'light'];
  return Array.from({ length: STEPS }, (_, step) =>
    interpolateMagma(from + ((to - from) * step) / (STEPS - 1)),
  );
}
