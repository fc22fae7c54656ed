/** What the visitor had on the page before the tour, to be given back after it. */
import { createPadStore, type PadStore } from '../panel/draw/padState.ts';
import { nextFrame } from '../parts/elements.ts';
import { INITIAL_STATE, type PageStore, type State } from '../state/state.ts';

/** All that a person can set. */
const KEPT = [
  'panel',
  'subject',
  'map',
  'colouring',
  'placedShown',
  'crowdShown',
  'selected',
  'highlighted',
  'replay',
  'tool',
  'group',
  'hiddenClasses',
  'layers',
  'between',
  'edit',
  'view',
] as const satisfies readonly (keyof State)[];

type Kept = Pick<State, (typeof KEPT)[number]>;

/** The page as it opens, but for what the step changes; the pad empty. */
export function setScene(
  store: PageStore,
  pad: PadStore,
  change: Partial<Kept> & Pick<Kept, 'map' | 'selected'>,
): void {
  pad.update(createPadStore(pad.state.centred).state);
  give(store, { ...keptOf(INITIAL_STATE), ...change });
}

/** @returns gives it back */
export function keep(store: PageStore, pad: PadStore): () => void {
  const [state, drawn] = [keptOf(store.state), pad.state];
  const scrolled = { left: scrollX, top: scrollY };
  return () => {
    pad.update(drawn);
    give(store, state);
    scrollTo({ ...scrolled, behavior: 'instant' });
    void resized().then(() => {
      store.update({ view: state.view });
    });
  };
}

/** Other colours bring another size of the map, and that moves what is in view. */
async function resized(): Promise<void> {
  await nextFrame();
  await nextFrame();
}

function keptOf(state: State): Kept {
  return Object.fromEntries(KEPT.map((key) => [key, state[key]])) as unknown as Kept;
}

function give(store: PageStore, { view, ...state }: Kept): void {
  store.update(state);
  // By themselves: another map brings its own view, a selected point its neighbours.
  store.update({ view, highlighted: state.highlighted });
}
