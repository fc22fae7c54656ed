/** Measures as rows: title, a mark for each space, and the numbers below the name of each space. */
import { scaleLinear, type ScaleLinear } from 'd3-scale';
import type { Measure, MeasuredValue, Space } from '../contract.ts';
import { groupMeasures, type MeasureGroup } from './measureGroups.ts';
import { measureTitle } from './measureTitle.ts';
import { classColours } from './palette.ts';
import { COLOURS, CONTENT_WIDTH, label, LINE, MARGIN, TYPE, type Drawing } from './style.ts';
import { element, type Markup } from './svg.ts';
import { formatMeasured, wrapText } from './text.ts';

/** Width of the titles of measures, and the space after them, in px. */
const TITLES = 190;

/** Widest and narrowest column of numbers, and what they take together at most, in px. */
const COLUMN = { most: 90, least: 46, together: 390 } as const;

/** Between the plot and the numbers, in px. */
const GAP = 24;

/** A tick at the value across its interval, and how far each is below the one before, in px. */
const MARK = { width: 2.5, height: 5, interval: 1.75, pitch: 5.5 } as const;

/** Space above and below the marks or the title of a row, together, in px. */
const ROW_PADDING = 5;

/** Height of the title of a group, of the numbers of its axis, and the space after it, in px. */
const GROUP = { title: 26, axis: 22, after: 10 } as const;

const MUTED = { fill: COLOURS.muted, 'font-size': TYPE.small } as const;
const TO_THE_RIGHT = { 'text-anchor': 'end' } as const;

/** A space with its colour, and the right end of its numbers, in px. */
interface Column {
  readonly space: Space;
  readonly colour: string;
  readonly right: number;
}

/** @param spaces all of the run; those without a value get no column */
export function drawMeasureRows(
  measures: readonly Measure[],
  spaces: readonly Space[],
  top: number,
): Drawing {
  const used = spaces.filter((space) => measures.some((measure) => valueIn(measure, space)));
  const width = Math.max(COLUMN.least, Math.min(COLUMN.most, COLUMN.together / used.length));
  const colours = spaceColours(spaces);
  const columns = used.map((space, s): Column => ({
    space,
    colour: colours[spaces.indexOf(space)],
    right: MARGIN + CONTENT_WIDTH - (used.length - 1 - s) * width,
  }));
  const plotRight = MARGIN + CONTENT_WIDTH - used.length * width - GAP;
  const heads = drawHeads(columns, width, top);
  const content = [...heads.content];
  let bottom = heads.bottom;
  for (const group of groupMeasures(measures)) {
    const drawn = drawGroup(group, columns, plotRight, bottom);
    content.push(...drawn.content);
    bottom = drawn.bottom + GROUP.after;
  }
  return { content, bottom };
}

function valueIn({ values }: Measure, { name }: Space): MeasuredValue | undefined {
  return values.find(({ space }) => space === name);
}

/** Images are grey, the latent space is dark, the maps are coloured. */
function spaceColours(spaces: readonly Space[]): string[] {
  const maps = spaces.filter(({ name }) => name !== 'images' && name !== 'latents');
  const colours = classColours(maps.length);
  return spaces.map((space) => {
    if (space.name === 'images') return COLOURS.muted;
    return space.name === 'latents' ? COLOURS.text : colours[maps.indexOf(space)];
  });
}

function drawHeads(columns: readonly Column[], width: number, top: number): Drawing {
  const heads = columns.map(({ space }) => wrapText(space.title, TYPE.small, width - 4));
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

/** @param right end of the plot, in px */
function drawGroup(
  { title, measures, axis }: MeasureGroup,
  columns: readonly Column[],
  right: number,
  top: number,
): Drawing {
  const scale = axis && scaleLinear(axis, [MARGIN + TITLES, right]);
  const units = new Set(measures.map(({ unit }) => unit).filter((unit) => unit !== '1'));
  const rows: Markup[] = [];
  let bottom = top + GROUP.title;
  for (const measure of measures) {
    const row = drawRow(measure, columns, scale, bottom);
    rows.push(...row.content);
    bottom = row.bottom;
  }
  return {
    content: [
      label([title, ...units].join(', '), MARGIN, top + 17, { 'font-weight': 600 }),
      ...(scale ? drawScale(scale, top + GROUP.title, bottom) : []),
      ...rows,
    ],
    bottom: bottom + (scale ? GROUP.axis : 0),
  };
}

function drawRow(
  measure: Measure,
  columns: readonly Column[],
  scale: ScaleLinear<number, number> | null,
  top: number,
): Drawing {
  const lines = wrapText(measureTitle(measure), TYPE.label, TITLES - 12);
  const cells = columns.flatMap(({ space, colour, right }) => {
    const found = valueIn(measure, space);
    return found ? [{ found, colour, right }] : [];
  });
  const marks = scale
    ? cells.map(({ found, colour }, c) => {
        const below = (c - (cells.length - 1) / 2) * MARK.pitch;
        return (middle: number) => drawMark(found, scale, middle + below, colour);
      })
    : [];
  const height = Math.max(lines.length * LINE, marks.length * MARK.pitch) + ROW_PADDING;
  const middle = top + height / 2;
  return {
    content: [
      ...lines.map((line, n) =>
        label(line, MARGIN, middle + 5 + (n - (lines.length - 1) / 2) * LINE),
      ),
      ...marks.map((draw) => draw(middle)),
      ...cells.map(({ found, right }) =>
        label(formatMeasured(found.value), right, middle + 5, TO_THE_RIGHT),
      ),
    ],
    bottom: top + height,
  };
}

function drawScale(scale: ScaleLinear<number, number>, top: number, bottom: number): Markup[] {
  const format = scale.tickFormat(5);
  return scale.ticks(5).flatMap((value) => [
    element('line', {
      x1: scale(value),
      x2: scale(value),
      y1: top,
      y2: bottom,
      stroke: value === 0 ? COLOURS.muted : COLOURS.faint,
    }),
    label(format(value), scale(value), bottom + 16, { ...MUTED, 'text-anchor': 'middle' }),
  ]);
}

function drawMark(
  { value, interval }: MeasuredValue,
  scale: ScaleLinear<number, number>,
  y: number,
  colour: string,
): Markup {
  const [low, high] = interval ?? [value, value];
  const x = scale(value);
  const half = MARK.height / 2;
  const along = { x1: scale(low), x2: scale(high), y1: y, y2: y };
  const across = { x1: x, x2: x, y1: y - half, y2: y + half };
  return element(
    'g',
    { stroke: colour },
    element('line', { ...along, 'stroke-width': MARK.interval }),
    element('line', { ...across, 'stroke-width': MARK.width }),
  );
}
