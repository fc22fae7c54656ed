/** The small picture beside the pad: what the network sees, and how the drawing was moved to be seen so. */
import type { Page } from '../../data/load.ts';
import { element } from '../../parts/elements.ts';
import { paintImage } from '../../parts/picture.ts';
import type { PageStore } from '../../state/state.ts';
import { createGuides } from './guides.ts';
import type { PadStore } from './padState.ts';

export function createSeen({ data }: Page, store: PageStore, pad: PadStore): HTMLElement {
  const { channels, height, width } = data.images;
  const canvas = element('canvas', { class: 'picture', role: 'img' });
  canvas.setAttribute('aria-label', `What the network sees, ${height} by ${width} pixels`);
  const guides = createGuides(width, height);
  const nothing = new Float32Array(channels * height * width);
  const framing = createFramingSwitch(pad);
  store.watch(['drawing'], ({ drawing }) => {
    paintImage(canvas, drawing ?? nothing, data.images);
  });
  pad.watch(['centring'], ({ centring }) => {
    guides.showFraming(centring?.placed ?? null);
  });
  const frame = element('div', { class: 'guided' }, canvas);
  frame.style.aspectRatio = `${width} / ${height}`;
  frame.append(guides.view);
  return element(
    'div',
    { class: 'seen' },
    element('h3', {}, 'Network’s view'),
    frame,
    element('p', { class: 'quiet' }, `${height} × ${width} pixels`),
    ...(channels === 1 ? framing : []),
  );
}

/** Whether drawings are centred as MNIST's digits were, and what that means. */
function createFramingSwitch(pad: PadStore): HTMLElement[] {
  const box = element('input', { type: 'checkbox' });
  box.addEventListener('change', () => {
    pad.update({ centred: box.checked });
  });
  const key = element('p', { class: 'quiet framing-key' });
  key.append(
    element('span', { class: 'key-box', 'aria-hidden': 'true' }),
    ' box, scaled; ',
    element('span', { class: 'key-mass', 'aria-hidden': 'true' }, '+'),
    ' centre of mass, to the middle',
  );
  pad.watch(['centred'], ({ centred }) => {
    box.checked = centred;
    key.style.visibility = centred ? 'visible' : 'hidden';
  });
  return [element('label', { class: 'check' }, box, 'Centre as MNIST'), key];
}
