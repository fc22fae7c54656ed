/** SVG to PNG, with the same bytes on every machine: fonts come from the system only where Inter lacks a script. */
import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';

/** Pixels of the PNG for each px of the SVG; pictures inside a figure are made for it. */
export const PIXEL_RATIO = 2;

const resolve = createRequire(import.meta.url).resolve;
const FONT_FILES = ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf'].map(
  (file) => resolve(`@expo-google-fonts/inter/${file}`),
);

/** Letters that are not in Inter, which has Latin, Greek and Cyrillic ones; and pictures among the signs. */
const BEYOND_INTER =
  /[^\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}]|\p{Emoji_Presentation}/u;

/** Whether a text, such as the name of a class, can only be drawn with fonts of the system. */
export function needsSystemFonts(svg: string): boolean {
  return BEYOND_INTER.test(svg);
}

/**
 * Draws an SVG as PNG at {@link PIXEL_RATIO}, in Inter, and what is not in it in a font of the system.
 *
 * @throws Error if `svg` is not well-formed
 */
export function rasterise(svg: string): Uint8Array {
  const image = new Resvg(svg, {
    font: {
      loadSystemFonts: needsSystemFonts(svg),
      fontFiles: FONT_FILES,
      defaultFontFamily: 'Inter',
    },
    fitTo: { mode: 'zoom', value: PIXEL_RATIO },
    logLevel: 'off',
  });
  return image.render().asPng();
}
