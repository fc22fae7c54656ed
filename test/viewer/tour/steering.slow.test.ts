/** How the guided tour is steered, and that it leaves the page as it was, in a real browser. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { overlap } from '../../../viewer/tour/placing.ts';
import { openFile } from '../../chromium.ts';
import { clickPoint } from '../driving.ts';
import { browserSuite } from '../suite.ts';
import { at, card, mapHash, next, onPages, padInk, start, TITLES } from './touring.ts';

void describe('steering the guided tour', () => {
  const suite = browserSuite();
  const works = onPages(suite);

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

  void works('stops where the visitor takes something in hand', async (page) => {
    await start(page);
    for (let step = 1; step <= 7; step++) await next(page, step);
    await page.locator('.travel output').click();
    const slider = page.locator('.slider');
    const stopped = await slider.inputValue();
    // The slider would be somewhere else a moment later.
    await page.waitForTimeout(1500);
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
      const [box] = await boxesOf(page, '#tour-invitation');
      const others = await boxesOf(page, '#map, #title, button, select, input');
      assert.ok(others.length > 10);
      for (const other of others) {
        if (other.isInvitation) continue;
        assert.equal(overlap(box, other), 0, `it covers ${other.name}`);
      }
      assert.ok(box.left >= 0 && box.left + box.width <= viewport.width);
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
});

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

/** Of all that is seen of these, CSS pixels of the window. */
function boxesOf(page: Page, selector: string) {
  return page.locator(selector).evaluateAll((all) =>
    all.flatMap((element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      const name = `${element.tagName} ${element.id} ${element.textContent}`;
      const isInvitation = element.closest('#tour-invitation') !== null;
      return width > 0 && height > 0 ? [{ left, top, width, height, name, isInvitation }] : [];
    }),
  );
}
