import { principalComponents } from '../tsne/principalComponents.ts';
import { columnMeans } from '../tsne/vectors.ts';
import { placeAt } from '../tsne/placing/placeOnMap.ts';
import type { NewPoints, Projection } from './projection.ts';

/** Principal component analysis: the plane in which the latents vary most, in their own units. */
export const pca: Projection = {
  maps: () => [
    {
      name: 'pca',
      title: 'PCA',
      settings: 'first two principal components',
      notice: null,
      neighbours: 0,
      make: async ({ latents, dimensions, random }) => {
        const wanted = Math.min(2, dimensions);
        const { projections } = await principalComponents(latents, dimensions, wanted, random);
        return { positions: inThePlane(projections, wanted), results: {}, frames: [] };
      },
      rearrange: null,
      place: placeByProjection,
    },
  ],
};

/** Points on a line get a second coordinate of 0. */
function inThePlane(projections: Float64Array, components: number): Float32Array {
  if (components === 2) return Float32Array.from(projections);
  return Float32Array.from({ length: 2 * projections.length }, (_, n) =>
    n % 2 === 0 ? projections[n / 2] : 0,
  );
}

/** The same projection, of the new points. */
async function placeByProjection(points: NewPoints) {
  const { latents, dimensions, reference, neighbours, random } = points;
  const wanted = Math.min(2, dimensions);
  const { axes } = await principalComponents(reference.latents, dimensions, wanted, random);
  const projections = projected(latents, axes, columnMeans(reference.latents, dimensions));
  const positions = inThePlane(projections, wanted);
  return placeAt(positions, latents, dimensions, reference, { neighbours });
}

/**
 * (x − mean) · axis for every point and axis.
 *
 * @param axes components × dimensions
 * @param means one number a dimension
 */
function projected(points: Float32Array, axes: Float64Array, means: Float64Array): Float64Array {
  const dimensions = means.length;
  const components = axes.length / dimensions;
  return Float64Array.from({ length: (points.length / dimensions) * components }, (_, n) => {
    const [point, axis] = [Math.floor(n / components) * dimensions, (n % components) * dimensions];
    let sum = 0;
    for (let d = 0; d < dimensions; d++) sum += (points[point + d] - means[d]) * axes[axis + d];
    return sum;
  });
}
