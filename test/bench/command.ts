import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');

/**
 * `npm run bench` as its users start it.
 *
 * @param scratch folder for all that it writes meanwhile
 */
export function benchCommand(scratch: string) {
  const start = (args: readonly string[], python = '/nonexistent') => {
    const CAELUM_CACHE = join(scratch, 'cache');
    const env = { ...process.env, TMPDIR: scratch, CAELUM_CACHE, CAELUM_PYTHON: python };
    return spawnSync(process.execPath, ['--import', 'tsx', 'bench/run.ts', ...args], {
      cwd: ROOT,
      env,
      encoding: 'utf8',
    });
  };
  const succeed = (args: readonly string[], python?: string): string => {
    const { status, stdout, stderr } = start(args, python);
    assert.equal(status, 0, stderr);
    return stdout;
  };
  return { start, succeed };
}
