/** Every image: a disc, a ring where it was placed on the map, or from some zoom on a small picture. */
import { FRAME, placeOf, type Pictures } from '../pictures.ts';
import { cssColours } from '../raster/cssColours.ts';
import { Raster, type Colour } from '../raster/raster.ts';
import { disc, ring } from '../raster/stamps.ts';
import { pointRadius, type Layer, type Scene } from '../scene.ts';

/** How strongly a disc covers what lies below it. */
const DISC_OPACITY = 0.85;

/** Least radius of a ring, CSS pixels: below it a ring looks like a disc. */
const SMALLEST_RING = 3.4;

/** Side of the largest stamp, CSS pixels. */
const MARGIN = 40;

export function createPoints(pictures: Pictures): Layer {
  const surface = new OffscreenCanvas(1, 1);
  // Its pixels are written by the processor.
  const pixels = surface.getContext('2d', { willReadFrequently: true })!;
  let raster = new Raster(1, 1, 0);

  return (context, scene) => {
    const { width, height } = context.canvas;
    const margin = Math.ceil(MARGIN * scene.ratio);
    if (raster.seenWidth !== width || raster.seenHeight !== height || raster.margin !== margin) {
      raster = new Raster(width, height, margin);
      surface.width = width;
      surface.height = height;
    }
    drawScene(raster, scene, pictures);
    pixels.putImageData(raster.image(), -margin, -margin, margin, margin, width, height);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(surface, 0, 0);
  };
}

function drawScene(raster: Raster, scene: Scene, pictures: Pictures): void {
  const [paper, ...palette] = cssColours([scene.paper, ...scene.colours.palette]);
  raster.clear(paper);
  const shown = drawDots(raster, scene, pictures, paper, palette);
  for (const index of shown) drawFramed(raster, scene, pictures, index, paper, palette);
}

/** @returns the images that are in sight and shown as pictures */
function drawDots(
  raster: Raster,
  scene: Scene,
  pictures: Pictures,
  paper: Colour,
  palette: readonly Colour[],
): number[] {
  const { positions, colours, placedFrom, isShown, ratio, transform } = scene;
  const radius = pointRadius(scene) * ratio;
  const outer = Math.max(SMALLEST_RING * ratio, radius + ratio);
  const line = Math.max(1.3 * ratio, 0.4 * radius);
  const dot = disc(radius, DISC_OPACITY, raster.width);
  const blank = disc(outer, 1, raster.width);
  const circle = ring(outer + line / 2, line, raster.width);
  const [k, left, top] = [transform.k * ratio, transform.x * ratio, transform.y * ratio];
  const asPictures: number[] = [];
  // In the order of the images, so that no class lies on top of the others.
  for (let i = 0; i < colours.of.length; i++) {
    if (!isShown(i)) continue;
    const x = positions[2 * i] * k + left;
    const y = positions[2 * i + 1] * k + top;
    if (!raster.reaches(x, y)) continue;
    const opacity = pictures.opacity(scene, i);
    if (opacity > 0) asPictures.push(i);
    if (opacity === 1) continue;
    const colour = palette[colours.of[i]];
    if (i < placedFrom) {
      raster.stamp(dot, x, y, colour);
    } else {
      // What lies below a ring must not fill it.
      raster.stamp(blank, x, y, paper);
      raster.stamp(circle, x, y, colour);
    }
  }
  return asPictures;
}

/** A picture in a frame of the colour that its point would have; of a placed image, off its frame. */
function drawFramed(
  raster: Raster,
  scene: Scene,
  pictures: Pictures,
  index: number,
  paper: Colour,
  palette: readonly Colour[],
): void {
  const { colours, placedFrom, ratio } = scene;
  const size = pictures.size(ratio);
  const { x, y } = placeOf(scene, index, size);
  const opacity = pictures.opacity(scene, index);
  const frame = Math.round(FRAME * ratio);
  const gap = index < placedFrom ? 0 : Math.round(frame / 2);
  const box = (out: number, colour: Colour): void => {
    raster.fill(x - out, y - out, size.width + 2 * out, size.height + 2 * out, colour, opacity);
  };
  box(frame, palette[colours.of[index]]);
  if (gap > 0) box(gap, paper);
  raster.lay(pictures.tile(index, ratio), x, y, size.cell, opacity);
}
