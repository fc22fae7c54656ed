import type { PageData } from '../contract.ts';
import type { AnalysisSettings } from '../settings.ts';

/** Name and settings of the map, for people. */
export function projection({ perplexity }: AnalysisSettings): PageData['projection'] {
  return { name: 't-SNE', settings: `perplexity ${perplexity}, 1,000 iterations` };
}
