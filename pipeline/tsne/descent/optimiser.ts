/**
 * Gradient descent with momentum and a gain for each coordinate, which grows while the coordinate
 * keeps its direction and shrinks where it turns round (Jacobs 1988, "Increased rates of convergence
 * through learning rate adaptation"; constants of van der Maaten and of scikit-learn).
 */
const GAIN_STEP = 0.2;
const GAIN_DECAY = 0.8;
const SMALLEST_GAIN = 0.01;

export class Optimiser {
  private readonly updates: Float64Array;
  private readonly gains: Float64Array;

  constructor(size: number) {
    this.updates = new Float64Array(size);
    this.gains = new Float64Array(size).fill(1);
  }

  /** Moves `positions` against `gradient`, in place. */
  step(
    positions: Float64Array,
    gradient: Float64Array,
    learningRate: number,
    momentum: number,
  ): void {
    const { updates, gains } = this;
    for (let n = 0; n < positions.length; n++) {
      const slope = gradient[n];
      // Downhill before and still downhill: the direction is kept.
      const grown = updates[n] * slope < 0 ? gains[n] + GAIN_STEP : gains[n] * GAIN_DECAY;
      gains[n] = Math.max(grown, SMALLEST_GAIN);
      updates[n] = momentum * updates[n] - learningRate * gains[n] * slope;
      positions[n] += updates[n];
    }
  }
}
