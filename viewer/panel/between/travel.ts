/** The slider from A to B, and a button that slides it by itself. */
import { element, wantsLessMotion } from '../../parts/elements.ts';
import { percent } from '../../parts/numbers.ts';
import type { PageStore } from '../../state/state.ts';
import { LETTERS } from './slots.ts';
import { STEP_SHARES, stroll, type Stroll } from './way.ts';

/** From one end to the other, milliseconds. */
const JOURNEY = 4000;

export function createTravel(store: PageStore): HTMLElement {
  const slider = element('input', {
    type: 'range',
    class: 'slider',
    min: '0',
    max: '1',
    step: '0.01',
    'aria-label': 'Way from A to B',
  });
  const share = element('output', { class: 'quiet' });
  const play = element('button', { type: 'button', class: 'play' }, 'Play');
  const goTo = (t: number): void => {
    store.update({ between: { ...store.state.between, t } });
  };
  const player = createPlayer(
    () => store.state.between.t,
    goTo,
    (playing) => {
      play.textContent = playing ? 'Pause' : 'Play';
    },
  );
  slider.addEventListener('input', () => {
    player.stop();
    goTo(slider.valueAsNumber);
  });
  play.addEventListener('click', player.toggle);
  store.watch(['between'], ({ between }) => {
    slider.valueAsNumber = between.t;
    share.textContent = percent(between.t);
    slider.setAttribute('aria-valuetext', `${percent(between.t)} of the way from A to B`);
    if (!between.a || !between.b) player.stop();
  });
  store.watch(['panel', 'engine'], ({ panel, engine }) => {
    if (panel !== 'between' || engine.status === 'failed') player.stop();
  });
  return element(
    'div',
    { class: 'travel' },
    element('span', { class: 'letter', 'aria-hidden': 'true' }, LETTERS.a),
    slider,
    element('span', { class: 'letter', 'aria-hidden': 'true' }, LETTERS.b),
    share,
    play,
  );
}

/** Goes back and forth; in steps where less motion is wanted. */
function createPlayer(
  place: () => number,
  goTo: (t: number) => void,
  changed: (playing: boolean) => void,
): { readonly toggle: () => void; readonly stop: () => void } {
  let halt: (() => void) | null = null;
  let direction: Stroll['direction'] = 1;
  const goOn = (by: number): void => {
    const next = stroll({ t: place(), direction }, by);
    direction = next.direction;
    goTo(next.t);
  };
  const stop = (): void => {
    if (!halt) return;
    halt();
    halt = null;
    changed(false);
  };
  return {
    stop,
    toggle: () => {
      if (halt) {
        stop();
        return;
      }
      halt = wantsLessMotion() ? stepwise(goOn) : smoothly(goOn);
      changed(true);
    },
  };
}

/** @returns ends it */
function smoothly(goOn: (by: number) => void): () => void {
  let before = performance.now();
  const frame = (now: number): void => {
    goOn(Math.max(0, now - before) / JOURNEY);
    before = now;
    request = requestAnimationFrame(frame);
  };
  let request = requestAnimationFrame(frame);
  return () => {
    cancelAnimationFrame(request);
  };
}

/** As {@link smoothly}, from step to step of the strip. */
function stepwise(goOn: (by: number) => void): () => void {
  const by = 1 / (STEP_SHARES.length - 1);
  const timer = setInterval(
    () => {
      goOn(by);
    },
    2 * JOURNEY * by,
  );
  return () => {
    clearInterval(timer);
  };
}
