/** The single points of a crowd, once there are few enough in view. */
import type { Crowd } from '../../data/crowd.ts';
import type { Colour, Raster } from '../raster/raster.ts';
import { disc, type Stamp } from '../raster/stamps.ts';
import type { Scene } from '../scene.ts';
import { eachBlock, isOnGrid } from './blocks.ts';
import { boxInView, type Placing } from './placing.ts';

/** So many points in view are all shown one by one, and from `none` on none is. */
const IN_VIEW = { all: 30_000, none: 60_000 };

/** Of a mark: a share of the room that each has, so that they leave most of what lies below in sight; CSS pixels. */
const RADIUS = { ofRoom: 0.18, least: 0.8, most: 3 };
/** Width of the paper around a mark, beside its radius: it stands out on points and pictures alike. */
const HALO = 0.4;

/** How much of the single points is seen, 0 to 1. */
export function marksShare(inView: number): number {
  return Math.min(1, Math.max(0, (IN_VIEW.none - inView) / (IN_VIEW.none - IN_VIEW.all)));
}

/** Whether so many points are shown one by one wherever one looks. */
export function areAlwaysMarks(count: number): boolean {
  return marksShare(count) === 1;
}

/** Radius of a mark with its halo, CSS pixels. */
export function outerRadius(scene: Scene, count: number): number {
  return (1 + HALO) * markRadius(scene, count);
}

/** Radius of a mark of a crowd of so many, CSS pixels. */
function markRadius({ width, height, transform }: Scene, count: number): number {
  const room = transform.k * Math.sqrt((width * height) / count);
  return Math.min(RADIUS.most, Math.max(RADIUS.least, RADIUS.ofRoom * room));
}

/**
 * All halos lie below all marks, or those close together would cut into one another.
 *
 * @param paper colour of the halos
 * @param colours one a class
 * @param isCounted tells of each class whether its points are shown
 */
export function stampMarks(
  raster: Raster,
  scene: Scene,
  crowd: Crowd,
  placing: Placing,
  paper: Colour,
  colours: readonly Colour[],
  isCounted: readonly boolean[],
): void {
  const { ratio } = scene;
  const { places, labels } = crowd;
  const outer = outerRadius(scene, labels.length);
  const box = boxInView(placing, scene, outer);
  if (!isOnGrid(box)) return;
  const [left, top, unit] = [placing.x * ratio, placing.y * ratio, placing.unit * ratio];
  const stampAll = (shape: Stamp, colourOf: (label: number) => Colour): void => {
    eachBlock(crowd, box, (from, to) => {
      for (let point = from; point < to; point++) {
        if (!isCounted[labels[point]]) continue;
        const x = left + places[2 * point] * unit;
        const y = top + places[2 * point + 1] * unit;
        if (raster.reaches(x, y)) raster.stamp(shape, x, y, colourOf(labels[point]));
      }
    });
  };
  const mark = disc(markRadius(scene, labels.length) * ratio, 1, raster.width);
  stampAll(disc(outer * ratio, 1, raster.width), () => paper);
  stampAll(mark, (label) => colours[label]);
}
