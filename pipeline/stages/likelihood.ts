/** How likely a variational autoencoder finds test images. */
import { decodeTrainingModel } from '../../exporter/trainingGraphs.ts';
import { FILES } from '../contract.ts';
import { sampleLikelihoods } from '../engine/importance.ts';
import { encodeNpy } from '../files/npy.ts';
import { firstImages } from '../images.ts';
import type { LikelihoodSampling } from '../settings/pipeline.ts';
import { networkOf } from '../training/network.ts';
import { recordedTraining, type TrainingSettings } from '../training/settings.ts';
import type { Stage } from './stage.ts';

export function likelihoodStage(
  training: TrainingSettings,
  { likelihoodSamples, likelihoodImages }: LikelihoodSampling,
): Stage {
  const { seed } = training;
  return {
    name: 'likelihood',
    title: 'Likelihood',
    reads: [FILES.training],
    writes: [FILES.likelihoods],
    settings: { ...recordedTraining(training), likelihoodSamples, likelihoodImages },
    run: async ({ dataset, folder, device, report }, write) => {
      const images = firstImages(dataset.test, likelihoodImages);
      const network = networkOf(training, images.shape);
      const { state } = decodeTrainingModel(network, await folder.read(FILES.training));
      const { negativeLogLikelihood, negativeElbo } = await sampleLikelihoods(
        network,
        training,
        state,
        images,
        device,
        {
          samples: likelihoodSamples,
          seed,
          onProgress: (done, total) => {
            report.progress(done, total, 'images');
          },
        },
      );
      const count = negativeElbo.length;
      const data = Float32Array.from([...negativeLogLikelihood, ...negativeElbo]);
      write(FILES.likelihoods, encodeNpy({ shape: [2, count], data }));
      return {};
    },
  };
}
