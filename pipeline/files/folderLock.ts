/** Keeps other processes from writing into a folder while one does. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { platform } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../errors.ts';

/** Holds the number of the process that writes into the folder, and when it began to, in ms since 1970. */
const LOCK = '.caelum-lock';

interface Holder {
  readonly pid: number;
  readonly since: number;
}

/**
 * Locks a folder, which is made where there is none, until this process ends.
 *
 * @throws InputError where another process holds it
 */
export function lockFolder(folder: string): void {
  const path = join(folder, LOCK);
  const holder = holderOf(path);
  if (holder !== null && holder.pid !== process.pid && isHolding(holder)) {
    throw new InputError(
      `${folder} is being written by process ${holder.pid}; wait for it, or choose another folder ` +
        `with --out. (If no such run is going on, delete ${path}.)`,
    );
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, `${process.pid} ${Date.now()}`);
  process.once('exit', () => {
    if (holderOf(path)?.pid !== process.pid) return;
    rmSync(path);
    if (readdirSync(folder).length === 0) rmdirSync(folder); // nothing came of it
  });
}

function holderOf(path: string): Holder | null {
  if (!existsSync(path)) return null;
  const [pid, since] = readFileSync(path, 'utf8').split(' ').map(Number);
  return { pid, since };
}

/**
 * Whether it is still that process which runs under the number. It may be a later one: in a container that
 * is started again, the same few numbers are given out once more.
 */
function isHolding({ pid, since }: Holder): boolean {
  return isRunning(pid) && !(startOf(pid) > since + PRECISION);
}

export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Ticks of Linux's clock for processes a second, on every architecture (proc_pid_stat(5), time(7)). */
const TICKS = 100;

/** Of what Linux tells of the time of starting, in ms: the system's own start is known to the second. */
const PRECISION = 2000;

/** When a running process was started, in ms since 1970; NaN where the system does not tell. */
function startOf(pid: number): number {
  if (platform() !== 'linux') return NaN;
  try {
    const [, boot] = /^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'utf8')) ?? [];
    // The second field is a name in brackets, which may hold anything; starttime is the 22nd.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
    return 1000 * (Number(boot) + Number(fields[22 - 3]) / TICKS);
  } catch {
    return NaN;
  }
}
