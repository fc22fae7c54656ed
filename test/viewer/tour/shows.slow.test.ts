/** What the guided tour shows, in a real browser. */
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { Page } from 'playwright-core';
import { overlap, type Box } from '../../../viewer/tour/placing.ts';
import { assertSoon, greysOf } from '../driving.ts';
import { COUNT } from '../pages.ts';
import { browserSuite } from '../suite.ts';
import { at, card, mapHash, next, onPages, padInk, start, TITLES } from './touring.ts';

void describe('the guided tour', () => {
  const suite = browserSuite();
  const works = onPages(suite);

  void works('shows by mouse, step after step, what it speaks of', async (page) => {
    await start(page);
    await page.getByText(/^[1-9]\d* of 400 shown$/).waitFor();
    const few = await shownCount(page);
    await assertSoon(async () => (await shownCount(page)) > few);
    await assertSoon(async () => (await shownCount(page)) === COUNT);

    await next(page, 1);
    const seen = new Set<string>();
    await assertSoon(async () => {
      seen.add(await page.locator('#subject-number').innerText());
      return seen.size === 3;
    });

    const inkBefore = await mapInk(page);
    await next(page, 2);
    await assertSoon(async () => (await mapInk(page)) > inkBefore + 100, 'rings on the map');

    await next(page, 3);
    await page.locator('#replay-iteration', { hasText: /^[5-9]\d of 150$/ }).waitFor();
    await page.locator('#replay-iteration', { hasText: '150 of 150' }).waitFor();

    await next(page, 4);
    await page.locator('#colour-scale').waitFor();
    assert.equal(await page.locator('#colouring').inputValue(), 'distortion');

    await next(page, 5);
    await page.getByRole('tab', { name: 'Draw', selected: true }).waitFor();
    await page.locator('.found').waitFor();
    const strokes = await padInk(page);
    await assertSoon(async () => (await padInk(page)) > strokes, 'the pen draws on');
    await page.getByRole('button', { name: 'Undo' }).and(page.locator(':enabled')).waitFor();
    const [three, threeOnMap] = [await padInk(page), await mapHash(page)];

    await next(page, 6);
    await assertSoon(async () => (await padInk(page)) > 1.1 * three, 'the 3 becomes an 8');
    await assertSoon(async () => (await mapHash(page)) !== threeOnMap, 'its place moves');

    await next(page, 7);
    const slider = page.locator('.slider');
    await assertSoon(async () => Number(await slider.inputValue()) > 0.9, 'it reaches B');
    await assertSoon(async () => (await slider.inputValue()) === '0.5', 'it returns to the middle');
    await page.locator('.strip button').first().waitFor();

    await next(page, 8);
    const muted = page.locator('.edit-channels button[aria-pressed=true]');
    await assertSoon(async () => (await muted.count()) === 8, 'eight are muted');
    const pictures = page.locator('#panel-edit .three canvas');
    await assertSoon(async () => {
      const [whole, edited] = [await greysOf(pictures.nth(0)), await greysOf(pictures.nth(1))];
      return whole.some((value, i) => Math.abs(value - edited[i]) > 0.02);
    }, 'the decoder shows what is missing');

    await next(page, 9);
    await page.getByRole('button', { name: 'Done' }).click();
    await card(page).waitFor({ state: 'detached' });
    assert.equal(await page.locator('.tour-spotlight').count(), 0);
  });

  void works(
    'shows how each step ends at once where less motion is wanted',
    async (page) => {
      await start(page);
      assert.equal(await shownCount(page), COUNT);
      for (let step = 1; step <= 3; step++) await next(page, step);
      assert.equal(await page.locator('#replay-iteration').innerText(), '150 of 150');
      for (let step = 4; step <= 7; step++) await next(page, step);
      assert.equal(await page.locator('.slider').inputValue(), '0.5');
      const undo = page.getByRole('button', { name: 'Undo' });
      for (const [step, name] of [
        [6, 'the 8'],
        [5, 'the 3'],
      ] as const) {
        await page.getByRole('button', { name: 'Back' }).click();
        await at(page, step);
        assert.ok(await undo.isEnabled(), `${name} is drawn`);
      }
    },
    { reducedMotion: 'reduce' },
  );

  void works(
    'fits a small screen, and does not hide what it points at',
    async (page) => {
      await start(page);
      for (let step = 0; step < TITLES.length; step++) {
        if (step > 0) await next(page, step);
        const box = (await card(page).boundingBox())!;
        assert.ok(box.x >= 0 && box.x + box.width <= 360, 'the card is as wide as the screen');
        assert.ok(box.y > 0 && box.y + box.height <= 640, 'the card is whole');
        await assertSoon(
          async () => {
            const [target] = await framed(page);
            return target.top >= 0 && target.top < box.y - 20;
          },
          `in sight: what step ${step + 1} is about`,
        );
      }
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
    },
    { viewport: { width: 360, height: 640 }, reducedMotion: 'reduce' },
  );

  void works(
    'on a large screen the card covers nothing that it is about',
    async (page) => {
      await start(page);
      for (let step = 0; step < TITLES.length; step++) {
        if (step > 0) await next(page, step);
        await assertSoon(
          async () => {
            const { x, y, width, height } = (await card(page).boundingBox())!;
            const place = { left: x, top: y, width, height };
            return (await framed(page)).every((target) => overlap(place, target) === 0);
          },
          `free: what step ${step + 1} is about`,
        );
      }
    },
    { reducedMotion: 'reduce' },
  );

  void works(
    'goes without what a page does not have',
    async (page) => {
      await page.locator('#tour-open').click();
      for (const title of TITLES.filter((_, step) => ![2, 3, 7].includes(step))) {
        await card(page).getByRole('heading', { name: title }).waitFor();
        await card(page)
          .getByRole('button', { name: /Next|Done/ })
          .click();
      }
      await card(page).waitFor({ state: 'detached' });
    },
    { input: 'onePoint' },
  );

  void works(
    'mutes the numbers of a latent that is a vector',
    async (page) => {
      await start(page);
      for (let step = 1; step <= 8; step++) await next(page, step);
      await card(page).getByText('made of 24 numbers').waitFor();
      await assertSoon(async () => {
        const values = await page
          .locator('.number-sliders output')
          .evaluateAll((outputs) => outputs.map((output) => output.textContent));
        return values.filter((value) => value === '0').length >= 8;
      });
    },
    { input: 'trained', reducedMotion: 'reduce' },
  );
});

async function shownCount(page: Page): Promise<number> {
  return Number.parseInt(await page.locator('#map-status').innerText());
}

/** Dark pixels of the map. */
function mapInk(page: Page): Promise<number> {
  return page.locator('#map').evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    let ink = 0;
    for (let i = 0; i < data.length; i += 4) {
      if (data[i + 3] > 200 && data[i] + data[i + 1] + data[i + 2] < 150) ink++;
    }
    return ink;
  });
}

/** What the frames of the tour are around, CSS pixels of the window. */
function framed(page: Page): Promise<Box[]> {
  return page.locator('.tour-spotlight .frame').evaluate((path: SVGPathElement) =>
    [...(path.getAttribute('d') ?? '').matchAll(/M[^M]+/g)].map(([d]) => {
      const part = path.cloneNode() as SVGPathElement;
      part.setAttribute('d', d);
      path.after(part);
      const { x, y, width, height } = part.getBBox();
      part.remove();
      return { left: x + 6, top: y + 6, width: width - 12, height: height - 12 };
    }),
  );
}
