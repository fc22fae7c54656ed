/** Noise over the whole latent: how strong, and which. */
import { button, element } from '../../parts/elements.ts';
import { short } from '../../parts/numbers.ts';
import type { PageStore } from '../../state/state.ts';

/** In standard deviations of the latent's own values. */
const STRENGTHS = { least: 0, most: 2, step: 0.05 };

export function createNoiseControls(store: PageStore): HTMLElement {
  const slider = element('input', {
    type: 'range',
    min: String(STRENGTHS.least),
    max: String(STRENGTHS.most),
    step: String(STRENGTHS.step),
    'aria-label': 'Noise, in standard deviations of the latent',
  });
  const strength = element('output', { class: 'quiet' });
  const renew = button(
    {},
    () => {
      const { edit } = store.state;
      store.update({ edit: { ...edit, seed: edit.seed + 1 } });
    },
    'New noise',
  );
  slider.addEventListener('input', () => {
    store.update({ edit: { ...store.state.edit, noise: slider.valueAsNumber } });
  });
  store.watch(['edit'], ({ edit: { noise, seed } }) => {
    slider.valueAsNumber = noise;
    strength.textContent = `${short(noise)} σ`;
    renew.disabled = noise === 0;
    renew.title = `Noise of seed ${seed}: the same seed gives the same noise`;
  });
  const title = element('strong', {}, 'Noise');
  title.title = 'Normally distributed; σ is the standard deviation of the latent’s own values';
  return element(
    'div',
    { class: 'edit-row' },
    title,
    slider,
    strength,
    element('div', { class: 'buttons' }, renew),
  );
}
