/** A long job: how far it has come, and a button that stops it. */
import { element } from './elements.ts';

/** How a long job is followed and stopped. */
export interface JobOptions {
  readonly signal: AbortSignal;
  /** @param share done, 0 to 1 */
  readonly onProgress: (share: number) => void;
}

export interface Job {
  /** What is seen of it; keeps its room while nothing is under way. */
  readonly node: HTMLElement;
  /**
   * Does the work after stopping any that is still under way.
   *
   * @returns null where it was stopped
   */
  run<T>(work: (options: JobOptions) => Promise<T>): Promise<T | null>;
  stop(): void;
}

/** @param name of what is done, such as `Encoding` */
export function createJob(name: string): Job {
  const bar = element('progress', { max: '1', 'aria-label': name });
  const percent = element('span', { class: 'quiet' });
  const button = element('button', { type: 'button', class: 'plain' }, 'Stop');
  const node = element('div', { class: 'job' }, percent, bar, button);
  let current = new AbortController();
  const stop = (): void => {
    current.abort();
    node.dataset.busy = 'false';
  };
  button.addEventListener('click', stop);
  stop();
  return {
    node,
    stop,
    async run(work) {
      stop();
      const own = (current = new AbortController());
      const onProgress = (share: number): void => {
        if (own.signal.aborted) return;
        bar.value = share;
        percent.textContent = `${name} ${Math.floor(100 * share)} %`;
      };
      onProgress(0);
      node.dataset.busy = 'true';
      try {
        const result = await work({ signal: own.signal, onProgress });
        return own.signal.aborted ? null : result;
      } catch (error) {
        if (own.signal.aborted) return null;
        throw error;
      } finally {
        if (own === current) node.dataset.busy = 'false';
      }
    },
  };
}
