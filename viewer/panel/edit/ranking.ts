/** What each channel does: how much the reconstruction of this image changes when it is muted. */
import type { Page } from '../../data/load.ts';
import type { Models } from '../../models/models.ts';
import { button as makeButton, element } from '../../parts/elements.ts';
import { createJob } from '../../parts/job.ts';
import type { Answer, PageStore } from '../../state/state.ts';
import { channelCount, channelTitle } from './applyEdit.ts';
import { eachMuted, rankEffects, type Effect } from './effects.ts';
import { createRankedRows, type RankedRow } from './rankedRows.ts';

/** Rows that are shown before somebody asks for all. */
const FIRST = 8;

export function createRanking(page: Page, store: PageStore, models: Models): HTMLElement {
  const count = channelCount(page.data.latentShape);
  const job = createJob('Muting each');
  const list = element('ol', { class: 'ranking', 'aria-label': 'Channels by effect' });
  const note = element('p', { class: 'quiet', role: 'status' });
  const start = makeButton({}, () => void rank(), 'Rank the channels');
  const all = makeButton({ class: 'plain' }, showAll, `Show all ${count}`);
  let rows: readonly RankedRow[] = [];

  function clear(): void {
    job.stop();
    rows = [];
    list.replaceChildren();
    note.textContent = '';
    start.hidden = false;
    all.hidden = true;
  }

  function showAll(): void {
    list.replaceChildren(...rows.map(({ node }) => node));
    all.hidden = true;
    rows[FIRST].button.focus();
  }

  async function rank(): Promise<void> {
    const { answer } = store.state;
    if (!answer) return;
    start.hidden = true;
    try {
      const effects = await job.run(({ signal, onProgress }) =>
        effectsOf(answer, count, models, {
          signal,
          onProgress: (done, total) => {
            onProgress(done / total);
          },
        }),
      );
      if (effects && store.state.answer === answer) show(answer, effects);
      else start.hidden = false;
    } catch (error) {
      note.textContent = `The channels cannot be ranked. ${(error as Error).message}`;
    }
  }

  function show(answer: Answer, effects: readonly Effect[]): void {
    const [strongest] = effects;
    note.textContent =
      `Mean squared change of this reconstruction without each channel. ` +
      `${channelTitle(page.data.latentShape, strongest.channel)} matters most.`;
    rows = createRankedRows(page, answer.reconstruction, effects, (channel) => {
      store.update({ edit: { ...store.state.edit, channel } });
    });
    list.replaceChildren(...rows.slice(0, FIRST).map(({ node }) => node));
    all.hidden = rows.length <= FIRST;
    mark(store.state.edit.channel);
  }

  function mark(chosen: number): void {
    for (const { channel, button } of rows) {
      button.setAttribute('aria-pressed', String(channel === chosen));
    }
  }

  store.watch(['answer'], clear);
  store.watch(['edit'], ({ edit }) => {
    mark(edit.channel);
  });
  return element(
    'section',
    { class: 'edit-part' },
    element(
      'div',
      { class: 'row' },
      element('h3', {}, 'What does each channel do?'),
      element('div', { class: 'buttons' }, start),
    ),
    job.node,
    note,
    list,
    all,
  );
}

async function effectsOf(
  { latent, reconstruction }: Answer,
  channels: number,
  models: Models,
  options: Parameters<Models['decode']>[1],
): Promise<Effect[]> {
  const withoutEach = await models.decode(eachMuted(latent, channels), options);
  return rankEffects(reconstruction, withoutEach);
}
