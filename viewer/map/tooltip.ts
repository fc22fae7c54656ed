import { byId } from '../parts/elements.ts';
import { className, imageOrigin } from '../parts/imageName.ts';
import { imageAt, type Page } from '../data/load.ts';
import type { Point } from './layout.ts';
import { whole } from '../parts/numbers.ts';
import { paintImage } from '../parts/picture.ts';

/** Distance between the point and its tooltip, pixels. */
const GAP = 14;

export interface Tooltip {
  /** Shows an image beside a place on the map, or hides the tooltip. */
  show(index: number | null, at?: Point): void;
}

/** The small card with image, class and number of the point under the pointer. */
export function createTooltip(page: Page): Tooltip {
  const card = byId('tooltip', HTMLElement);
  const picture = byId('tooltip-picture', HTMLCanvasElement);
  const text = byId('tooltip-text', HTMLElement);
  const number = byId('tooltip-number', HTMLElement);
  const origin = byId('tooltip-origin', HTMLElement);
  const frame = card.parentElement!;
  return {
    show(index, at = { x: 0, y: 0 }) {
      card.hidden = index === null;
      if (index === null) return;
      paintImage(picture, imageAt(page, index), page.data.images);
      text.textContent = className(page, index);
      number.textContent = `image ${whole(index)}`;
      origin.textContent = imageOrigin(page, index);
      const beyond = at.x + GAP + card.offsetWidth > frame.clientWidth;
      const left = beyond ? at.x - GAP - card.offsetWidth : at.x + GAP;
      const top = Math.min(at.y + GAP, frame.clientHeight - card.offsetHeight - 4);
      card.style.transform = `translate(${Math.max(4, left)}px, ${Math.max(4, top)}px)`;
    },
  };
}
