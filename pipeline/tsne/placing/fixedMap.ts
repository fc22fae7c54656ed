import { InputError } from '../../errors.ts';
import {
  CENTRE_X,
  CENTRE_Y,
  END,
  FIRST,
  IS_LEAF,
  MASS,
  NEXT,
  NODE,
  PLAIN_MEMORY,
  quadtree,
  QuadtreeBuilder,
  SQUARED_WIDTH,
  type Quadtree,
} from '../descent/quadtree.ts';

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** What all points of a map do to one more at a place y, where w_j = 1 / (1 + |y − y_j|²). */
export interface Repulsion {
  /** Z = Σ_j w_j. */
  readonly z: number;
  /** Σ_j w_j² (y − y_j). */
  readonly x: number;
  readonly y: number;
}

/**
 * A finished map that new points are placed on: its points stay where they are, so the quadtree over
 * them is built once and then walked for any number of places.
 */
export class FixedMap {
  /** N × 2. */
  readonly positions: Float64Array;
  private readonly tree: Quadtree;
  private readonly nodes: number;
  private readonly thetaSquared: number;

  /**
   * @param positions N × 2
   * @param theta how far a cell of points has to be to count as one point, as the cell's width over its
   *   distance: 0 (every point by itself) to 1
   * @throws InputError where the positions are not finite, or there are none
   */
  constructor(positions: Float32Array, theta = 0.25) {
    checkPositions(positions);
    this.positions = Float64Array.from(positions);
    this.tree = quadtree(positions.length / 2, PLAIN_MEMORY);
    this.nodes = new QuadtreeBuilder(this.tree).build(this.positions).nodes;
    this.thetaSquared = theta * theta;
  }

  get count(): number {
    return this.positions.length / 2;
  }

  placeOf(point: number): Place {
    return { x: this.positions[2 * point], y: this.positions[2 * point + 1] };
  }

  squaredDistance(point: number, { x, y }: Place): number {
    const dx = x - this.positions[2 * point];
    const dy = y - this.positions[2 * point + 1];
    return dx * dx + dy * dy;
  }

  /** The repulsion at a place, far cells of points as one. */
  repulsionAt({ x, y }: Place): Repulsion {
    const { tree, thetaSquared } = this;
    const { nodes, links, xs, ys } = tree;
    const end = NODE * this.nodes;
    let z = 0;
    let forceX = 0;
    let forceY = 0;
    let node = 0;
    while (node < end) {
      const dx = x - nodes[node + CENTRE_X];
      const dy = y - nodes[node + CENTRE_Y];
      const squared = dx * dx + dy * dy;
      if (nodes[node + SQUARED_WIDTH] <= thetaSquared * squared) {
        const w = 1 / (1 + squared);
        const massW = nodes[node + MASS] * w;
        z += massW;
        forceX += massW * w * dx;
        forceY += massW * w * dy;
        node = NODE * links[node + NEXT];
      } else if (links[node + IS_LEAF] === 1) {
        for (let s = links[node + FIRST]; s < links[node + END]; s++) {
          const pointX = x - xs[s];
          const pointY = y - ys[s];
          const w = 1 / (1 + pointX * pointX + pointY * pointY);
          z += w;
          forceX += w * w * pointX;
          forceY += w * w * pointY;
        }
        node = NODE * links[node + NEXT];
      } else {
        node += NODE;
      }
    }
    return { z, x: forceX, y: forceY };
  }
}

function checkPositions(positions: Float32Array): void {
  if (positions.length === 0 || positions.length % 2 !== 0) {
    throw new InputError(
      `placing: ${positions.length} numbers are not the positions of a map; expected x and y of one point or more.`,
    );
  }
  const bad = positions.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new InputError(
      `placing: point ${bad >> 1} of the map has ${'xy'[bad % 2]} = ${positions[bad]}, expected finite numbers only; make the map anew.`,
    );
  }
}
