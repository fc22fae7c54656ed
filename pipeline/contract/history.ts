/**
 * `history.json`: how training went. Losses are mean squared errors over pixels in [0, 1], or what a
 * variational network lowers, in nats an image. While the first epoch is under way, `epochs` is empty,
 * and `last` and `best` are not there.
 */
export interface History {
  /** Training loss of every step, in order, before that step's update. */
  readonly steps: readonly number[];
  /** How pixels lie around their reconstruction; only where the network is variational. */
  readonly likelihood?: 'bernoulli' | 'gaussian';
  /** −log p(x | z) of every step in nats an image, likewise; that of a Gaussian up to a constant. */
  readonly reconstructions?: readonly number[];
  /** KL divergence of every step in nats an image, likewise. */
  readonly divergences?: readonly number[];
  readonly epochs: readonly HistoryEpoch[];
  /** What is exported: the averaged weights at the end of the last epoch. */
  readonly last: HistoryEpoch;
  /** The epoch with the lowest test loss; named only, since choosing by it would leak the test split. */
  readonly best: HistoryEpoch;
}

export interface HistoryEpoch {
  /** 1 for the first. */
  readonly epoch: number;
  /** Mean of the epoch's step losses, weighted by batch size. */
  readonly trainLoss: number;
  /** The same of the test split after the epoch, with the averaged weights. */
  readonly testLoss: number;
  /** Mean squared error of the reconstructions on the test split after the epoch, likewise. */
  readonly testMse: number;
  /** The parts of the evidence lower bound; only where the network is variational. */
  readonly elbo?: { readonly train: ElboParts; readonly test: ElboParts };
}

/** Means over images, in nats; the bound is the negative sum of both. */
export interface ElboParts {
  /** −log p(x | z); with a Gaussian likelihood up to a constant, so that it does not compare with others'. */
  readonly reconstruction: number;
  /** KL divergence of the latent's distribution from the standard normal. */
  readonly divergence: number;
}
