import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rasterise } from '../../../pipeline/figures/raster.ts';
import { decimal, element, escapeText } from '../../../pipeline/figures/svg.ts';

test('texts and attributes are escaped, markup is not', () => {
  const inner = element('tspan', { x: undefined }, 'a');
  const text = element('text', { x: 1, 'font-family': '"A" & <B>' }, inner, '<b>&"');
  assert.equal(
    text.source,
    '<text x="1" font-family="&quot;A&quot; &amp; &lt;B&gt;"><tspan>a</tspan>&lt;b&gt;&amp;&quot;</text>',
  );
});

test('characters that XML forbids are replaced', () => {
  assert.equal(
    escapeText('a\u0000b\u001bc\ud800d\uffffe\tf😀'),
    'a\ufffdb\ufffdc\ufffdd\ufffde\tf😀',
  );
});

test('numbers are rounded to two decimals', () => {
  assert.deepEqual([1 / 3, -0.001, 12, 1e-9].map(decimal), ['0.33', '0', '12', '0']);
});

test('what is not a finite number is refused', () => {
  assert.throws(
    () => element('rect', { x: NaN }),
    /^RangeError: not a number that SVG can hold: NaN$/,
  );
  assert.throws(() => decimal(Infinity), RangeError);
});

test('what is not well-formed is not drawn', () => {
  assert.throws(() => rasterise('<svg xmlns="http://www.w3.org/2000/svg"><b></svg>'));
});
