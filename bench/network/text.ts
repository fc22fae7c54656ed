/** The results as people read them. */
import type { Result } from '../rounds.ts';
import { lines } from '../text.ts';
import type { Floor } from './floor.ts';
import type { NetworkContest } from './measure.ts';
import type { Share, StepCost } from './stepCost.ts';

/** Rows of a table of shares; the others are one more row. */
const ROWS = 10;

export function contestText({ images, peer }: NetworkContest): string {
  return lines(`Peer: ${peer}`, `Images: ${images.count.toLocaleString('en')} (${images.source})`);
}

export function taskText(task: string, [ours, ...others]: readonly Result[]): string {
  const row = ({ title, imagesPerSecond }: Result, note = '') =>
    `  ${title.padEnd(36)} ${imagesPerSecond.toFixed(0).padStart(7)} images/s${note}`;
  return lines(
    '',
    `${task}: median of the rounds`,
    row(ours),
    ...others.map((other) => {
      const { median, least, most } = other.ratio;
      const times = `Caelum is ${median.toFixed(2)} times as fast`;
      return row(other, `; ${times} (${least.toFixed(2)} to ${most.toFixed(2)})`);
    }),
  );
}

export function stepCostText(cost: StepCost): string {
  const { batch, milliseconds, nodeMilliseconds, operators, nodes, floor } = cost;
  return lines(
    '',
    `A training step on ${batch} images, by ONNX Runtime's profiler: ${nodeMilliseconds.toFixed(1)} ms in its nodes, each at`,
    `its median; ${milliseconds.toFixed(1)} ms as a whole, with what else this machine did meanwhile.`,
    '',
    ...table('operator', operators),
    '',
    ...table('node', nodes),
    '',
    ...floorLines(floor),
  );
}

/** The first of the shares, and the sum of the others. */
function table(title: string, shares: readonly Share[]): string[] {
  const rest = shares.slice(ROWS);
  const sum = (part: 'milliseconds' | 'percent') =>
    rest.reduce((total, share) => total + share[part], 0);
  const others = {
    name: `${rest.length} others`,
    milliseconds: sum('milliseconds'),
    percent: sum('percent'),
  };
  const rows = [...shares.slice(0, ROWS), ...(rest.length > 0 ? [others] : [])];
  return [
    `  ${'ms'.padStart(6)}  ${'%'.padStart(5)}  ${title}`,
    ...rows.map((share) => {
      const percent = share.percent.toFixed(1).padStart(5);
      return `  ${share.milliseconds.toFixed(2).padStart(6)}  ${percent}  ${share.name}`;
    }),
  ];
}

function floorLines({ multiplyAdds, bytes, peak, milliseconds }: Floor): string[] {
  const ms = (value: number) => value.toFixed(2).padStart(8);
  const giga = (value: number) => (value / 1e9).toFixed(2);
  return [
    'The least it could take, at the highest speeds that probes reached in this run:',
    `${ms(milliseconds.operations)} ms for ${giga(multiplyAdds)} G multiply-adds in convolutions and matrix ` +
      `products, at ${giga(peak.multiplyAddsPerSecond)} G/s`,
    `${ms(milliseconds.traffic)} ms for ${giga(bytes)} GB of activations, the results of those written and ` +
      `read once, at ${giga(peak.bytesPerSecond)} GB/s`,
  ];
}
