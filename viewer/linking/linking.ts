/**
 * Pages of the same images that stand beside each other in one: what is chosen, drawn or hidden in one is
 * so in all, while each keeps its own map and its own models.
 */
import { LINK, type LinkMessage } from '../../pipeline/contract.ts';
import type { PageStore, State } from '../state/state.ts';

/** What the pages have in common. */
const SHARED = [
  'panel',
  'subject',
  'selected',
  'group',
  'drawing',
  'between',
  'hiddenClasses',
  'placedShown',
  'crowdShown',
  'colouring',
  'tool',
  'sampleSeed',
] as const satisfies readonly (keyof State)[];

/** Whether this page stands in another. */
export function isEmbedded(): boolean {
  return window.parent !== window;
}

/** Does nothing for a page that stands alone. */
export function linkPages(store: PageStore): void {
  if (!isEmbedded()) return;
  document.body.dataset.embedded = 'true';
  linkStates(store);
  linkScrolling();
}

function linkStates(store: PageStore): void {
  let told: Readonly<State> = store.state;
  store.watch(SHARED, (state) => {
    const changed = SHARED.filter((key) => !Object.is(state[key], told[key]));
    told = state;
    if (changed.length === 0) return;
    tell({ change: Object.fromEntries(changed.map((key) => [key, state[key]])) });
  });
  listen(({ change }) => {
    if (!change) return;
    // Told already, by the page that it comes from.
    told = { ...told, ...change };
    store.update(change);
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
