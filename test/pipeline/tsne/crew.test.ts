import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Crew } from '../../../pipeline/tsne/threads/crew.ts';
import { jobs, type Counts } from './counting.ts';

const SOURCE = new URL('./counting.ts', import.meta.url).href;

function counts(pieces: number): Counts {
  const shared = (length: number) => new Int32Array(new SharedArrayBuffer(4 * length));
  return { done: shared(pieces), threads: shared(10_000) };
}

for (const threads of [1, 2, 4]) {
  test(`each piece of a job is done once, by ${threads} threads`, async () => {
    const state = counts(60);
    const crew = await Crew.start(SOURCE, jobs, state, threads);
    try {
      crew.run(0, 60);
      assert.deepEqual([...state.done], Array<number>(60).fill(1));
      let first = 0;
      crew.run(1, 40, () => first++);
      assert.equal(first, 1);
      assert.deepEqual([...state.done.subarray(0, 41)], [...Array<number>(40).fill(101), 1]);
      crew.run(0, 0);
      for (let round = 0; round < 500; round++) crew.run(0, 1);
      assert.equal(state.done[0], 601);
      const took = state.threads.reduce((sum, one) => sum + one, 0);
      assert.equal(took, threads);
    } finally {
      await crew.stop();
    }
  });
}

test('what a job throws on another thread is thrown here, at once', async () => {
  const crew = await Crew.start(SOURCE, jobs, counts(60), 2);
  try {
    const begun = performance.now();
    assert.throws(() => {
      crew.run(2, 60);
    }, /^RangeError: piece \d+ cannot be done$/);
    assert.ok(performance.now() - begun < 10_000);
  } finally {
    await crew.stop();
  }
});

test('a crew whose jobs cannot be loaded says so', async () => {
  const missing = new URL('./missing.ts', import.meta.url).href;
  await assert.rejects(Crew.start(missing, jobs, counts(1), 2), /missing\.ts/);
});
