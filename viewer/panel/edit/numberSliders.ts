/** A latent that is a vector: a slider for each of its numbers, which goes through what it may be. */
import type { Page } from '../../data/load.ts';
import { element } from '../../parts/elements.ts';
import { short } from '../../parts/numbers.ts';
import { gainOf, shiftOf, withShift, type Edit } from '../../state/edit.ts';
import type { PageStore } from '../../state/state.ts';
import { channelCount, channelTitle } from './applyEdit.ts';

/** How far the sliders go: this many times the latent's own largest number, both ways. */
const REACH = 2;
/** Steps from one end of a slider to the other. */
const STEPS = 400;

export function createNumberSliders({ data }: Page, store: PageStore): HTMLElement {
  const rows = Array.from({ length: channelCount(data.latentShape) }, (_, channel) => {
    const row = createRow(channelTitle(data.latentShape, channel), String(channel));
    row.slider.addEventListener('input', () => {
      const { answer, edit } = store.state;
      if (!answer) return;
      const shift = row.slider.valueAsNumber - gainOf(edit, channel) * answer.latent[channel];
      store.update({ edit: { ...withShift(edit, channel, shift), channel } });
    });
    row.slider.addEventListener('focus', () => {
      store.update({ edit: { ...store.state.edit, channel } });
    });
    return row;
  });
  store.watch(['answer', 'edit'], ({ answer, edit }) => {
    if (!answer) return;
    const values = answer.latent.map(
      (value, channel) => gainOf(edit, channel) * value + shiftOf(edit, channel),
    );
    const reach = reachOf(answer.latent, values);
    rows.forEach((row, channel) => {
      row.show(values[channel], reach, edited(edit, channel));
    });
  });
  return element(
    'div',
    { class: 'number-sliders', role: 'group', 'aria-label': 'Numbers of the latent' },
    ...rows.map(({ node }) => node),
  );
}

function edited(edit: Edit, channel: number): boolean {
  return edit.gains.has(channel) || edit.shifts.has(channel);
}

/** Far enough for all values as they are now. */
function reachOf(latent: Float32Array, values: Float32Array): number {
  const most = (of: Float32Array) => of.reduce((m, value) => Math.max(m, Math.abs(value)), 0);
  return Math.max(REACH * most(latent), most(values)) || 1;
}

function createRow(title: string, name: string) {
  const slider = element('input', { type: 'range', 'aria-label': title });
  const value = element('output', {});
  const node = element('label', {}, element('span', { class: 'quiet' }, name), slider, value);
  return {
    slider,
    node,
    show(now: number, reach: number, isEdited: boolean): void {
      slider.min = String(-reach);
      slider.max = String(reach);
      slider.step = String((2 * reach) / STEPS);
      slider.valueAsNumber = now;
      value.textContent = short(now);
      node.dataset.edited = String(isEdited);
    },
  };
}
