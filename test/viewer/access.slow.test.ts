/** Whether everybody can use the page, by the rules that axe-core can check, in light and dark, wide and narrow. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import axe, { type RunOnly } from 'axe-core';
import type { Page } from 'playwright-core';
import { openFile } from '../chromium.ts';
import { ROOMS } from './rooms.ts';
import { browserSuite, usePage } from './suite.ts';

const ALL: RunOnly = {
  type: 'tag',
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
};
/** Those that look at colours, and at sizes. */
const OF_LOOKS: RunOnly = {
  type: 'rule',
  values: ['color-contrast', 'link-in-text-block', 'target-size'],
};

void describe('the page by the rules of access', () => {
  const suite = browserSuite();
  let digits: string;

  before(async () => {
    digits = await suite.page('vivid');
  });

  // Most rules ask the same of a page in other colours: each is asked at both widths.
  for (const [colorScheme, width, rules] of [
    ['light', 1280, ALL],
    ['light', 390, OF_LOOKS],
    ['dark', 1280, OF_LOOKS],
    ['dark', 390, ALL],
  ] as const) {
    void test(`${colorScheme}, ${width} px wide`, async () => {
      const look = async (page: Page): Promise<void> => {
        const found: string[] = [];
        for (const { name, open } of ROOMS) {
          await open(page);
          found.push(
            ...(await violations(page, rules)).map((violation) => `${name}: ${violation}`),
          );
        }
        assert.deepEqual(found, []);
      };
      const viewport = { width, height: 860 };
      await usePage(suite.browser, digits, look, {
        viewport,
        colorScheme,
        reducedMotion: 'reduce',
      });
    });
  }

  void test('would notice a picture without a name', async () => {
    const { page } = await openFile(suite.browser, digits);
    // All pictures have been named by then.
    await page.locator('#reconstruction[aria-label]').waitFor();
    await page.evaluate(() => {
      document.querySelector('#original')!.removeAttribute('aria-label');
      document.querySelector('#results')!.removeAttribute('hidden');
    });
    assert.match((await violations(page, ALL)).join('\n'), /role-img-alt .*#original/);
    await page.context().close();
  });
});

/** What breaks a rule now, one line a rule: its name, what it asks for, and where. */
async function violations(page: Page, rules: RunOnly): Promise<string[]> {
  if (await page.evaluate(() => !('axe' in window))) await page.evaluate(axe.source);
  const results = await page.evaluate(
    (runOnly) =>
      window.axe.run(document, {
        runOnly,
        // Of what is right nothing needs to be told, which takes longer than to find it.
        resultTypes: ['violations'],
      }),
    rules,
  );
  return results.violations.map(
    ({ id, impact, help, nodes }) =>
      `${id} (${impact}): ${help}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
}

declare global {
  interface Window {
    axe: typeof axe;
  }
}
