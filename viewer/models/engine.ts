import { byId } from '../parts/elements.ts';
import type { Engine, PageStore } from '../state/state.ts';
import type { Devices } from './devices.ts';

/** Says how the models are doing and on what they run, and what is wrong where they cannot. */
export function createEngineStatus(store: PageStore): void {
  const line = byId('engine', HTMLElement);
  const trouble = byId('engine-trouble', HTMLElement);
  store.watch(['engine'], ({ engine }) => {
    line.textContent = statusOf(engine);
    line.dataset.status = engine.status;
    line.title = engine.status === 'ready' ? engine.devices.note : '';
    trouble.hidden = engine.status !== 'failed';
    trouble.textContent =
      engine.status === 'failed'
        ? `The models cannot run here, the map still works. ${engine.message}`
        : '';
  });
}

function statusOf(engine: Engine): string {
  if (engine.status === 'loading') return 'Loading the models…';
  if (engine.status === 'failed') return 'Models cannot run';
  return `Models run in this page · ${devicesTitle(engine.devices)}`;
}

function devicesTitle({ single, bulk }: Devices): string {
  if (single === 'webgpu' && bulk === 'webgpu') return 'WebGPU (your graphics card)';
  if (single === 'webgpu') return 'WebGPU, many images WebAssembly';
  if (bulk === 'webgpu') return 'WebAssembly, many images WebGPU';
  return 'WebAssembly';
}
