/** Tells when nothing was heard for too long while something was awaited. */
export interface Watchdog {
  /** Something is awaited from now on, if it was not before. */
  watch(): void;
  /** Something was heard: patience begins anew. */
  heard(): void;
  /** Nothing is awaited any more. */
  rest(): void;
}

/** Patience is counted in so many turns: hours in which the computer slept are one turn, not silence. */
const TURNS = 5;

/**
 * @param patience milliseconds
 * @param onSilence called once, when it has run out
 */
export function createWatchdog(patience: number, onSilence: () => void): Watchdog {
  let timer: ReturnType<typeof setInterval> | undefined;
  let turns = 0;
  const rest = (): void => {
    clearInterval(timer);
    timer = undefined;
    turns = 0;
  };
  return {
    rest,
    heard: () => {
      turns = 0;
    },
    watch: () => {
      timer ??= setInterval(() => {
        turns++;
        if (turns < TURNS) return;
        rest();
        onSilence();
      }, patience / TURNS);
    },
  };
}
