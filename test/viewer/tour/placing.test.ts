/** Where the tour's card stands and how far the page scrolls. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { overlap, placeCard, scrollFor } from '../../../viewer/tour/placing.ts';

const ROOM = { width: 1000, height: 800 };
const CARD = { width: 300, height: 200 };

void test('the card stands beside its target where there is room, else below, else where it hides least', () => {
  const target = { left: 100, top: 100, width: 200, height: 100 };
  const beside = placeCard(CARD, [target], ROOM);
  assert.deepEqual(beside, { ...CARD, left: 316, top: 100 });
  const atTheRight = { ...target, left: 780 };
  assert.deepEqual(placeCard(CARD, [atTheRight], ROOM), { ...CARD, left: 684, top: 216 });
  const wide = { left: 0, top: 300, width: 1000, height: 500 };
  assert.equal(placeCard(CARD, [wide], ROOM).top, 84);
});

void test('it leaves other targets free as well, and stays in the window', () => {
  const [pad, map] = [
    { left: 700, top: 100, width: 250, height: 250 },
    { left: 0, top: 0, width: 680, height: 800 },
  ];
  const place = placeCard(CARD, [pad, map], { width: 1000, height: 800 });
  assert.equal(overlap(place, pad), 0);
  assert.equal(overlap(place, map), 0);
  const all = { left: 0, top: 0, ...ROOM };
  const within = placeCard(CARD, [all], ROOM);
  assert.ok(within.left >= 0 && within.left + CARD.width <= ROOM.width);
  assert.ok(within.top >= 0 && within.top + CARD.height <= ROOM.height);
});

void test('boxes share an area only where they meet both ways', () => {
  const box = { left: 0, top: 0, width: 10, height: 10 };
  assert.equal(overlap(box, { ...box, left: 6, top: 5 }), 20);
  assert.equal(overlap(box, { ...box, left: 10 }), 0);
  assert.equal(overlap(box, { ...box, top: -30 }), 0);
});

void test('the page scrolls as little as needed, and shows the top of what is too tall', () => {
  assert.equal(scrollFor({ top: 100, height: 200 }, 20, 500), 0);
  assert.equal(scrollFor({ top: 400, height: 200 }, 20, 500), 100);
  assert.equal(scrollFor({ top: -80, height: 50 }, 20, 500), -100);
  assert.equal(scrollFor({ top: 100, height: 900 }, 20, 500), 80);
});
