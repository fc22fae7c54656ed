/** The guided tour in a real browser: what it shows, how it is steered, and that it leaves the page as it was. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { overlap, type Box } from '../../viewer/tour/placing.ts';
import { openFile } from '../chromium.ts';
import { assertSoon, clickPoint, greysOf } from './driving.ts';
import type { PageName } from './builtPages.ts';
import { COUNT } from './pages.ts';
import { browserSuite, usePage, type Opening } from './suite.ts';

const TITLES = [
  'A map of images',
  'Inside a dot',
  'Who is alike',
  'How the map was made',
  'How not to misread it',
  'Draw your own',
  'Change it, and it moves',
  'Between two images',
  'What the parts are for',
  'Now it is yours',
];

void describe('the guided tour', () => {
  const suite = browserSuite();
  const works = (
    name: string,
    body: (page: Page) => Promise<void>,
    { input = 'vivid', ...options }: Opening & { input?: PageName } = {},
  ) =>
    test(name, async () => {
      const all = { viewport: { width: 1280, height: 1000 }, ...options };
      await usePage(suite.browser, await suite.page(input), body, all);
    });

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

  void works('is steered by keyboard, and gives the focus back', async (page) => {
    await page.locator('#tour-open').focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Tour of this page' });
    await dialog.and(page.locator(':focus')).waitFor();
    await page.keyboard.press('ArrowLeft');
    await at(page, 0);
    for (let step = 1; step < TITLES.length; step++) {
      await page.keyboard.press('ArrowRight');
      await at(page, step);
    }
    await page.keyboard.press('ArrowRight');
    await at(page, 9);
    await page.keyboard.press('ArrowLeft');
    await at(page, 8);
    await page.keyboard.press('Tab');
    await page.getByRole('button', { name: 'Skip' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Tab');
    for (let step = 7; step >= 0; step--) {
      await page.keyboard.press('Enter');
      await at(page, step);
    }
    // Back can go no further, and has handed on the focus.
    await page.getByRole('button', { name: 'Next' }).and(page.locator(':focus')).waitFor();
    await page.locator('#map').focus();
    await page.keyboard.press('Escape');
    await card(page).waitFor({ state: 'detached' });
    await page.locator('#tour-open:focus').waitFor();
    assert.equal(await page.locator('#subject-number').innerText(), 'image 0');
  });

  for (const last of [3, 6, 9]) {
    void works(
      `left at step ${last + 1}, all is as the visitor had it`,
      async (page) => {
        await page.locator('#map-select').selectOption('Mirror');
        await page.locator('#colouring').selectOption('error');
        await page.getByRole('tab', { name: 'Draw' }).click();
        await drawBar(page);
        await page.getByRole('tab', { name: 'Edit' }).click();
        await clickPoint(page, 30);
        await page.getByRole('button', { name: 'Mute feature map 3', exact: true }).click();
        await page.getByRole('button', { name: 'Zoom in' }).click();
        await page.getByRole('button', { name: /^4\b/ }).click();
        await page.waitForTimeout(900);
        const had = await everything(page);
        assert.match(had.address, /map=mirror&view=.*&image=\d+&colour=error&panel=edit&hide=4/);

        await page.locator('#tour-open').click();
        for (let step = 1; step <= last; step++) await next(page, step);
        await page.waitForTimeout(700);
        assert.notDeepEqual((await everything(page)).map, had.map);
        await page.getByRole('button', { name: last === 9 ? 'Done' : 'Skip' }).click();
        await page.mouse.move(2, 2);
        await page.waitForTimeout(900);
        assert.deepEqual(await everything(page), had);
      },
      { viewport: { width: 1280, height: 900 }, input: 'twoMaps' },
    );
  }

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

  void works('on a large screen the card covers nothing that it is about', async (page) => {
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
  });

  void works('stops where the visitor takes something in hand', async (page) => {
    await start(page);
    for (let step = 1; step <= 7; step++) await next(page, step);
    await page.locator('.travel output').click();
    const slider = page.locator('.slider');
    const stopped = await slider.inputValue();
    await page.waitForTimeout(5500);
    assert.equal(await slider.inputValue(), stopped);
    assert.notEqual(stopped, '0.5', 'it had already come to its end');
  });

  void test('is offered once, beside the map, and not again when declined', async () => {
    const file = await suite.page('vivid');
    for (const viewport of [
      { width: 1440, height: 900 },
      { width: 360, height: 640 },
    ]) {
      const { page, errors } = await openFile(suite.browser, file, { viewport });
      const invitation = page.locator('#tour-invitation');
      const box = await invitation.boundingBox();
      const covered = await page.locator('#map, #title, button, select, input').all();
      for (const other of covered) {
        const there = await other.boundingBox();
        if (!there || (await other.evaluate((e) => e.closest('#tour-invitation')))) continue;
        assert.equal(overlap(boxOf(box!), boxOf(there)), 0, `it covers ${String(other)}`);
      }
      assert.ok(box!.x >= 0 && box!.x + box!.width <= viewport.width);
      await page.getByRole('button', { name: 'No tour, thank you' }).click();
      await invitation.waitFor({ state: 'hidden' });
      await page.locator('#tour-open:focus').waitFor();
      await page.reload();
      await page.locator('#engine[data-status=ready]').waitFor();
      assert.ok(await invitation.isHidden());
      assert.ok(await page.locator('#tour-open').isVisible());
      assert.deepEqual(errors, []);
      await page.context().close();
    }
  });

  void works(
    'works where the browser refuses to remember',
    async (page) => {
      await page.locator('#tour-accept').click();
      await at(page, 0);
      await page.locator('#tour-invitation').waitFor({ state: 'hidden' });
      await page.keyboard.press('Escape');
      await card(page).waitFor({ state: 'detached' });
    },
    {
      prepare: () => {
        Object.defineProperty(window, 'localStorage', {
          get() {
            throw new DOMException('The request was denied.', 'SecurityError');
          },
        });
      },
    },
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
    { input: 'trained' },
  );
});

function card(page: Page): Locator {
  return page.locator('.tour-card');
}

async function start(page: Page): Promise<void> {
  await page.locator('#tour-open').click();
  await at(page, 0);
}

async function next(page: Page, step: number): Promise<void> {
  await card(page).getByRole('button', { name: 'Next' }).click();
  await at(page, step);
}

/** @param step from 0 */
async function at(page: Page, step: number): Promise<void> {
  await card(page).getByRole('heading', { name: TITLES[step] }).waitFor();
  await card(page)
    .getByText(`${step + 1} of ${TITLES.length}`, { exact: true })
    .waitFor();
}

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

/** The same for the same picture. */
async function mapHash(page: Page): Promise<string> {
  const picture = await page
    .locator('#map')
    .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  return createHash('sha256').update(picture).digest('hex');
}

/** Sum of the red channel of the pad. */
function padInk(page: Page): Promise<number> {
  return page.locator('#pad').evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    let ink = 0;
    for (let i = 0; i < data.length; i += 4) ink += data[i];
    return ink;
  });
}

async function drawBar(page: Page): Promise<void> {
  const box = (await page.locator('#pad').boundingBox())!;
  await page.mouse.move(box.x + 0.4 * box.width, box.y + 0.2 * box.height);
  await page.mouse.down();
  await page.mouse.move(box.x + 0.5 * box.width, box.y + 0.8 * box.height, { steps: 6 });
  await page.mouse.up();
  await page.locator('#results').waitFor();
}

/** What a visitor sees of their own choices. */
async function everything(page: Page) {
  return {
    address: new URL(page.url()).hash,
    map: await mapHash(page),
    pad: await padInk(page),
    scroll: await page.evaluate(() => scrollY),
    tab: await page.getByRole('tab', { selected: true }).innerText(),
    muted: await page.locator('.edit-channels button[aria-pressed=true]').allInnerTexts(),
  };
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

function boxOf({ x, y, width, height }: { x: number; y: number; width: number; height: number }) {
  return { left: x, top: y, width, height };
}
