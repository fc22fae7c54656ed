import assert from 'node:assert/strict';
import { test } from 'node:test';
import { latestWins } from '../../../viewer/models/latestWins.ts';

/** Work that ends when it is told to. */
function heldWork() {
  const started: number[] = [];
  const ends: (() => void)[] = [];
  const work = (input: number): Promise<number> => {
    started.push(input);
    return new Promise((resolve, reject) => {
      ends.push(() => {
        if (input < 0) reject(new Error(`bad ${input}`));
        else resolve(10 * input);
      });
    });
  };
  const end = (): void => {
    ends.shift()!();
  };
  return { work, started, end };
}

void test('of the calls that wait only the newest is made', async () => {
  const { work, started, end } = heldWork();
  const call = latestWins(work);
  const answers = [call(1), call(2), call(3)];
  end();
  assert.equal(await answers[0], 10);
  end();
  assert.deepEqual(await Promise.all(answers), [10, null, 30]);
  assert.deepEqual(started, [1, 3]);
});

void test('a failure reaches its caller and does not stop the next', async () => {
  const { work, end } = heldWork();
  const call = latestWins(work);
  const bad = call(-1);
  const good = call(2);
  end();
  await assert.rejects(bad, /bad -1/);
  end();
  assert.equal(await good, 20);
});
