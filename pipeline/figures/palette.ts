/** Colours of classes, shared by the figures and the page. */
import { hcl } from 'd3-color';

/**
 * Ten colours for data points on white and on near-black alike (contrast at least 1.9:1 on white,
 * 2.4:1 on #16181d), found by a search that raised the smallest CIEDE2000 difference of any two, seen
 * with full colour vision (20), deuteranopia (12), protanopia (12) and tritanopia (16).
 */
const TEN = [
  '#1030ff',
  '#ee9a16',
  '#108672',
  '#ee1d69',
  '#5cbee8',
  '#6e7b15',
  '#b2049e',
  '#a1c28a',
  '#8881fa',
  '#ac7fa5',
];

/** Turning the hue by it never comes back near an earlier hue soon (Vogel's golden angle). */
const GOLDEN_ANGLE = 137.508;

/** Lightness (CIE L*) of neighbouring classes beyond ten; all keep their distance to both grounds. */
const LIGHTNESSES = [62, 44, 74];

/**
 * One CSS colour (`#rrggbb`) for each of `count` classes. Up to ten can be told apart by colour-blind
 * people too; with more, each differs from those before and after it, but some pairs look alike.
 */
export function classColours(count: number): string[] {
  if (count <= TEN.length) return TEN.slice(0, count);
  return Array.from({ length: count }, (_, k) =>
    hcl(k * GOLDEN_ANGLE, 55, LIGHTNESSES[k % LIGHTNESSES.length]).formatHex(),
  );
}
