/**
 * Where candidates are looked for: among all the dimensions while that is affordable, then the search is
 * exact; beyond, along the first principal components, as many as it takes for a sample of the queries
 * to have nearly all of their true neighbours among the candidates.
 */
import type { Random } from '../../random.ts';
import { candidates } from './candidates.ts';
import type { Search } from './neighbours.ts';
import { principalComponents, project } from '../algebra/principalComponents.ts';
import { binaryRange, columnMeans, pickRows, shifted, type Rows } from '../algebra/vectors.ts';

export interface SearchSpace {
  readonly queries: Rows;
  readonly points: Rows;
  /** Unit of length here. */
  readonly unit: number;
  /** Candidates of each query. */
  readonly wanted: number;
  /** Whether distances here are those between the points. */
  readonly isExact: boolean;
  /** Share of the true neighbours that are among the candidates: 1, or what a sample has. */
  readonly recall: number;
}

/** Candidates beyond the neighbours, to tell how much farther the next points are. */
const SPARE = 8;
/** Numbers of principal components that are tried, and candidates for each neighbour along them. */
const COMPONENTS = [64, 128, 256];
const CANDIDATES = 2;
/** Points that components are found from, and steps: their span matters, not each of them. */
const COMPONENT_POINTS = 10_000;
const COMPONENT_ITERATIONS = 4;
/** Queries that are asked both ways, and what is enough for the faster. */
const SAMPLE = 256;
const ENOUGH_RECALL = 0.98;

/** @param affordable multiply-adds that comparing all queries with all points may take */
export async function chooseSpace(
  search: Search,
  affordable: number,
  random: Random,
): Promise<SearchSpace> {
  const exact = exactSpace(search);
  const { dimensions, own, points } = search;
  if (own.length * points.length <= affordable) return exact;
  const sample = Int32Array.from({ length: SAMPLE }, () => Math.floor(random() * own.length));
  const truth = await candidatesOf(sample, exact);
  for (const components of COMPONENTS.filter((size) => size < dimensions / 2)) {
    const space = await reducedSpace(search, components, random);
    const found = await candidatesOf(sample, space);
    const recall = shareFound(truth, found, sample, search);
    if (recall >= ENOUGH_RECALL) return { ...space, recall };
  }
  return exact;
}

function exactSpace({ queries, points, dimensions, k }: Search): SearchSpace {
  const mean = columnMeans(points, dimensions);
  const unit = Math.max(binaryRange(points, mean), binaryRange(queries, mean));
  const rows = (numbers: Float32Array) => ({ values: shifted(numbers, mean, unit), dimensions });
  const moved = rows(points);
  return {
    points: moved,
    queries: queries === points ? moved : rows(queries),
    wanted: Math.min(k + 1 + SPARE, points.length / dimensions),
    unit,
    isExact: true,
    recall: 1,
  };
}

async function reducedSpace(
  { queries, points, dimensions, k }: Search,
  components: number,
  random: Random,
): Promise<SearchSpace> {
  const some = everyFew(points, dimensions, COMPONENT_POINTS);
  const axes = await principalComponents(
    some,
    dimensions,
    components,
    random,
    COMPONENT_ITERATIONS,
  );
  const unit = binaryRange(points, axes.mean);
  const rows = async (numbers: Float32Array) => {
    const values = await project(numbers, axes);
    for (let n = 0; n < values.length; n++) values[n] /= unit;
    return { values, dimensions: components };
  };
  const projected = await rows(points);
  return {
    points: projected,
    queries: queries === points ? projected : await rows(queries),
    wanted: Math.min(CANDIDATES * k + SPARE, points.length / dimensions),
    unit,
    isExact: false,
    recall: NaN,
  };
}

/** About `most` of the points, evenly spaced. */
function everyFew(points: Float32Array, dimensions: number, most: number): Float32Array {
  const count = points.length / dimensions;
  const stride = Math.ceil(count / most);
  if (stride === 1) return points;
  const indices = Uint32Array.from({ length: Math.floor(count / stride) }, (_, n) => n * stride);
  return pickRows(points, dimensions, indices);
}

async function candidatesOf(sample: Int32Array, space: SearchSpace): Promise<Int32Array> {
  const found = new Int32Array(sample.length * space.wanted);
  const { values, dimensions } = space.queries;
  const queries = { values: pickRows(values, dimensions, sample), dimensions };
  for await (const { from, indices } of candidates(queries, space.points, space.wanted)) {
    found.set(indices, from * space.wanted);
  }
  return found;
}

/** Share of the k nearest other points in `truth` that are in `found` too; both have a row a query. */
function shareFound(
  truth: Int32Array,
  found: Int32Array,
  sample: Int32Array,
  { own, k }: Search,
): number {
  let shared = 0;
  sample.forEach((query, n) => {
    const row = (all: Int32Array) => {
      const width = all.length / sample.length;
      return all.subarray(n * width, (n + 1) * width);
    };
    const nearest = row(truth)
      .filter((j) => j !== own[query])
      .subarray(0, k);
    const candidates = new Set(row(found));
    for (const j of nearest) if (candidates.has(j)) shared++;
  });
  return shared / (sample.length * k);
}
