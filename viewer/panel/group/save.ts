/** Saves the group as CSV. */
import type { Page } from '../../data/load.ts';
import type { Models } from '../../models/models.ts';
import { element } from '../../parts/elements.ts';
import { whole } from '../../parts/numbers.ts';
import type { PageStore } from '../../state/state.ts';
import { download } from '../../takeaway/download.ts';
import { fileName } from '../../takeaway/fileName.ts';
import { csvHeader, csvRows } from './csv.ts';
import { encodeInChunks } from './encode.ts';
import { createJob, type JobOptions } from '../../parts/job.ts';

/** What a number of a latent takes in the file, bytes: its digits and a comma. */
const NUMBER_BYTES = 18;

export function createSave(page: Page, store: PageStore, models: Models): HTMLElement {
  const latentSize = page.data.latentShape.reduce((product, size) => product * size, 1);
  const box = element('input', { type: 'checkbox', id: 'with-latents' });
  const size = element('span', { class: 'quiet' });
  const save = element('button', { type: 'button' }, 'Save as CSV');
  const trouble = element('p', { class: 'trouble', role: 'alert' });
  const job = createJob('Encoding');
  trouble.hidden = true;

  const file = async (ids: readonly number[], options: JobOptions): Promise<string[]> => {
    const { map } = store.state;
    if (!box.checked) return [csvHeader(0), csvRows(page, map, ids, new Float32Array(0))];
    const parts = [csvHeader(latentSize)];
    for await (const { ids: chunk, latents } of encodeInChunks(page, models, ids, options)) {
      parts.push(csvRows(page, map, chunk, latents));
    }
    return parts;
  };
  save.addEventListener('click', () => {
    const ids = [...store.state.group];
    trouble.hidden = true;
    job
      .run((options) => file(ids, options))
      .then(
        (parts) => {
          if (!parts) return;
          const words = [page.data.dataset.title, 'group', ids.length];
          download(fileName(words, 'csv'), parts, 'text/csv');
        },
        (error: unknown) => {
          trouble.hidden = false;
          trouble.textContent = `The file was not made. ${(error as Error).message}`;
        },
      );
  });
  store.watch(['group'], ({ group }) => {
    job.stop();
    const megabytes = Math.ceil((group.size * latentSize * NUMBER_BYTES) / 1e6);
    size.textContent = `${whole(latentSize)} numbers each, up to ${whole(megabytes)} MB`;
  });
  store.watch(['engine'], ({ engine }) => {
    box.disabled = engine.status !== 'ready';
  });
  const choice = element('label', { class: 'check', for: box.id }, box, 'with latents ', size);
  return element('section', { class: 'save' }, save, choice, job.node, trouble);
}
