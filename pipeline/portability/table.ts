/** What runtimes made of the models, as a table in Markdown that is also to be read as it is. */
import type { Verdict } from './verdict.ts';

/** A row a runtime. */
export function verdictTable(verdicts: readonly Verdict[]): string[] {
  const models = verdicts[0].models.map(({ model }) => model);
  const head = [
    'runtime',
    'version',
    'loads',
    'difference',
    ...models.map((model) => `${model}, ms`),
  ];
  const rows = verdicts.map(({ runtime, version, models: each }) => [
    runtime.title,
    version ?? '–',
    `${each.filter(({ seconds }) => seconds !== null).length} of ${each.length}`,
    largest(each.map(({ difference }) => difference)),
    ...each.map(({ seconds }) => (seconds === null ? 'fails' : milliseconds(seconds))),
  ]);
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((row) => row[i].length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => (i < TEXTS ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(' | ')} |`;
  const rule = widths.map((width, i) =>
    i < TEXTS ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [line(head), line(rule), ...rows.map(line)];
}

/** Columns of words; numbers follow. */
const TEXTS = 2;

function largest(differences: readonly (number | null)[]): string {
  const known = differences.filter((difference) => difference !== null);
  if (known.length === 0) return '–';
  const most = Math.max(...known);
  return most === 0 ? '0' : most.toExponential(1);
}

function milliseconds(seconds: number): string {
  return Math.round(seconds * 1000).toLocaleString('en');
}

/** `All 8 runtimes give what Node gives.`, or which do not. @param verdicts without Node's own */
export function verdictInWords(verdicts: readonly Verdict[]): string {
  const others = verdicts.filter(({ models }) => models.some(({ error }) => error !== null));
  if (verdicts.length === 0) return 'No other runtime is here.';
  if (others.length > 0) {
    const titles = others.map(({ runtime }) => runtime.title).join(', ');
    const alike = verdicts.length - others.length;
    return `${alike} of ${runtimes(verdicts.length)} what Node gives; not so: ${titles}.`;
  }
  const [{ runtime }] = verdicts;
  return verdicts.length === 1
    ? `${runtime.title} gives what Node gives.`
    : `All ${runtimes(verdicts.length)} what Node gives.`;
}

function runtimes(count: number): string {
  return count === 1 ? '1 runtime gives' : `${count} runtimes give`;
}

/** `OpenVINO 2026.4.1, decoder: …`, a line for each model that a runtime does not run as Node does. */
export function failures(verdicts: readonly Verdict[]): string[] {
  return verdicts.flatMap(({ runtime, version, models }) =>
    models.flatMap(({ model, error }) =>
      error === null
        ? []
        : [`${runtime.title}${version === null ? '' : ` ${version}`}, ${model}: ${error}`],
    ),
  );
}
