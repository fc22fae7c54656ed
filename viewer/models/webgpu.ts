import { canSuspend } from './suspending.ts';

/** What the TypeScript library does not know yet of WebGPU, as far as it is needed here. */
interface MaybeWebGpu {
  readonly gpu?: { requestAdapter(): Promise<object | null> };
}

/** Why the models cannot be tried on the graphics card, as a sentence; null where they can. */
export async function missingForWebGpu(): Promise<string | null> {
  const { gpu } = navigator as MaybeWebGpu;
  if (!gpu) return 'This browser offers no WebGPU.';
  if (!canSuspend()) return 'WebGPU would need a browser with JavaScript Promise Integration.';
  const adapter = await gpu.requestAdapter().catch(() => null);
  return adapter ? null : 'The browser found no graphics card for WebGPU.';
}
