/** Colours of the points of a map: by class, or by a number that each has. */
import { interpolateMagma } from 'd3-scale-chromatic';
import { colouredNumbers } from './colourings.ts';
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
  const numbers = colouredNumbers(page, state);
  if (!numbers) return { palette: page.data.dataset.classColours, of: page.labels };
  const { values, scale } = numbers;
  // The grey stands after the steps of the scale.
  const step = (value: number) =>
    Number.isNaN(value) ? STEPS : Math.round(scale.place(value) * (STEPS - 1));
  return {
    palette: [...scalePalette(dark), GREY[dark ? 'dark' : 'light']],
    of: Uint8Array.from(values, step),
  };
}

/** From 0 to 1 on a scale. */
export function scalePalette(dark: boolean): string[] {
  const [from, to] = PART[dark ? 'dark' : 'light'];
  return Array.from({ length: STEPS }, (_, step) =>
    interpolateMagma(from + ((to - from) * step) / (STEPS - 1)),
  );
}
