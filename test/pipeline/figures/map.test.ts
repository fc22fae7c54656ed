import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeClassLabels } from '../../../pipeline/figures/classLabels.ts';
import { mapFigure } from '../../../pipeline/figures/map.ts';
import { classColours } from '../../../pipeline/figures/palette.ts';
import { textWidth } from '../../../pipeline/figures/text.ts';
import { checkFigure, numbers, occurrences } from './sheets.ts';

const map = { title: 't-SNE', settings: 'perplexity 30, 1,000 iterations' };

function draw(classNames: readonly string[], positions: Float32Array): string {
  const count = positions.length / 2;
  const labels = Int32Array.from({ length: count }, (_, k) => k % classNames.length);
  const dataset = { title: 'things', classNames };
  return checkFigure(() => mapFigure({ dataset, map, positions, labels }));
}

const DIGITS = Array.from({ length: 10 }, (_, k) => `digit ${k}`);

test('one dot for each point, in the colours of the classes, and small', () => {
  const svg = draw(DIGITS, numbers(20_000));
  assert.equal(occurrences(svg, 'h0'), 10_000);
  assert.ok(svg.length < 200_000, `${svg.length} bytes`);
  for (const colour of classColours(10)) {
    assert.ok(svg.includes(`stroke="${colour}"`) && svg.includes(`fill="${colour}"`), colour);
  }
  assert.match(svg, /t-SNE, perplexity 30, 1,000 iterations/);
});

test('the legend has every class with its count', () => {
  const svg = draw(DIGITS, numbers(2 * 95));
  assert.equal(occurrences(svg, '<circle '), 10);
  assert.equal(occurrences(svg, '>10</text>'), 5);
  assert.equal(occurrences(svg, '>9</text>'), 5);
});

test('x runs to the right, y upwards, and both have the same scale', () => {
  const svg = draw(['a'], Float32Array.of(0, 0, 4, 0, 0, 2));
  const dots = Array.from(svg.matchAll(/M([\d.]+) ([\d.]+)h0/g), ([, x, y]) => [
    Number(x),
    Number(y),
  ]);
  const [origin, right, up] = dots;
  assert.equal(right[1], origin[1]);
  assert.equal(up[0], origin[0]);
  assert.ok(right[0] > origin[0] && up[1] < origin[1]);
  assert.ok(Math.abs(right[0] - origin[0] - 2 * (origin[1] - up[1])) < 0.05);
});

test('two classes with difficult names', () => {
  const svg = draw(['<b>&"', 'Ankle boot'], numbers(80));
  assert.equal(occurrences(svg, '>&lt;b&gt;&amp;&quot;</text>'), 2);
  assert.doesNotMatch(svg, /<b>/);
});

test('a hundred classes have their legend below, and no names on the map', () => {
  const names = Array.from({ length: 100 }, (_, k) => `class ${k}`);
  const svg = draw(names, numbers(2_000));
  assert.equal(occurrences(svg, '<circle '), 100);
  assert.equal(occurrences(svg, '>class 7</text>'), 1);
});

test('points that are not finite are left out, and counted', () => {
  const positions = numbers(40);
  positions[5] = NaN;
  positions[8] = Infinity;
  const svg = draw(DIGITS, positions);
  assert.equal(occurrences(svg, 'h0'), 18);
  assert.match(svg, /2 points without a finite/);
});

test('all points in one place', () => {
  assert.equal(occurrences(draw(DIGITS, new Float32Array(40).fill(3)), 'h0'), 20);
});

test('one position for each label', () => {
  const dataset = { title: 'things', classNames: ['a'] };
  const wrong = { dataset, map, positions: numbers(5), labels: new Int32Array(3) };
  assert.throws(() => mapFigure(wrong), /^RangeError: positions: expected 3 × 2 values; got 5$/);
});

test('names stand at the densest place, and off each other', () => {
  const cloud = (x: number, y: number, count: number) =>
    Array.from({ length: count }, (_, k) => ({ x: x + (k % 5), y: y + (k % 7) }));
  const [a, b] = placeClassLabels(
    [
      { name: 'few', points: [...cloud(100, 100, 20), ...cloud(400, 300, 15)] },
      { name: 'many', points: [...cloud(100, 100, 40), ...cloud(300, 500, 30)] },
      { name: 'none', points: [] },
    ],
    15,
    660,
  );
  assert.equal(a.text, 'many');
  assert.ok(Math.abs(a.x - 102) < 2 && Math.abs(a.y - 103) < 2, 'the fuller of its two clouds');
  assert.equal(b.text, 'few');
  assert.ok(Math.abs(b.x - 402) < 2, 'its second cloud, as its first is taken');
});

test('names stay inside the map, and are cut if they are very long', () => {
  const edge = [{ x: 2, y: 50 }];
  const [name] = placeClassLabels([{ name: 'Ankle boot '.repeat(9), points: edge }], 15, 660);
  assert.match(name.text, /…$/);
  const half = textWidth(name.text, 15) / 2;
  assert.ok(name.x - half >= 8 && name.x < 110);
});
