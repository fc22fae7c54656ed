import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { Interruption } from '../../pipeline/interruption.ts';

/** An interruption that counts how often it ended the process. */
function counting() {
  const ended = { times: 0 };
  const interruption = new Interruption(() => {
    ended.times += 1;
  });
  return { ended, interruption };
}

test('a signal ends the process at once, before and after work that is held', async () => {
  const { ended, interruption } = counting();
  interruption.signal();
  assert.equal(ended.times, 1);
  await interruption.hold(() => Promise.resolve());
  interruption.signal();
  assert.equal(ended.times, 2);
  assert.equal(interruption.requested, false);
});

test('held work is asked to end; its echo through npm is no second signal, a later one is', async () => {
  const { ended, interruption } = counting();
  await interruption.hold(async () => {
    assert.equal(interruption.requested, false);
    interruption.signal();
    interruption.signal();
    assert.equal(interruption.requested, true);
    assert.equal(ended.times, 0);
    await delay(600);
    interruption.signal();
    assert.equal(ended.times, 1);
  });
});

test('work that is held and fails holds no longer', async () => {
  const { ended, interruption } = counting();
  await assert.rejects(interruption.hold(() => Promise.reject(new Error('failed'))));
  interruption.signal();
  assert.equal(ended.times, 1);
});
