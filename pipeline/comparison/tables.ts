/** A comparison as a table: in CSV for programs, in Markdown and HTML for people. */
import { csvFormatRows } from 'd3-dsv';
import type { Measure, MeasuredValue, Metrics } from '../contract.ts';
import { measureCell, measureHead } from '../measureTable.ts';
import { plain } from '../modelCard/markdown.ts';
import { escapeText } from '../page/html.ts';

/** How the tables are read. */
export const TABLE_LEGEND = 'In brackets: 95 % intervals. ↑ more is better, ↓ less is.';
/** The same of tables that show what is best. */
export const BEST_LEGEND = 'Bold: the interval is better than all others.';

/** One row a value: measure, unit, run, value, and the ends of its 95 % interval where it has one. */
export function comparisonCsv({ measures }: Metrics): string {
  const rows = measures.flatMap(({ title, unit, values }) =>
    values.map(({ space, value, interval }) => [
      title,
      unit,
      space,
      String(value),
      ...(interval ?? ['', '']).map(String),
    ]),
  );
  const head = ['measure', 'unit', 'run', 'value', 'low', 'high'];
  return `${csvFormatRows([head, ...rows])}\n`;
}

/** A row a measure, a column a run; the best of each row is bold where its interval lies beyond all others'. */
export function comparisonMarkdown(metrics: Metrics): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const lines = tableRows(metrics).map(({ head, cells }) =>
    row([plain(head), ...cells.map(({ text, isBest }) => (isBest ? `**${text}**` : text))]),
  );
  const head = row(['', ...metrics.spaces.map(({ title }) => plain(title))]);
  const legend = `${TABLE_LEGEND} ${BEST_LEGEND}`;
  return [head, row(['---', ...metrics.spaces.map(() => '---:')]), ...lines, '', legend, ''].join(
    '\n',
  );
}

/** The same as a table of HTML. */
export function comparisonHtml(metrics: Metrics): string {
  const columns = metrics.spaces.map(({ title }) => `<th scope="col">${escapeText(title)}</th>`);
  const lines = tableRows(metrics).map(({ head, cells }) => {
    const values = cells.map(({ text, isBest }, n) => {
      const value = isBest ? `<strong>${escapeText(text)}</strong>` : escapeText(text);
      // Where columns have no room, each value names its run.
      return `<td data-run="${escapeText(metrics.spaces[n].title)}">${value}</td>`;
    });
    return `<tr><th scope="row">${escapeText(head)}</th>${values.join('')}</tr>`;
  });
  return [
    '<table>',
    `<thead><tr><td></td>${columns.join('')}</tr></thead>`,
    `<tbody>${lines.join('\n')}</tbody>`,
    '</table>',
  ].join('\n');
}

interface Row {
  readonly head: string;
  /** One a run. */
  readonly cells: readonly { readonly text: string; readonly isBest: boolean }[];
}

function tableRows({ spaces, measures }: Metrics): Row[] {
  return measures.map((measure) => {
    const best = clearlyBest(measure);
    const cells = spaces.map(({ name }) => {
      const value = measure.values.find(({ space }) => space === name);
      if (!value) return { text: '–', isBest: false };
      return { text: measureCell(value, measure.unit), isBest: value === best };
    });
    return { head: measureHead(measure), cells };
  });
}

/** The value whose interval is better than those of all others; null where none is, or one has no interval. */
function clearlyBest({ values, better }: Measure): MeasuredValue | null {
  if (better === null || values.length < 2) return null;
  // A difference between numbers without intervals may be chance.
  const beats = (one: MeasuredValue, other: MeasuredValue) =>
    one.interval !== null &&
    other.interval !== null &&
    (better === 'higher'
      ? one.interval[0] > other.interval[1]
      : one.interval[1] < other.interval[0]);
  const best = values.find((one) => values.every((other) => other === one || beats(one, other)));
  return best ?? null;
}
