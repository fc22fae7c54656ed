/** Which classes the nearest images in latent space have, class by class. */
import { interpolateBlues } from 'd3-scale-chromatic';
import type { Page } from '../data/load.ts';
import { byId, element } from '../parts/elements.ts';
import { percent } from '../parts/numbers.ts';

/**
 * Shares of the classes among the nearest images of each class.
 *
 * @param classes how many there are
 * @param labels one class index an image
 * @param indices images × k: the nearest of each
 * @returns classes × classes: row i, column j is the share of class j among the nearest of class i; a row
 *   is null for a class without images
 */
export function neighbourConfusion(
  classes: number,
  labels: Int32Array,
  indices: Int32Array,
): (Float64Array | null)[] {
  const k = indices.length / labels.length;
  const counts = Array.from({ length: classes }, () => new Float64Array(classes));
  const sizes = new Float64Array(classes);
  labels.forEach((label, i) => {
    sizes[label] += k;
    for (let n = i * k; n < (i + 1) * k; n++) counts[label][labels[indices[n]]]++;
  });
  return counts.map((row, label) =>
    sizes[label] === 0 ? null : row.map((count) => count / sizes[label]),
  );
}

export function createConfusion({ data, labels, neighbours }: Page): void {
  const { classNames } = data.dataset;
  byId('confusion-section', HTMLElement).hidden = neighbours.k === 0 || classNames.length < 2;
  if (neighbours.k === 0) return;
  const shares = neighbourConfusion(classNames.length, labels, neighbours.indices);
  byId('confusion-note', HTMLElement).textContent =
    `Of the ${neighbours.k} mapped images nearest to each image in latent space, how many are of which class: ` +
    'a row for the class of the image, a column for the class of its neighbours, in percent. ' +
    strongest(shares, classNames);
  const head = [
    element('td'),
    ...classNames.map((name) =>
      element('th', { scope: 'col', class: 'number', title: name }, name),
    ),
  ];
  const rows = shares.flatMap((row, i) => {
    if (!row) return [];
    const cells = Array.from(row, (share, j) => confusionCell(share, i === j));
    return [
      element(
        'tr',
        {},
        element('th', { scope: 'row', title: classNames[i] }, classNames[i]),
        ...cells,
      ),
    ];
  });
  byId('confusion', HTMLElement).append(
    element(
      'table',
      { class: 'confusion', 'aria-label': 'Confusion of neighbours' },
      element('thead', {}, element('tr', {}, ...head)),
      element('tbody', {}, ...rows),
    ),
  );
}

/** The two classes that are confused most, in words. */
function strongest(shares: readonly (Float64Array | null)[], names: readonly string[]): string {
  let most = { share: 0, from: 0, to: 0 };
  shares.forEach((row, from) => {
    row?.forEach((share, to) => {
      if (from !== to && share > most.share) most = { share, from, to };
    });
  });
  if (most.share === 0) return 'No class has neighbours of another.';
  return `Most often mistaken: class ${names[most.from]} for ${names[most.to]}, ${percent(most.share)} of its neighbours.`;
}

/** Darker the larger the share; those off the diagonal on a scale of their own, since they are small. */
function confusionCell(share: number, diagonal: boolean): HTMLTableCellElement {
  const rounded = Math.round(1000 * share) / 10;
  const text = share === 0 ? '' : rounded < 0.1 ? '<0.1' : rounded.toFixed(rounded < 10 ? 1 : 0);
  const cell = element('td', { class: 'number' }, text);
  const depth = diagonal ? share : Math.min(1, Math.sqrt(5 * share));
  cell.style.background = share === 0 ? '' : interpolateBlues(0.04 + 0.86 * depth);
  // Ink that stands out from its cell, in light and in dark pages alike.
  cell.style.color = share === 0 ? '' : depth > 0.77 ? '#fff' : '#10131f';
  return cell;
}
