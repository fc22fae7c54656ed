/** SVG to PNG, with the same bytes on every machine: no font comes from the system. */
import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';

/** Pixels of the PNG for each px of the SVG; pictures inside a figure are made for it. */
export const PIXEL_RATIO = 2;

const resolve = createRequire(import.meta.url).resolve;
const FONT_FILES = ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf'].map(
  (file) => resolve(`@expo-google-fonts/inter/${file}`),
);

/**
 * Draws an SVG as PNG at {@link PIXEL_RATIO}, in Inter.
 *
 * @throws Error if `svg` is not well-formed
 */
export function rasterise(svg: string): Uint8Array {
  const image = new Resvg(svg, {
    font: { loadSystemFonts: false, fontFiles: FONT_FILES, defaultFontFamily: 'Inter' },
    fitTo: { mode: 'zoom', value: PIXEL_RATIO },
    logLevel: 'off',
  });
  return image.render().asPng();
}
