import { readFileSync } from 'node:fs';
import { platform } from 'node:os';

/** The most memory that this process has held so far, in bytes. */
export function peakMemory(): number {
  // On Linux, resourceUsage() counts in what the process held that this one was forked from.
  return 1024 * (platform() === 'linux' ? peakOfStatus() : process.resourceUsage().maxRSS);
}

/** In KiB. */
function peakOfStatus(): number {
  const [, size] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))!;
  return Number(size);
}
