/**
 * Lets one call run at a time and keeps only the newest of those that wait, so that answers follow
 * a moving pen instead of falling behind it. A call that was overtaken resolves to null.
 */
export function latestWins<I, O>(work: (input: I) => Promise<O>): (input: I) => Promise<O | null> {
  let busy = false;
  let waiting: { input: I; settle: (output: Promise<O> | null) => void } | null = null;

  const run = async (input: I): Promise<O> => {
    busy = true;
    try {
      return await work(input);
    } finally {
      busy = false;
      const next = waiting;
      waiting = null;
      next?.settle(run(next.input));
    }
  };

  return (input) => {
    if (!busy) return run(input);
    waiting?.settle(null);
    return new Promise((settle) => {
      waiting = { input, settle };
    });
  };
}
