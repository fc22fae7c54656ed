/** Driving the guided tour in a browser. */
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import type { PageName } from '../builtPages.ts';
import { usePage, type Opening, type Suite } from '../suite.ts';

export const TITLES = [
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

/** For tests that open a page, the one of vivid digits where no other is named. */
export function onPages(suite: Suite) {
  return (
    name: string,
    body: (page: Page) => Promise<void>,
    { input = 'vivid', ...options }: Opening & { input?: PageName } = {},
  ) =>
    test(name, async () => {
      const all = { viewport: { width: 1280, height: 1000 }, ...options };
      await usePage(suite.browser, await suite.page(input), body, all);
    });
}

export function card(page: Page): Locator {
  return page.locator('.tour-card');
}

export async function start(page: Page): Promise<void> {
  await page.locator('#tour-open').click();
  await at(page, 0);
}

export async function next(page: Page, step: number): Promise<void> {
  await card(page).getByRole('button', { name: 'Next' }).click();
  await at(page, step);
}

/** @param step from 0 */
export async function at(page: Page, step: number): Promise<void> {
  await card(page).getByRole('heading', { name: TITLES[step] }).waitFor();
  await card(page)
    .getByText(`${step + 1} of ${TITLES.length}`, { exact: true })
    .waitFor();
}

/** The same for the same picture. */
export async function mapHash(page: Page): Promise<string> {
  const picture = await page
    .locator('#map')
    .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  return createHash('sha256').update(picture).digest('hex');
}

/** Sum of the red channel of the pad. */
export function padInk(page: Page): Promise<number> {
  return page.locator('#pad').evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    let ink = 0;
    for (let i = 0; i < data.length; i += 4) ink += data[i];
    return ink;
  });
}
