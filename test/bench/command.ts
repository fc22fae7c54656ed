import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { startBeside } from '../commandLine.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/**
 * `npm run bench` as its users start it.
 *
 * @param scratch folder for all that it writes meanwhile
 */
export function benchCommand(scratch: string) {
  const environment = (python: string) => ({
    ...process.env,
    TMPDIR: scratch,
    CAELUM_CACHE: join(scratch, 'cache'),
    CAELUM_PYTHON: python,
  });
  const start = (args: readonly string[], python = '/nonexistent') =>
    spawnSync(process.execPath, ['--import', 'tsx', 'bench/run.ts', ...args], {
      cwd: ROOT,
      env: environment(python),
      encoding: 'utf8',
    });
  const succeed = (args: readonly string[], python?: string): string => {
    const { status, stdout, stderr } = start(args, python);
    assert.equal(status, 0, stderr);
    return stdout;
  };
  return {
    start,
    startBeside: (args: readonly string[]) =>
      startBeside('bench/run.ts', args, environment('/nonexistent')),
    succeed,
  };
}
