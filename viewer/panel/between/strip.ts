/** The whole way in even steps; each leads the slider there. */
import type { Page } from '../../data/load.ts';
import { element } from '../../parts/elements.ts';
import { percent } from '../../parts/numbers.ts';
import { paintImage } from '../../parts/picture.ts';
import type { PageStore } from '../../state/state.ts';
import { STEP_SHARES } from './way.ts';

/** How near to a step the slider counts as on it. */
const ON_STEP = 0.005;

export function createStrip(page: Page, store: PageStore): HTMLElement {
  const steps = STEP_SHARES.map((t) => {
    const picture = element('canvas', { class: 'picture', width: '1', height: '1' });
    const label = `Step at ${percent(t)} of the way`;
    const button = element(
      'button',
      { type: 'button', class: 'step', 'aria-label': label },
      picture,
    );
    button.addEventListener('click', () => {
      store.update({ between: { ...store.state.between, t } });
    });
    return { t, picture, button };
  });
  store.watch(['between'], ({ between }) => {
    for (const { t, button } of steps) {
      button.setAttribute('aria-pressed', String(Math.abs(between.t - t) < ON_STEP));
    }
  });
  store.watch(['path'], ({ path }) => {
    if (!path) return;
    steps.forEach(({ picture }, s) => {
      paintImage(picture, path.steps[s], page.data.images);
    });
  });
  return element(
    'div',
    { class: 'strip', role: 'group', 'aria-label': 'The way in steps' },
    ...steps.map(({ button }) => button),
  );
}
