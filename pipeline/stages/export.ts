/** Trained weights → the three models that run anywhere. */
import { inferenceGraphs } from '../../exporter/inferenceModels.ts';
import { encodeModel } from '../../exporter/onnx.ts';
import { decodeTrainingModel } from '../../exporter/trainingGraphs.ts';
import { FILES } from '../contract.ts';
import { imageDimensions } from '../images.ts';
import { networkOf } from '../training/network.ts';
import { recordedTraining, type TrainingSettings } from '../training/settings.ts';
import { inferenceDescriptions } from './descriptions.ts';
import type { Run, Stage } from './stage.ts';

/** @param settings of the training, which the models tell of */
export function exportStage(settings: TrainingSettings): Stage {
  return {
    name: 'export',
    title: 'Export',
    reads: [FILES.training],
    writes: [FILES.encoder, FILES.decoder, FILES.autoencoder],
    settings: recordedTraining(settings),
    run: async (run, write) => {
      const { graphs, descriptions } = await trainedModels(run, settings);
      for (const model of ['encoder', 'decoder', 'autoencoder'] as const) {
        write(FILES[model], encodeModel(graphs[model], descriptions[model]));
      }
      return {};
    },
  };
}

/** The graphs of the trained network, and what their models say of themselves. */
export async function trainedModels(run: Run, settings: TrainingSettings) {
  const { shape } = run.dataset.train;
  const network = networkOf(settings, shape);
  const { state } = decodeTrainingModel(network, await run.folder.read(FILES.training));
  const graphs = inferenceGraphs(network, imageDimensions(shape), state);
  const latentShape = graphs.decoder.inputs[0].shape.slice(1).map(Number);
  const { testMse } = run.manifest.stages.train.results;
  const descriptions = inferenceDescriptions(run, network, settings, testMse, latentShape);
  return { graphs, descriptions };
}
