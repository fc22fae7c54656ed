/** What the models make of the subject: its pictures, its feature maps and the error. */
import { latentMaps } from '../../../pipeline/contract.ts';
import { byId, element } from '../../parts/elements.ts';
import { className, imageOrigin } from '../../parts/imageName.ts';
import type { Page } from '../../data/load.ts';
import { measuredValue } from '../../measures/measures.ts';
import { short, span } from '../../parts/numbers.ts';
import { meanMap, meanSquaredError, paintImage, paintMap, rangeOf } from '../../parts/picture.ts';
import { subjectImage } from '../../models/subject.ts';
import { panelHost } from '../tabs.ts';
import type { Answer, PageStore, State } from '../../state/state.ts';

export function createResults(page: Page, store: PageStore): void {
  const showLatent = createLatentView(page);
  const results = byId('results', HTMLElement);
  const original = byId('original', HTMLCanvasElement);
  const reconstruction = byId('reconstruction', HTMLCanvasElement);
  const error = byId('error', HTMLElement);
  const timing = byId('timing', HTMLElement);

  showAverageError(page);
  store.watch(['panel'], ({ panel }) => {
    if (panel === 'look' || panel === 'draw') panelHost(panel).append(results);
  });
  store.watch(['subject', 'selected', 'drawing', 'engine'], (state) => {
    const image = subjectImage(page, state);
    results.hidden = image === null || state.engine.status === 'failed';
    if (!image) return;
    paintImage(original, image, page.data.images);
    original.setAttribute('aria-label', originalLabel(page, state));
    byId('original-name', HTMLElement).textContent =
      state.subject === 'point' ? 'Original' : 'Network’s view';
  });
  store.watch(['answer'], ({ answer }) => {
    results.dataset.waiting = String(answer === null);
    if (!answer) return;
    paintImage(reconstruction, answer.reconstruction, page.data.images);
    const mse = short(answerError(answer));
    reconstruction.setAttribute('aria-label', `Reconstruction, error ${mse}`);
    error.textContent = mse;
    timing.textContent = `${answer.milliseconds.toFixed(1)} ms`;
    showLatent(answer.latent);
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

/** Makes the canvases for a latent and gives the function that paints them. */
function createLatentView({ data }: Page): (latent: Float32Array) => void {
  const { count, height, width } = latentMaps(data.latentShape);
  const average = byId('average', HTMLCanvasElement);
  const averageRange = byId('average-range', HTMLElement);
  const canvases = Array.from({ length: count }, () =>
    element('canvas', { class: 'picture', role: 'img', width: '1', height: '1' }),
  );
  // A latent of one map is its own average: the picture above the maps shows all there is.
  byId('maps-section', HTMLElement).hidden = count === 1;
  if (count === 1) byId('average-name', HTMLElement).textContent = 'Latent';
  byId('maps-title', HTMLElement).textContent = `${count} feature maps, ${height} × ${width}`;
  byId('maps', HTMLElement).append(...canvases.map((canvas) => element('li', {}, canvas)));

  return (latent) => {
    const mean = meanMap(latent, count);
    const meanRange = rangeOf(mean);
    paintMap(average, mean, height, width, meanRange);
    averageRange.textContent = span(...meanRange);
    average.setAttribute('aria-label', `Mean of the feature maps, ${span(...meanRange)}`);
    // One scale for all, so that a channel that stays silent looks silent.
    const range = rangeOf(latent);
    const size = latent.length / count;
    byId('maps-lowest', HTMLElement).textContent = short(range[0]);
    byId('maps-highest', HTMLElement).textContent = short(range[1]);
    canvases.forEach((canvas, channel) => {
      const values = latent.subarray(channel * size, (channel + 1) * size);
      paintMap(canvas, values, height, width, range);
      const label = `Feature map ${channel}, ${span(...rangeOf(values))}`;
      canvas.setAttribute('aria-label', label);
      canvas.title = label;
    });
  };
}

function showAverageError({ data }: Page): void {
  const average = measuredValue(data.metrics, 'mse', 'images');
  if (average === null) return;
  byId('average-error-row', HTMLElement).hidden = false;
  byId('average-error', HTMLElement).textContent = short(average);
}
