/** The engines that can train. */
import type { Autoencoder } from '../../exporter/autoencoder.ts';
import type { TrainingState } from '../../exporter/state.ts';
import type { ImageDimensions } from '../../exporter/tensorNames.ts';
import type { Report } from '../report.ts';
import type { Device } from './devices/device.ts';
import { OnnxTrainer } from './onnxTrainer.ts';
import type { Trainer } from './trainer.ts';

export const ENGINES = ['onnx', 'tfjs'] as const;

export type Engine = (typeof ENGINES)[number];

/**
 * @param start from which training goes on; as `initialState` gives it, or as it was kept
 * @param device of ONNX Runtime; TensorFlow.js has backends of its own
 */
export async function createTrainer(
  engine: Engine,
  network: Autoencoder,
  image: ImageDimensions,
  start: TrainingState,
  { device, report }: { readonly device: Device; readonly report: Pick<Report, 'note'> },
): Promise<Trainer> {
  switch (engine) {
    case 'onnx':
      return OnnxTrainer.create(network, image, start, device);
    case 'tfjs': {
      // Loaded when asked for: it is large, and the other engine needs none of it.
      const { openBackend } = await import('./tfjs/backend.ts');
      const { TfjsTrainer } = await import('./tfjs/trainer.ts');
      report.note(await openBackend());
      return new TfjsTrainer(network, image, start);
    }
  }
}
