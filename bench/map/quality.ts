/**
 * How fast maps of the same points were made and how good they are, by the same measures for all: the
 * divergence that a package states rests on neighbours and a Z of its own, which may be approximate.
 */
import { median } from 'd3-array';
import { mean } from '../../pipeline/measures/statistics.ts';
import { placedAccuracy } from '../../pipeline/measures/placement/placedAccuracy.ts';
import { affinities, neighboursNeeded } from '../../pipeline/tsne/affinities.ts';
import { klDivergence } from '../../pipeline/tsne/descent/divergence.ts';
import { exactGradient } from '../../pipeline/tsne/descent/exactGradient.ts';
import { nearestNeighbours } from '../../pipeline/tsne/neighbours/neighbours.ts';
import { spread, type Spread } from '../rounds.ts';
import type { Latents } from './latents.ts';
import type { MapContest } from './measure.ts';
import type { MapTurn } from './task.ts';

/** One contestant's maps; medians of the rounds. */
export interface MapResult {
  readonly title: string;
  readonly seconds: number;
  /** How many times as fast the first contestant was in the same round. */
  readonly ratio: Spread;
  /** KL divergence in nats, reckoned alike for all. */
  readonly kl: number;
  /** As the contestant reckons it. */
  readonly statedKl: number;
  /** Share of points whose 10 nearest others on the map agree with their label, 0 to 1. */
  readonly knnAccuracy: number;
}

/** @param turns of each contestant, one a round */
export async function resultsOf(
  { contestants, perplexity }: Pick<MapContest, 'contestants' | 'perplexity'>,
  latents: Latents,
  turns: readonly (readonly MapTurn[])[],
): Promise<MapResult[]> {
  const judge = await judgeOf(latents, perplexity);
  const results: MapResult[] = [];
  for (const [index, own] of turns.entries()) {
    const qualities: Quality[] = [];
    for (const { positions } of own) qualities.push(await judge(positions));
    results.push({
      title: contestants[index],
      seconds: median(own, ({ seconds }) => seconds)!,
      ratio: spread(own.map(({ seconds }, round) => seconds / turns[0][round].seconds)),
      kl: median(qualities, ({ kl }) => kl)!,
      statedKl: median(own, ({ kl }) => kl)!,
      knnAccuracy: median(qualities, ({ knnAccuracy }) => knnAccuracy)!,
    });
  }
  return results;
}

export interface Quality {
  /** KL(P ‖ Q) in nats, P of exact nearest neighbours, Z pair by pair. */
  readonly kl: number;
  readonly knnAccuracy: number;
}

const VOTERS = 10;

/** What judges maps (N × 2) of these latents; each takes N² steps. */
export async function judgeOf(
  { points, dimensions, labels }: Latents,
  perplexity: number,
): Promise<(positions: Float32Array) => Promise<Quality>> {
  const k = neighboursNeeded(perplexity, labels.length);
  const p = affinities(
    await nearestNeighbours(points, dimensions, k, { affordable: Infinity }),
    perplexity,
  );
  return async (positions) => {
    if (positions.length !== 2 * labels.length) {
      throw new RangeError(`a map of ${positions.length / 2} points, of ${labels.length} latents`);
    }
    const exact = Float64Array.from(positions);
    return {
      kl: klDivergence(p, exact, exactGradient(p, exact).z),
      knnAccuracy: mean(
        placedAccuracy(await nearestNeighbours(positions, 2, VOTERS), labels, labels),
      ),
    };
  };
}
