import { neighboursNeeded } from '../tsne/affinities.ts';
import { tsne } from '../tsne/tsne.ts';
import { placeOnMap } from '../tsne/placing/placeOnMap.ts';
import type { PlannedMap, Projection } from './projection.ts';

const ITERATIONS = 1000;
/** Iterations between two frames: twenty are enough to see how a map forms. */
const FRAME_EVERY = 50;

/** t-SNE, our own: a map for each perplexity. */
export const tsneProjection: Projection = {
  maps: ({ perplexity: asked }, count) => {
    // Each point needs three neighbours for each unit of perplexity.
    const most = Math.floor((count - 1) / 3);
    const perplexities = Array.from(new Set(asked.map((perplexity) => Math.min(perplexity, most))));
    const lowered = asked.filter((perplexity) => perplexity > most);
    return perplexities.map((perplexity) => ({
      ...plan(perplexity, count),
      ...names(perplexity, perplexities.length > 1),
      notice: perplexity === most && lowered.length > 0 ? lowering(lowered, most, count) : null,
    }));
  },
};

function lowering(lowered: readonly number[], most: number, count: number): string {
  return (
    `Perplexity ${lowered.join(' and ')} is too large for a map of ${count} images, ` +
    `of which each would need three times as many neighbours: lowered to ${most}.`
  );
}

/** @param several whether other maps differ from this one in nothing but their perplexity */
function names(perplexity: number, several: boolean) {
  const iterations = `${ITERATIONS.toLocaleString('en')} iterations`;
  const setting = `perplexity ${perplexity}`;
  return several
    ? { name: `tsne-${perplexity}`, title: `t-SNE, ${setting}`, settings: iterations }
    : { name: 'tsne', title: 't-SNE', settings: `${setting}, ${iterations}` };
}

function plan(
  perplexity: number,
  count: number,
): Pick<PlannedMap, 'neighbours' | 'make' | 'rearrange' | 'place'> {
  return {
    neighbours: neighboursNeeded(perplexity, count),
    make: async ({ latents, dimensions, neighbours, random, onProgress }) => {
      const frames: Float32Array[] = [];
      const { positions, kl, learningRate } = await tsne(latents, dimensions, {
        perplexity,
        iterations: ITERATIONS,
        neighbours,
        random,
        onProgress: (done, total) => {
          onProgress(done, total, 'iterations');
        },
        snapshotEvery: FRAME_EVERY,
        onSnapshot: (_, snapshot) => frames.push(snapshot),
      });
      const results = { kl, learningRate, perplexity, iterations: ITERATIONS };
      return { positions, results, frames };
    },
    rearrange: async ({ latents, dimensions, random, onProgress }, start) => {
      const { positions } = await tsne(latents, dimensions, {
        perplexity,
        iterations: ITERATIONS,
        random,
        start,
        onProgress: (done, total) => {
          onProgress(done, total, 'iterations');
        },
      });
      return positions;
    },
    place: ({ latents, dimensions, reference, neighbours, onProgress }) =>
      placeOnMap(latents, dimensions, reference, {
        neighbours,
        onProgress: (done, total) => {
          onProgress(done, total, 'images');
        },
      }),
  };
}
