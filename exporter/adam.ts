/**
 * Adam (Kingma & Ba 2015, Algorithm 1), over all parameters as one vector:
 *
 *   t ← t + 1
 *   m ← β₁ m + (1 − β₁) g          v ← β₂ v + (1 − β₂) g²
 *   θ ← θ − α · m/(1 − β₁ᵗ) / (√(v/(1 − β₂ᵗ)) + ε)
 */
import type { Graph, Value } from './graph.ts';
import { add, div, mul, sqrt, sub, tanh } from './ops.ts';

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

/** Vectors of one length, and `step`, a scalar. */
export interface AdamState {
  readonly parameters: Value;
  readonly firstMoment: Value;
  readonly secondMoment: Value;
  readonly step: Value;
}

/** Adds one update; `learningRate` is a scalar. */
export function adam(g: Graph, state: AdamState, gradient: Value, learningRate: Value): AdamState {
  const step = add(g, state.step, g.scalar(1));
  const firstMoment = decayed(g, state.firstMoment, gradient, BETA1);
  const secondMoment = decayed(g, state.secondMoment, mul(g, gradient, gradient), BETA2);
  const mean = div(g, firstMoment, biasCorrection(g, BETA1, step));
  const variance = div(g, secondMoment, biasCorrection(g, BETA2, step));
  const direction = div(g, mean, add(g, sqrt(g, variance), g.scalar(EPSILON)));
  const parameters = sub(g, state.parameters, mul(g, direction, learningRate));
  return { parameters, firstMoment, secondMoment, step };
}

/** β · average + (1 − β) · value */
function decayed(g: Graph, average: Value, value: Value, beta: number): Value {
  return add(g, mul(g, average, g.scalar(beta)), mul(g, value, g.scalar(1 - beta)));
}

/**
 * 1 − βᵗ without the cancellation that float32 suffers where βᵗ is near 1 (5e-5 at β₂'s first step):
 * 1 − eˣ = −2T / (1 − T) with T = tanh(x/2) and x = t · ln β.
 */
function biasCorrection(g: Graph, beta: number, step: Value): Value {
  const t = tanh(g, mul(g, step, g.scalar(Math.log(beta) / 2)));
  return div(g, mul(g, t, g.scalar(-2)), sub(g, g.scalar(1), t));
}
