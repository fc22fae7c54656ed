/** Figure: how training went, step by step and epoch by epoch. */
import { extent } from 'd3-array';
import { scaleLinear, scaleLog } from 'd3-scale';
import { line } from 'd3-shape';
import type { History } from '../contract.ts';
import type { Dataset } from '../images.ts';
import { drawAxes, type Plot } from './axes.ts';
import { movingMean, outline, type SeriesPoint } from './smoothing.ts';
import { COLOURS, CONTENT_WIDTH, drawSheet, label, LINE, MARGIN, TYPE, WIDTH } from './style.ts';
import { decimal, element, type Markup } from './svg.ts';
import { formatCount, formatNumber, textWidth } from './text.ts';

export interface LossInput {
  readonly dataset: Pick<Dataset, 'title'>;
  /** At least one step and one epoch. */
  readonly history: History;
}

/** Both have at least 4.5:1 contrast on white, as they colour text too. */
const TRAINING = '#1d5fbf';
const TEST = '#b3400e';

/** Plot without axes, in px; the last values are written at its right. */
const PLOT = { x: MARGIN + 62, width: WIDTH - 2 * MARGIN - 62 - 116, height: 340 };

/** Above this ratio of the largest to the smallest loss, a linear axis would hide the end. */
const LOG_RATIO = 20;

/** @throws RangeError if there is no step, or no epoch */
export function lossFigure({ dataset, history }: LossInput): string {
  const { steps, epochs, last } = history;
  if (steps.length === 0 || epochs.length === 0) {
    throw new RangeError(
      `a loss curve needs steps and epochs; got ${steps.length} and ${epochs.length}`,
    );
  }
  const window = smoothingWindow(steps.length);
  const stepsPerEpoch = steps.length / epochs.length;
  return drawSheet({
    title: `Training loss on ${dataset.title}`,
    subtitle: `${formatCount(epochs.length)} ${epochs.length === 1 ? 'epoch' : 'epochs'} of ${formatCount(Math.round(stepsPerEpoch))} steps · ${describeLoss(history)}`,
    description: `After the last epoch, the mean training loss is ${formatNumber(last.trainLoss)} and on the test split ${formatNumber(last.testLoss)}.`,
    draw: (top) => {
      const plot = placePlot(history, top + 40);
      return {
        content: [
          ...drawKey(window, top + 10),
          ...drawAxes(plot, {
            x: 'Epoch',
            y: history.divergences
              ? `Nats per image${upToConstant(history)}`
              : 'Mean squared error',
          }),
          ...drawSteps(steps, stepsPerEpoch, window, plot),
          ...drawEpochs(history, plot),
          ...drawLastValues(history, plot),
        ],
        bottom: plot.y + plot.height + 46,
      };
    },
  });
}

function describeLoss(history: History): string {
  const { divergences, last } = history;
  if (!divergences || !last.elbo) return 'mean squared error over pixels in [0, 1]';
  const { reconstruction, divergence } = last.elbo.test;
  return `negative evidence lower bound${upToConstant(history)}; test at the end: reconstruction ${formatNumber(reconstruction)} + divergence ${formatNumber(divergence)}`;
}

/** The density of normal pixels has a factor that no training changes, and the loss leaves it out. */
function upToConstant({ likelihood }: History): string {
  return likelihood === 'gaussian' ? ' up to a constant' : '';
}

/** A hundredth of the training, so that the line is calm and still shows the first fall. */
function smoothingWindow(steps: number): number {
  return Math.max(1, 2 * Math.round(steps / 200) + 1);
}

function placePlot({ steps, epochs }: History, y: number): Plot {
  const shown = [...steps, ...epochs.flatMap(({ trainLoss, testLoss }) => [trainLoss, testLoss])];
  const [low = 0, high = 1] = extent(shown.filter(Number.isFinite));
  const across: [number, number] = [PLOT.x, PLOT.x + PLOT.width];
  const upwards: [number, number] = [y + PLOT.height, y];
  const logarithmic = low > 0 && high / low > LOG_RATIO;
  return {
    ...PLOT,
    y,
    xScale: scaleLinear([0, epochs.length], across),
    yScale: logarithmic
      ? scaleLog([low * 0.9, high * 1.1], upwards)
      : scaleLinear([Math.min(0, low), high > 0 ? high * 1.05 : 1], upwards),
    logarithmic,
  };
}

function drawSteps(
  steps: readonly number[],
  stepsPerEpoch: number,
  window: number,
  { xScale, yScale }: Plot,
): Markup[] {
  const path = line<SeriesPoint>()
    .defined(([, value]) => Number.isFinite(value))
    .x(([step]) => xScale(step / stepsPerEpoch))
    .y(([, value]) => yScale(value))
    .digits(2);
  const style = { fill: 'none', stroke: TRAINING, 'stroke-linejoin': 'round' };
  const raw = path(outline(steps, PLOT.width / 2)) ?? '';
  const smooth = path(movingMean(steps, window, PLOT.width / 2)) ?? '';
  return [
    element('path', { ...style, 'stroke-opacity': 0.25, 'stroke-width': 1, d: raw }),
    element('path', { ...style, 'stroke-width': 2, d: smooth }),
  ];
}

/** A mean over an epoch is a line as long as the epoch; an error measured after it stands at its end. */
function drawEpochs({ epochs }: History, { xScale, yScale }: Plot): Markup[] {
  const radius = epochs.length > 40 ? 2.5 : 5;
  const means = epochs.filter(({ trainLoss }) => Number.isFinite(trainLoss));
  const errors = epochs.filter(({ testLoss }) => Number.isFinite(testLoss));
  return [
    ...means.map(({ epoch, trainLoss }) =>
      drawMean(xScale(epoch - 1), xScale(epoch), yScale(trainLoss), radius),
    ),
    ...errors.map(({ epoch, testLoss }) =>
      drawDiamond(xScale(epoch), yScale(testLoss), radius + 1),
    ),
  ];
}

function drawMean(x1: number, x2: number, y: number, r: number): Markup {
  return element(
    'g',
    { stroke: TRAINING, fill: TRAINING },
    element('line', { x1, x2, y1: y, y2: y, 'stroke-dasharray': '2 3' }),
    element('circle', { cx: (x1 + x2) / 2, cy: y, r, stroke: COLOURS.background }),
  );
}

function drawDiamond(x: number, y: number, r: number): Markup {
  const [left, top] = [decimal(x - r), decimal(y)];
  const d = `M${left} ${top}l${r} ${-r}l${r} ${r}l${-r} ${r}z`;
  return element('path', { d, fill: TEST, stroke: COLOURS.background });
}

function drawKey(window: number, y: number): Markup[] {
  const stroke = { y1: y - 4, y2: y - 4, stroke: TRAINING };
  const entries: readonly [string, (x: number) => Markup][] = [
    [
      'Training loss, each step',
      (x) => element('line', { x1: x, x2: x + 18, ...stroke, 'stroke-opacity': 0.4 }),
    ],
    [
      `Mean of ${formatCount(window)} steps`,
      (x) => element('line', { x1: x, x2: x + 18, ...stroke, 'stroke-width': 2 }),
    ],
    ['Mean of the epoch', (x) => drawMean(x, x + 18, y - 4, 4.5)],
    ['Test loss after the epoch', (x) => drawDiamond(x + 9, y - 4, 6)],
  ];
  let x = MARGIN;
  return entries.flatMap(([text, drawSymbol]) => {
    const at = x;
    x += 26 + textWidth(text, TYPE.label) + 20;
    return [drawSymbol(at), label(text, at + 26, y)];
  });
}

/** The last epoch's values at their height beside the plot, moved apart if they would touch. */
function drawLastValues({ last }: History, { yScale, y, height }: Plot): Markup[] {
  const values = [
    { name: 'Training', value: last.trainLoss, colour: TRAINING },
    { name: 'Test', value: last.testLoss, colour: TEST },
  ]
    .filter(({ value }) => Number.isFinite(value))
    .sort((a, b) => b.value - a.value);
  // From the bottom upwards, two lines of text each.
  let lowest = y + height - LINE;
  const places = values.map(({ value }) => yScale(value)).reverse();
  const baselines = places.map((place) => {
    const at = Math.min(place, lowest);
    lowest = at - 2 * LINE - 4;
    return at;
  });
  baselines.reverse();
  const x = PLOT.x + PLOT.width + 16;
  const width = MARGIN + CONTENT_WIDTH - x;
  return values.flatMap(({ name, value, colour }, k) => [
    label(name, x, baselines[k], { fill: colour, 'font-size': TYPE.small }),
    label(formatNumber(value), x, baselines[k] + LINE - 2, {
      fill: colour,
      'font-weight': 600,
      'font-size': textWidth(formatNumber(value), 15) > width ? TYPE.small : 15,
    }),
  ]);
}
