/** Figure: what latent space and maps keep, as dots on one scale; and how well each class is reconstructed. */
import { scaleLinear, type ScaleLinear } from 'd3-scale';
import type { Measure, MeasuredValue, Metrics, Space } from '../contract.ts';
import type { Dataset } from '../images.ts';
import { leftOutSentences } from './leftOut.ts';
import { classColours } from './palette.ts';
import {
  COLOURS,
  CONTENT_WIDTH,
  drawSheet,
  fittedLabel,
  label,
  LINE,
  MARGIN,
  TYPE,
  type Drawing,
} from './style.ts';
import { element, type Markup } from './svg.ts';
import { formatMeasured, formatNumber, wrapText } from './text.ts';

export interface MeasuresInput {
  readonly dataset: Pick<Dataset, 'title' | 'classNames' | 'leftOut'>;
  readonly metrics: Metrics;
}

/** Width of the titles of measures and of class names, and the space after them, in px. */
const TITLES = 210;
const CLASSES = 110;

/** Height of a row for one space, what each further one adds, and height of a class's row, in px. */
const ROW = 24;
const FURTHER = 9;
const CLASS_ROW = 20;

/** Widest and narrowest column of numbers, and what they take together at most, in px. */
const COLUMN = { most: 96, least: 46, together: 400 } as const;

/** Between the plot and what is beside it, in px. */
const GAP = 24;

const MUTED = { fill: COLOURS.muted, 'font-size': TYPE.small } as const;
const CENTRED = { 'text-anchor': 'middle' } as const;
const TO_THE_RIGHT = { 'text-anchor': 'end' } as const;

export function measuresFigure({ dataset, metrics }: MeasuresInput): string {
  const isPerClass = ({ values }: Measure) => values.some(({ perClass }) => perClass !== undefined);
  const reconstruction = metrics.measures.filter(isPerClass);
  const kept = metrics.measures.filter((measure) => !isPerClass(measure));
  const spaces = metrics.spaces.filter((space) => kept.some((measure) => valueIn(measure, space)));
  return drawSheet({
    title: `${dataset.title}: what is kept, and how well`,
    subtitle: [
      'Each dot is a value, the bar through it its 95 % bootstrap interval. ↑ more is better, ↓ less is.',
      'What does not lie between 0 and 1 is given as a number only.',
      ...leftOutSentences(dataset),
    ].join(' '),
    description: [...kept, ...reconstruction]
      .map((measure) => describe(measure, metrics))
      .join('; '),
    draw: (top) => {
      const above = drawSpaces(kept, spaces, top);
      const below = drawClasses(reconstruction, namesOf(dataset), above.bottom + 2 * GAP);
      return { content: [...above.content, ...below.content], bottom: below.bottom };
    },
  });
}

function valueIn({ values }: Measure, { name }: Space): MeasuredValue | undefined {
  return values.find(({ space }) => space === name);
}

function describe(measure: Measure, { spaces }: Metrics): string {
  const values = spaces.flatMap((space) => {
    const found = valueIn(measure, space);
    return found ? [`${space.title} ${formatNumber(found.value)}`] : [];
  });
  return `${measure.title}: ${values.join(', ')}`;
}

function titleOf({ title, better }: Measure): string {
  return better === null ? title : `${title} ${better === 'higher' ? '↑' : '↓'}`;
}

function namesOf({ classNames, leftOut }: MeasuresInput['dataset']): string[] {
  return classNames.map((name, c) => (c === leftOut ? `${name} (left out)` : name));
}

/** Measures as rows: title, dots of all spaces, and the numbers below the name of each space. */
function drawSpaces(measures: readonly Measure[], spaces: readonly Space[], top: number): Drawing {
  const wanted = COLUMN.together / spaces.length;
  const width = Math.max(COLUMN.least, Math.min(COLUMN.most, wanted));
  const columns = spaces.map((space, s) => ({
    space,
    colour: colourOf(space, spaces),
    right: MARGIN + CONTENT_WIDTH - (spaces.length - 1 - s) * width,
  }));
  const heads = drawHeads(columns, width, top);
  const scale = plotScale(measures, MARGIN + CONTENT_WIDTH - spaces.length * width - GAP);
  const height = ROW + (spaces.length - 1) * FURTHER;
  const bottom = heads.bottom + measures.length * height;
  const rows = measures.flatMap((measure, m) => {
    const middle = heads.bottom + (m + 0.5) * height;
    const dots = columns.flatMap(({ space, colour }, s) => {
      const value = isOnScale(measure) ? valueIn(measure, space) : undefined;
      const y = middle + (s - (columns.length - 1) / 2) * FURTHER;
      return value ? [drawDot(value, scale, y, colour)] : [];
    });
    const numbers = columns.flatMap(({ space, right }) => {
      const value = valueIn(measure, space);
      return value ? [label(numberOf(measure, value), right, middle + 5, TO_THE_RIGHT)] : [];
    });
    const place = { x: MARGIN, y: middle + 5, width: TITLES - 12 };
    return [fittedLabel(titleOf(measure), place), ...dots, ...numbers];
  });
  const axis = drawScale(scale, heads.bottom, bottom);
  return { content: [...heads.content, ...axis, ...rows], bottom: bottom + 22 };
}

/** Images are grey, the latent space is dark, the maps are coloured. */
function colourOf({ name }: Space, spaces: readonly Space[]): string {
  if (name === 'images') return COLOURS.muted;
  if (name === 'latents') return COLOURS.text;
  const maps = spaces.filter((space) => space.name !== 'images' && space.name !== 'latents');
  return classColours(maps.length)[maps.findIndex((map) => map.name === name)];
}

function drawHeads(
  columns: readonly { readonly space: Space; readonly colour: string; readonly right: number }[],
  width: number,
  top: number,
): Drawing {
  const heads = columns.map(({ space }) => wrapText(space.title, TYPE.small, width - 10));
  const lines = Math.max(1, ...heads.map((head) => head.length));
  const bottom = top + 18 + lines * LINE;
  const content = columns.flatMap(({ colour, right }, c) => [
    element('circle', {
      cx: right - 5,
      cy: bottom - heads[c].length * LINE - 12,
      r: 5,
      fill: colour,
    }),
    ...heads[c].map((text, n) =>
      label(text, right, bottom - (heads[c].length - 1 - n) * LINE - 6, {
        ...MUTED,
        ...TO_THE_RIGHT,
      }),
    ),
  ]);
  return { content, bottom: bottom + 4 };
}

/** Plain numbers up to 1 share a scale; others, such as a divergence, have none. */
function isOnScale({ unit, range: [low, high] }: Measure): boolean {
  return unit === '1' && low !== null && high === 1;
}

/** On the common scale with its zeros, so that the numbers of a column compare digit by digit. */
function numberOf(measure: Measure, { value }: MeasuredValue): string {
  return isOnScale(measure) ? value.toFixed(3).replace('-', '−') : formatMeasured(value);
}

/** From 0 to 1, or from as far below 0 as there are values. */
function plotScale(measures: readonly Measure[], right: number): ScaleLinear<number, number> {
  const values = measures.filter(isOnScale).flatMap((measure) => measure.values);
  const low = Math.min(0, ...values.map(({ value, interval }) => interval?.[0] ?? value));
  const left = MARGIN + TITLES;
  return scaleLinear([Math.floor(low * 5) / 5, 1], [left, right]);
}

function drawScale(scale: ScaleLinear<number, number>, top: number, bottom: number): Markup[] {
  return scale.ticks(5).flatMap((value) => [
    element('line', {
      x1: scale(value),
      x2: scale(value),
      y1: top,
      y2: bottom,
      stroke: value === 0 ? COLOURS.muted : COLOURS.faint,
    }),
    label(formatNumber(value), scale(value), bottom + 16, { ...MUTED, ...CENTRED }),
  ]);
}

function drawDot(
  { value, interval }: MeasuredValue,
  scale: ScaleLinear<number, number>,
  y: number,
  colour: string,
): Markup {
  const [low, high] = interval ?? [value, value];
  return element(
    'g',
    { fill: colour, stroke: colour },
    element('line', { x1: scale(low), x2: scale(high), y1: y, y2: y, 'stroke-width': 2 }),
    element('circle', { cx: scale(value), cy: y, r: 4, stroke: COLOURS.background }),
  );
}

/** One panel a measure, next to each other: a dot for each class, and a line at the mean of all images. */
function drawClasses(
  measures: readonly Measure[],
  classNames: readonly string[],
  top: number,
): Drawing {
  const width = (CONTENT_WIDTH - CLASSES) / Math.max(1, measures.length);
  const rows = top + 2 * LINE + 12;
  const bottom = rows + classNames.length * CLASS_ROW;
  const names = classNames.map((name, c) => {
    const place = { x: MARGIN, y: rows + (c + 0.5) * CLASS_ROW + 4, width: CLASSES - 12 };
    return fittedLabel(name, place);
  });
  const panels = measures.flatMap((measure, m) => {
    const left = MARGIN + CLASSES + m * width;
    return drawPanel(measure, { left, right: left + width - GAP, top, rows, bottom });
  });
  const head = label('Class', MARGIN, top + 12 + LINE, MUTED);
  return { content: [head, ...names, ...panels], bottom: bottom + 22 };
}

/** Where a panel lies, in px; its rows begin at `rows`. */
interface Panel {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly rows: number;
  readonly bottom: number;
}

function drawPanel(measure: Measure, { left, right, top, rows, bottom }: Panel): Markup[] {
  const [overall] = measure.values;
  const perClass = overall.perClass ?? [];
  const shown = [overall.value, ...perClass.filter((value) => value !== null)];
  const [low, high] = [Math.min(...shown), Math.max(...shown)];
  const scale = scaleLinear([low, high], [left + 28, right - 28]);
  const unit = measure.unit === '1' ? '' : ` ${measure.unit}`;
  const x = low < high ? scale : () => (left + right) / 2;
  const dots = perClass.flatMap((value, c) => {
    const y = rows + (c + 0.5) * CLASS_ROW;
    const line = element('line', { x1: left, x2: right, y1: y, y2: y, stroke: COLOURS.faint });
    if (value === null) return [line];
    return [line, element('circle', { cx: x(value), cy: y, r: 4.5, fill: classColours(1)[0] })];
  });
  const mean = {
    x1: x(overall.value),
    x2: x(overall.value),
    y1: rows,
    y2: bottom,
    stroke: COLOURS.muted,
    'stroke-dasharray': '3 3',
  };
  return [
    label(titleOf(measure), left, top + 12, { 'font-weight': 600 }),
    label(`mean ${formatMeasured(overall.value)}${unit}`, left, top + 12 + LINE, MUTED),
    element('line', mean),
    ...dots,
    label(formatMeasured(low), x(low), bottom + 16, { ...MUTED, ...CENTRED }),
    ...(low < high
      ? [label(formatMeasured(high), x(high), bottom + 16, { ...MUTED, ...CENTRED })]
      : []),
  ];
}
