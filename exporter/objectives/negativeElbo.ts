/**
 * The evidence lower bound of a variational autoencoder, turned around so that training lowers it
 * (Kingma & Welling 2014, eq. 3; with a weight β on the divergence, Higgins et al. 2017, eq. 4):
 *
 *   loss = mean over the images of  −log p(x | z) + β · KL(q(z | x) ‖ N(0, 1)),  z ~ q(z | x)
 */
import type { Graph, Value } from '../graph.ts';
import { add, mul, reduceMean } from '../ops.ts';
import { BATCH, TENSORS } from '../tensorNames.ts';
import {
  divergenceGradient,
  divergencePerImage,
  posteriorGradient,
  posteriorOf,
  sample,
} from './gaussianLatent.ts';
import { LIKELIHOODS, type LikelihoodName } from './likelihoods.ts';
import { squaredErrorPerImage } from './meanSquaredError.ts';
import type { Objective } from './objective.ts';

/** @param size dimensions of the latent */
export function negativeElbo(size: number, likelihoodName: LikelihoodName): Objective {
  const likelihood = LIKELIHOODS[likelihoodName];
  const noiseFeed = { name: TENSORS.noise, shape: [BATCH, size] };
  return {
    stepFeeds: [noiseFeed, { name: TENSORS.divergenceWeight, shape: [] }],
    losses: [TENSORS.loss, TENSORS.reconstructionLoss, TENSORS.divergence],
    step: (g, images, { encoder, decoder, pass }, feeds) => {
      const weight = feeds[TENSORS.divergenceWeight];
      const encoding = pass(encoder, images);
      const posterior = g.scoped('latent', () => posteriorOf(g, encoding.output));
      const drawn = g.scoped('latent', () => sample(g, posterior, feeds[TENSORS.noise]));
      const predicting = decoder.slice(0, decoder.length - likelihood.before);
      const decoding = pass(predicting, drawn.latent);
      const losses = g.scoped('loss', () => {
        const reconstruction = mean(g, likelihood.perImage(g, decoding.output, images));
        const divergence = mean(g, divergencePerImage(g, posterior));
        return {
          [TENSORS.loss]: add(g, reconstruction, mul(g, divergence, weight)),
          [TENSORS.reconstructionLoss]: reconstruction,
          [TENSORS.divergence]: divergence,
        };
      });
      return {
        losses,
        statistics: [...encoding.statistics, ...decoding.statistics],
        backward: () => {
          const dy = g.scoped('loss/gradient', () =>
            likelihood.gradient(g, decoding.output, images),
          );
          const decoderBack = decoding.backward(dy);
          const dz = decoderBack.input();
          const encoded = g.scoped('latent/gradient', () => {
            const byLikelihood = drawn.gradient(dz);
            const byDivergence = divergenceGradient(g, posterior, weight);
            return posteriorGradient(g, {
              mean: add(g, byLikelihood.mean, byDivergence.mean),
              logVariance: add(g, byLikelihood.logVariance, byDivergence.logVariance),
            });
          });
          return [...encoding.backward(encoded).parameters, ...decoderBack.parameters];
        },
      };
    },
    evaluationFeeds: [noiseFeed],
    errors: (g, images, { encoded, decode }, feeds) => {
      const posterior = posteriorOf(g, encoded);
      const { latent } = sample(g, posterior, feeds[TENSORS.noise]);
      return {
        [TENSORS.squaredError]: squaredErrorPerImage(g, decode(posterior.mean), images),
        [TENSORS.reconstructionLoss]: likelihood.perImage(
          g,
          decode(latent, likelihood.before),
          images,
        ),
        [TENSORS.divergence]: divergencePerImage(g, posterior),
      };
    },
  };
}

function mean(g: Graph, perImage: Value): Value {
  return reduceMean(g, perImage, [0]);
}
