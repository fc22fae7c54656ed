import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

test('kernels.wasm is what the source of the kernels compiles to', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'caelum-kernels-'));
  t.after(() => {
    rmSync(folder, { recursive: true });
  });
  // Run rather than imported: its types would redefine those of JavaScript for the whole program.
  const compiler = dirname(createRequire(import.meta.url).resolve('assemblyscript/package.json'));
  const outFile = join(folder, 'kernels.wasm');
  const config = ['--config', 'pipeline/tsne/kernels/asconfig.json', '--outFile', outFile];
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(compiler, 'bin/asc.js'), ...config],
    { encoding: 'utf8' },
  );
  assert.equal(status, 0, stderr);
  assert.deepEqual(readFileSync(outFile), readFileSync('pipeline/tsne/kernels.wasm'));
});
