import { principalComponents, project } from '../tsne/algebra/principalComponents.ts';
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
        const components = await principalComponents(latents, dimensions, wanted, random);
        const projections = await project(latents, components);
        return { positions: inThePlane(projections, wanted), results: {}, frames: [] };
      },
      rearrange: null,
      place: placeByProjection,
    },
  ],
};

/** Points on a line get a second coordinate of 0. */
function inThePlane(projections: Float32Array, components: number): Float32Array {
  if (components === 2) return projections;
  return Float32Array.from({ length: 2 * projections.length }, (_, n) =>
    n % 2 === 0 ? projections[n / 2] : 0,
  );
}

/** The same projection, of the new points. */
async function placeByProjection(points: NewPoints) {
  const { latents, dimensions, reference, neighbours, random } = points;
  const wanted = Math.min(2, dimensions);
  const components = await principalComponents(reference.latents, dimensions, wanted, random);
  const positions = inThePlane(await project(latents, components), wanted);
  return placeAt(positions, latents, dimensions, reference, { neighbours });
}
