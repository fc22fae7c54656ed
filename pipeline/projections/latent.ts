import { InputError } from '../errors.ts';
import { placeAt } from '../tsne/placing/placeOnMap.ts';
import type { Projection } from './projection.ts';

/** A latent of two numbers is a map already: nothing is lost on the way to it. */
export const latent: Projection = {
  maps: () => [
    {
      name: 'latent',
      title: 'Latent space',
      settings: 'the two numbers of the latent themselves',
      notice: null,
      neighbours: 0,
      // eslint-disable-next-line @typescript-eslint/require-await -- others wait, and so do errors
      make: async ({ latents, dimensions }) => {
        checkPlane(dimensions);
        return { positions: latents.slice(), results: {}, frames: [] };
      },
      rearrange: null,
      place: ({ latents, dimensions, reference, neighbours }) =>
        placeAt(latents.slice(), latents, dimensions, reference, { neighbours }),
    },
  ],
};

function checkPlane(dimensions: number): void {
  if (dimensions === 2) return;
  throw new InputError(
    `--projection latent shows latents of two numbers as they are, and these have ${dimensions.toLocaleString('en')}; ` +
      'train with --model vae --latent-dim 2, or choose another projection.',
  );
}
