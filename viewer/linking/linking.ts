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
  'colouring',
  'tool',
] as const satisfies readonly (keyof State)[];

/** Whether this page stands in another. */
export function isEmbedded(): boolean {
  return window.parent !== window;
}

/** Does nothing for a page that stands alone. */
export function linkPages(store: PageStore): void {
  if (!isEmbedded()) return;
  let told: Readonly<State> = store.state;
  store.watch(SHARED, (state) => {
    const changed = SHARED.filter((key) => !Object.is(state[key], told[key]));
    told = state;
    if (changed.length === 0) return;
    const change = Object.fromEntries(changed.map((key) => [key, state[key]]));
    const message: LinkMessage = { kind: LINK, change };
    // A page from disk has no origin that could be named; what is told is no secret to the file itself.
    window.parent.postMessage(message, '*');
  });
  addEventListener('message', ({ source, data }: MessageEvent<Partial<LinkMessage> | null>) => {
    if (source !== window.parent || data?.kind !== LINK || !data.change) return;
    const change = data.change as Partial<State>;
    // Told already, by the page that it comes from.
    told = { ...told, ...change };
    store.update(change);
  });
}
