import { max, min } from 'd3-array';
import { scaleLinear, scaleLog } from 'd3-scale';
import { line } from 'd3-shape';
import type { History } from '../../pipeline/contract.ts';
import { short, whole } from '../parts/numbers.ts';

const SIZE = { width: 720, height: 260 };
const MARGIN = { top: 12, right: 16, bottom: 36, left: 60 };
const SVG = 'http://www.w3.org/2000/svg';

/** Above this ratio of the largest to the smallest loss, a linear axis would hide the end. */
const LOG_RATIO = 20;

/** The loss of every step as a line and the test loss of every epoch as points. */
export function lossCurve({ steps, epochs }: History): SVGSVGElement {
  const values = [...steps, ...epochs.map(({ testLoss }) => testLoss)].filter((value) => value > 0);
  const x = scaleLinear([0, steps.length], [MARGIN.left, SIZE.width - MARGIN.right]);
  const [low, high] = [min(values) ?? 1, max(values) ?? 1];
  const logarithmic = high / low > LOG_RATIO;
  const upwards = [SIZE.height - MARGIN.bottom, MARGIN.top];
  const y = logarithmic
    ? scaleLog([low, high], upwards).nice()
    : scaleLinear([low, high], upwards).nice();
  const summary = epochs
    .map(({ epoch, testLoss }) => `epoch ${epoch}: test loss ${short(testLoss)}`)
    .join(', ');
  const svg = make('svg', {
    viewBox: `0 0 ${SIZE.width} ${SIZE.height}`,
    class: 'loss',
    role: 'img',
    'aria-label': `Training loss over ${whole(steps.length)} steps; ${summary}`,
  });
  for (const tick of logarithmic ? y.ticks().filter(isPowerOfTen) : y.ticks(5)) {
    const at = y(tick);
    svg.append(
      make('line', {
        x1: MARGIN.left,
        x2: SIZE.width - MARGIN.right,
        y1: at,
        y2: at,
        class: 'grid',
      }),
      make('text', { x: MARGIN.left - 8, y: at + 4, 'text-anchor': 'end' }, short(tick)),
    );
  }
  for (const tick of x.ticks(6)) {
    const place = { x: x(tick), y: SIZE.height - MARGIN.bottom + 18, 'text-anchor': 'middle' };
    svg.append(make('text', place, whole(tick)));
  }
  const path = line<number>()
    .x((_, step) => x(step))
    .y(y)
    .defined((value) => value > 0);
  svg.append(make('path', { d: path(steps) ?? '', class: 'steps' }));
  epochs.forEach(({ testLoss }, i) => {
    const step = (steps.length * (i + 1)) / epochs.length;
    svg.append(make('circle', { cx: x(step), cy: y(testLoss), r: 5, class: 'test' }));
  });
  svg.append(
    make(
      'text',
      { x: SIZE.width - MARGIN.right, y: SIZE.height - 2, 'text-anchor': 'end' },
      'step',
    ),
  );
  return svg;
}

function isPowerOfTen(value: number): boolean {
  const exponent = Math.log10(value);
  return Math.abs(exponent - Math.round(exponent)) < 1e-9;
}

function make<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string | number>>,
  text = '',
): SVGElementTagNameMap[K] {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.textContent = text;
  return made;
}
