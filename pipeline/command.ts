/** What both commands share: how they start, end, fail and are interrupted. */
import { CommanderError } from 'commander';
import { InputError } from './errors.ts';
import { removeUnfinished } from './files/runFolder.ts';

const EXIT = { failed: 1, wrongInput: 2, interrupted: 130 } as const;

/** Runs a command and sets the exit code of the process; says what went wrong in one sentence. */
export async function runCommand(
  command: (argv: readonly string[]) => Promise<void>,
): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupted);
  try {
    await command(process.argv.slice(2));
  } catch (error) {
    process.exitCode = failure(error);
  }
}

/** Files appear whole or not at all, so that stopping at once is safe. */
function interrupted(): void {
  removeUnfinished();
  process.stderr.write(
    '\nInterrupted. What was finished is kept: the same command goes on from there.\n',
  );
  process.exit(EXIT.interrupted);
}

function failure(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode; // after --help
  if (error instanceof InputError) {
    process.stderr.write(`caelum: ${error.message}\n`);
    return EXIT.wrongInput;
  }
  const reason = storageReason(error);
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`caelum: ${reason ?? text}\n`);
  return EXIT.failed;
}

/** One sentence for what a disk may refuse; null for any other error. */
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
      return null;
  }
}
