/** Whether images of a class that training left out stand out by their error. */
import type { Measure } from '../../contract.ts';
import { areaUnderCurve } from './areaUnderCurve.ts';

/**
 * @param errors mean squared error of each test image
 * @param labels of them, some of that class and some of others; else the measure has no values
 */
export function measureAnomalies(
  errors: Float64Array,
  labels: Int32Array,
  leftOut: { readonly label: number; readonly name: string },
): Measure {
  const value = areaUnderCurve(errors, (n) => labels[n] === leftOut.label);
  return {
    key: 'auroc',
    title: 'AUROC, left out',
    unit: '1',
    range: [0, 1],
    better: 'higher',
    definition: `Probability that a test image of the class ${leftOut.name}, which training left out, is reconstructed with a larger squared error than one of another class; ties count half, and 0.5 is chance.`,
    source:
      'Hanley & McNeil 1982, The meaning and use of the area under a ROC curve; sklearn.metrics.roc_auc_score.',
    values: value === null ? [] : [{ space: 'images', value, interval: null }],
    sample: null,
  };
}

/** Indices of the `count` largest errors, the largest first; of equal ones the smaller index. */
export function worstImages(errors: ArrayLike<number>, count: number): number[] {
  const order = Array.from(errors, (_, n) => n).sort((a, b) => errors[b] - errors[a] || a - b);
  return order.slice(0, count);
}
