import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPanel } from '../../viewer/state/actions.ts';
import { INITIAL_STATE } from '../../viewer/state/state.ts';
import { createStore } from '../../viewer/state/store.ts';

test('a tab about either goes on with what is drawn, or with the point where nothing is', () => {
  const store = createStore(INITIAL_STATE);
  openPanel(store, 'draw');
  assert.equal(store.state.subject, 'drawing');
  openPanel(store, 'edit');
  assert.equal(store.state.subject, 'point');
  openPanel(store, 'draw');
  store.update({ drawing: new Float32Array(4) });
  openPanel(store, 'edit');
  assert.equal(store.state.subject, 'drawing');
});
