/** Whether images of a class that training left out stand out by their error. */
import type { Measure } from '../../contract.ts';
import type { ImageSet } from '../../images.ts';
import { areaUnderCurve } from './areaUnderCurve.ts';
import { imageErrors } from './imageMeasures.ts';

/**
 * @param images among them some of that class and some of others; else the measure has no values
 * @param reconstructions N × C × H × W, finite
 */
export function measureAnomalies(
  images: ImageSet,
  reconstructions: Float32Array,
  leftOut: { readonly label: number; readonly name: string },
): Measure {
  const errors = imageErrors(images, reconstructions);
  const value = areaUnderCurve(errors, (n) => images.labels[n] === leftOut.label);
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
export function worstImages(errors: Float64Array, count: number): number[] {
  const order = Array.from(errors.keys()).sort((a, b) => errors[b] - errors[a] || a - b);
  return order.slice(0, count);
}
