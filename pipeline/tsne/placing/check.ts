import { InputError } from '../../errors.ts';
import type { Neighbours } from '../neighbours/neighbours.ts';

/**
 * Refuses points that cannot be placed. The latents of the references are looked at for their number
 * only: a map has been made of them, and going through all of them would take longer than placing a point.
 *
 * @param points M × dimensions
 * @param latents of the references, `references` × dimensions
 */
export function checkPlacing(
  points: Float32Array,
  dimensions: number,
  latents: Float32Array,
  references: number,
): void {
  if (!Number.isInteger(dimensions) || dimensions < 1 || points.length % dimensions !== 0) {
    throw new InputError(
      `placing: ${points.length} numbers do not make rows of ${dimensions}; expected new points × dimensions, as many as the references have.`,
    );
  }
  if (latents.length !== references * dimensions) {
    throw new InputError(
      `placing: the map has ${references} points of ${dimensions} dimensions, their latents hold ${latents.length} numbers; ` +
        `expected ${references * dimensions}: the latents that the map was made of.`,
    );
  }
  const bad = points.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return;
  throw new InputError(
    `placing: new point ${Math.floor(bad / dimensions)} holds ${points[bad]} in dimension ${bad % dimensions}, ` +
      'expected finite numbers only; check the encoder that made the points.',
  );
}

/** Refuses neighbours at no finite distance, which is what latents of references that are not finite give. */
export function checkDistances({ k, squaredDistances }: Neighbours): void {
  const bad = squaredDistances.findIndex((distance) => !Number.isFinite(distance));
  if (bad < 0) return;
  throw new InputError(
    `placing: no reference is at a finite distance of new point ${Math.floor(bad / k)} as its neighbour ${(bad % k) + 1}; ` +
      'expected finite latents of the references, those that the map was made of.',
  );
}
