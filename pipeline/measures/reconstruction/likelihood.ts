/** How likely a variational autoencoder finds test images: the bound that it trains, and what it bounds. */
import type { Measure, MeasureDefinition } from '../../contract.ts';
import { seededRandom } from '../../random.ts';
import { bootstrapIntervals } from '../bootstrap.ts';
import { MEAN, mean } from '../statistics.ts';

const SHARED = {
  unit: 'nats',
  range: [null, null],
  better: 'lower',
  source: 'Burda, Grosse & Salakhutdinov 2016, Importance Weighted Autoencoders, eq. 8.',
} as const;

/**
 * @param draws of latents for each image
 * @param of test images there are, of which the first were taken
 */
export async function measureLikelihoods(
  {
    negativeLogLikelihood,
    negativeElbo,
  }: { readonly negativeLogLikelihood: Float64Array; readonly negativeElbo: Float64Array },
  draws: number,
  of: number,
  seed: number,
): Promise<Measure[]> {
  const count = negativeElbo.length;
  const which = count === of ? `all ${of}` : `the first ${count} of ${of}`;
  const images = `the mean of ${which.replace(/\d{4,}/g, (n) => Number(n).toLocaleString('en'))} test images`;
  const each = `${draws.toLocaleString('en')} draws of the latent for each image`;
  const definitions: readonly MeasureDefinition[] = [
    {
      ...SHARED,
      key: 'nll',
      title: 'Negative log-likelihood',
      definition: `−log p(x) of an image, by importance sampling with ${each} from the encoder's distribution: an upper bound, the closer the more draws; ${images}.`,
    },
    {
      ...SHARED,
      key: 'elbo',
      title: 'Negative ELBO',
      definition: `−log p(x | z) + KL(q(z | x) ‖ N(0, 1)) of an image, what training lowers where β is 1, with ${each}; ${images}.`,
    },
  ];
  const columns = [negativeLogLikelihood, negativeElbo];
  const random = seededRandom(seed, 'intervals of likelihoods');
  const intervals = await bootstrapIntervals(MEAN, columns, random);
  return definitions.map((definition, m) => ({
    ...definition,
    values: [{ space: 'images', value: mean(columns[m]), interval: intervals[m] }],
    sample: null,
  }));
}
