/** Trained weights → the three models that run anywhere. */
import { convolutionalAutoencoder } from '../../exporter/autoencoder.ts';
import { inferenceGraphs } from '../../exporter/inferenceModels.ts';
import { decodeInitializers, encodeModel } from '../../exporter/onnx.ts';
import { STATE_NAMES } from '../../exporter/state.ts';
import { FILES } from '../contract.ts';
import { imageDimensions } from '../images.ts';
import { inferenceDescriptions } from './descriptions.ts';
import type { Stage } from './stage.ts';
import { trainingSettings, type TrainingSettings } from './train.ts';

/** @param settings of the training, which the models tell of */
export function exportStage(settings: TrainingSettings): Stage {
  return {
    name: 'export',
    title: 'Export',
    reads: [FILES.training],
    writes: [FILES.encoder, FILES.decoder, FILES.autoencoder],
    settings: trainingSettings(settings),
    run: async (run, write) => {
      const { shape } = run.dataset.train;
      const initializers = decodeInitializers(await run.folder.read(FILES.training));
      const vector = (name: string) => initializers.get(name)?.data as Float32Array;
      const graphs = inferenceGraphs(
        convolutionalAutoencoder(shape.channels),
        imageDimensions(shape),
        {
          averageParameters: vector(STATE_NAMES.averageParameters),
          averageStatistics: vector(STATE_NAMES.averageStatistics),
        },
      );
      const latentShape = graphs.decoder.inputs[0].shape.slice(1).map(Number);
      const { testMse } = run.manifest.stages.train.results;
      const descriptions = inferenceDescriptions(
        run,
        trainingSettings(settings),
        testMse,
        latentShape,
      );
      for (const model of ['encoder', 'decoder', 'autoencoder'] as const) {
        write(FILES[model], encodeModel(graphs[model], descriptions[model]));
      }
      return {};
    },
  };
}
