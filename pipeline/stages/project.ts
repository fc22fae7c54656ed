/** Latents → a map: positions in the plane that keep neighbours together. */
import { FILES } from '../contract.ts';
import { InputError } from '../errors.ts';
import { encodeMap } from '../files/mapFile.ts';
import { imageCount, type Dataset } from '../images.ts';
import { seededRandom } from '../random.ts';
import type { AnalysisSettings } from '../settings.ts';
import { tsne } from '../tsne/tsne.ts';
import { readLatents } from './latents.ts';
import type { Stage } from './stage.ts';

type Settings = Pick<AnalysisSettings, 'perplexity' | 'seed' | 'mapSize'>;

export function projectStage({ perplexity, seed, mapSize }: Settings): Stage {
  return {
    name: 'map',
    title: 'Map',
    reads: [FILES.latents, FILES.labels],
    writes: [FILES.map],
    settings: { perplexity, seed },
    check: (dataset) => {
      checkPerplexity(perplexity, dataset, mapSize);
    },
    run: async ({ folder, report, device }, write) => {
      const { latents, dimensions, labels } = await readLatents(folder);
      const { positions, kl, learningRate } = await tsne(latents, dimensions, {
        perplexity,
        device,
        random: seededRandom(seed, 'map'),
        onProgress: (done, total) => {
          report.progress(done, total, 'iterations');
        },
      });
      write(FILES.map, encodeMap(positions, labels));
      return { kl, learningRate };
    },
  };
}

/** Each point needs three neighbours for each unit of perplexity. */
function checkPerplexity(perplexity: number, { train, test }: Dataset, mapSize: number): void {
  const points = Math.min(mapSize, imageCount(train) + imageCount(test));
  const most = (points - 1) / 3;
  if (perplexity >= 1 && perplexity <= most) return;
  throw new InputError(
    `--perplexity ${perplexity} does not suit a map of ${points} images; ` +
      (most >= 2
        ? `give a number from 1 to ${Math.floor(most)}, or map more images.`
        : 'map more images.'),
  );
}
