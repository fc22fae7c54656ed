/** Words and tables around the map: title, notes, measures, training and origin. */
import { latentMaps, type PageData } from '../pipeline/contract.ts';
import { byId, element } from './elements.ts';
import { lossCurve } from './lossCurve.ts';
import { createMeasures } from './measures.ts';
import { short, whole } from './numbers.ts';

/** How to read each kind of map; one not named here gets the first sentence alone. */
const MAP_NOTES: Readonly<Record<string, string>> = {
  't-SNE':
    't-SNE keeps neighbours together: trust who is next to whom, but not the size of a group, ' +
    'nor the distance between groups, nor the empty space.',
};

export function createAbout(data: PageData): void {
  const { dataset, images, projection, history } = data;
  document.title = `${dataset.title} in latent space · Caelum`;
  byId('title', HTMLElement).textContent = `${dataset.title} in latent space`;
  byId('lede', HTMLElement).textContent =
    `${whole(images.count)} images, placed by ${projection.name}: what the encoder finds alike ` +
    'lies close together. Pick one to look inside, or draw your own.';
  byId('map', HTMLElement).setAttribute(
    'aria-label',
    `${projection.name} map of ${whole(images.count)} images`,
  );
  byId('map-note', HTMLElement).textContent =
    'Each dot is one image, coloured by its class, which the encoder never saw. ' +
    (MAP_NOTES[projection.name] ?? '');
  byId('latent-note', HTMLElement).textContent = latentNote(data);
  createMeasures(data.metrics);
  byId('origin', HTMLElement).append(
    ...[
      ['Images', dataset.source],
      ['Map', `${projection.name}, ${projection.settings}`],
      ...data.provenance,
    ].map(([label, value]) =>
      element('div', {}, element('dt', {}, label), element('dd', {}, value)),
    ),
  );
  if (history) showTraining(history);
}

function latentNote({ latentShape, images }: PageData): string {
  const { count } = latentMaps(latentShape);
  const numbers = latentShape.reduce((product, size) => product * size, 1);
  const pixels = images.channels * images.height * images.width;
  const compared = `The latent has ${whole(numbers)} numbers, the image ${whole(pixels)}.`;
  if (count === 1) {
    return `The latent is all that the decoder gets to see: it paints the reconstruction from these numbers alone. ${compared}`;
  }
  return (
    'One channel of the latent, as a small picture: bright where the encoder found the pattern ' +
    'that this channel has learned to answer to. The decoder paints the reconstruction from ' +
    `these maps alone. ${compared}`
  );
}

function showTraining(history: NonNullable<PageData['history']>): void {
  byId('training', HTMLElement).hidden = false;
  const head = element(
    'tr',
    {},
    ...['Epoch', 'Training loss', 'Test error'].map((name) =>
      element('th', { scope: 'col', class: 'number' }, name),
    ),
  );
  const rows = history.epochs.map(({ epoch, trainLoss, testMse }) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row', class: 'number' }, String(epoch)),
      element('td', { class: 'number' }, short(trainLoss)),
      element('td', { class: 'number' }, short(testMse)),
    ),
  );
  byId('loss', HTMLElement).append(
    element(
      'p',
      { class: 'quiet' },
      'Mean squared error: the line is the training loss of each step, the points are the error on ' +
        'the test split after each epoch. The page holds the weights of the end, averaged over the last steps.',
    ),
    lossCurve(history),
    element('table', { class: 'small' }, element('thead', {}, head), element('tbody', {}, ...rows)),
  );
}
