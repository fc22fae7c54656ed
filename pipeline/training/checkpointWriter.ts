/** Writes a training into the run's folder as it goes on, and knows the last point that is safe. */
import type { Autoencoder } from '../../exporter/autoencoder.ts';
import { STATE_KEYS, STATE_NAMES } from '../../exporter/state.ts';
import { FILES } from '../contract.ts';
import { Failure } from '../errors.ts';
import { imageCount } from '../images.ts';
import type { Write } from '../stages/output.ts';
import type { Run } from '../stages/stage.ts';
import { encodeCheckpoint, type Losses, type Progress } from './checkpoint.ts';
import { rateAt } from './learningRates.ts';
import { describePosition, positionAfter, stepsPerEpoch } from './position.ts';
import type { TrainingSettings } from './settings.ts';

export interface WrittenTraining {
  readonly run: Run;
  readonly write: Write;
  readonly network: Autoencoder;
  readonly settings: TrainingSettings;
  /** Seconds between two checkpoints. */
  readonly interval: number;
}

export class CheckpointWriter {
  private time = performance.now();

  /** @param kept steps made at the checkpoint from which this training goes on; 0 if it begins anew */
  constructor(
    private readonly training: WrittenTraining,
    private kept: number,
  ) {}

  /** Whether it is time for a checkpoint. */
  get due(): boolean {
    return performance.now() - this.time >= 1000 * this.training.interval;
  }

  /** Whether the folder still holds a finished training that the next checkpoint would replace. */
  get replacesFinished(): boolean {
    return this.kept === 0 && 'train' in this.training.run.manifest.stages;
  }

  /** @throws Error where the state is not finite; what was kept before then stays as it is */
  keep(progress: Progress): void {
    for (const key of STATE_KEYS) {
      const wrong = progress.state[key].find((value) => !Number.isFinite(value));
      if (wrong !== undefined) this.checkFinite(STATE_NAMES[key], wrong, progress.losses);
    }
    const { run, write, network, settings } = this.training;
    const { history, training } = encodeCheckpoint(run, network, settings, progress);
    if (this.kept === 0) {
      run.folder.checkRoom(history.length + training.length);
      // So that the two files are never of two trainings, whenever the process is killed.
      run.folder.remove(FILES.training);
    }
    // In this order: losses beyond the state are cut later, but none can be made up for.
    write(FILES.history, history);
    write(FILES.training, training);
    this.kept = progress.losses.steps.length;
    this.time = performance.now();
  }

  /**
   * @param what was computed in the last of the steps made
   * @throws Error where it is not finite, which says what is left
   */
  checkFinite(what: string, value: number, { steps }: Losses): void {
    if (Number.isFinite(value)) return;
    const { settings } = this.training;
    const isVariational = settings.model === 'vae';
    const rate = rateAt(settings.learningRates, steps.length);
    const left =
      this.kept === 0
        ? `nothing was written. Try a smaller --learning-rate${isVariational ? ' or --beta' : ''}.`
        : `the last good checkpoint, ${this.where()}, is as it was. Go on from it with --resume and ` +
          `a smaller --learning-rate, or begin anew with --force${isVariational ? ' and a smaller --beta' : ''}.`;
    const weight = isVariational ? ` and β ${settings.beta}` : '';
    throw new Failure(
      `The ${what} became ${value} at step ${steps.length} with learning rate ${rate}${weight}; ${left}`,
    );
  }

  /** What is said where training stops before its end. */
  farewell(): string {
    return this.kept === 0
      ? `Training stopped at its beginning; ${this.path()} is still that of the finished training.`
      : `Training stopped, and is kept as ${this.where()}; the same command (without --force) goes on from there.`;
  }

  /** The last checkpoint: its file and its step. */
  private where(): string {
    const { run, settings } = this.training;
    const steps = stepsPerEpoch(imageCount(run.dataset.train), settings);
    const position = describePosition(positionAfter(this.kept, steps));
    return `${this.path()} at step ${this.kept} (${position})`;
  }

  private path(): string {
    return this.training.run.folder.file(FILES.training);
  }
}
