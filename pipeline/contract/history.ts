/**
 * `history.json`: how training went. Losses are mean squared errors over pixels in [0, 1]. While the
 * first epoch is under way, `epochs` is empty, and `last` and `best` are not there.
 */
export interface History {
  /** Training loss of every step, in order, before that step's update. */
  readonly steps: readonly number[];
  readonly epochs: readonly HistoryEpoch[];
  /** What is exported: the averaged weights at the end of the last epoch. */
  readonly last: HistoryEpoch;
  /** The epoch with the lowest test error; named only, since choosing by it would leak the test split. */
  readonly best: HistoryEpoch;
}

export interface HistoryEpoch {
  /** 1 for the first. */
  readonly epoch: number;
  /** Mean of the epoch's step losses, weighted by batch size. */
  readonly trainLoss: number;
  /** Error on the test split after the epoch, with the averaged weights. */
  readonly testMse: number;
}
