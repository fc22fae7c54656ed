/** `npm run merge`: the shards of `analyze --shard` → the same files as in one piece. */
import { Command } from 'commander';
import { runCommand } from './command.ts';
import { createReport } from './report.ts';
import { parse } from './settings/command.ts';
import { path } from './settings/values.ts';
import { mergeShards, type Merging } from './shards/mergeShards.ts';

interface MergeSettings extends Merging {
  readonly json: boolean;
}

await runCommand(async (argv) => {
  const settings = mergeSettings(argv);
  const report = createReport(settings.json);
  try {
    await mergeShards(settings, report);
  } finally {
    report.close();
  }
});

function mergeSettings(argv: readonly string[]): MergeSettings {
  const command = new Command('npm run merge --')
    .description(
      'Joins the shards that analyze --onto RUN --shard I/N wrote (folders shard-I-of-N): the same ' +
        'files as in one piece. Shards stay as they are, and can be merged again.',
    )
    .usage('<dir> [more dirs] [options]')
    .argument('<dirs...>', 'folders of shards, or folders that hold them')
    .option('--onto <run>', 'the run that images were placed onto (default: where it was)', path)
    .option('--out <dir>', 'where to write (default: the folder that holds the shards)', path)
    .option('--force', 'write over whatever the folder holds')
    .option('--json', 'write one JSON object a line');
  const { onto = null, out = null, force, json } = parse(command, argv) as Partial<MergeSettings>;
  return { paths: command.args.map(path), onto, out, force: force!, json: json! };
}
