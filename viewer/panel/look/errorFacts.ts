import type { Page } from '../../data/load.ts';
import { measuredValue } from '../../measures/measures.ts';
import { byId } from '../../parts/elements.ts';
import { short } from '../../parts/numbers.ts';
import { errorRank } from './errorRank.ts';

/**
 * The error of the subject beside those of all images.
 *
 * @returns shows an error (mean squared) and how long the models took, milliseconds
 */
export function createErrorFacts(page: Page): (error: number, milliseconds: number) => void {
  const sorted = page.errors.slice().sort();
  showTestAverage(page);
  return (error, milliseconds) => {
    const { share, text } = errorRank(sorted, error);
    byId('error', HTMLElement).textContent = short(error);
    byId('error-rank', HTMLElement).textContent = text;
    byId('error-rank-mark', HTMLElement).style.left = `${100 * share}%`;
    byId('timing', HTMLElement).textContent = `${milliseconds.toFixed(1)} ms`;
  };
}

function showTestAverage({ data }: Page): void {
  const average = measuredValue(data.metrics, 'mse', 'images');
  if (average === null) return;
  byId('average-error-row', HTMLElement).hidden = false;
  byId('average-error', HTMLElement).textContent = short(average);
}
