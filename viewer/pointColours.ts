/** Colours of the points of a map: by class, or by how badly their neighbourhoods are torn. */
import { interpolateMagma } from 'd3-scale-chromatic';
import { distortionPlace } from '../pipeline/contract.ts';
import type { Page } from './load.ts';
import type { State } from './state.ts';

export interface PointColours {
  /** CSS colours. */
  readonly palette: readonly string[];
  /** Which of them each point has. */
  readonly of: ArrayLike<number>;
}

/** So many colours: neighbours can hardly be told apart. */
const STEPS = 32;

/** The parts of magma, from whole neighbourhoods to torn ones, that stand out from light and dark paper. */
const PART = { light: [0.8, 0.12], dark: [0.4, 1] } as const;

/** @param dark whether the paper is dark */
export function pointColours(
  { data, labels, maps }: Page,
  { map, colouring }: Pick<State, 'map' | 'colouring'>,
  dark: boolean,
): PointColours {
  if (colouring === 'class') return { palette: data.dataset.classColours, of: labels };
  const steps = (distortion: number) => Math.round(distortionPlace(distortion) * (STEPS - 1));
  return {
    palette: distortionPalette(dark),
    of: Uint8Array.from(maps[map].distortion, steps),
  };
}

/** From no distortion to the most that the scale tells apart. */
export function distortionPalette(dark: boolean): string[] {
  const [from, to] = PART[dark ? 'dark' : 'light'];
  return Array.from({ length: STEPS }, (_, step) =>
    interpolateMagma(from + ((to - from) * step) / (STEPS - 1)),
  );
}
