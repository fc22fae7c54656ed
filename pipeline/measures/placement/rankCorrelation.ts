/**
 * Spearman's rank correlation: whether one number grows with another, in whatever way. Equal numbers share
 * their mean rank.
 *
 * @param a and b of one length
 * @returns −1 (one falls where the other grows) to 1; null where one of them never changes
 */
export function rankCorrelation(a: ArrayLike<number>, b: ArrayLike<number>): number | null {
  if (a.length !== b.length) {
    throw new RangeError(`rank correlation: ${a.length} numbers against ${b.length}`);
  }
  const [x, y] = [ranks(a), ranks(b)];
  const middle = (a.length - 1) / 2;
  let [together, ofX, ofY] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    together += (x[i] - middle) * (y[i] - middle);
    ofX += (x[i] - middle) ** 2;
    ofY += (y[i] - middle) ** 2;
  }
  return ofX > 0 && ofY > 0 ? together / Math.sqrt(ofX * ofY) : null;
}

/** Rank of each number, from 0. */
function ranks(values: ArrayLike<number>): Float64Array {
  const order = Uint32Array.from({ length: values.length }, (_, i) => i);
  order.sort((i, j) => values[i] - values[j]);
  const result = new Float64Array(values.length);
  for (let from = 0, end = 0; from < order.length; from = end) {
    while (end < order.length && values[order[end]] === values[order[from]]) end++;
    for (let n = from; n < end; n++) result[order[n]] = (from + end - 1) / 2;
  }
  return result;
}
