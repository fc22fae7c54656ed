/** Figures of a comparison: the measures of all runs on shared axes, and the runs' own figures side by side. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Metrics } from '../contract.ts';
import { drawMeasureRows } from '../figures/measureRows.ts';
import { COLOURS, drawSheet, FONTS, label, MARGIN, TYPE, WIDTH } from '../figures/style.ts';
import { element, Markup } from '../figures/svg.ts';
import { BESIDE, type ComparedRun } from './runs.ts';
import { inWords } from './words.ts';

export async function comparisonFigures(
  runs: readonly ComparedRun[],
  metrics: Metrics,
): Promise<(readonly [name: string, svg: string])[]> {
  const figures: (readonly [string, string])[] = [['measures', measuresBeside(metrics)]];
  for (const [name, figure] of Object.entries(BESIDE)) {
    const paths = runs.map(({ folder }) => folder.file(`${figure}.svg`));
    const there = runs.flatMap((run, i) => (existsSync(paths[i]) ? [{ run, path: paths[i] }] : []));
    if (there.length < 2) continue;
    const svgs = await Promise.all(there.map(({ path }) => readFile(path, 'utf8')));
    figures.push([name, beside(there.map(({ run }, i) => ({ title: run.name, svg: svgs[i] })))]);
  }
  return figures;
}

function measuresBeside({ spaces, measures }: Metrics): string {
  return drawSheet({
    title: inWords(spaces.map(({ title }) => title)),
    subtitle:
      'Each mark is a value, the bar through it its 95 % bootstrap interval where there is one. ' +
      '↑ more is better, ↓ less is. Not every axis begins at 0.',
    description: `Measures of ${inWords(spaces.map(({ title }) => title))}.`,
    draw: (top) => drawMeasureRows(measures, spaces, top),
  });
}

interface Shown {
  readonly title: string;
  readonly svg: string;
}

/** Room above the figures for the names of their runs, in px. */
const HEAD = 44;

/** Whole figures in a row, each under the name of its run. */
function beside(figures: readonly Shown[]): string {
  const heights = figures.map(({ svg }) => Number(/ height="(\d+)"/.exec(svg)?.[1]));
  const [width, height] = [WIDTH * figures.length, HEAD + Math.max(...heights)];
  const content = figures.flatMap(({ title, svg }, i) => [
    label(title, i * WIDTH + MARGIN, HEAD - 10, { 'font-size': TYPE.subtitle, 'font-weight': 600 }),
    // They are whole images; within another they say where they begin.
    new Markup(svg.replace('<svg ', `<svg x="${i * WIDTH}" y="${HEAD}" `)),
  ]);
  const sheet = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      'font-family': FONTS,
    },
    element('title', {}, inWords(figures.map(({ title }) => title))),
    element('rect', { width, height, fill: COLOURS.background }),
    ...content,
  );
  return `${sheet.source}\n`;
}
