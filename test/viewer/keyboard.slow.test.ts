/** The whole page by keyboard alone, in a real browser. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { assertSoon } from './driving.ts';
import { SIDE } from './pages.ts';
import { ROOMS } from './rooms.ts';
import { browserSuite, usePage } from './suite.ts';

/** States of the page that are walked through whole; the rooms before each are opened on the way. */
const WALKED = ['Look', 'Draw', 'Between', 'Edit', 'Group', 'Layers menu', 'all that lies below'];

void describe('the page by keyboard', () => {
  const suite = browserSuite();
  let digits: string;

  before(async () => {
    digits = await suite.page('vivid');
  });

  const works = (name: string, body: (page: Page) => Promise<void>) =>
    test(name, () => usePage(suite.browser, digits, body, { reducedMotion: 'reduce' }));

  void works('Tab reaches all there is, in sight and marked, and leaves again', async (page) => {
    for (const { name, open } of ROOMS) {
      await open(page);
      if (!WALKED.includes(name)) continue;
      const expected = await stopsOf(page);
      // Backwards where most is open: a menu that one has left is closed when one comes back.
      const key = name === WALKED.at(-1) ? 'Shift+Tab' : 'Tab';
      const { reached, unmarked, covered } = await walk(page, expected.length, key);
      const missed = expected.filter((stop) => !reached.includes(stop));
      assert.deepEqual(
        { missed, unmarked, covered },
        { missed: [], unmarked: [], covered: [] },
        name,
      );
    }
  });

  void works('arrow keys go from tab to tab, and Tab on into what is open', async (page) => {
    await page.getByRole('tab', { name: 'Look' }).focus();
    for (const [key, name] of [
      ['ArrowRight', 'Draw'],
      ['End', 'Group'],
      ['ArrowRight', 'Look'],
      ['ArrowLeft', 'Group'],
      ['Home', 'Look'],
    ]) {
      await page.keyboard.press(key);
      const tab = page.getByRole('tab', { name, selected: true });
      assert.ok(await tab.evaluate((element) => element === document.activeElement), name);
      assert.ok(await page.getByRole('tabpanel', { name }).isVisible());
    }
    await page.keyboard.press('Tab');
    assert.ok(await page.locator('#panel-look :focus').isVisible());
  });

  void works('arrow keys on the map walk to the nearest that way', async (page) => {
    await page.locator('#map').focus();
    for (const [key, index] of [
      ['ArrowRight', 1],
      ['ArrowUp', SIDE + 1],
      ['ArrowLeft', SIDE],
      ['ArrowDown', 0],
      // At the edge it stays.
      ['ArrowDown', 0],
    ] as const) {
      await page.keyboard.press(key);
      assert.equal(await page.locator('#subject-number').innerText(), `image ${index}`);
    }
    await page.keyboard.press('Shift+ArrowRight');
    const leapt = await page.locator('#subject-number').innerText();
    assert.ok(Number(leapt.replace('image ', '')) > 1, leapt);
    assert.match(await page.locator('#announcer').innerText(), /image/i);
  });

  void works('the skip link leads past the map', async (page) => {
    await page.keyboard.press('Tab');
    assert.equal(await page.locator(':focus').innerText(), 'Skip to the inspector');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    assert.ok(await page.locator('#tab-look:focus').isVisible());
  });

  void works('what opens closes on Escape and gives the focus back', async (page) => {
    const opener = page.getByRole('button', { name: 'Save and share' });
    await opener.press('Enter');
    assert.ok(await page.locator('dialog :focus').isVisible());
    // The rest of the page is out of reach while it is open.
    for (let i = 0; i < 30; i++) {
      await page.keyboard.press('Tab');
      const outside = await page.evaluate(() => {
        const { activeElement } = document;
        return activeElement !== document.body && !activeElement!.closest('dialog');
      });
      assert.equal(outside, false);
    }
    await page.keyboard.press('Escape');
    await assertSoon(() => opener.evaluate((button) => button === document.activeElement));

    const menu = page.locator('#layers summary');
    await menu.press('Enter');
    await page.keyboard.press('Tab');
    assert.ok(await page.locator('#layers input:focus').isVisible());
    await page.keyboard.press('Escape');
    assert.ok(await menu.evaluate((summary) => summary === document.activeElement));
    assert.equal(await page.locator('.layers-menu').isVisible(), false);

    const replay = page.getByRole('button', { name: 'Replay' });
    await replay.press('Enter');
    await page.getByRole('button', { name: 'Back to the map' }).press('Enter');
    assert.ok(await page.locator('#replay-play:focus').isVisible());
  });

  void works('the map does not keep what is for the page', async (page) => {
    const top = () => page.evaluate(() => scrollY);
    await page.locator('#map').focus();
    await page.keyboard.press('PageDown');
    await assertSoon(async () => (await top()) > 0);
  });
});

/** What Tab should stop at: all that can be used and seen, but for members of a group with one stop. */
function stopsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const usable = 'a[href], button, input, select, textarea, summary, [tabindex]';
    return [...document.querySelectorAll<HTMLElement>(usable)]
      .filter((element) => element.tabIndex >= 0 && !(element as HTMLButtonElement).disabled)
      .filter((element) => element.checkVisibility({ visibilityProperty: true }))
      .map((element, index) => {
        const words = [element.tagName, element.id, element.ariaLabel, element.textContent.trim()];
        element.dataset.stop = `${index}: ${words.join(' ').slice(0, 40)}`;
        return element.dataset.stop;
      });
  });
}

/** Presses a key until the focus has gone round, and tells where it was. */
async function walk(page: Page, stops: number, key: string) {
  await page.evaluate(() => {
    (document.activeElement as HTMLElement).blur();
    getSelection()!.removeAllRanges();
    scrollTo(0, 0);
  });
  const reached = new Set<string>();
  const [unmarked, covered]: string[][] = [[], []];
  for (let i = 0; i < stops + 2; i++) {
    await page.keyboard.press(key);
    const stop = await page.evaluate(focusNow);
    if (!stop) continue;
    reached.add(stop.name);
    if (!stop.marked) unmarked.push(stop.name);
    if (!stop.inSight) covered.push(stop.name);
  }
  return { reached: [...reached], unmarked, covered };
}

/** In the page: the element in focus, whether a line around it marks it, and whether one sees its middle. */
function focusNow() {
  const element = document.activeElement as HTMLElement;
  if (element === document.body) return null;
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const { x, y, width, height } = element.getBoundingClientRect();
  const seen = document.elementFromPoint(
    Math.min(Math.max(0, x + width / 2), innerWidth - 1),
    Math.min(Math.max(0, y + Math.min(height / 2, innerHeight / 2)), innerHeight - 1),
  );
  return {
    name: element.dataset.stop!,
    marked: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
    inSight: seen !== null && (element.contains(seen) || seen.contains(element)),
  };
}
