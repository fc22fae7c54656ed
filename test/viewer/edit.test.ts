import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  applyEdit,
  channelCount,
  channelTitle,
  standardDeviation,
} from '../../viewer/panel/edit/applyEdit.ts';
import { eachMuted, rankEffects } from '../../viewer/panel/edit/effects.ts';
import { noiseOf } from '../../viewer/parts/noise.ts';
import {
  gainOf,
  isMuted,
  isSolo,
  isUnedited,
  NO_EDIT,
  toggleMute,
  toggleSolo,
  withGain,
  withoutEdit,
  withShift,
} from '../../viewer/state/edit.ts';

void test('channels are muted, heard alone, scaled and brought back', () => {
  const muted = toggleMute(NO_EDIT, 2);
  assert.equal(gainOf(muted, 2), 0);
  assert.equal(isMuted(muted, 2), true);
  assert.equal(isUnedited(toggleMute(muted, 2)), true);

  const solo = toggleSolo(withGain(NO_EDIT, 1, 0.5), 2, 4);
  assert.deepEqual(
    [0, 1, 2, 3].map((c) => gainOf(solo, c)),
    [0, 0, 1, 0],
  );
  assert.equal(isSolo(solo, 2, 4), true);
  assert.equal(isSolo(solo, 1, 4), false);
  assert.equal(isUnedited(toggleSolo(solo, 2, 4)), true);
  // From one to another: the first falls silent.
  assert.equal(isSolo(toggleSolo(solo, 3, 4), 3, 4), true);

  const scaled = withShift(withGain(NO_EDIT, 1, -0.5), 1, 3);
  assert.equal(isMuted(toggleMute(scaled, 1), 1), true);
  assert.equal(isUnedited(withoutEdit(scaled, 1)), true);
  assert.equal(isUnedited({ ...NO_EDIT, noise: 0.1 }), false);
});

void test('each channel is multiplied by its gain, then shifted', () => {
  const latent = Float32Array.of(1, 2, 3, 4, 5, 6);
  const edit = withShift(withGain(withGain(NO_EDIT, 0, 0), 2, -0.5), 1, 10);
  assert.deepEqual(applyEdit(latent, edit, 3), Float32Array.of(0, 0, 13, 14, -2.5, -3));
  assert.deepEqual(applyEdit(latent, NO_EDIT, 3), latent);
  assert.deepEqual(latent, Float32Array.of(1, 2, 3, 4, 5, 6), 'the latent itself stays');
});

void test('noise is as strong as the latent spreads, and follows from its seed', () => {
  const latent = Float32Array.from({ length: 2000 }, (_, i) => (i % 2 === 0 ? 7 : 3));
  assert.equal(standardDeviation(latent), 2);
  const noisy = (seed: number) => applyEdit(latent, { ...NO_EDIT, noise: 0.5, seed }, 4);
  const added = noisy(1).map((value, i) => value - latent[i]);
  assert.ok(Math.abs(standardDeviation(added) - 1) < 0.05);
  assert.deepEqual(noisy(1), noisy(1));
  assert.notDeepEqual(noisy(1), noisy(2));
});

void test('noise is normally distributed', () => {
  const noise = noiseOf(5, 20_001);
  const within = (limit: number) => noise.filter((value) => Math.abs(value) < limit).length;
  const mean = noise.reduce((sum, value) => sum + value, 0) / noise.length;
  assert.ok(Math.abs(mean) < 0.03, `mean ${mean}`);
  assert.ok(Math.abs(within(1) / noise.length - 0.6827) < 0.01);
  assert.ok(Math.abs(within(2) / noise.length - 0.9545) < 0.005);
  assert.ok(noise.every(Number.isFinite));
});

void test('what is edited by itself: feature maps, or the numbers of a vector', () => {
  assert.equal(channelCount([32, 7, 7]), 32);
  assert.equal(channelCount([24]), 24);
  assert.equal(channelCount([5, 6]), 1);
  assert.equal(channelTitle([32, 7, 7], 3), 'Feature map 3');
  assert.equal(channelTitle([24], 3), 'Number 3');
});

void test('effects are those of each channel muted alone, the largest first', () => {
  const latent = Float32Array.of(1, 2, 3, 4, 5, 6);
  assert.deepEqual(
    eachMuted(latent, 3),
    Float32Array.of(0, 0, 3, 4, 5, 6, 1, 2, 0, 0, 5, 6, 1, 2, 3, 4, 0, 0),
  );
  const ranked = rankEffects(Float32Array.of(1, 1), Float32Array.of(1, 0, 1, 1, 0, 0));
  assert.deepEqual(
    ranked.map(({ channel, change }) => [channel, change]),
    [
      [2, 1],
      [0, 0.5],
      [1, 0],
    ],
  );
  assert.deepEqual(ranked[0].without, Float32Array.of(0, 0));
});
