/** A comparison as a table: in CSV for programs, in Markdown for people. */
import { csvFormatRows } from 'd3-dsv';
import type { Measure, MeasuredValue, Metrics } from '../contract.ts';
import { measureCell, measureHead } from '../measureTable.ts';

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

/** A row a measure, a column a run; the best of each row is bold where no other's interval reaches it. */
export function comparisonMarkdown({ spaces, measures }: Metrics): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const lines = measures.map((measure) => {
    const best = clearlyBest(measure);
    return row([
      measureHead(measure),
      ...spaces.map(({ name }) => {
        const value = measure.values.find(({ space }) => space === name);
        if (!value) return '–';
        const text = measureCell(value, measure.unit);
        return value === best ? `**${text}**` : text;
      }),
    ]);
  });
  const head = row(['', ...spaces.map(({ title }) => title)]);
  return [head, row(['---', ...spaces.map(() => '---:')]), ...lines, ''].join('\n');
}

/** The value that is better than all others, intervals and all; null where none is. */
function clearlyBest({ values, better }: Measure): MeasuredValue | null {
  if (better === null || values.length < 2) return null;
  const sign = better === 'higher' ? 1 : -1;
  const [first, second] = [...values].sort((a, b) => sign * (b.value - a.value));
  const [low, high] = first.interval ?? [first.value, first.value];
  const [otherLow, otherHigh] = second.interval ?? [second.value, second.value];
  return (better === 'higher' ? low > otherHigh : high < otherLow) ? first : null;
}
