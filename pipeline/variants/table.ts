/** Variants of the models beside each other, as text. */
import type { Variant, Variants } from '../contract.ts';

/** A heading and a cell of each variant, aligned. */
type Column = readonly string[];

/** @param speeds images a second by `float32.encode`, `float32.decode`, … */
export function variantTable(
  { variants }: Variants,
  speeds: Readonly<Record<string, number>>,
): string[] {
  const speed = (task: string) =>
    variants.map(({ name }) => `${whole(speeds[`${name}.${task}`])}/s`);
  const columns: Column[] = [
    ['Model', ...variants.map(({ name }) => name)],
    ['encoder', ...variants.map(({ bytes }) => kilobytes(bytes.encoder))],
    ['decoder', ...variants.map(({ bytes }) => kilobytes(bytes.decoder))],
    ['encodes', ...speed('encode')],
    ['decodes', ...speed('decode')],
    ['test MSE', ...variants.map(({ testMse }) => testMse.toPrecision(4))],
    ['latents off by', ...variants.map(difference)],
    ['same 10 nearest', ...variants.map(agreement)],
  ];
  const widths = columns.map((cells) => Math.max(...cells.map((cell) => cell.length)));
  return columns[0].map((first, row) => {
    const others = columns.slice(1).map((cells, i) => cells[row].padStart(widths[i + 1]));
    return ` ${[first.padEnd(widths[0]), ...others].join('  ')}`;
  });
}

function whole(number: number): string {
  return Math.round(number).toLocaleString('en');
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

function difference({ name, latentDifference }: Variant): string {
  return name === 'float32' ? '' : latentDifference.mean.toPrecision(2);
}

function agreement({ name, neighbourAgreement }: Variant): string {
  return name === 'float32' || neighbourAgreement === null
    ? ''
    : `${(100 * neighbourAgreement).toFixed(1)} %`;
}
