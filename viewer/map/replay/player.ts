/** Plays how t-SNE arranged the map: a button, and while it is shown a slider over all iterations. */
import type { Page } from '../../data/load.ts';
import { byId, element, wantsLessMotion } from '../../parts/elements.ts';
import { whole } from '../../parts/numbers.ts';
import type { PageStore } from '../../state/state.ts';
import { iterationAt } from './frames.ts';

/** How long the whole replay takes, ms. */
const REPLAY_MS = 10_000;

/** Steps of the slider from one frame to the next. */
const STEPS = 10;

export function createPlayer({ frames }: Page, store: PageStore): void {
  const host = byId('replay', HTMLElement);
  if (!frames) return;
  const last = frames.iterations.length - 1;
  const play = element('button', { type: 'button', id: 'replay-play' });
  const slider = element('input', {
    type: 'range',
    id: 'replay-slider',
    min: '0',
    max: String(last * STEPS),
    'aria-label': 'Iteration of t-SNE',
  });
  const iteration = element('span', { class: 'quiet', id: 'replay-iteration' });
  const close = element(
    'button',
    { type: 'button', class: 'icon', 'aria-label': 'Back to the map' },
    '×',
  );
  host.append(play, slider, iteration, close);

  /** Of the frame after which the next is shown, while it plays. */
  let request: number | null = null;

  function start(): void {
    const from = store.state.replay ?? 0;
    const begun = performance.now() - (from / last) * REPLAY_MS;
    const step = (now: number): void => {
      const moment = (Math.max(0, now - begun) / REPLAY_MS) * last;
      request = moment < last ? requestAnimationFrame(step) : null;
      const shown = wantsLessMotion() ? Math.floor(moment) : moment;
      store.update({ replay: moment < last ? shown : null });
    };
    step(performance.now());
  }

  function pause(): void {
    if (request !== null) cancelAnimationFrame(request);
    request = null;
    name();
  }

  function leave(): void {
    store.update({ replay: null });
  }

  function name(): void {
    const { replay } = store.state;
    play.textContent = replay === null ? 'Replay' : request === null ? 'Play' : 'Pause';
  }

  play.addEventListener('click', () => {
    if (request === null) start();
    else pause();
  });
  slider.addEventListener('input', () => {
    pause();
    store.update({ replay: slider.valueAsNumber / STEPS });
  });
  close.addEventListener('click', leave);

  store.watch(['map'], ({ map }) => {
    host.hidden = map !== frames.map;
    leave();
  });
  store.watch(['replay'], ({ replay }) => {
    if (replay === null) pause();
    const moment = replay ?? 0;
    // Those that are about to vanish must not take the focus with them.
    if (replay === null && host.contains(document.activeElement)) play.focus();
    for (const part of [slider, iteration, close]) part.hidden = replay === null;
    slider.value = String(moment * STEPS);
    const now = whole(iterationAt(frames, moment));
    slider.setAttribute('aria-valuetext', `Iteration ${now}`);
    iteration.textContent = `${now} of ${whole(frames.iterations[last])}`;
    name();
  });
}
