/** What Caelum's maps cost, and how that grows with the number of points. */
import { median } from 'd3-array';
import { TSNE_STAGES, type TsneStage } from '../../pipeline/tsne/options.ts';
import { spread, type Spread } from '../rounds.ts';
import type { CaelumTurn } from './caelum.ts';

/** Of one number of points; medians of the rounds. */
export interface MapCost {
  readonly points: number;
  readonly seconds: number;
  /** Seconds of each stage. */
  readonly stages: Readonly<Record<TsneStage, number>>;
  /** KL divergence in nats, Z by Barnes–Hut. */
  readonly kl: number;
  /** The most memory that the process held. */
  readonly peakBytes: number;
}

/** Time grows with the number of points to the power of the exponent. */
export interface Growth {
  readonly from: number;
  readonly to: number;
  readonly exponent: Spread;
}

/** Seconds that maps of so many points took, one a round. */
export interface Times {
  readonly count: number;
  readonly seconds: readonly number[];
}

/** @param turns one a round */
export function costOf(points: number, turns: readonly CaelumTurn[]): MapCost {
  const typical = (of: (turn: CaelumTurn) => number) => median(turns, of)!;
  const stages = TSNE_STAGES.map((stage) => [stage, typical(({ stages }) => stages[stage])]);
  return {
    points,
    seconds: typical(({ seconds }) => seconds),
    stages: Object.fromEntries(stages) as MapCost['stages'],
    kl: typical(({ kl }) => kl),
    peakBytes: typical(({ peakBytes }) => peakBytes),
  };
}

/** log(t₂ / t₁) / log(N₂ / N₁) of every round. */
export function growthBetween(fewer: Times, more: Times): Growth {
  const logarithm = Math.log(more.count / fewer.count);
  const exponents = more.seconds.map(
    (seconds, round) => Math.log(seconds / fewer.seconds[round]) / logarithm,
  );
  return { from: fewer.count, to: more.count, exponent: spread(exponents) };
}
