/** Variants of the models beside each other, as text. */
import type { Variant, Variants } from '../contract.ts';

/** A line for each thing that is told, with a column for each variant. */
type Row = readonly string[];

/** @param speeds images a second by `float32.encode`, `float32.decode`, … */
export function variantTable(
  { variants }: Variants,
  speeds: Readonly<Record<string, number>>,
): string[] {
  const row = (title: string, cell: (variant: Variant) => string): Row => [
    title,
    ...variants.map(cell),
  ];
  const speed = (task: string) => (variant: Variant) =>
    `${whole(speeds[`${variant.name}.${task}`])} images/s`;
  const rows: Row[] = [
    row('Models', ({ name }) => name),
    row('encoder', ({ bytes }) => kilobytes(bytes.encoder)),
    row('decoder', ({ bytes }) => kilobytes(bytes.decoder)),
    row('encodes', speed('encode')),
    row('decodes', speed('decode')),
    row('test MSE', ({ testMse }) => testMse.toPrecision(4)),
    ...DIFFERENCES.map((title, i) => row(title, (variant) => differences(variant)[i])),
  ];
  const widths = rows[0].map((_, i) => Math.max(...rows.map((cells) => cells[i].length)));
  return rows.map(([first, ...others]) => {
    const cells = others.map((cell, i) => cell.padStart(widths[i + 1]));
    return ` ${[first.padEnd(widths[0]), ...cells].join('  ')}`.trimEnd();
  });
}

function whole(number: number): string {
  return Math.round(number).toLocaleString('en');
}

export function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

export const DIFFERENCES = [
  'latents: mean |difference|',
  'latents: largest |difference|',
  'same 10 nearest neighbours',
] as const;

/** How a variant's latents differ from float32's, by {@link DIFFERENCES}; nothing for float32 itself. */
export function differences({ name, latentDifference, neighbourAgreement }: Variant): string[] {
  if (name === 'float32') return DIFFERENCES.map(() => '');
  const { mean, largest } = latentDifference;
  return [
    mean.toPrecision(2),
    largest.toPrecision(2),
    neighbourAgreement === null ? '' : `${(100 * neighbourAgreement).toFixed(1)} %`,
  ];
}
