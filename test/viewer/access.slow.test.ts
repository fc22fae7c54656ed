/** Whether everybody can use the page, by the rules that axe-core can check, in light and dark, wide and narrow. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { openFile } from '../chromium.ts';
import { ROOMS } from './rooms.ts';
import { browserSuite, usePage } from './suite.ts';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

void describe('the page by the rules of access', () => {
  const suite = browserSuite();
  let digits: string;

  before(async () => {
    digits = await suite.page('vivid');
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [1280, 390]) {
      void test(`${colorScheme}, ${width} px wide`, async () => {
        const look = async (page: Page): Promise<void> => {
          const found: string[] = [];
          for (const { name, open } of ROOMS) {
            await open(page);
            found.push(...(await violations(page)).map((violation) => `${name}: ${violation}`));
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
  }

  void test('would notice a picture without a name', async () => {
    const { page } = await openFile(suite.browser, digits);
    await page.evaluate(() => {
      document.querySelector('#original')!.removeAttribute('aria-label');
      document.querySelector('#results')!.removeAttribute('hidden');
    });
    assert.match((await violations(page)).join('\n'), /role-img-alt .*#original/);
    await page.context().close();
  });
});

/** What breaks a rule now, one line a rule: its name, what it asks for, and where. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const results = await page.evaluate(
    (values) => window.axe.run(document, { runOnly: { type: 'tag', values } }),
    RULES,
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
