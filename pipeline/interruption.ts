/** What Ctrl-C and SIGTERM do: end the process at once, or let work that is held come to its own end. */

/** Milliseconds: npm passes on the Ctrl-C that the terminal has sent already, and the two are one. */
const ECHO = 500;

export class Interruption {
  private holding = false;
  /** When the first signal came while work was held. */
  private since: number | null = null;

  /** @param end ends the process */
  constructor(private readonly end: () => void) {}

  /** Whether held work shall keep what it has and throw {@link Interrupted}. */
  get requested(): boolean {
    return this.since !== null;
  }

  /** Takes a signal: a second one ends the process even while work is held. */
  signal(): void {
    const now = performance.now();
    if (this.since !== null && now - this.since < ECHO) return;
    if (this.holding && !this.requested) this.since = now;
    else this.end();
  }

  /** Does work that looks at `requested` from time to time. */
  async hold<Result>(work: () => Promise<Result>): Promise<Result> {
    this.holding = true;
    try {
      return await work();
    } finally {
      this.holding = false;
    }
  }
}

/** The command ends because it was asked to; the message says what is kept and how to go on. */
export class Interrupted extends Error {
  override name = 'Interrupted';

  constructor(
    message = 'Interrupted. What was finished is kept: the same command goes on from there.',
  ) {
    super(message);
  }
}
