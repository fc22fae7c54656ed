/** The single points of a crowd, once there are few enough in view. */
import type { Crowd } from '../../data/crowd.ts';
import type { Colour, Raster } from '../raster/raster.ts';
import { disc } from '../raster/stamps.ts';
import { pointRadius, type Scene } from '../scene.ts';
import { eachBlock, isOnGrid } from './blocks.ts';
import { boxInView, type Placing } from './placing.ts';

/** So many points in view are all shown one by one, and from `none` on none is. */
const IN_VIEW = { all: 30_000, none: 60_000 };

/** Beside that of the map's own points, which have pictures; and in CSS pixels. */
const RADIUS = { share: 0.5, least: 0.8, most: 2.2 };
const OPACITY = 0.6;

/** How much of the single points is seen, 0 to 1. */
export function marksShare(inView: number): number {
  return Math.min(1, Math.max(0, (IN_VIEW.none - inView) / (IN_VIEW.none - IN_VIEW.all)));
}

/** Radius of a mark, CSS pixels. */
export function markRadius(scene: Scene): number {
  return Math.min(RADIUS.most, Math.max(RADIUS.least, RADIUS.share * pointRadius(scene)));
}

/**
 * @param colours one a class
 * @param isCounted tells of each class whether its points are shown
 */
export function stampMarks(
  raster: Raster,
  scene: Scene,
  crowd: Crowd,
  placing: Placing,
  colours: readonly Colour[],
  isCounted: readonly boolean[],
): void {
  const { ratio } = scene;
  const radius = markRadius(scene);
  const shape = disc(radius * ratio, OPACITY, raster.width);
  const box = boxInView(placing, scene, radius);
  if (!isOnGrid(box)) return;
  const { places, labels } = crowd;
  const [left, top, unit] = [placing.x * ratio, placing.y * ratio, placing.unit * ratio];
  eachBlock(crowd, box, (from, to) => {
    for (let point = from; point < to; point++) {
      if (!isCounted[labels[point]]) continue;
      const x = left + places[2 * point] * unit;
      const y = top + places[2 * point + 1] * unit;
      if (raster.reaches(x, y)) raster.stamp(shape, x, y, colours[labels[point]]);
    }
  });
}
