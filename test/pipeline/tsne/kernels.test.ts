import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { main } from 'assemblyscript/asc';

test('kernels.wasm is what the source of the kernels compiles to', async () => {
  const written = new Map<string, Uint8Array | string>();
  const { error } = await main(['--config', 'pipeline/tsne/kernels/asconfig.json'], {
    writeFile: (name, content) => void written.set(name, content),
  });
  assert.equal(error, null);
  const [[name, content]] = [...written];
  assert.match(name, /kernels\.wasm$/);
  assert.deepEqual(Buffer.from(content), readFileSync('pipeline/tsne/kernels.wasm'));
});
