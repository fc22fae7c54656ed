/** `npm run analyze -- --onto RUN`: images → their places on the run's maps, all of them or one shard. */
import { basename, join, resolve } from 'node:path';
import { PLACEMENT_FILES } from '../contract.ts';
import { datasetName } from '../datasets/load.ts';
import { chooseDevice } from '../engine/devices/device.ts';
import { RunFolder } from '../files/runFolder.ts';
import { createReport, type Report } from '../report.ts';
import type { PlacingSettings } from '../settings/analyze.ts';
import { checkEarlier, isUpToDate } from './earlier.ts';
import { finishPlacement, PLACED_FILES } from './finish.ts';
import { shardFolderName } from './gather.ts';
import { openSource } from './images/openSource.ts';
import { placeShard, planShard } from './placeShard.ts';
import { writeRecord } from './records.ts';
import { readReference } from './reference.ts';
import { WHOLE } from './shard.ts';

export async function placeImages(settings: PlacingSettings): Promise<void> {
  const report = createReport(settings.json);
  try {
    await place(settings, report);
  } finally {
    report.close();
  }
}

async function place(settings: PlacingSettings, report: Report): Promise<void> {
  const { shard } = settings;
  const folder = new RunFolder(outOf(settings));
  folder.checkWritable();
  const reference = await readReference(settings.onto);
  const { device, note } = await chooseDevice(settings.device);
  folder.lock();
  folder.sweep([...PLACED_FILES, PLACEMENT_FILES.shard]);
  report.note(note);
  report.stage('Images');
  const source = await openSource({ ...settings, report }, reference);
  const task = { shard: shard ?? WHOLE, source, reference, device, folder };
  const planned = planShard(task);
  const { from, to } = planned.rows;
  report.note(
    `${source.title}: ${source.count.toLocaleString('en')} images (${source.origin}) onto ${reference.folder.path}` +
      (shard
        ? `; shard ${shard.index} of ${shard.count} are the ${(to - from).toLocaleString('en')} from image ${from.toLocaleString('en')}`
        : ''),
  );
  if (source.notice) report.note(source.notice);
  await checkEarlier(folder, { ...planned, shard }, settings.force);
  if (!settings.force && (await isUpToDate(folder, planned, shard !== null))) {
    report.note('Everything is up to date; --force makes it anew.');
    return;
  }
  report.stage('Place');
  const record = await placeShard(task, planned, report);
  report.finished('Place', record.timings.place);
  if (shard) {
    writeRecord(folder, PLACEMENT_FILES.shard, record);
    const gigabytes = (record.timings.peakMemory / 1e9).toFixed(1);
    report.note(
      `Shard ${shard.index} of ${shard.count} is in ${folder.path} (${gigabytes} GB of memory at most); once all are there: npm run merge -- ${join(folder.path, '..')}`,
    );
    return;
  }
  await finishPlacement(folder, reference, record.files, [record], report);
}

/** `artifacts/<dataset>-on-<run>`, or what `--out` says; shards have folders of their own in it. */
function outOf({ out, dataset, onto, shard }: PlacingSettings): string {
  const whole = out ?? join('artifacts', `${datasetName(dataset)}-on-${basename(resolve(onto))}`);
  return shard ? join(whole, shardFolderName(shard)) : whole;
}
