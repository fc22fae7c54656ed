/** Every image: a disc, a ring where it was placed on the map, or from some zoom on a small picture. */
import { FRAME, placeOf, type Pictures } from '../pictures.ts';
import { cssColours } from '../raster/cssColours.ts';
import type { Colour, Raster } from '../raster/raster.ts';
import { createSheet } from '../raster/sheet.ts';
import { disc, ring } from '../raster/stamps.ts';
import { placedRing, pointRadius, type Layer, type Scene } from '../scene.ts';

/** How strongly a disc covers what lies below it. */
const DISC_OPACITY = 0.85;

/** Side of the largest stamp, CSS pixels. */
const MARGIN = 40;

/** @param opacityOf tells how much of them all is seen, 0 to 1 */
export function createPoints(pictures: Pictures, opacityOf: (scene: Scene) => number): Layer {
  const sheet = createSheet();
  return (context, scene) => {
    sheet.lay(context, Math.ceil(MARGIN * scene.ratio), opacityOf(scene), (raster) => {
      drawScene(raster, scene, pictures);
    });
  };
}

function drawScene(raster: Raster, scene: Scene, pictures: Pictures): void {
  const [paper, ink, ...palette] = cssColours([scene.paper, scene.ink, ...scene.colours.palette]);
  const paints = { paper, ink, palette };
  raster.clear(paper);
  const shown = drawDots(raster, scene, pictures, paints);
  for (const index of shown) drawFramed(raster, scene, pictures, index, paints);
}

interface Paints {
  readonly paper: Colour;
  readonly ink: Colour;
  readonly palette: readonly Colour[];
}

/** @returns the images that are in sight and shown as pictures */
function drawDots(
  raster: Raster,
  scene: Scene,
  pictures: Pictures,
  { paper, ink, palette }: Paints,
): number[] {
  const { positions, colours, placedFrom, group, isShown, ratio, transform } = scene;
  const { dot, solid, blank, circle, dotBack, circleBack } = stampsOf(scene, raster.width);
  const [k, left, top] = [transform.k * ratio, transform.x * ratio, transform.y * ratio];
  const asPictures: number[] = [];
  type Mark = (index: number, x: number, y: number) => void;
  const markRim: Mark = (index, x, y) => {
    raster.stamp(index < placedFrom ? dotBack : circleBack, x, y, ink);
  };
  const markDot: Mark = (index, x, y) => {
    const colour = palette[colours.of[index]];
    if (index < placedFrom) {
      // The dark rim must not shine through.
      raster.stamp(group.has(index) ? solid : dot, x, y, colour);
    } else {
      // What lies below a ring must not fill it.
      raster.stamp(blank, x, y, paper);
      raster.stamp(circle, x, y, colour);
    }
  };
  const put = (index: number, mark: Mark): void => {
    if (!isShown(index)) return;
    const x = positions[2 * index] * k + left;
    const y = positions[2 * index + 1] * k + top;
    if (!raster.reaches(x, y)) return;
    const opacity = pictures.opacity(scene, index);
    if (opacity > 0 && mark === markDot) asPictures.push(index);
    if (opacity < 1) mark(index, x, y);
  };
  // In the order of the images, so that no class lies on top of the others.
  for (let i = 0; i < colours.of.length; i++) if (!group.has(i)) put(i, markDot);
  // The group above them; all rims first, so that points close together share one line around them.
  for (const index of group) put(index, markRim);
  for (const index of group) put(index, markDot);
  return asPictures;
}

/** The shapes of mapped images (solid in the group) and of placed ones, and what lies behind those of the group. */
function stampsOf(scene: Scene, width: number) {
  const { ratio } = scene;
  const radius = pointRadius(scene) * ratio;
  const placed = placedRing(scene);
  const outer = (placed.radius + placed.line / 2) * ratio;
  const rim = rimWidth(scene) * ratio;
  return {
    dot: disc(radius, DISC_OPACITY, width),
    solid: disc(radius, 1, width),
    blank: disc(placed.radius * ratio, 1, width),
    circle: ring(outer, placed.line * ratio, width),
    dotBack: disc(radius + rim, 1, width),
    circleBack: disc(outer + rim, 1, width),
  };
}

/** Width of the line around points and pictures of the group, CSS pixels: not their colour alone tells them. */
function rimWidth(scene: Scene): number {
  return Math.max(1.25, 0.25 * pointRadius(scene));
}

/** A picture in a frame of the colour that its point would have; of a placed image, off its frame. */
function drawFramed(
  raster: Raster,
  scene: Scene,
  pictures: Pictures,
  index: number,
  { paper, ink, palette }: Paints,
): void {
  const { colours, placedFrom, group, ratio } = scene;
  const size = pictures.size(ratio);
  const { x, y } = placeOf(scene, index, size);
  const opacity = pictures.opacity(scene, index);
  const frame = Math.round(FRAME * ratio);
  const gap = index < placedFrom ? 0 : Math.round(frame / 2);
  const box = (out: number, colour: Colour): void => {
    raster.fill(x - out, y - out, size.width + 2 * out, size.height + 2 * out, colour, opacity);
  };
  if (group.has(index)) box(frame + Math.round(rimWidth(scene) * ratio), ink);
  box(frame, palette[colours.of[index]]);
  if (gap > 0) box(gap, paper);
  raster.lay(pictures.tile(index, ratio), x, y, size.cell, opacity);
}
