/** `npm run compare`: several runs → one table, figures side by side, and one page with linked maps. */
import { join, resolve } from 'node:path';
import { stdout } from 'node:process';
import { Command } from 'commander';
import { runCommand } from './command.ts';
import { comparedMetrics, type ComparedMetrics } from './comparison/comparedMetrics.ts';
import { comparisonFigures } from './comparison/figures.ts';
import { comparisonNotes, type ComparisonNotes } from './comparison/notes.ts';
import { checkOut } from './comparison/outFolder.ts';
import { comparisonPage } from './comparison/page.ts';
import { readRuns, type ComparedRun } from './comparison/runs.ts';
import { comparisonCsv, comparisonMarkdown, TABLE_LEGEND } from './comparison/tables.ts';
import { COMPARISON_FILES, type Metrics } from './contract.ts';
import { InputError } from './errors.ts';
import { rasterise } from './figures/raster.ts';
import { RunFolder } from './files/runFolder.ts';
import { measureTables } from './measureTable.ts';
import { parse } from './settings/command.ts';
import { path } from './settings/values.ts';

/** Characters in a line where the terminal does not tell. */
const LINE = 160;

await runCommand(async (argv) => {
  const { paths, out, force } = compareSettings(argv);
  const runs = await readRuns(paths);
  const folder = new RunFolder(out ?? join('artifacts', `compare-${namesOf(runs).join('-')}`));
  checkOut(folder, force);
  folder.checkWritable();
  const metrics = comparedMetrics(runs);
  await write(folder, runs, metrics);
  say(runs, metrics, folder);
});

interface CompareSettings {
  /** Folders of two runs or more. */
  readonly paths: readonly string[];
  /** Null: named after the runs. */
  readonly out: string | null;
  /** Write over other files than those of an earlier comparison. */
  readonly force: boolean;
}

function compareSettings(argv: readonly string[]): CompareSettings {
  const command = new Command('npm run compare --')
    .description(
      'Lays runs beside each other: one table of sizes, times and measures, their figures side by side, ' +
        'and one page with linked maps.',
    )
    .usage('<run> <run> [more runs] [options]')
    .argument('<runs...>', 'folders that the pipeline wrote, such as artifacts/mnist-cae')
    .option('--out <dir>', 'where to write (default: artifacts/compare-<runs>)', path)
    .option('--force', 'write over whatever the folder holds, unless that is a run');
  const { out = null, force } = parse(command, argv) as Partial<CompareSettings>;
  if (command.args.length < 2) {
    throw new InputError(
      `Only ${command.args[0]} is named; name two runs or more, such as artifacts/mnist-cae artifacts/mnist-vae.`,
    );
  }
  return { paths: command.args.map(path), out, force: force! };
}

function namesOf(runs: readonly ComparedRun[]): string[] {
  return runs.map(({ name }) => name.replaceAll('/', '-'));
}

/** All files are made before the first is written. */
async function write(
  folder: RunFolder,
  runs: readonly ComparedRun[],
  metrics: ComparedMetrics,
): Promise<void> {
  const notes = comparisonNotes(runs);
  const table = wholeTable(metrics);
  const figures = await comparisonFigures(runs, metrics);
  const files: (readonly [string, string | Uint8Array])[] = [
    [COMPARISON_FILES.csv, comparisonCsv(table)],
    [COMPARISON_FILES.markdown, [...sentences(notes), comparisonMarkdown(table)].join('\n\n')],
    ...figures.flatMap(([name, svg]) => {
      const path = join('figures', name);
      return [[`${path}.svg`, svg] as const, [`${path}.png`, rasterise(svg)] as const];
    }),
    [COMPARISON_FILES.page, await comparisonPage(runs, notes, table)],
  ];
  for (const [name, content] of files) folder.write(name, content);
}

/** Facts and measures in one. */
function wholeTable({ spaces, facts, measures }: ComparedMetrics): Metrics {
  return { spaces, measures: [...facts, ...measures] };
}

function sentences({ differences, warnings }: ComparisonNotes): string[] {
  return [differences, ...warnings];
}

function say(runs: readonly ComparedRun[], metrics: ComparedMetrics, folder: RunFolder): void {
  const lines = [
    ...sentences(comparisonNotes(runs)),
    ...measureTables(wholeTable(metrics), stdout.columns || LINE),
    '',
    ` ${TABLE_LEGEND}`,
    '',
    `Table and figures are in ${folder.path}; open this in a browser:`,
    resolve(folder.file(COMPARISON_FILES.page)),
  ];
  stdout.write(`${lines.join('\n')}\n`);
}
