/** The measures as a table of text: a row for each, a column for each space. */
import type { Measure, MeasuredValue, Metrics, Space } from './contract.ts';

/** Units that are whole. */
const COUNTED: readonly string[] = ['epochs', 'numbers'];

/** Between two columns. */
const GAP = 2;

/**
 * Lines of text, at most `width` characters each where the titles allow it. Spaces that share no measure
 * stand in tables of their own, and so do those for which there is no room.
 */
export function measureTables({ spaces, measures }: Metrics, width: number): string[] {
  return sharedSpaces(spaces, measures).flatMap((group) => {
    const own = measures.filter(({ values }) =>
      values.some(({ space }) => group.some(({ name }) => name === space)),
    );
    return tablesOf(group, own, width);
  });
}

/** Groups of spaces that some measure has values for at once; a space without any value is in none. */
function sharedSpaces(spaces: readonly Space[], measures: readonly Measure[]): Space[][] {
  const groups: Space[][] = [];
  for (const space of spaces) {
    const together = new Set(
      measures
        .filter(({ values }) => values.some((value) => value.space === space.name))
        .flatMap(({ values }) => values.map((value) => value.space)),
    );
    if (together.size === 0) continue;
    const group = groups.find((others) => others.some(({ name }) => together.has(name)));
    if (group) group.push(space);
    else groups.push([space]);
  }
  return groups;
}

function tablesOf(spaces: readonly Space[], measures: readonly Measure[], width: number): string[] {
  const titles = Math.max(0, ...measures.map((measure) => measureHead(measure).length));
  const columns = spaces.map((space) => column(space, measures));
  const lines: string[] = [];
  for (let from = 0; from < columns.length;) {
    let end = from + 1;
    const total = (last: number) =>
      columns.slice(from, last).reduce((sum, cells) => sum + GAP + widest(cells), 1 + titles);
    while (end < columns.length && total(end + 1) <= width) end++;
    const shown = columns.slice(from, end);
    const rows = ['', ...measures.map(measureHead)].map((title, row) => ({
      title,
      cells: shown.map((cells) => cells[row].padStart(widest(cells))),
    }));
    // The first is the head; a measure without a value in these columns has no row here.
    const filled = rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
    lines.push('');
    for (const { title, cells } of filled) {
      lines.push(` ${[title.padEnd(titles), ...cells].join(' '.repeat(GAP))}`);
    }
    from = end;
  }
  return lines;
}

/** With an arrow to where it is better. */
export function measureHead({ title, better }: Measure): string {
  return better === null ? title : `${title} ${better === 'higher' ? '↑' : '↓'}`;
}

function widest(cells: readonly string[]): number {
  return Math.max(...cells.map((cell) => cell.length));
}

/** Title of a space, and the cell of each measure in it. */
function column(space: Space, measures: readonly Measure[]): string[] {
  return [
    space.title,
    ...measures.map(({ values, unit }) => {
      const found = values.find((value) => value.space === space.name);
      return found ? measureCell(found, unit) : '';
    }),
  ];
}

/** Value, unit and interval: `0.953 (0.949–0.957)`. */
export function measureCell({ value, interval }: MeasuredValue, unit: string): string {
  if (COUNTED.includes(unit)) {
    return `${value.toLocaleString('en')} ${value === 1 ? unit.replace(/s$/, '') : unit}`;
  }
  const number = significant(value) + (unit === '1' ? '' : ` ${unit}`);
  if (interval === null) return number;
  return `${number} (${interval.map((end) => significant(end)).join(' to ')})`;
}

/** Three digits that matter, and all of those before the point. */
function significant(value: number): string {
  const text = value >= 1000 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
  return text.replace(/^-/, '−');
}
