/**
 * Points of the plane along a Z-shaped curve (Morton order): neighbours on the map become neighbours
 * in memory, and the points of any cell of a quadtree become one contiguous range.
 */

/** The grid has 2^16 cells a side, so that two indices fit the 32 bits of a code. */
const GRID_BITS = 16;

const RADIX_BITS = 11;
const RADIX = 1 << RADIX_BITS;

/** Memory of one size, used again at every iteration. */
export interface MortonOrder {
  /** Code of each point in the order of the curve, ascending. */
  readonly codes: Uint32Array;
  /** Which point that is: `order[s]` is the index of the s-th point along the curve. */
  readonly order: Uint32Array;
  readonly spareCodes: Uint32Array;
  readonly spareOrder: Uint32Array;
}

export function mortonOrder(count: number): MortonOrder {
  return {
    codes: new Uint32Array(count),
    order: new Uint32Array(count),
    spareCodes: new Uint32Array(count),
    spareOrder: new Uint32Array(count),
  };
}

/**
 * Sorts the points of `positions` (N × 2) along the curve. The grid spans their bounding square;
 * points in one cell of it keep the order of their indices.
 */
export function sortAlongCurve(positions: Float64Array, morton: MortonOrder): void {
  const { codes, order, spareCodes, spareOrder } = morton;
  const { left, bottom, side } = boundingSquare(positions);
  const scale = side > 0 ? (2 ** GRID_BITS - 1) / side : 0;
  for (let i = 0; i < codes.length; i++) {
    const column = (positions[2 * i] - left) * scale;
    const row = (positions[2 * i + 1] - bottom) * scale;
    codes[i] = spread(column) | (spread(row) << 1);
    order[i] = i;
  }
  // Three passes over 11 bits each cover 32 bits; an odd number of passes ends in the spare arrays.
  radixPass(codes, order, spareCodes, spareOrder, 0);
  radixPass(spareCodes, spareOrder, codes, order, RADIX_BITS);
  radixPass(codes, order, spareCodes, spareOrder, 2 * RADIX_BITS);
  codes.set(spareCodes);
  order.set(spareOrder);
}

function boundingSquare(positions: Float64Array) {
  let left = Infinity;
  let right = -Infinity;
  let bottom = Infinity;
  let top = -Infinity;
  for (let i = 0; i < positions.length; i += 2) {
    const x = positions[i];
    const y = positions[i + 1];
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < bottom) bottom = y;
    if (y > top) top = y;
  }
  return { left, bottom, side: Math.max(right - left, top - bottom) };
}

/** Puts a zero before each of the low 16 bits. */
function spread(value: number): number {
  let bits = value & 0xffff;
  bits = (bits | (bits << 8)) & 0x00ff00ff;
  bits = (bits | (bits << 4)) & 0x0f0f0f0f;
  bits = (bits | (bits << 2)) & 0x33333333;
  return (bits | (bits << 1)) & 0x55555555;
}

const starts = new Uint32Array(RADIX);

/** One stable pass of a least-significant-digit radix sort. */
function radixPass(
  fromCodes: Uint32Array,
  fromOrder: Uint32Array,
  toCodes: Uint32Array,
  toOrder: Uint32Array,
  shift: number,
): void {
  starts.fill(0);
  for (let i = 0; i < fromCodes.length; i++) starts[(fromCodes[i] >>> shift) & (RADIX - 1)]++;
  let start = 0;
  for (let digit = 0; digit < RADIX; digit++) {
    const count = starts[digit];
    starts[digit] = start;
    start += count;
  }
  for (let i = 0; i < fromCodes.length; i++) {
    const to = starts[(fromCodes[i] >>> shift) & (RADIX - 1)]++;
    toCodes[to] = fromCodes[i];
    toOrder[to] = fromOrder[i];
  }
}
