/** `npm run bench`: how fast Caelum is beside what else there is, as ratios within one run. */
import { cpus, loadavg } from 'node:os';
import { stdout } from 'node:process';
import { runCommand } from '../pipeline/command.ts';
import { chooseDevice } from '../pipeline/engine/devices/device.ts';
import { versions } from '../pipeline/files/manifest.ts';
import { Interrupted } from '../pipeline/interruption.ts';
import { measureMaps } from './map/measure.ts';
import { measureNetwork } from './network/measure.ts';
import { measurePages } from './page/measure.ts';
import { measureShards } from './shards/measure.ts';
import type { Conditions, Results } from './results.ts';
import { benchSettings } from './settings.ts';
import { conditionsText } from './text.ts';

await runCommand(async (argv) => {
  const settings = benchSettings(argv);
  const write = (text: string) => {
    if (!settings.json) stdout.write(text);
  };

  const { device, note } = await chooseDevice(settings.device);
  const conditions: Conditions = {
    machine: machine(),
    versions: versions(),
    device: device.title,
  };
  write(`${note}\n${conditionsText(conditions)}`);

  const { network, map, page, shards } = settings;
  const results: Results = {
    ...conditions,
    network: network && (await measureNetwork(network, device, write)),
    map: map && (await measureMaps(map, device, write)),
    page: page && (await measurePages(page, write)),
    shards: shards && (await measureShards(shards, write)),
  };
  if (settings.json) stdout.write(`${JSON.stringify(results)}\n`);
}, new Interrupted('Interrupted. Nothing is kept: measuring starts from the beginning again.'));

function machine(): Conditions['machine'] {
  return { processor: cpus()[0].model.trim(), cores: cpus().length, load: loadavg()[0] };
}
