import type { NameSize } from '../classAnchors.ts';
import { seen, type Layer } from '../scene.ts';

/** Type size of the names on a map so wide, CSS pixels. */
function nameSize(width: number): number {
  return Math.max(15, Math.min(18, width / 30), width / 70);
}

function nameFont(width: number): string {
  return `650 ${nameSize(width)}px system-ui, sans-serif`;
}

/** Characters that a name on the map has at most. */
const LONGEST = 18;

/** A class on the map: long names would cover it. */
export function nameOnMap(name: string): string {
  return name.length > LONGEST ? `${name.slice(0, LONGEST - 1).trimEnd()}…` : name;
}

/** How large each name is on a map so wide, CSS pixels. */
export function nameSizes(
  context: CanvasRenderingContext2D,
  names: readonly string[],
  width: number,
): NameSize[] {
  context.font = nameFont(width);
  const height = 1.2 * nameSize(width);
  return names.map((name) => ({ width: context.measureText(name).width, height }));
}

/** The name of each class whose points are shown. */
export const drawNames: Layer = (context, scene) => {
  context.font = nameFont(scene.width);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.lineWidth = 5;
  context.strokeStyle = scene.paper;
  context.fillStyle = scene.ink;
  scene.anchors.forEach((anchor, label) => {
    if (!anchor || scene.hiddenClasses.has(label)) return;
    const { x, y } = seen(scene, anchor);
    context.strokeText(scene.classNames[label], x, y);
    context.fillText(scene.classNames[label], x, y);
  });
};
