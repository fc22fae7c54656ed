/** Where the tour's card stands, and how far the page scrolls: arithmetic on boxes, all in CSS pixels. */

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** In the window, from its top left. */
export interface Box extends Size {
  readonly left: number;
  readonly top: number;
}

/** Between the card and what it is about, and the edge of the window. */
const GAP = 16;

/**
 * The place in which a card hides least of what it is about, and of several such the one nearest to the first
 * of it.
 *
 * @param targets one or more, the most important first
 */
export function placeCard(card: Size, targets: readonly Box[], room: Size): Box {
  const inside = (value: number, size: number, space: number): number =>
    Math.max(GAP, Math.min(value, space - size - GAP));
  const places = [...targets.flatMap((target) => placesAround(card, target)), ...corners(room)].map(
    ({ left, top }) => ({
      ...card,
      left: inside(left, card.width, room.width),
      top: inside(top, card.height, room.height),
    }),
  );
  const hidden = (place: Box): number =>
    targets.reduce((sum, target) => sum + overlap(place, target), 0);
  return places.reduce((best, place) => (hidden(place) < hidden(best) ? place : best));
}

interface Place {
  readonly left: number;
  readonly top: number;
}

/** Right, below, left and above. */
function placesAround(card: Size, { left, top, width, height }: Box): Place[] {
  return [
    { left: left + width + GAP, top },
    { left, top: top + height + GAP },
    { left: left - card.width - GAP, top },
    { left, top: top - card.height - GAP },
  ];
}

/** Those of the window, from where each place is brought inside. */
function corners({ width, height }: Size): Place[] {
  return [width, 0].flatMap((left) => [height, 0].map((top) => ({ left, top })));
}

/** Area that two boxes share. */
export function overlap(one: Box, other: Box): number {
  const along = (a: number, aSize: number, b: number, bSize: number): number =>
    Math.max(0, Math.min(a + aSize, b + bSize) - Math.max(a, b));
  return (
    along(one.left, one.width, other.left, other.width) *
    along(one.top, one.height, other.top, other.height)
  );
}

/**
 * How far the page scrolls so that something is in sight: not at all where it is, else as little as needed. Of
 * what is too tall, the top.
 *
 * @param from top of what can be seen
 * @param to its bottom
 * @returns downwards
 */
export function scrollFor({ top, height }: Pick<Box, 'top' | 'height'>, from: number, to: number) {
  if (top < from || height > to - from) return top - from;
  return Math.max(0, top + height - to);
}
