import type { MeasureDefinition } from '../../contract.ts';
import type { Contingency } from './contingency.ts';

/** How well clusters that were found agree with the classes that are known. */
export interface ClusterMeasure extends MeasureDefinition {
  /** @param overlap of classes and clusters, of two classes or more */
  readonly ofOverlap: (overlap: Contingency) => number;
}
