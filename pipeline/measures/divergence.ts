import type { Measure, MeasuredValue } from '../contract.ts';

/**
 * What t-SNE lowers.
 *
 * @param values by map, in nats; a map that t-SNE did not make has none
 */
export function divergences(values: Readonly<Record<string, number>>): Measure {
  return {
    key: 'klDivergence',
    title: 'KL divergence',
    unit: 'nats',
    range: [0, null],
    better: 'lower',
    definition:
      'KL(P ‖ Q) between the neighbour affinities of the latents and of the map, without exaggeration; comparable between maps of one perplexity.',
    source: 'van der Maaten & Hinton 2008, Visualizing data using t-SNE.',
    values: Object.entries(values).map(([space, value]): MeasuredValue => ({
      space,
      value,
      interval: null,
    })),
    sample: null,
  };
}
