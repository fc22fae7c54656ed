/** The feature maps of the edited latent: a click mutes one, with Alt it silences all others. */
import { latentMaps } from '../../../pipeline/contract.ts';
import type { Page } from '../../data/load.ts';
import { element } from '../../parts/elements.ts';
import { channelByKey } from '../../parts/gridKeys.ts';
import { short } from '../../parts/numbers.ts';
import { paintMap, rangeOf } from '../../parts/picture.ts';
import {
  gainOf,
  isMuted,
  toggleMute,
  toggleSolo,
  withoutEdit,
  type Edit,
} from '../../state/edit.ts';
import type { PageStore } from '../../state/state.ts';

/** Channels beside each other. */
const COLUMNS = { few: 8, many: 16, manyFrom: 65 };

export function createChannelGrid(page: Page, store: PageStore): HTMLElement {
  const { count, height, width } = latentMaps(page.data.latentShape);
  const columns = count >= COLUMNS.manyFrom ? COLUMNS.many : COLUMNS.few;
  const change = (work: (edit: Edit) => Edit): void => {
    store.update({ edit: work(store.state.edit) });
  };
  const channels = Array.from({ length: count }, (_, channel) => {
    const made = createChannel(channel);
    made.button.addEventListener('focus', () => {
      change((edit) => ({ ...edit, channel }));
    });
    made.button.addEventListener('click', (event) => {
      change((edit) => {
        const focused = { ...edit, channel };
        return event.altKey ? toggleSolo(focused, channel, count) : toggleMute(focused, channel);
      });
    });
    made.button.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const key = event.key.toLowerCase();
      const next = channelByKey(event.key, channel, columns, count);
      if (next !== null) channels[next].button.focus();
      else if (key === 's') change((edit) => toggleSolo(edit, channel, count));
      else if (key === 'r') change((edit) => withoutEdit(edit, channel));
      else return;
      event.preventDefault();
    });
    return made;
  });

  store.watch(['edit'], ({ edit }) => {
    channels.forEach(({ tell, button }, channel) => {
      tell(edit);
      button.tabIndex = channel === edit.channel ? 0 : -1;
    });
  });
  store.watch(['answer', 'edited'], ({ answer, edited }) => {
    if (!answer || edited?.of !== answer.latent) return;
    // The scale of the latent as it was, so that a louder channel looks louder.
    const range = rangeOf(answer.latent);
    const size = edited.latent.length / count;
    channels.forEach(({ picture }, channel) => {
      const values = edited.latent.subarray(channel * size, (channel + 1) * size);
      paintMap(picture, values, height, width, range);
    });
  });

  const list = element(
    'ul',
    { class: 'edit-channels', 'aria-label': 'Feature maps, edited' },
    ...channels.map(({ button }) => element('li', {}, button)),
  );
  list.style.setProperty('--columns', String(columns));
  const hint = element(
    'p',
    { class: 'quiet' },
    'A click mutes a feature map, ',
    element('kbd', {}, 'S'),
    ' or Alt and a click silence all others, ',
    element('kbd', {}, 'R'),
    ' brings it back.',
  );
  return element('div', { class: 'edit-part' }, list, hint);
}

function createChannel(channel: number) {
  const picture = element('canvas', { class: 'picture', width: '1', height: '1' });
  const caption = element('span', { 'aria-hidden': 'true' });
  const button = element('button', { type: 'button' }, picture, caption);
  return {
    picture,
    button,
    /** Shows and says what is done to the channel. */
    tell: (edit: Edit): void => {
      const [gain, muted] = [gainOf(edit, channel), isMuted(edit, channel)];
      caption.textContent = gain === 1 ? String(channel) : muted ? 'mute' : `× ${short(gain)}`;
      button.setAttribute('aria-label', `Mute feature map ${channel}`);
      button.setAttribute('aria-pressed', String(muted));
      button.title = `Feature map ${channel}, × ${short(gain)}`;
      button.dataset.edited = String(gain !== 1);
      button.dataset.shown = String(channel === edit.channel);
    },
  };
}
