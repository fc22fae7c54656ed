/** The view as a link, and back; links that are broken, or of another page. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from '../../viewer/data/load.ts';
import { INITIAL_STATE } from '../../viewer/state/state.ts';
import { LINKED, linkOf, readLink } from '../../viewer/takeaway/link.ts';
import type { LinkedState } from '../../viewer/takeaway/linkWords.ts';

/** 400 images of three classes on two maps, of which `placed` were placed. */
function pageOf(placed: number): Page {
  return {
    data: {
      dataset: { classNames: ['a', 'b', 'c'] },
      images: { count: 400 },
      maps: [{ name: 'tsne' }, { name: 'pca' }],
      placedFrom: 400 - placed,
    },
    labels: new Int32Array(400),
    errors: new Float32Array(400),
    neighbours: { k: 0, indices: new Int32Array(0) },
    maps: [0, 1].map(() => ({
      distortion: new Float32Array(400),
      uncertainty: new Float32Array(placed),
    })),
  } as unknown as Page;
}

const PAGE = pageOf(40);

const OPENING = Object.fromEntries(
  LINKED.map((key) => [key, INITIAL_STATE[key]]),
) as unknown as LinkedState;

/** A view in which nothing is as the page opens. */
const FULL: LinkedState = {
  map: 1,
  view: { zoom: 2.5, x: -1.25, y: 0.001 },
  selected: 123,
  colouring: 'uncertainty',
  panel: 'between',
  layers: new Set(['contours']),
  placedShown: false,
  crowdShown: false,
  hiddenClasses: new Set([2, 0]),
  group: new Set([3, 14, 399]),
  between: {
    a: { kind: 'point', index: 12 },
    b: { kind: 'point', index: 0 },
    active: 'a',
    t: 0.25,
  },
};

void test('a view goes into a link and comes back', () => {
  assert.deepEqual(readLink(PAGE, `#${linkOf(PAGE, FULL)}`), FULL);
  for (const key of LINKED) {
    const one = { ...OPENING, [key]: FULL[key] };
    const link = linkOf(PAGE, one);
    assert.equal([...new URLSearchParams(link)].length, 1, link);
    assert.deepEqual(readLink(PAGE, link), one);
  }
  const nothing = { ...OPENING, selected: null, layers: new Set<never>() };
  assert.deepEqual(readLink(PAGE, linkOf(PAGE, nothing)), nothing);
});

void test('the page as it opens needs no words', () => {
  assert.equal(linkOf(PAGE, INITIAL_STATE), '');
});

void test('links that were sent go on to be read', () => {
  const old = '#map=pca&view=2.5+-1.25+0.001&image=123&colour=uncertainty&panel=between';
  const rest = '&layers=contours&placed=hidden&hide=0+2&group=3+14+399&between=12+0+0.25';
  assert.deepEqual(readLink(PAGE, old + rest), { ...FULL, crowdShown: true });
});

void test('an address without a word of ours asks for nothing', () => {
  for (const hash of ['', '#', '#inspector', '#&&==&', '#%E0%A4%A', '#=map', '#maps=tsne']) {
    assert.equal(readLink(PAGE, hash), null, hash);
  }
});

void test('what means nothing here is as the page opens, and the rest holds', () => {
  const words = [
    ['map=umap', 'map=', 'map=0'],
    ['view=NaN+1+1', 'view=2+Infinity+0', 'view=2', 'view=2+1', 'view=2+1+1+1', 'view=1+0+0'],
    ['view=-3+0+0', 'view=', 'view=a+b+c', 'view=0.5+1+1'],
    ['image=400', 'image=-1', 'image=1.5', 'image=NaN', 'image=1e2', 'image=', 'image=0x10'],
    ['image=99999999999999999999', 'image=%00', `image=${'9'.repeat(100_000)}`],
    ['colour=toString', 'colour=__proto__', 'colour=hue', 'colour=', 'colour=neighbours'],
    ['panel=Look', 'panel=length', 'panel='],
    ['placed=', 'hide=3', 'hide=-1+x', `hide=${'7+'.repeat(100_000)}`],
    ['group=400+-1+NaN', 'group=', 'between=1+2', 'between=1+400+0.5', 'between=1+2+NaN'],
    ['between=1+2+1.01', 'between=+2+0.5', 'between='],
  ].flat();
  for (const word of words) {
    const short = word.slice(0, 40);
    assert.deepEqual(readLink(PAGE, word), OPENING, short);
    if (!word.startsWith('image')) {
      assert.deepEqual(readLink(PAGE, `${word}&image=7`), { ...OPENING, selected: 7 }, short);
    }
  }
});

void test('of a list, what is known here is taken, once and in order', () => {
  const asked = readLink(PAGE, 'group=9+3+400+x+3&hide=7+1+1&layers=stars+names')!;
  assert.deepEqual([...asked.group], [3, 9]);
  assert.deepEqual([...asked.hiddenClasses], [1]);
  assert.deepEqual([...asked.layers], ['names']);
  const long = readLink(PAGE, `group=${Array.from({ length: 1e5 }, (_, i) => i).join('+')}`)!;
  assert.equal(long.group.size, 400);
});

void test('a zoom is no larger than the map allows', () => {
  assert.equal(readLink(PAGE, 'view=1e300+0+0')!.view!.zoom, 60);
});

void test('colours that a page has no numbers for are not asked of it', () => {
  assert.equal(readLink(pageOf(0), 'colour=uncertainty')!.colouring, 'class');
  assert.equal(readLink(pageOf(0), 'colour=error')!.colouring, 'error');
});

void test('large groups, and ends that are no points, stay out', () => {
  const group = (size: number) => new Set(Array.from({ length: size }, (_, i) => i));
  assert.equal(readLink(PAGE, linkOf(PAGE, { ...OPENING, group: group(200) }))!.group.size, 200);
  assert.equal(linkOf(PAGE, { ...OPENING, group: group(201) }), '');
  const drawn = { kind: 'drawing', image: new Float32Array(1) } as const;
  assert.equal(linkOf(PAGE, { ...OPENING, between: { ...FULL.between, a: drawn } }), '');
  assert.equal(linkOf(PAGE, { ...OPENING, between: { ...FULL.between, b: null } }), '');
});
