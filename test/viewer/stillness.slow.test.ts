/** Nothing on the page jumps by itself, and nothing moves for those who have asked for less motion. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { openFile } from '../chromium.ts';
import { clickPoint } from './driving.ts';
import { SIDE } from './pages.ts';
import { drawStroke, ROOMS } from './rooms.ts';
import { browserSuite } from './suite.ts';

/** Largest sum of layout shifts, in shares of the screen; 0.1 counts as good in general. */
const MOST_SHIFT = 0.02;

declare global {
  interface Window {
    /** What has jumped: by how much, and what. */
    shifts: { value: number; what: string[] }[];
    /** Elements that began to move. */
    moved: string[];
  }
}

void describe('the page keeps still', () => {
  const suite = browserSuite();
  let digits: string;

  before(async () => {
    digits = await suite.page('vivid');
  });

  for (const viewport of [
    { width: 1280, height: 860 },
    { width: 390, height: 844 },
  ]) {
    void test(`nothing jumps without being asked, ${viewport.width} px wide`, async () => {
      const { page } = await openFile(suite.browser, digits, { viewport }, watchShifts);
      await page.locator('#engine[data-status=ready]').waitFor();
      await page.locator('#reconstruction[aria-label]').waitFor();
      await clickPoint(page, 3 * SIDE + 4);
      await page.waitForTimeout(800);
      for (const name of ['Draw', 'Between', 'Edit', 'Group', 'Draw']) {
        await page.getByRole('tab', { name }).click();
        await page.waitForTimeout(800);
      }
      await drawStroke(page);
      await page.waitForTimeout(1200);
      const shifts = await page.evaluate(() => window.shifts);
      const sum = shifts.reduce((total, { value }) => total + value, 0);
      assert.ok(sum < MOST_SHIFT, JSON.stringify(shifts));
      await page.context().close();
    });
  }

  void test('a jump would be noticed', async () => {
    const { page } = await openFile(suite.browser, digits, {}, watchShifts);
    await page.locator('#engine[data-status=ready]').waitFor();
    await page.waitForTimeout(800);
    await page.evaluate(() => {
      document.body.style.paddingTop = '200px';
    });
    await page.waitForFunction((most) => {
      return window.shifts.reduce((total, { value }) => total + value, 0) > most;
    }, MOST_SHIFT);
    await page.context().close();
  });

  for (const reducedMotion of ['reduce', 'no-preference'] as const) {
    void test(`motion where it is wished for: ${reducedMotion}`, async () => {
      const { page } = await openFile(suite.browser, digits, { reducedMotion }, watchMotion);
      await page.locator('#engine[data-status=ready]').waitFor();
      for (const { open } of ROOMS) await open(page);
      const moved = await page.evaluate(() => window.moved);
      // The light of the loading models breathes, where that is wanted.
      assert.equal(moved.length > 0, reducedMotion === 'no-preference', moved.join(', '));
      await page.context().close();
    });
  }
});

/** In the page: keeps what jumps though nothing was pressed or clicked half a second before. */
function watchShifts(): void {
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as LayoutShift[]) {
      if (entry.hadRecentInput) continue;
      const what = entry.sources.map(({ node }) =>
        node instanceof Element ? `${node.tagName} ${node.id} ${node.className}` : 'text',
      );
      window.shifts.push({ value: entry.value, what });
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

/** In the page: keeps what is moved by style sheets. */
function watchMotion(): void {
  window.moved = [];
  for (const type of ['animationstart', 'transitionrun']) {
    document.addEventListener(type, (event) => {
      const { animationName } = event as AnimationEvent;
      // Tells of a file that was cut short: it changes at once, after a time.
      if (animationName === 'appear') return;
      window.moved.push(`${(event.target as Element).id} ${animationName}`);
    });
  }
}

/** https://wicg.github.io/layout-instability: not among TypeScript's own types. */
interface LayoutShift extends PerformanceEntry {
  readonly value: number;
  readonly hadRecentInput: boolean;
  readonly sources: readonly { readonly node: Node | null }[];
}
