import { byId } from '../parts/elements.ts';
import { className, fileName, imageOrigin } from '../parts/imageName.ts';
import { whole } from '../parts/numbers.ts';
import { imageAt, type Page } from '../data/load.ts';
import type { Point } from './layout.ts';
import { paintImage } from '../parts/picture.ts';

/** Distance between a place and its tooltip, pixels. */
const GAP = 14;

/** What is to be said of a place on the map. */
export interface Card {
  /** Channels × height × width in [0, 1]; null for none. */
  readonly image: Float32Array | null;
  readonly title: string;
  /** Three at most. */
  readonly lines: readonly string[];
}

export interface Tooltip {
  /** Shows a card beside a place on the canvas, CSS pixels; null hides it. */
  show(card: Card | null, at?: Point): void;
}

/**
 * The small card beside the pointer.
 *
 * @param isSpoken tells whether screen readers should hear what it says
 */
export function createTooltip(page: Page, isSpoken: () => boolean): Tooltip {
  const host = byId('tooltip', HTMLElement);
  const picture = byId('tooltip-picture', HTMLCanvasElement);
  const title = byId('tooltip-text', HTMLElement);
  const lines = ['tooltip-number', 'tooltip-origin', 'tooltip-crowd'].map((id) =>
    byId(id, HTMLElement),
  );
  const speech = byId('map-speech', HTMLElement);
  const frame = host.parentElement!;
  return {
    show(card, at = { x: 0, y: 0 }) {
      host.hidden = card === null;
      speech.textContent = card && isSpoken() ? [card.title, ...card.lines].join(', ') : '';
      if (card === null) return;
      picture.hidden = card.image === null;
      if (card.image) paintImage(picture, card.image, page.data.images);
      title.textContent = card.title;
      lines.forEach((line, n) => {
        line.textContent = card.lines[n] ?? '';
        line.hidden = !(n in card.lines);
      });
      const beyond = at.x + GAP + host.offsetWidth > frame.clientWidth;
      const left = beyond ? at.x - GAP - host.offsetWidth : at.x + GAP;
      const top = Math.min(at.y + GAP, frame.clientHeight - host.offsetHeight - 4);
      host.style.transform = `translate(${Math.max(4, left)}px, ${Math.max(4, top)}px)`;
    },
  };
}

/** The same, with a line more. @param line empty for none */
export function withLine(card: Card, line: string): Card {
  return line === '' ? card : { ...card, lines: [...card.lines, line] };
}

/** Of a place where there is nothing but images without pictures. */
export function crowdCard(line: string): Card {
  return { image: null, title: 'No picture here', lines: [line] };
}

/** Image, class and number of a point. */
export function pointCard(page: Page, index: number): Card {
  return {
    image: imageAt(page, index),
    title: className(page, index),
    lines: [fileName(page, index) ?? `image ${whole(index)}`, imageOrigin(page, index)],
  };
}
