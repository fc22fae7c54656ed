import { loadDataset } from '../pipeline/datasets/load.ts';
import type { Dataset } from '../pipeline/images.ts';

/**
 * A dataset as far as it is here: the network is left alone.
 *
 * @param dataset name of a known one
 * @param dataDir folder where its files are looked for; null: the cache
 */
export function datasetAtHand(dataset: string, dataDir: string | null): Promise<Dataset> {
  const ignore = () => undefined;
  return loadDataset({
    dataset,
    dataDir,
    offline: true,
    limit: null,
    imageSize: null,
    grayscale: false,
    report: { note: ignore, progress: ignore },
  });
}
