import { byId } from '../parts/elements.ts';
import type { Engine, PageStore } from '../state/state.ts';
import type { Devices } from './devices.ts';
import { missingSupport } from './support.ts';

/**
 * Says how the models are doing and on what they run; where they do not, what is wrong, with a button that
 * starts them again.
 */
export function createEngineStatus(store: PageStore, startAgain: () => void): void {
  const line = byId('engine', HTMLElement);
  const trouble = byId('engine-trouble', HTMLElement);
  const reason = byId('engine-reason', HTMLElement);
  const again = byId('engine-again', HTMLButtonElement);
  // What the browser lacks it will lack the next time, too.
  again.hidden = missingSupport() !== null;
  again.addEventListener('click', () => {
    startAgain();
    // The button is gone; who has pressed it goes on from here.
    byId('inspector', HTMLElement).focus();
  });
  store.watch(['engine'], ({ engine }) => {
    line.textContent = statusOf(engine);
    line.dataset.status = engine.status;
    line.title = engine.status === 'ready' ? engine.devices.note : '';
    trouble.hidden = engine.status !== 'failed';
    reason.textContent =
      engine.status === 'failed'
        ? `The models do not run; the map and the measures still work. ${engine.message}`
        : '';
  });
}

function statusOf(engine: Engine): string {
  if (engine.status === 'loading') return 'Loading the models…';
  if (engine.status === 'failed') return 'Models do not run';
  return `Models run in this page · ${devicesTitle(engine.devices)}`;
}

function devicesTitle({ single, bulk }: Devices): string {
  if (single === 'webgpu' && bulk === 'webgpu') return 'WebGPU (your graphics card)';
  if (single === 'webgpu') return 'WebGPU, many images WebAssembly';
  if (bulk === 'webgpu') return 'WebAssembly, many images WebGPU';
  return 'WebAssembly';
}
