import { byId, element } from '../../parts/elements.ts';
import { channelByKey } from '../../parts/gridKeys.ts';

export interface ChannelGrid {
  /** One a channel, to be painted. */
  readonly canvases: readonly HTMLCanvasElement[];
  /** The channel that is looked at: the one under the pointer or in focus, else the one that was kept. */
  readonly shown: number;
  /** The channel that a click has kept; null for none. */
  readonly kept: number | null;
  /** Makes room for so many channels. */
  layOut(count: number): void;
}

/** Channels beside each other: where there are many, more of them. */
const COLUMNS = { few: 8, many: 16, manyFrom: 65 };

/**
 * Small pictures of the channels, one stop of the Tab key: arrow keys go on from there.
 *
 * @param look is called with the channel that is to be seen large
 */
export function createChannelGrid(look: (channel: number) => void): ChannelGrid {
  const list = byId('maps', HTMLUListElement);
  let canvases: HTMLCanvasElement[] = [];
  let buttons: HTMLButtonElement[] = [];
  let columns = COLUMNS.few;
  let shown = 0;
  let kept: number | null = null;

  const show = (channel: number): void => {
    shown = channel;
    buttons.forEach((button, b) => {
      button.dataset.shown = String(b === channel);
      button.setAttribute('aria-pressed', String(b === kept));
    });
    look(channel);
  };
  // The pointer does not move it: a page that scrolls under the pointer would lead Tab astray.
  const stopTabAt = (channel: number): void => {
    buttons.forEach((button, b) => {
      button.tabIndex = b === channel ? 0 : -1;
    });
  };
  const channelOf = ({ target }: Event): number =>
    buttons.findIndex((button) => button.contains(target as Node));
  const showTarget = (event: Event): void => {
    const channel = channelOf(event);
    if (channel >= 0) show(channel);
  };
  list.addEventListener('pointerover', showTarget);
  list.addEventListener('focusin', (event) => {
    showTarget(event);
    stopTabAt(channelOf(event));
  });
  list.addEventListener('pointerleave', () => {
    if (kept !== null) show(kept);
  });
  list.addEventListener('click', (event) => {
    const channel = channelOf(event);
    if (channel < 0) return;
    kept = kept === channel ? null : channel;
    show(channel);
  });
  list.addEventListener('keydown', (event) => {
    const next = channelByKey(event.key, channelOf(event), columns, buttons.length);
    if (next === null) return;
    event.preventDefault();
    buttons[next].focus();
  });
  return {
    get canvases() {
      return canvases;
    },
    get shown() {
      return shown;
    },
    get kept() {
      return kept;
    },
    layOut(count) {
      columns = count >= COLUMNS.manyFrom ? COLUMNS.many : COLUMNS.few;
      list.style.setProperty('--columns', String(columns));
      canvases = Array.from({ length: count }, () =>
        element('canvas', { class: 'picture', role: 'img', width: '1', height: '1' }),
      );
      buttons = canvases.map((canvas) => element('button', { type: 'button' }, canvas));
      list.replaceChildren(...buttons.map((button) => element('li', {}, button)));
      kept = null;
      show(Math.min(shown, count - 1));
      stopTabAt(shown);
    },
  };
}
