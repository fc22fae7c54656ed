/** Words and tables around the map: title, notes, measures, training and origin. */
import { latentMaps, type HistoryEpoch, type PageData } from '../../pipeline/contract.ts';
import { byId, element } from '../parts/elements.ts';
import type { Page } from '../data/load.ts';
import { lossCurve } from './lossCurve.ts';
import { createConfusion } from './confusion.ts';
import { createGallery } from './gallery.ts';
import { createPerClass } from './perClass.ts';
import { areAlwaysMarks } from '../map/crowd/marks.ts';
import { mapKind } from '../map/kinds.ts';
import { createMeasures } from './measures.ts';
import { short, whole } from '../parts/numbers.ts';
import type { PageStore } from '../state/state.ts';

export function createAbout(page: Page, store: PageStore): void {
  const { data } = page;
  const { dataset, maps, history } = data;
  document.title = `${dataset.title} in latent space · Caelum`;
  byId('title', HTMLElement).textContent = `${dataset.title} in latent space`;
  store.watch(['map'], ({ map }) => {
    describeMap(data, map);
  });
  byId('latent-note', HTMLElement).textContent = latentNote(data);
  byId('measures-note', HTMLElement).textContent = measuresNote(data);
  createMeasures(data, store);
  createPerClass(page);
  createConfusion(page);
  createGallery(page, store);
  byId('origin', HTMLElement).append(
    ...[
      ['Images', dataset.source],
      ...maps.map(({ title, settings }) => ['Map', `${title}, ${settings}`]),
      ...data.provenance,
    ].map(([label, value]) =>
      element('div', {}, element('dt', {}, label), element('dd', {}, value)),
    ),
  );
  byId('licences', HTMLElement).textContent = page.licences;
  if (history) showTraining(history);
}

function describeMap(data: PageData, map: number): void {
  const { maps, images, placedFrom } = data;
  const { name, title } = maps[map];
  const { arranged, reading, placing } = mapKind(name);
  const placed = images.count - placedFrom;
  const crowd = crowdNote(data, map);
  byId('lede', HTMLElement).textContent = [
    `${whole(placedFrom)} images${arranged(title)}`,
    ...(placed > 0 ? [`${whole(placed)} test images were placed on the finished map.`] : []),
    ...crowd,
    ...leftOutNote(data),
    `Pick ${crowd.length > 0 ? 'any other' : 'one'} to look inside, or draw your own.`,
  ].join(' ');
  byId('map', HTMLElement).setAttribute(
    'aria-label',
    `${title} map of ${whole(images.count)} images${crowdLabel(data, map)}`,
  );
  byId('map-note', HTMLElement).textContent = [
    'Each point is one image. Its colour is its class, which the encoder never saw, or its distortion: how ' +
      'far its 10 nearest in latent space have fallen back among its nearest on the map.',
    reading,
    ...(placed > 0 ? [placedNote(placing)] : []),
    ...densityNote(data, map),
  ].join(' ');
}

function placedNote(placing: string): string {
  return (
    `Rings are test images that were placed on the finished map, ${placing} Their uncertainty tells how far ` +
    'their nearest mapped images are spread around them: the larger, the less their place is to be trusted.'
  );
}

function crowdNote({ crowd }: PageData, map: number): string[] {
  if (!crowd || map > 0) return [];
  const look = areAlwaysMarks(crowd.count)
    ? 'small points'
    : 'a density, and zoomed in small points';
  return [
    `${whole(crowd.count)} images of ${crowd.title} were placed on it: ${look}, without pictures, so they cannot be opened.`,
  ];
}

/** The measures stay those of the run, whatever was placed on its map. */
function measuresNote({ crowd }: PageData): string {
  return crowd
    ? `These are of the run itself; those of the ${whole(crowd.count)} images of ${crowd.title} are in metrics.json beside this page.`
    : '';
}

function crowdLabel({ crowd }: PageData, map: number): string {
  return crowd && map === 0 ? ` and ${whole(crowd.count)} more without pictures` : '';
}

function densityNote({ crowd }: PageData, map: number): string[] {
  if (!crowd || map > 0) return [];
  if (areAlwaysMarks(crowd.count)) {
    return [
      `The small points are the images of ${crowd.title}: of these only the place is in this page.`,
    ];
  }
  return [
    'The shade behind the points tells how many images without pictures were placed there, on a logarithmic ' +
      'scale: in the colour of the class that most of them have, the greyer the more mixed they are. Zoomed in, ' +
      'each of them is a small point.',
  ];
}

function leftOutNote({ dataset: { leftOut, classNames } }: PageData): string[] {
  if (leftOut === null) return [];
  return [`Class ${classNames[leftOut]} was left out of training: the models never saw any of it.`];
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

type Columns = readonly (readonly [name: string, number: (epoch: HistoryEpoch) => number])[];

const ERROR: Columns = [
  ['Training loss', ({ trainLoss }) => trainLoss],
  ['Test loss', ({ testLoss }) => testLoss],
];

/** Of a variational network: what is told of its evidence lower bound. */
const BOUND: Columns = [
  ...ERROR,
  ['Test reconstruction', ({ elbo }) => elbo?.test.reconstruction ?? NaN],
  ['Test divergence', ({ elbo }) => elbo?.test.divergence ?? NaN],
  ['Test squared error', ({ testMse }) => testMse],
];

function lossOf({ divergences, likelihood }: NonNullable<PageData['history']>): string {
  if (!divergences) return 'Mean squared error';
  const upTo = likelihood === 'gaussian' ? ' up to a constant' : '';
  return `Nats an image${upTo}: reconstruction + divergence`;
}

function showTraining(history: NonNullable<PageData['history']>): void {
  byId('training', HTMLElement).hidden = false;
  const columns = history.divergences ? BOUND : ERROR;
  const head = element(
    'tr',
    {},
    ...['Epoch', ...columns.map(([name]) => name)].map((name) =>
      element('th', { scope: 'col', class: 'number' }, name),
    ),
  );
  const rows = history.epochs.map((epoch) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row', class: 'number' }, String(epoch.epoch)),
      ...columns.map(([, number]) => element('td', { class: 'number' }, short(number(epoch)))),
    ),
  );
  byId('loss', HTMLElement).append(
    element(
      'p',
      { class: 'quiet' },
      `${lossOf(history)}: ` +
        'the line is the training loss of each step, the points are that of the test split after each epoch. The page holds the weights of the end, averaged over the last steps.',
    ),
    lossCurve(history),
    element('table', { class: 'small' }, element('thead', {}, head), element('tbody', {}, ...rows)),
  );
}
