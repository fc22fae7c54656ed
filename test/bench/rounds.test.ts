import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare } from '../../bench/rounds.ts';

/** A contestant whose turns, on 60 images each, take so many seconds. */
function scripted(title: string, seconds: readonly number[], said: string[]) {
  const left = [...seconds];
  const turn = () => {
    said.push(title);
    return Promise.resolve({ images: 60, seconds: left.shift()! });
  };
  return { title, turn };
}

test('contestants take turns; medians and ratios are of the rounds after the first', async () => {
  const order: string[] = [];
  const ours = scripted('ours', [1000, 1, 2, 3], order);
  const theirs = scripted('theirs', [0.001, 6, 4, 12], order);
  assert.deepEqual(await compare([ours, theirs], 3), [
    { title: 'ours', imagesPerSecond: 30, ratio: { median: 1, least: 1, most: 1 } },
    // 6/1, 4/2 and 12/3 times as long; the ratio of the medians would be 3.
    { title: 'theirs', imagesPerSecond: 10, ratio: { median: 4, least: 2, most: 6 } },
  ]);
  assert.equal(order.join(' '), 'ours theirs '.repeat(4).trim());
});
