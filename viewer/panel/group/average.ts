/** The average of the group: of its images beside what the decoder makes of the average of its latents. */
import type { Page } from '../../data/load.ts';
import type { Models } from '../../models/models.ts';
import { element } from '../../parts/elements.ts';
import { short } from '../../parts/numbers.ts';
import { meanSquaredError, paintImage } from '../../parts/picture.ts';
import type { PageStore } from '../../state/state.ts';
import { createJob } from '../../parts/job.ts';
import { groupMean, type GroupMean } from './mean.ts';

export function createAverage(page: Page, store: PageStore, models: Models): HTMLElement {
  const images = picture('The group’s images, averaged', 'Images, averaged', 'pixel by pixel');
  const decoded = picture(
    'What the decoder makes of the group’s latents, averaged',
    'Latents, averaged',
    'then decoded',
  );
  const note = element('p', { class: 'quiet' });
  const job = createJob('Encoding');
  const again = element('button', { type: 'button' }, 'Compute the average');
  const pictures = element(
    'div',
    { class: 'averages' },
    images.figure,
    decoded.figure,
    element('div', { class: 'average-side' }, note, job.node, again),
  );
  /** The group that the pictures show, or that is being worked on. */
  let shown: ReadonlySet<number> | null = null;

  const show = ({ image, decoded: made }: GroupMean): void => {
    paintImage(images.canvas, image, page.data.images);
    paintImage(decoded.canvas, made, page.data.images);
    pictures.dataset.ready = 'true';
    note.textContent =
      'No image of the group: on the left its pixels are mixed, on the right what the encoder found in them. ' +
      `The two differ by ${short(meanSquaredError(image, made))} (MSE).`;
  };
  const compute = async (): Promise<void> => {
    const { group } = store.state;
    shown = group;
    pictures.dataset.ready = 'false';
    again.hidden = true;
    note.textContent = '';
    try {
      const mean = await job.run((options) => groupMean(page, models, [...group], options));
      if (mean) show(mean);
      else if (shown === group) again.hidden = false;
    } catch (error) {
      note.textContent = `The average cannot be computed. ${(error as Error).message}`;
    }
  };
  again.addEventListener('click', () => void compute());
  store.watch(['panel', 'group', 'engine'], ({ panel, group, engine }) => {
    if (group !== shown) job.stop();
    if (engine.status === 'failed') {
      note.textContent = 'The average needs the models.';
      shown = null;
    } else if (panel === 'group' && group.size > 0 && group !== shown) {
      void compute();
    }
  });
  return element('section', {}, element('h3', {}, 'Average'), pictures);
}

function picture(label: string, title: string, detail: string) {
  const canvas = element('canvas', {
    class: 'picture',
    role: 'img',
    width: '1',
    height: '1',
    'aria-label': label,
  });
  const caption = element(
    'figcaption',
    {},
    element('strong', {}, title),
    element('span', {}, detail),
  );
  return { canvas, figure: element('figure', {}, canvas, caption) };
}
