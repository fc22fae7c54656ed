import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStore } from '../../viewer/state/store.ts';

void test('a watcher hears of its own parts alone, and only of real changes', () => {
  const store = createStore({ a: 1, b: 'x' });
  const heard: number[] = [];
  store.watch(['a'], ({ a }) => heard.push(a));
  store.update({ b: 'y' });
  store.update({ a: 1 });
  store.update({ a: 2 });
  assert.deepEqual(heard, [1, 2]);
});

void test('a change made by a watcher reaches the others, who end with the newest state', () => {
  const store = createStore({ a: 1, double: 2 });
  const seen: number[] = [];
  store.watch(['a'], ({ a }) => {
    store.update({ double: 2 * a });
  });
  store.watch(['a', 'double'], ({ double }) => seen.push(double));
  store.update({ a: 5 });
  assert.equal(store.state.double, 10);
  assert.equal(seen.at(-1), 10);
});

void test('a state once read does not change under its reader', () => {
  const store = createStore({ a: 1 });
  const before = store.state;
  store.update({ a: 2 });
  assert.equal(before.a, 1);
});
