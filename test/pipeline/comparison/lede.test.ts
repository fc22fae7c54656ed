/** What the page of a comparison says first must be true of its runs. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comparisonLede } from '../../../pipeline/comparison/lede.ts';

const page = (name: string, images: string, drawsSamples = false) => ({
  name,
  images,
  drawsSamples,
});

void test('pages of the same images are said to be linked', () => {
  const lede = comparisonLede([page('a', 'digits'), page('b', 'digits'), page('c', 'digits')]);
  assert.match(lede, /^What you choose, draw, hide or gather in one is so in all: /);
  assert.doesNotMatch(lede, /samples/);
});

void test('pages of different images are not', () => {
  const lede = comparisonLede([page('a', 'digits'), page('b', 'clothes')]);
  assert.match(lede, /of different images, and each stands by itself/);
  assert.doesNotMatch(lede, /so in all/);
});

void test('where some are, they are named, and so are the others', () => {
  const lede = comparisonLede([
    page('a', 'digits'),
    page('b', 'clothes'),
    page('c<', 'digits'),
    page('d', 'digits'),
  ]);
  assert.match(lede, /in one of a, c&lt; and d is so in the others of these: /);
  assert.match(lede, /Of other images, and by themselves: b\.$/);
});

void test('the samples of variational networks are pointed out', () => {
  const lede = comparisonLede([page('a', 'digits'), page('v"', 'digits', true)]);
  assert.match(lede, /samples of <button [^>]*data-samples="1">v&quot;<\/button>\.$/);
});
