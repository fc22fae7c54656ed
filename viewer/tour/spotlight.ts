/** Dims the page but for what a step is about, and frames that; the page below stays usable. */
import type { Box } from './placing.ts';

export interface Spotlight {
  readonly node: SVGSVGElement;
  show(boxes: readonly Box[]): void;
}

/** From what is framed to the frame, and the radius of its corners; CSS pixels. */
const ROOM = 6;
const RADIUS = 12;

const SVG = 'http://www.w3.org/2000/svg';

export function createSpotlight(): Spotlight {
  const node = document.createElementNS(SVG, 'svg');
  node.setAttribute('class', 'tour-spotlight');
  node.setAttribute('aria-hidden', 'true');
  const parts = ['shade', 'rim', 'frame'].map((name) => {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('class', name);
    return path;
  });
  node.append(...parts);
  return {
    node,
    show(boxes) {
      const holes = boxes.map(rounded).join('');
      const all = `M0 0H${innerWidth}V${innerHeight}H0Z`;
      parts.forEach((path, n) => {
        path.setAttribute('d', n === 0 ? all + holes : holes);
      });
    },
  };
}

/** The frame of a box as a path. */
function rounded({ left, top, width, height }: Box): string {
  const across = Math.max(0, width + 2 * (ROOM - RADIUS));
  const down = Math.max(0, height + 2 * (ROOM - RADIUS));
  const corner = (x: number, y: number): string => `a${RADIUS} ${RADIUS} 0 0 1 ${x} ${y}`;
  return (
    `M${left - ROOM + RADIUS} ${top - ROOM}h${across}${corner(RADIUS, RADIUS)}v${down}` +
    `${corner(-RADIUS, RADIUS)}h${-across}${corner(-RADIUS, -RADIUS)}v${-down}${corner(RADIUS, -RADIUS)}z`
  );
}
