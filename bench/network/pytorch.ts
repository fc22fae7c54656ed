/** The peer of training, encoding and decoding: PyTorch. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeNpy } from '../../pipeline/files/npy.ts';
import type { ImageSet } from '../../pipeline/images.ts';
import { pythonPath, PythonScript, whyNot } from '../python.ts';
import type { Turn } from '../rounds.ts';
import { temporaryFolder } from '../temporary.ts';
import { asFloats, TRAINING_BATCH, type NetworkTask } from './tasks.ts';

/** Images a run of PyTorch's encoder or decoder; Caelum's takes what suits it (engine/model.ts). */
const CODEC_BATCH = 100;

/** Tries out whether there is PyTorch, and the device. */
const PROBE = 'import sys, numpy, torch; torch.zeros(1, device=sys.argv[1])';

export class PyTorch {
  private constructor(
    private readonly script: PythonScript,
    /** `PyTorch 2.9.0, CPU, 2 threads` */
    readonly title: string,
  ) {}

  /** @returns why there is none, where there is none */
  static async start(images: ImageSet, device: 'cpu' | 'cuda'): Promise<PyTorch | string> {
    const reason = whyNot(PROBE, [device]);
    if (reason !== null) {
      return `${pythonPath()} has no PyTorch for ${device} (${reason}); $CAELUM_PYTHON names another Python`;
    }
    const file = join(temporaryFolder(), 'images.npy');
    writeFileSync(file, encodeNpy(asFloats(images)));
    const path = join(import.meta.dirname, 'pytorch.py');
    const script = new PythonScript('PyTorch', path, [file, device]);
    const { version, hardware } = await script.answer<{ version: string; hardware: string }>();
    return new PyTorch(script, `PyTorch ${version}, ${hardware}`);
  }

  /** @param steps training steps */
  turn(task: NetworkTask, steps: number): Promise<Turn> {
    return this.script.ask<Turn>(
      task === 'training' ? { task, steps, batch: TRAINING_BATCH } : { task, batch: CODEC_BATCH },
    );
  }

  close(): Promise<void> {
    return this.script.close();
  }
}
