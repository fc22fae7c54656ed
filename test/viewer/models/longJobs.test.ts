import assert from 'node:assert/strict';
import { test } from 'node:test';
import { longJobs } from '../../../viewer/models/longJobs.ts';

/** Doubles its inputs, of 3 numbers each, and says that each took so long; keeps how many came at once. */
function doubling(millisecondsEach: number, batch = 1) {
  const pieces: number[] = [];
  const run = (values: Float32Array) => {
    pieces.push(values.length / 3);
    const milliseconds = (millisecondsEach * values.length) / 3;
    return Promise.resolve({ values: values.map((value) => 2 * value), milliseconds });
  };
  return { pieces, job: (count: number) => ({ values: numbers(count), size: 3, batch, run }) };
}

const numbers = (count: number) => Float32Array.from({ length: 3 * count }, (_, n) => n);

void test('a long job is done in pieces of about 8 ms, in order', async () => {
  const { pieces, job } = doubling(1);
  const progress: number[] = [];
  const outputs = await longJobs()(job(40), {
    onProgress: (done, total) => {
      assert.equal(total, 40);
      progress.push(done);
    },
  });
  assert.deepEqual(
    outputs,
    numbers(40).map((value) => 2 * value),
  );
  assert.deepEqual(pieces, [1, 4, 8, 8, 8, 8, 3]);
  assert.deepEqual(progress, [1, 5, 13, 21, 29, 37, 40]);
});

void test('slow inputs go one by one, quick ones in growing pieces, fixed batches whole', async () => {
  const slow = doubling(50);
  await longJobs()(slow.job(3));
  assert.deepEqual(slow.pieces, [1, 1, 1]);
  const quick = doubling(0);
  await longJobs()(quick.job(1000));
  assert.deepEqual(quick.pieces, [1, 4, 16, 64, 256, 256, 256, 147]);
  const fixed = doubling(1, 6);
  await longJobs()(fixed.job(20));
  assert.deepEqual(fixed.pieces, [6, 6, 6, 2]);
});

void test('jobs wait for each other, and what stops one leaves the next alone', async () => {
  const run = longJobs();
  const { pieces, job } = doubling(50);
  const stop = new AbortController();
  const stopped = run(job(9), {
    signal: stop.signal,
    onProgress: (done) => {
      if (done === 2) stop.abort(new Error('enough'));
    },
  });
  const failing = run({ ...job(1), run: () => Promise.reject(new Error('broken')) });
  const after = run(job(1));
  await assert.rejects(stopped, /enough/);
  await assert.rejects(failing, /broken/);
  assert.deepEqual(await after, Float32Array.of(0, 2, 4));
  assert.deepEqual(pieces, [1, 1, 1]);
});
