import assert from 'node:assert/strict';
import { test } from 'node:test';
import { distortionFigure } from '../../../pipeline/figures/distortion.ts';
import {
  DISTORTION_STEPS,
  distortionColour,
  distortionStep,
} from '../../../pipeline/figures/distortionScale.ts';
import { mapsFigure } from '../../../pipeline/figures/maps.ts';
import { classColours } from '../../../pipeline/figures/palette.ts';
import { contrast } from './colourDifference.ts';
import { checkFigure, numbers, occurrences } from './sheets.ts';

const dataset = { title: 'things', classNames: ['a', 'b', 'c'] };
const POINTS = 60;
const labels = Int32Array.from({ length: POINTS }, (_, i) => i % 3);

function maps(count: number) {
  return Array.from({ length: count }, (_, m) => ({
    title: `Map ${m}`,
    settings: `setting ${m}`,
    positions: numbers(2 * POINTS),
    distortion: numbers(POINTS).map(Math.abs),
  }));
}

for (const count of [1, 2, 3, 4, 5, 7]) {
  test(`${count} maps beside each other, each with all points`, () => {
    const svg = checkFigure(() => mapsFigure({ dataset, maps: maps(count), labels }));
    assert.equal(occurrences(svg, 'h0'), count * POINTS);
    for (const colour of classColours(3)) {
      assert.ok(svg.includes(`stroke="${colour}"`) && svg.includes(`fill="${colour}"`), colour);
    }
    for (const { title, settings } of maps(count)) {
      assert.ok(svg.includes(`>${title}</text>`) && svg.includes(`>${settings}</text>`));
    }
    const torn = checkFigure(() => distortionFigure({ dataset, maps: maps(count) }));
    assert.equal(occurrences(torn, 'h0'), count * POINTS);
  });
}

test('each map names the classes, and the legend says why one has no points', () => {
  const two = maps(2);
  const seen = labels.map((label) => (label === 2 ? 0 : label));
  const svg = checkFigure(() =>
    mapsFigure({ dataset: { ...dataset, leftOut: 2 }, maps: two, labels: seen }),
  );
  // On both maps and in the legend.
  assert.equal(occurrences(svg, '>a</text>'), 3);
  assert.equal(occurrences(svg, '>b</text>'), 3);
  assert.equal(occurrences(svg, '>c (left out)</text>'), 1);
});

test('the most distorted points are the darkest, and drawn last', () => {
  const distortion = Float32Array.of(0.9, 0, 0.05, 0.25);
  const map = { title: 'M', settings: '', positions: Float32Array.of(0, 0, 1, 0, 2, 0, 3, 0) };
  const svg = checkFigure(() => distortionFigure({ dataset, maps: [{ ...map, distortion }] }));
  const paths = Array.from(svg.matchAll(/<path stroke="(#[0-9a-f]{6})" d="([^"]*)"/g));
  const colours = [0, 0.05, 1].map((value) => distortionColour(distortionStep(value)));
  assert.deepEqual(
    paths.map(([, colour]) => colour),
    colours,
  );
  assert.equal(occurrences(paths[2][2], 'h0'), 2); // 0.25 and more are drawn alike
  assert.match(svg, /mean distortion 30 %/);
});

test('colours get darker from step to step, and all stand out from paper', () => {
  const contrasts = Array.from({ length: DISTORTION_STEPS }, (_, step) =>
    contrast(distortionColour(step), '#ffffff'),
  );
  contrasts.forEach((value, step) => {
    assert.ok(step === 0 || value > contrasts[step - 1], `step ${step}`);
  });
  assert.ok(contrasts[0] >= 1.9, `${contrasts[0]}`);
  assert.equal(distortionStep(0), 0);
  assert.equal(distortionStep(0.0625), Math.round((DISTORTION_STEPS - 1) / 2)); // a quarter of the scale: half of its root
  assert.equal(distortionStep(1), DISTORTION_STEPS - 1);
});

test('one position for each label and each distortion', () => {
  const [map] = maps(1);
  const short = { ...map, positions: map.positions.subarray(2) };
  assert.throws(() => mapsFigure({ dataset, maps: [short], labels }), RangeError);
  assert.throws(() => distortionFigure({ dataset, maps: [short] }), RangeError);
});
