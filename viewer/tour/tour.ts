/** The guided tour: shows the page step by step on the page itself, and leaves it as it was. */
import type { Page } from '../data/load.ts';
import type { PadStore } from '../panel/draw/padState.ts';
import { createPen } from '../panel/draw/pen.ts';
import { byId } from '../parts/elements.ts';
import type { PageStore } from '../state/state.ts';
import { createActing } from './acting.ts';
import { createCard } from './card.ts';
import { castOf } from './cast.ts';
import { createInvitation } from './invitation.ts';
import { keep, setScene } from './keep.ts';
import { createPointing } from './pointing.ts';
import { createSpotlight } from './spotlight.ts';
import { stepsOf } from './steps/steps.ts';

export function createTour(page: Page, store: PageStore, pad: PadStore): void {
  const open = byId('tour-open', HTMLButtonElement);
  const withdraw = createInvitation();
  let running = false;
  const start = (): void => {
    withdraw();
    if (running) return;
    running = true;
    run(page, store, pad, () => {
      running = false;
      open.focus({ preventScroll: true });
    });
  };
  open.addEventListener('click', start);
  byId('tour-accept', HTMLButtonElement).addEventListener('click', start);
}

/** Takes the visitor from step to step. @param ended called when all is as it was */
function run(page: Page, store: PageStore, pad: PadStore, ended: () => void): void {
  const cast = castOf(page);
  const steps = stepsOf(page, cast, store.state.engine.status !== 'failed');
  const selected = cast.images[cast.images.length - 1];
  const giveBack = keep(store, pad);
  const spotlight = createSpotlight();
  const card = createCard({
    next: () => {
      if (at + 1 < steps.length) show(at + 1);
      else end();
    },
    back: () => {
      if (at > 0) show(at - 1);
    },
    end,
  });
  const pointing = createPointing(card, spotlight);
  const listening = new AbortController();
  let acting = new AbortController();
  let at = 0;

  function show(index: number): void {
    at = index;
    rest();
    acting = new AbortController();
    setScene(store, pad, { map: cast.map, selected });
    const step = steps[index];
    void step.act?.({ store, pad, ...createActing(acting.signal) });
    card.show(step, index + 1, steps.length);
    pointing.pointAt(step.targets);
  }

  /** Stops what is being done, and lifts the pen that may be doing it. */
  function rest(): void {
    acting.abort();
    createPen(pad).up();
  }

  function end(): void {
    rest();
    listening.abort();
    pointing.stop();
    spotlight.node.remove();
    card.node.remove();
    giveBack();
    ended();
  }

  const options = { capture: true, signal: listening.signal };
  document.addEventListener(
    'keydown',
    (event) => {
      // Not the Escape of a dialog that was opened above the tour.
      if (event.key !== 'Escape' || document.querySelector(':modal')) return;
      event.stopPropagation();
      end();
    },
    options,
  );
  // Who takes something in hand is not interfered with.
  document.addEventListener(
    'pointerdown',
    ({ target }) => {
      if (!card.node.contains(target as Node)) rest();
    },
    options,
  );
  document.body.append(spotlight.node, card.node);
  show(0);
  card.node.focus({ preventScroll: true });
}
