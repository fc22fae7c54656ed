import assert from 'node:assert/strict';
import { test } from 'node:test';
import { code, plain, program, table } from '../../../pipeline/modelCard/markdown.ts';

test('texts from anywhere are no markup', () => {
  assert.equal(plain('a|b <img> *c*\n# d `e`'), 'a\\|b \\<img\\> \\*c\\* \\# d \\`e\\`');
});

test('names in programs stay as they are, on one line', () => {
  assert.equal(code('log_variance'), '`log_variance`');
  assert.equal(code('a`b'), '`` a`b ``');
  assert.equal(code('a|b\nc'), '`a\\|b c`');
});

test('tables have a row for each list of cells', () => {
  assert.equal(table(['a', ''], [['1', '2']]), '| a |  |\n| --- | --- |\n| 1 | 2 |');
});

test('programs stand between fences that name their language', () => {
  assert.equal(program('py', 'x = 1\n'), '```py\nx = 1\n```');
});
