/** What the commands share: how they start, end, fail and are interrupted. */
import { CommanderError } from 'commander';
import { Failure, InputError } from './errors.ts';
import { Interrupted, Interruption } from './interruption.ts';

const EXIT = { failed: 1, wrongInput: 2, interrupted: 130 } as const;

/**
 * Runs a command and sets the exit code of the process; says what went wrong in one sentence.
 *
 * @param interrupted what ends the command at once when it is interrupted
 */
export async function runCommand(
  command: (argv: readonly string[], interruption: Interruption) => Promise<void>,
  interrupted = new Interrupted(),
): Promise<void> {
  // Files appear whole, and those that are not finished are given up on exit: stopping at once is safe.
  const interruption = new Interruption(() => process.exit(failure(interrupted)));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      interruption.signal();
    });
  }
  process.stdout.once('error', readerWentAway);
  try {
    await command(process.argv.slice(2), interruption);
  } catch (error) {
    process.exitCode = failure(error);
  }
}

/** Whoever read the output, such as `head`, has had enough. */
function readerWentAway(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT.failed);
}

function failure(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode; // after --help
  if (error instanceof Interrupted) {
    process.stderr.write(`\n${error.message}\n`);
    return EXIT.interrupted;
  }
  if (error instanceof InputError) {
    process.stderr.write(`caelum: ${error.message}\n`);
    return EXIT.wrongInput;
  }
  const reason = error instanceof Failure ? error.message : storageReason(error);
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`caelum: ${reason ?? text}\n`);
  return EXIT.failed;
}

/** One sentence for what the file system may refuse; null for any other error. */
function storageReason(error: unknown): string | null {
  const { code, path } = error as NodeJS.ErrnoException;
  const where = path ?? 'the disk';
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return `No space is left for ${where}; free some, or choose another folder with --out.`;
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return `${where} cannot be written (${code}); choose another folder with --out.`;
    case 'ENOTDIR':
    case 'EEXIST':
      return `${where} is in the way: a folder is needed there (${code}); choose another with --out.`;
    default:
      return code?.startsWith('E') && path ? `${where} cannot be used: ${String(error)}.` : null;
  }
}
