import { rgb } from 'd3-color';
import { interpolateViridis } from 'd3-scale-chromatic';

/** Viridis in 256 steps as red, green, blue: even steps to the eye, also in grey and colour-blind. */
export const VIRIDIS: Uint8Array = Uint8Array.from(
  Array.from({ length: 256 }, (_, step) => rgb(interpolateViridis(step / 255))).flatMap(
    ({ r, g, b }) => [r, g, b],
  ),
);
