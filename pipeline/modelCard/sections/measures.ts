import type { Measure, Space } from '../../contract.ts';
import { FIGURES, FILES } from '../../contract.ts';
import { measureCell, measureHead } from '../../measureTable.ts';
import type { CardContent } from '../content.ts';
import { grouped } from '../known.ts';
import { code, folded, list, plain, table } from '../markdown.ts';

/** How well images come back, and what latents and maps keep of neighbours and classes. */
export function measures({ metrics, manifest }: CardContent): string {
  const { title, source, testImages } = manifest.dataset;
  const { mapped } = manifest.stages.encode.results;
  const [images, ...points] = metrics.spaces;
  return [
    '## Measures',
    `Of images of ${plain(title)} (${plain(source)}). ↑ more is better, ↓ less is; in brackets stand 95 % bootstrap ` +
      'intervals, which tell of the choice of images and not of the luck of one training.',
    `Reconstructions of ${grouped(testImages)} test images:`,
    measureTable(metrics.measures, [images]),
    `Latents of ${grouped(mapped)} training images, and their maps; “placed” is of the test images, which were put on the finished map:`,
    measureTable(metrics.measures, points),
    folded('What each measure is', list(meanings(metrics.measures))),
    `As a figure: [${FIGURES.measures}.png](${FIGURES.measures}.png); with sources and values of each class: ${code(FILES.metrics)}.`,
  ].join('\n\n');
}

/** Measures that differ only in a number, such as the neighbours they look at, are explained together. */
function meanings(measures: readonly Measure[]): string[] {
  const alike = new Map<string, Measure[]>();
  for (const measure of measures) {
    const text = meaning(measure).replaceAll(/\d+/g, '');
    alike.set(text, [...(alike.get(text) ?? []), measure]);
  }
  return Array.from(alike.values(), (group) => {
    const titles = group.map(({ title }) => `**${plain(title)}**`).join('; ');
    return `${titles}: ${plain(meaning(group[0]))}`;
  });
}

function meaning({ definition, sample }: Measure): string {
  if (sample === null) return definition;
  return `${definition} (Here of a sample: ${grouped(sample.size)} of ${grouped(sample.of)}.)`;
}

/** A row for each measure that has a value in one of the spaces. */
function measureTable(measures: readonly Measure[], spaces: readonly Space[]): string {
  const rows = measures.flatMap((measure) => {
    const cells = spaces.map(({ name }) => {
      const value = measure.values.find(({ space }) => space === name);
      return value ? measureCell(value, measure.unit) : '';
    });
    return cells.some((cell) => cell !== '') ? [[plain(measureHead(measure)), ...cells]] : [];
  });
  return table(['', ...spaces.map(({ title }) => plain(title))], rows);
}
