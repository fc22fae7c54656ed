/**
 * The map as vectors: its points as circles, those placed as rings, its names as text; and behind and before the
 * points, as two pictures, the images without pictures of their own, which are too many to be circles.
 */
import type { CrowdPictures } from '../map/map.ts';
import { placedRing, pointRadius, seen, type Scene } from '../map/scene.ts';
import { shape } from './svg/shape.ts';

export function mapSvg(scene: Scene, crowd: CrowdPictures | null): SVGGElement {
  const { width, height, positions, colours, placedFrom, paper, ink } = scene;
  const group = shape('g', {});
  const lay = (picture: HTMLCanvasElement): void => {
    group.append(shape('image', { width, height, href: picture.toDataURL() }));
  };
  if (crowd) lay(crowd.below);
  const radius = pointRadius(scene);
  const ring = placedRing(scene);
  for (let i = 0; i < colours.of.length; i++) {
    if (!scene.isShown(i)) continue;
    const { x, y } = seen(scene, { x: positions[2 * i], y: positions[2 * i + 1] });
    if (x < -radius || y < -radius || x > width + radius || y > height + radius) continue;
    const colour = colours.palette[colours.of[i]];
    const look =
      i < placedFrom
        ? { r: radius, fill: colour, 'fill-opacity': 0.85 }
        : { r: ring.radius, fill: paper, stroke: colour, 'stroke-width': ring.line };
    group.append(shape('circle', { cx: round(x), cy: round(y), ...look }));
  }
  if (crowd) lay(crowd.above);
  scene.anchors.forEach((anchor, label) => {
    if (!anchor || scene.hiddenClasses.has(label)) return;
    const { x, y } = seen(scene, anchor);
    const name = shape('text', {
      x: round(x),
      y: round(y),
      fill: ink,
      stroke: paper,
      'stroke-width': 5,
      'stroke-linejoin': 'round',
      'paint-order': 'stroke',
      'text-anchor': 'middle',
      'dominant-baseline': 'central',
      'font-family': 'system-ui, sans-serif',
      'font-weight': 650,
      'font-size': 18,
    });
    name.textContent = scene.classNames[label];
    group.append(name);
  });
  return group;
}

/** A hundredth of a pixel is nothing that anybody sees. */
function round(value: number): number {
  return Math.round(100 * value) / 100;
}
