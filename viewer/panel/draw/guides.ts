/** Marks over a drawing: its box and its centre of mass, and the cursor of the keyboard. */
import type { Framing } from './centre.ts';
import type { PenPoint } from './padState.ts';

export interface Guides {
  readonly view: SVGSVGElement;
  showFraming(framing: Framing | null): void;
  /** @param width of the pen, as a share of the longer side */
  showCursor(at: PenPoint, width: number): void;
  hideCursor(): void;
}

/** Half a centre mark, as a share of the shorter side. */
const CROSS = 0.05;

/** @param width of what lies below, in its own pixels; so is the height */
export function createGuides(width: number, height: number): Guides {
  const view = svg('svg', { viewBox: `0 0 ${width} ${height}`, class: 'guides' });
  view.setAttribute('aria-hidden', 'true');
  const box = svg('rect', { class: 'guide-box' });
  const mass = svg('path', { class: 'guide-mass' });
  const cursor = svg('circle', { class: 'guide-cursor', visibility: 'hidden' });
  view.append(box, mass, cursor);
  const arm = CROSS * Math.min(width, height);
  return {
    view,
    showFraming(framing) {
      for (const part of [box, mass])
        part.setAttribute('visibility', framing ? 'visible' : 'hidden');
      if (!framing) return;
      const { left, top, ...size } = framing.box;
      setAll(box, { x: left, y: top, ...size });
      const { x, y } = framing.mass;
      setAll(mass, { d: `M${x - arm} ${y}h${2 * arm}M${x} ${y - arm}v${2 * arm}` });
    },
    showCursor({ x, y }, pen) {
      const r = (pen * Math.max(width, height)) / 2;
      setAll(cursor, { cx: x * width, cy: y * height, r, visibility: 'visible' });
    },
    hideCursor() {
      cursor.setAttribute('visibility', 'hidden');
    },
  };
}

function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>>,
): SVGElementTagNameMap[K] {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  setAll(made, attributes);
  return made;
}

function setAll(shape: Element, attributes: Readonly<Record<string, string | number>>): void {
  for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, String(value));
}
