/** The tab in which one draws, or drops a picture, and sees what the models make of it. */
import type { Page } from '../../data/load.ts';
import { element } from '../../parts/elements.ts';
import type { Models } from '../../models/models.ts';
import type { PageStore } from '../../state/state.ts';
import { panelHost } from '../tabs.ts';
import { createBelongs } from './belongs/belongs.ts';
import { createGuides } from './guides.ts';
import { KEYS_NOTE, listenToKeys } from './keys.ts';
import { createPadStore, wipe, type PadStore } from './padState.ts';
import { createPen, listenToPointer } from './pen.ts';
import { createPicture } from './picture/picture.ts';
import { createSeen } from './seen.ts';
import { createSheet, sheetSize } from './sheet.ts';
import { createSteps, createTools, listenToSteps } from './tools.ts';

/** @returns what is on the pad, for others to draw on it */
export function createDraw(page: Page, store: PageStore, models: Models): PadStore {
  const host = panelHost('draw');
  const { images } = page.data;
  const coloured = images.channels === 3;
  // Digits are grey; what has colours is taken as it stands.
  const pad = createPadStore(images.channels === 1);
  host.append(
    element('div', { class: 'pad-row' }, createPad(page, store, pad), createSeen(page, store, pad)),
    createTools(pad, coloured),
    createPicture(store, pad, { ...sheetSize(images), coloured }, createSteps(pad)),
    createBelongs(page, store, models),
  );
  listenToSteps(host, pad);
  return pad;
}

/** The sheet with all that draws on it. */
function createPad(page: Page, store: PageStore, pad: PadStore): HTMLElement {
  const canvas = createSheet(page, store, pad);
  canvas.id = 'pad';
  for (const [name, value] of Object.entries({
    tabindex: '0',
    role: 'application',
    'aria-label': 'Drawing pad, for mouse, finger, pen or keys',
    'aria-describedby': 'pad-keys',
  })) {
    canvas.setAttribute(name, value);
  }
  const guides = createGuides(canvas.width, canvas.height);
  const spoken = element('p', { class: 'unseen', role: 'status' });
  const hint = element(
    'p',
    { class: 'pad-hint', 'aria-hidden': 'true' },
    'Draw, or drop a picture',
  );
  const pen = createPen(pad);
  listenToPointer(canvas, pen);
  const clear = (): void => {
    wipe(pad);
  };
  const say = (text: string): void => {
    spoken.textContent = text;
  };
  listenToKeys(canvas, pad, pen, guides, clear, say);
  pad.watch(['centring'], ({ centring }) => {
    guides.showFraming(centring?.drawn ?? null);
  });
  store.watch(['drawing'], ({ drawing }) => {
    hint.hidden = drawing !== null;
  });
  const keys = element('p', { class: 'unseen', id: 'pad-keys' }, KEYS_NOTE);
  return element('div', { class: 'guided' }, canvas, guides.view, hint, keys, spoken);
}
