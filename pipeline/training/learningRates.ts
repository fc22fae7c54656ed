/** Adam's step size in the course of a training that may be resumed with another. */

/** Each rate holds from its step on, the first from step 1; steps ascend. */
export type LearningRates = readonly {
  /** 1 for the first step of the training. */
  readonly from: number;
  readonly rate: number;
}[];

/** Whether the first rate holds from step 1, and each from a later step than the one before. */
export function areRates(rates: LearningRates): boolean {
  return (
    rates.length > 0 && rates.every(({ from }, i) => (i ? from > rates[i - 1].from : from === 1))
  );
}

/** The rate of a step, 1 for the first. */
export function rateAt(rates: LearningRates, step: number): number {
  return rates.findLast(({ from }) => from <= step)!.rate;
}

/** The rates of the first `steps` steps. */
export function ratesUntil(rates: LearningRates, steps: number): LearningRates {
  return rates.filter(({ from }) => from <= steps);
}

/** The rates of the first `steps` steps, and `rate` from there on. */
export function ratesWith(rates: LearningRates, steps: number, rate: number): LearningRates {
  const made = ratesUntil(rates, steps);
  return made.at(-1)?.rate === rate ? made : [...made, { from: steps + 1, rate }];
}

/** `0.001`, or `0.001, from step 706 on 0.0005`. */
export function describeRates([first, ...later]: LearningRates): number | string {
  if (later.length === 0) return first.rate;
  return [first.rate, ...later.map(({ from, rate }) => `from step ${from} on ${rate}`)].join(', ');
}
