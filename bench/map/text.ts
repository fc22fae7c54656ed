/** The results as people read them. */
import { lines } from '../text.ts';
import type { Growth, MapCost } from './growth.ts';
import type { MapContest } from './measure.ts';
import type { MapResult } from './quality.ts';

export function contestText(contest: MapContest): string {
  const { latents, points, tooMany, perplexity, iterations, missing, rounds } = contest;
  const [first, ...more] = points.map(grouped);
  const also = more.length > 0 ? ` (Caelum also of ${more.join(' and ')})` : '';
  const available = `only ${grouped(latents.available)} latents are at hand`;
  return lines(
    '',
    `map: t-SNE of ${first} × ${grouped(latents.dimensions)}${also}, perplexity ${perplexity}, ` +
      `${grouped(iterations)} iterations, rounds: ${rounds}`,
    `Latents: ${latents.source}`,
    ...tooMany.map(
      (count) =>
        `Not measured: ${grouped(count)} points, since ${available}; --data-dir names a folder with more images`,
    ),
    ...missing.map((sentence) => `Not measured: ${sentence}`),
  );
}

export function turnText(title: string, points: number, seconds: number): string {
  return lines(
    `  ${title.padEnd(TITLE)} ${grouped(points).padStart(7)} points ${seconds.toFixed(1).padStart(7)} s`,
  );
}

export function resultText(results: readonly MapResult[]): string {
  return lines(
    '',
    `  ${'median of the rounds'.padEnd(TITLE)} ${'s'.padStart(7)}  ${'KL'.padStart(6)}  stated  10-NN`,
    ...results.map(resultRow),
    '  KL: of exact affinities and distances, in nats; stated: what the package itself says.',
  );
}

function resultRow(
  { title, seconds, ratio, kl, statedKl, knnAccuracy }: MapResult,
  index: number,
): string {
  const { median, least, most } = ratio;
  const times = `Caelum is ${median.toFixed(2)} times as fast`;
  const range = least < most ? ` (${least.toFixed(2)} to ${most.toFixed(2)})` : '';
  const note = index > 0 ? `; ${times}${range}` : '';
  return (
    `  ${title.padEnd(TITLE)} ${seconds.toFixed(1).padStart(7)}  ${kl.toFixed(4)}  ` +
    `${statedKl.toFixed(4)}  ${knnAccuracy.toFixed(4)}${note}`
  );
}

export function costText(costs: readonly MapCost[], growth: readonly Growth[]): string {
  const stages = Object.keys(costs[0].stages) as (keyof MapCost['stages'])[];
  const columns = [...stages, 'in all'].map((title) => title.padStart(10)).join(' ');
  return lines(
    '',
    `  Caelum: points ${columns}    memory  stated KL`,
    ...costs.map((cost) => {
      const seconds = [...stages.map((stage) => cost.stages[stage]), cost.seconds];
      const times = seconds.map((each) => `${each.toFixed(2)} s`.padStart(10)).join(' ');
      const memory = `${(cost.peakBytes / 1e9).toFixed(2)} GB`.padStart(9);
      return `  ${grouped(cost.points).padStart(14)} ${times} ${memory}     ${cost.kl.toFixed(4)}`;
    }),
    ...growth.map(({ from, to, exponent: { median, least, most } }) => {
      const power = `${median.toFixed(2)} (${least.toFixed(2)} to ${most.toFixed(2)})`;
      return `  From ${grouped(from)} to ${grouped(to)} points, time grows to the power of ${power}.`;
    }),
  );
}

/** Width of a contestant's title. */
const TITLE = 36;

function grouped(count: number): string {
  return count.toLocaleString('en');
}
