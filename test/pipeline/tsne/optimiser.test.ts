import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Optimiser } from '../../../pipeline/tsne/descent/optimiser.ts';
import { largestDifference } from '../../helpers.ts';
import { randomPoints } from './points.ts';

/** One coordinate by scikit-learn's rule: the gain grows while the last update went downhill as seen from here. */
class PlainCoordinate {
  private update = 0;
  private gain = 1;

  constructor(public position: number) {}

  step(slope: number, learningRate: number, momentum: number): void {
    const goesOn = this.update !== 0 && Math.sign(this.update) === -Math.sign(slope);
    this.gain = Math.max(0.01, goesOn ? this.gain + 0.2 : this.gain * 0.8);
    this.update = momentum * this.update - learningRate * this.gain * slope;
    this.position += this.update;
  }
}

test('steps are those of a plain reference, coordinate by coordinate', () => {
  const positions = randomPoints(40, 1, 1);
  const plain = Array.from(positions, (position) => new PlainCoordinate(position));
  const optimiser = new Optimiser(40);
  for (let step = 0; step < 50; step++) {
    const slopes = randomPoints(40, 1, 2 + step);
    optimiser.step(positions, slopes, 0.1, 0.8);
    plain.forEach((coordinate, n) => {
      coordinate.step(slopes[n], 0.1, 0.8);
    });
  }
  const expected = plain.map(({ position }) => position);
  assert.ok(largestDifference(positions, expected) < 1e-12);
});

test('a valley is walked down to its end', () => {
  const positions = Float64Array.of(5, -3);
  const optimiser = new Optimiser(2);
  for (let step = 0; step < 400; step++) {
    optimiser.step(positions, Float64Array.of(2 * positions[0], 20 * positions[1]), 0.01, 0.5);
  }
  assert.ok(largestDifference(positions, Float64Array.of(0, 0)) < 1e-6, positions.join());
});
