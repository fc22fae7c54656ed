/** What the page of a comparison says first: which of its pages are linked, and what is to be tried. */
import { group } from 'd3-array';
import type { ComparedPage } from '../contract.ts';
import { escapeText } from '../page/html.ts';
import { inWords } from './words.ts';

type Told = Pick<ComparedPage, 'name' | 'images' | 'drawsSamples'>;

/** @returns sentences in HTML; a button with `data-samples` goes to the samples of the page of that number */
export function comparisonLede(pages: readonly Told[]): string {
  return [...linked(pages), ...samples(pages)].join(' ');
}

function linked(pages: readonly Told[]): string[] {
  const groups = [...group(pages, ({ images }) => images).values()].map((same) =>
    same.map(({ name }) => escapeText(name)),
  );
  const together = groups.filter(({ length }) => length > 1);
  if (together.length === 0) {
    return [
      'These pages are of different images, and each stands by itself: what you choose, draw, hide or gather in one stays there.',
    ];
  }
  const apart = groups.filter(({ length }) => length === 1).flat();
  const where =
    apart.length === 0 && together.length === 1
      ? 'in one is so in all'
      : `in one of ${together.map(inWords).join(', or in one of ')} is so in the others of these`;
  return [
    `What you choose, draw, hide or gather ${where}: select a point to see how each network takes the same image, draw a picture for all of them, or put two images at the ends of <em>Between</em> and watch the ways of all at once.`,
    ...(apart.length > 0 ? [`Of other images, and by themselves: ${inWords(apart)}.`] : []),
  ];
}

function samples(pages: readonly Told[]): string[] {
  const buttons = pages.flatMap(({ name, drawsSamples }, n) =>
    drawsSamples
      ? [`<button type="button" class="link" data-samples="${n}">${escapeText(name)}</button>`]
      : [],
  );
  if (buttons.length === 0) return [];
  return [`Images that nobody drew, from latents drawn at random: samples of ${inWords(buttons)}.`];
}
