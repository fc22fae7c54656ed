import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseDevices, type Timing } from '../../../viewer/models/trial.ts';

const choose = (wasm: Timing, webgpu: Timing, difference = 1e-6) =>
  chooseDevices({ times: { wasm, webgpu }, difference });

void test('each kind of work goes to the device that is clearly faster at it', () => {
  const processor = { single: 1, bulk: 1 };
  const chosen = choose(processor, { single: 3, bulk: 0.1 });
  assert.deepEqual([chosen.single, chosen.bulk], ['wasm', 'webgpu']);
  assert.match(
    chosen.note,
    /One image: WebAssembly 1\.0 ms, WebGPU 3\.0 ms\. .*many: .* 0\.1 ms\.$/,
  );
  const both = choose(processor, { single: 0.5, bulk: 0.5 });
  assert.deepEqual([both.single, both.bulk], ['webgpu', 'webgpu']);
  const hardly = choose(processor, { single: 0.9, bulk: 0.9 });
  assert.deepEqual([hardly.single, hardly.bulk], ['wasm', 'wasm']);
});

void test('a device that gives other numbers is not used, however fast', () => {
  for (const difference of [2e-4, Infinity, NaN]) {
    const chosen = choose({ single: 9, bulk: 9 }, { single: 1, bulk: 1 }, difference);
    assert.deepEqual([chosen.single, chosen.bulk], ['wasm', 'wasm']);
    assert.match(chosen.note, /other numbers/);
  }
});
