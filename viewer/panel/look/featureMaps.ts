/** The feature maps of the subject: those of the latent or of the first block, and one of them large. */
import type { Page } from '../../data/load.ts';
import { byId, element } from '../../parts/elements.ts';
import { short, span } from '../../parts/numbers.ts';
import { paintMap, rangeOf, type Range } from '../../parts/picture.ts';
import { isAnswerable } from '../../models/subject.ts';
import type { Answer, PageStore } from '../../state/state.ts';
import { moveWithTabs } from '../tabs.ts';
import { createChannelDetail } from './channelDetail.ts';
import { createChannelGrid } from './channelGrid.ts';
import { featureMap, featureSources, shapeText, type FeatureSource } from './featureSources.ts';

export function createFeatureMaps(page: Page, store: PageStore): void {
  const section = byId('maps-section', HTMLElement);
  const sources = featureSources(page.data);
  section.hidden = true;
  if (sources.length === 0) return;

  let source = sources[0];
  let values: Float32Array | null = null;
  const detail = createChannelDetail(page);
  const grid = createChannelGrid((channel) => {
    showChannel(channel);
  });

  function showChannel(channel: number): void {
    const { answer } = store.state;
    if (!answer || !values) return;
    detail.show(answer.image, channel, featureMap(source, values, channel), grid.kept === channel);
  }

  function showAnswer(answer: Answer | null): void {
    section.dataset.waiting = String(answer === null);
    values = answer && source.values(answer);
    if (!values) return;
    // One scale for all, so that a channel that stays silent looks silent.
    const range = rangeOf(values);
    showScale(range);
    paintGrid(source, values, grid.canvases, range);
    showChannel(grid.shown);
  }

  function choose(next: FeatureSource): void {
    source = next;
    grid.layOut(source.count);
    showAnswer(store.state.answer);
  }

  byId('maps', HTMLElement).before(sourceSwitch(sources, choose));
  choose(source);
  moveWithTabs(store, section, ['look', 'draw']);
  store.watch(['subject', 'selected', 'drawing', 'engine'], (state) => {
    section.hidden = !isAnswerable(page, state);
  });
  store.watch(['answer'], ({ answer }) => {
    showAnswer(answer);
  });
}

function paintGrid(
  source: FeatureSource,
  values: Float32Array,
  canvases: readonly HTMLCanvasElement[],
  range: Range,
): void {
  canvases.forEach((canvas, channel) => {
    const map = featureMap(source, values, channel);
    paintMap(canvas, map.values, map.height, map.width, range);
    const label = `Feature map ${channel}, ${span(...rangeOf(map.values))}`;
    canvas.setAttribute('aria-label', label);
    canvas.title = label;
  });
}

function showScale([lowest, highest]: Range): void {
  byId('maps-lowest', HTMLElement).textContent = short(lowest);
  byId('maps-highest', HTMLElement).textContent = short(highest);
}

/** A button a source; where there is one only, its name. */
function sourceSwitch(
  sources: readonly FeatureSource[],
  choose: (source: FeatureSource) => void,
): HTMLElement {
  const text = (source: FeatureSource): HTMLElement[] => [
    element('span', {}, source.title),
    element('span', { class: 'shape' }, shapeText(source)),
  ];
  if (sources.length === 1)
    return element('p', { class: 'quiet source' }, text(sources[0])[0], ' ', text(sources[0])[1]);
  const buttons = sources.map((source, s) => {
    const pressed = String(s === 0);
    const button = element('button', { type: 'button', 'aria-pressed': pressed }, ...text(source));
    button.addEventListener('click', () => {
      buttons.forEach((other, o) => {
        other.setAttribute('aria-pressed', String(o === s));
      });
      choose(source);
    });
    return button;
  });
  return element(
    'div',
    { class: 'switch', role: 'group', 'aria-labelledby': 'maps-title' },
    ...buttons,
  );
}
