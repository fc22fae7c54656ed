/**
 * Pages of the same images that stand beside each other in one: what is chosen, drawn or hidden in one is
 * so in all, while each keeps its own map and its own models.
 */
import {
  HEIGHT,
  LINK,
  SAMPLES,
  type HeightMessage,
  type LinkMessage,
  type SamplesMessage,
} from '../../pipeline/contract.ts';
import type { PadState, PadStore } from '../panel/draw/padState.ts';
import { byId } from '../parts/elements.ts';
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
  'crowdShown',
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
  tellHeight();
  showSamples();
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
    tell({ kind: LINK, [part]: Object.fromEntries(changed.map((key) => [key, state[key]])) });
  });
  listen<LinkMessage>(LINK, ({ [part]: change }) => {
    if (!change) return;
    // Told already, by the page that it comes from.
    told = { ...told, ...change };
    store.update(change as Partial<S>);
  });
}

/** All of a page is shown: the one that holds it is scrolled, and what belongs together stands side by side. */
function tellHeight(): void {
  const { documentElement: all } = document;
  new ResizeObserver(() => {
    const height = Math.ceil(all.getBoundingClientRect().height);
    tell({ kind: HEIGHT, height });
  }).observe(all);
}

/** Who compares is here for them, too. */
function showSamples(): void {
  const samples = byId('samples-section', HTMLDetailsElement);
  samples.open = !samples.hidden;
  listen(SAMPLES, () => {
    samples.scrollIntoView({ block: 'center' });
  });
}

function tell(message: LinkMessage | HeightMessage): void {
  // A page from disk has no origin that could be named; what is told is no secret to the file itself.
  window.parent.postMessage(message, '*');
}

function listen<M extends LinkMessage | SamplesMessage>(
  kind: M['kind'],
  hear: (message: M) => void,
): void {
  addEventListener('message', ({ source, data }: MessageEvent<M | null>) => {
    if (source === window.parent && data?.kind === kind) hear(data);
  });
}
