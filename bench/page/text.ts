/** The results as people read them. */
import type { Spread } from '../rounds.ts';
import { lines } from '../text.ts';
import type { Drawing } from './drawing.ts';
import type { PageResult } from './measure.ts';
import type { Opening } from './opening.ts';

const OPENING: Readonly<Record<keyof Opening, string>> = {
  mapDrawn: 'open → map drawn',
  firstProbe: 'open → first probe answered',
  crowdDrawn: 'open → images without pictures shown',
  probe: 'probe, median',
  slowProbe: 'probe, 95th percentile',
};

const DRAWING: Readonly<Record<keyof Drawing, string>> = {
  panning: 'panning',
  zooming: 'zooming',
  amongPictures: 'panning among pictures',
  changingMaps: 'changing maps',
};

/** Parts that are told one by one. */
const PARTS = 4;

export function pageText({ title, parts, rounds, opening, drawing, browser }: PageResult): string {
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  const told = parts.slice(0, PARTS).map((part) => `${part.name} ${megabytes(part.bytes)}`);
  const row = (title: string, value: Spread, unit: string, digits: number) =>
    `  ${title.padEnd(36)} ${value.median.toFixed(digits).padStart(8)} ${unit} ` +
    `(${value.least.toFixed(digits)} to ${value.most.toFixed(digits)})`;
  return lines(
    '',
    `page: ${title} at 1440 × 900, ${browser} without a graphics card, rounds: ${rounds}`,
    `  ${megabytes(bytes)} MB: ${told.join(', ')}, …`,
    ...keysOf(OPENING).flatMap((key) => {
      const found = opening[key];
      return found ? [row(OPENING[key], found, 'ms', 1)] : [];
    }),
    ...keysOf(DRAWING).flatMap((key) => {
      const found = drawing[key];
      return found ? [row(DRAWING[key], found, 'frames/s', 1)] : [];
    }),
  );
}

function keysOf<Key extends string>(titles: Readonly<Record<Key, string>>): Key[] {
  return Object.keys(titles) as Key[];
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
