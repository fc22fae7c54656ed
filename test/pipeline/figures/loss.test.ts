import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { History } from '../../../pipeline/contract.ts';
import { lossFigure } from '../../../pipeline/figures/loss.ts';
import { movingMean, outline } from '../../../pipeline/figures/smoothing.ts';
import { checkFigure, occurrences } from './sheets.ts';

/** A loss that falls from `first` to `last`. */
function history(epochCount: number, stepsPerEpoch: number, first: number, last: number): History {
  const count = epochCount * stepsPerEpoch;
  const steps = Array.from({ length: count }, (_, k) => last + (first - last) * 0.9 ** k);
  const epochs = Array.from({ length: epochCount }, (_, k) => {
    return { epoch: k + 1, trainLoss: last * 1.1, testLoss: last * 1.2, testMse: last * 1.2 };
  });
  return { steps, epochs, last: epochs[epochCount - 1], best: epochs[0] };
}

function draw(of: History): string {
  return checkFigure(() => lossFigure({ dataset: { title: 'digits' }, history: of }));
}

test('marks for each epoch, the last values written out, a log scale for a wide range', () => {
  const svg = draw(history(5, 200, 0.25, 0.00125));
  // One more of each in the key.
  assert.equal(occurrences(svg, '<circle '), 5 + 1);
  assert.equal(occurrences(svg, 'z" fill="'), 5 + 1);
  assert.match(svg, />0.00138<\/text>/);
  assert.match(svg, />0.0015<\/text>/);
  assert.match(svg, />Mean squared error \(log scale\)</);
});

test('a linear scale from zero for a narrow range', () => {
  const svg = draw(history(2, 50, 0.03, 0.01));
  assert.doesNotMatch(svg, /log scale/);
  assert.match(svg, />0<\/text>/);
});

test('one epoch, one step', () => {
  assert.match(draw(history(1, 157, 0.2, 0.02)), /1 epoch of 157 steps/);
  draw(history(1, 1, 0.2, 0.2));
});

test('a training that broke down is drawn as far as it went', () => {
  const broken = { epoch: 2, trainLoss: NaN, testLoss: Infinity, testMse: Infinity };
  const { steps, epochs } = history(2, 50, 0.2, 0.1);
  const diverged = steps.map((loss, k) => (k < 60 ? loss : NaN));
  const svg = draw({
    steps: diverged,
    epochs: [epochs[0], broken],
    last: epochs[0],
    best: epochs[0],
  });
  assert.equal(occurrences(svg, '<circle '), 1 + 1);
  draw({ steps: [NaN], epochs: [broken], last: epochs[0], best: epochs[0] });
});

test('a bound is told up to a constant where that is left out of it', () => {
  const { steps, epochs } = history(5, 938, 540.25, 104.125);
  const part = { reconstruction: 104.125, divergence: 25.375 };
  const last = { ...epochs[4], elbo: { train: part, test: part } };
  const bound = (likelihood: 'bernoulli' | 'gaussian') =>
    draw({ steps, likelihood, divergences: steps, epochs, last, best: last });
  assert.match(bound('bernoulli'), /evidence lower bound; .*>Nats per image</s);
  assert.match(
    bound('gaussian'),
    /evidence lower bound up to a constant; .*>Nats per image up to a constant</s,
  );
});

test('long trainings stay small', () => {
  const svg = draw(history(100, 940, 0.25, 0.001));
  assert.ok(svg.length < 70_000, `${svg.length} bytes`);
});

test('a history without steps or epochs is refused', () => {
  const whole = history(1, 10, 1, 0.1);
  for (const part of [{ steps: [] }, { epochs: [] }]) {
    assert.throws(
      () => lossFigure({ dataset: { title: 'x' }, history: { ...whole, ...part } }),
      RangeError,
    );
  }
});

test('the moving mean is centred, narrow at the start, and skips what is not finite', () => {
  const means = movingMean([8, 4, 2, NaN, 6, 6], 3, 10);
  assert.deepEqual(means, [
    [1, 8],
    [2, 14 / 3],
    [3, 3],
    [4, 4],
    [5, 6],
    [6, 6],
  ]);
  const few = movingMean([1, 2, 3, 4, 5], 1, 3);
  assert.deepEqual(few, [
    [1, 1],
    [3, 3],
    [5, 5],
  ]);
});

test('the outline keeps the extremes of each bin, in order', () => {
  assert.deepEqual(outline([3, 1, 9, 4, 5, 5, NaN, 7], 2), [
    [2, 1],
    [3, 9],
    [5, 5],
    [8, 7],
  ]);
  assert.deepEqual(outline([1, 2], 10), [
    [1, 1],
    [2, 2],
  ]);
});
