import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  fitText,
  formatCount,
  formatMeasured,
  formatNumber,
  textWidth,
  wrapText,
} from '../../../pipeline/figures/text.ts';

test('numbers for people', () => {
  const cases: [number, string][] = [
    [0, '0'],
    [0.00124321, '0.00124'],
    [-1.5, '−1.5'],
    [123456, '123000'],
    [0.000012345, '1.23 × 10⁻⁵'],
    [-2e12, '−2 × 10¹²'],
    [0.99999, '1'],
    [NaN, 'NaN'],
    [-Infinity, '−∞'],
  ];
  for (const [value, expected] of cases) assert.equal(formatNumber(value), expected);
  assert.equal(formatCount(70000), '70,000');
});

test('measured numbers keep their zeros', () => {
  const cases: [number, string][] = [
    [0.39, '0.390'],
    [21, '21.0'],
    [-0.0075, '−0.00750'],
    [999.9, '1000'],
    [NaN, 'NaN'],
  ];
  for (const [value, expected] of cases) assert.equal(formatMeasured(value), expected);
});

test('text is cut to its width, and no more', () => {
  assert.equal(fitText('Ankle boot', 13, 200), 'Ankle boot');
  const cut = fitText('Ankle boot', 13, 50);
  assert.match(cut, /^Ankle?…$/);
  assert.ok(textWidth(cut, 13) <= 50);
});

test('text breaks at spaces, and loses no word', () => {
  const text = 'each point is an image; near points have similar latents';
  const lines = wrapText(text, 14, 150);
  assert.ok(lines.length > 2);
  assert.equal(lines.join(' '), text);
  for (const line of lines) assert.ok(textWidth(line, 14) <= 150);
});
