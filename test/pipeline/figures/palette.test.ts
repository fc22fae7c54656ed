import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classColours } from '../../../pipeline/figures/palette.ts';
import { ciede2000, contrast, lab, VISION } from './colourDifference.ts';

test('CIEDE2000 gives the published differences', () => {
  // Sharma, Wu and Dalal 2005, table 1, pairs 1, 13, 17 and 25.
  const pairs = [
    [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
    [[50, -0.001, 2.49], [50, 0.0009, -2.49], 4.8045],
    [[50, 2.5, 0], [73, 25, -18], 27.1492],
    [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
  ] as const;
  for (const [a, b, expected] of pairs) {
    assert.ok(Math.abs(ciede2000(a, b) - expected) < 1e-4, `${ciede2000(a, b)}, not ${expected}`);
  }
});

for (const [vision, least] of [
  ['full', 20],
  ['deuteranopia', 12],
  ['protanopia', 12],
  ['tritanopia', 15],
] as const) {
  test(`ten classes can be told apart: ${vision}`, () => {
    const seen = classColours(10).map((colour) => lab(colour, VISION[vision]));
    const differences = seen.flatMap((a, k) => seen.slice(k + 1).map((b) => ciede2000(a, b)));
    assert.equal(differences.length, 45);
    assert.ok(Math.min(...differences) >= least, `smallest is ${Math.min(...differences)}`);
  });
}

test('points stand out from white and from near-black', () => {
  for (const colour of [...classColours(10), ...classColours(100)]) {
    assert.match(colour, /^#[0-9a-f]{6}$/);
    assert.ok(contrast(colour, '#ffffff') >= 1.7, `${colour} on white`);
    assert.ok(contrast(colour, '#16181d') >= 2.4, `${colour} on near-black`);
  }
});

test('many classes have colours of their own, unlike their neighbours', () => {
  const colours = classColours(100);
  assert.equal(new Set(colours).size, 100);
  for (let k = 1; k < colours.length; k++) {
    const [a, b] = [lab(colours[k - 1], VISION.full), lab(colours[k], VISION.full)];
    assert.ok(ciede2000(a, b) > 20, `${colours[k - 1]} and ${colours[k]}`);
  }
});

test('fewer classes take the first colours', () => {
  assert.deepEqual(classColours(2), classColours(10).slice(0, 2));
  assert.deepEqual(classColours(0), []);
});
