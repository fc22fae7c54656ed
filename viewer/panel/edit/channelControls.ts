/** Controls of the channel that was touched last: how loud it is, mute, solo, reset. */
import type { Page } from '../../data/load.ts';
import { button, element } from '../../parts/elements.ts';
import { short } from '../../parts/numbers.ts';
import {
  gainOf,
  isMuted,
  isSolo,
  shiftOf,
  toggleMute,
  toggleSolo,
  withGain,
  withoutEdit,
  type Edit,
} from '../../state/edit.ts';
import type { PageStore } from '../../state/state.ts';
import { channelCount, channelTitle } from './applyEdit.ts';

/** What the slider can multiply a channel by; below 0 what was high becomes low. */
const GAINS = { least: -1, most: 2, step: 0.05 };

export function createChannelControls(page: Page, store: PageStore): HTMLElement {
  const { latentShape } = page.data;
  const count = channelCount(latentShape);
  const change = (work: (edit: Edit, channel: number) => Edit): void => {
    const { edit } = store.state;
    store.update({ edit: work(edit, edit.channel) });
  };
  const title = element('strong', {});
  const slider = element('input', {
    type: 'range',
    min: String(GAINS.least),
    max: String(GAINS.most),
    step: String(GAINS.step),
  });
  const gain = element('output', { class: 'quiet' });
  slider.addEventListener('input', () => {
    change((edit, channel) => withGain(edit, channel, slider.valueAsNumber));
  });
  const mute = button(
    {},
    () => {
      change(toggleMute);
    },
    'Mute',
  );
  const solo = button(
    {},
    () => {
      change((edit, channel) => toggleSolo(edit, channel, count));
    },
    'Solo',
  );
  const reset = button(
    {},
    () => {
      change(withoutEdit);
    },
    'Reset',
  );
  solo.hidden = count === 1;

  store.watch(['edit'], ({ edit }) => {
    const { channel } = edit;
    const value = gainOf(edit, channel);
    title.textContent = channelTitle(latentShape, channel);
    slider.valueAsNumber = value;
    slider.setAttribute('aria-label', `${channelTitle(latentShape, channel)}, multiplied by`);
    gain.textContent = `× ${short(value)}`;
    mute.setAttribute('aria-pressed', String(isMuted(edit, channel)));
    solo.setAttribute('aria-pressed', String(isSolo(edit, channel, count)));
    reset.disabled = value === 1 && shiftOf(edit, channel) === 0;
  });
  return element(
    'div',
    {},
    element(
      'div',
      { class: 'row' },
      title,
      element('div', { class: 'buttons' }, mute, solo, reset),
    ),
    element('div', { class: 'edit-row' }, slider, gain),
  );
}
