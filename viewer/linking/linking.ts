/**
 * Pages of the same images that stand beside each other in one: what is chosen, drawn or hidden in one is
 * so in all, while each keeps its own map and its own models.
 */
import { LINK, type LinkMessage } from '../../pipeline/contract.ts';
import type { PadState, PadStore } from '../panel/draw/padState.ts';
import type { PageStore, State } from '../state/state.ts';
import type { Store } from '../state/store.ts';

/** What the pages have in common. */
const SHARED_STATE = [
  'panel',
  'subject',
  'selected',
  'group',
  'between',
  'hiddenClasses',
  'placedShown',
  'colouring',
  'tool',
  'sampleSeed',
] as const satisfies readonly (keyof State)[];

/** What is on the pad, not what the network sees of it: from the same marks, each page makes the same. */
const SHARED_PAD = [
  'marks',
  'undone',
  'current',
  'tool',
  'width',
  'colour',
  'centred',
] as const satisfies readonly (keyof PadState)[];

/** Whether this page stands in another. */
export function isEmbedded(): boolean {
  return window.parent !== window;
}

/** Does nothing for a page that stands alone. */
export function linkPages(store: PageStore, pad: PadStore): void {
  if (!isEmbedded()) return;
  document.body.dataset.embedded = 'true';
  linkStores('state', store, SHARED_STATE);
  linkStores('pad', pad, SHARED_PAD);
  linkScrolling();
}

/** @param part of the messages in which the stores tell each other */
function linkStores<S extends object>(
  part: 'state' | 'pad',
  store: Store<S>,
  shared: readonly (keyof S)[],
): void {
  let told: Readonly<S> = store.state;
  store.watch(shared, (state) => {
    const changed = shared.filter((key) => !Object.is(state[key], told[key]));
    told = state;
    if (changed.length === 0) return;
    tell({ [part]: Object.fromEntries(changed.map((key) => [key, state[key]])) });
  });
  listen(({ [part]: change }) => {
    if (!change) return;
    // Told already, by the page that it comes from.
    told = { ...told, ...change };
    store.update(change as Partial<S>);
  });
}

/** What belongs together stands at one height. */
function linkScrolling(): void {
  let told = window.scrollY;
  addEventListener('scroll', () => {
    if (Math.abs(window.scrollY - told) < 1) return;
    told = window.scrollY;
    tell({ scroll: told });
  });
  listen(({ scroll }) => {
    if (scroll === undefined) return;
    window.scrollTo({ top: scroll, behavior: 'instant' });
    // Where the page is shorter, it has not gone so far.
    told = window.scrollY;
  });
}

function tell(message: Omit<LinkMessage, 'kind'>): void {
  // A page from disk has no origin that could be named; what is told is no secret to the file itself.
  window.parent.postMessage({ ...message, kind: LINK } satisfies LinkMessage, '*');
}

function listen(hear: (message: Partial<LinkMessage>) => void): void {
  addEventListener('message', ({ source, data }: MessageEvent<Partial<LinkMessage> | null>) => {
    if (source === window.parent && data?.kind === LINK) hear(data);
  });
}
