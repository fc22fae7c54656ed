/** What the models make of the subject: its pictures, and where they differ. */
import { latentMaps } from '../../../pipeline/contract.ts';
import { byId } from '../../parts/elements.ts';
import { className, imageOrigin } from '../../parts/imageName.ts';
import type { Page } from '../../data/load.ts';
import { short, span } from '../../parts/numbers.ts';
import { meanMap, meanSquaredError, paintImage, paintMap, rangeOf } from '../../parts/picture.ts';
import { isAnswerable, subjectImage } from '../../models/subject.ts';
import { moveWithTabs } from '../tabs.ts';
import type { Answer, PageStore, State } from '../../state/state.ts';
import { differenceMap, largest, paintDifferences } from '../../parts/differenceMap.ts';
import { createErrorFacts } from './errorFacts.ts';

export function createResults(page: Page, store: PageStore): void {
  const results = byId('results', HTMLElement);
  const original = byId('original', HTMLCanvasElement);
  const showFacts = createErrorFacts(page);
  const showAverage = createAverage(page);
  moveWithTabs(store, results, ['look', 'draw']);
  store.watch(['subject', 'selected', 'drawing', 'engine'], (state) => {
    const image = subjectImage(page, state);
    results.hidden = !isAnswerable(page, state);
    if (!image) return;
    paintImage(original, image, page.data.images);
    original.setAttribute('aria-label', originalLabel(page, state));
    byId('original-name', HTMLElement).textContent =
      state.subject === 'point' ? 'Original' : 'Network’s view';
  });
  store.watch(['answer'], ({ answer }) => {
    results.dataset.waiting = String(answer === null);
    if (!answer) return;
    showReconstruction(page, answer);
    showAverage(answer.latent);
    showFacts(answerError(answer), answer.milliseconds);
  });
}

/** Mean squared error of an answer's reconstruction. */
export function answerError({ image, reconstruction }: Answer): number {
  return meanSquaredError(image, reconstruction);
}

function originalLabel(page: Page, { subject, selected }: State): string {
  const { height, width } = page.data.images;
  if (subject === 'drawing')
    return `The drawing as the network sees it, ${height} by ${width} pixels`;
  return `Image ${selected}, ${className(page, selected!)}, ${imageOrigin(page, selected!)}`;
}

function showReconstruction({ data }: Page, answer: Answer): void {
  const reconstruction = byId('reconstruction', HTMLCanvasElement);
  paintImage(reconstruction, answer.reconstruction, data.images);
  reconstruction.setAttribute('aria-label', `Reconstruction, error ${short(answerError(answer))}`);
  const difference = byId('difference', HTMLCanvasElement);
  const differences = differenceMap(answer.image, answer.reconstruction, data.images);
  const most = largest(differences);
  paintDifferences(difference, differences, data.images, most);
  difference.setAttribute('aria-label', `Where the two differ, at most by ${short(most)}`);
  byId('difference-range', HTMLElement).textContent = `up to ±${short(most)}`;
}

/** Gives the function that paints the mean of a latent's maps. */
function createAverage({ data }: Page): (latent: Float32Array) => void {
  const { count, height, width } = latentMaps(data.latentShape);
  const average = byId('average', HTMLCanvasElement);
  if (count === 1) byId('average-name', HTMLElement).textContent = 'Latent';
  return (latent) => {
    const mean = meanMap(latent, count);
    const range = rangeOf(mean);
    paintMap(average, mean, height, width, range);
    byId('average-range', HTMLElement).textContent = span(...range);
    average.setAttribute('aria-label', `Mean of the feature maps, ${span(...range)}`);
  };
}
