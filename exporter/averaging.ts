/**
 * Polynomial-decay averaging of weights (Shamir & Zhang 2013, "Stochastic Gradient Descent for
 * Non-smooth Optimization", eq. 4):
 *
 *   w̄ ← (1 − (η + 1)/(t + η)) · w̄ + (η + 1)/(t + η) · w,   η = 8
 *
 * Steps of a constant size leave the weights jittering around a minimum; their average sits in it. It
 * looks back over the last ninth or so of all steps, however many there are, and needs no schedule.
 */
import type { Graph, Value } from './graph.ts';
import { add, div, mul, sub } from './ops.ts';

const ETA = 8;

/** Adds the update; `step` is the scalar t, 1 at the first step, where the average becomes the value. */
export function polynomialAverage(g: Graph, average: Value, value: Value, step: Value): Value {
  const weight = div(g, g.scalar(ETA + 1), add(g, step, g.scalar(ETA)));
  return add(g, average, mul(g, sub(g, value, average), weight));
}
