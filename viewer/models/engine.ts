import { byId } from '../parts/elements.ts';
import type { Difference, Engine, PageStore } from '../state/state.ts';
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
  store.watch(['engine', 'parity'], ({ engine, parity }) => {
    say(line, statusOf(engine));
    line.dataset.status = engine.status;
    line.title = engine.status === 'ready' ? engine.devices.note : '';
    const words = troubleOf(engine, parity);
    trouble.hidden = words === '';
    say(reason, words);
  });
}

/** Writes only what is new: it is read out. */
function say(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Empty where there is none. */
function troubleOf(engine: Engine, parity: Difference | null): string {
  if (engine.status === 'failed') {
    return `The models do not run; the map and the measures still work. ${engine.message}`;
  }
  if (engine.status === 'loading' || !parity || parity.isSmall) return '';
  return 'The models answer otherwise here than where this page was made, by far more than rounding: what they show is not to be trusted. How much it is stands under “Where this comes from”.';
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
