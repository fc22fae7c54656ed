/** All that the page has to show, one after the other, each with something in it. */
import type { Page } from 'playwright-core';
import { clickPoint } from './driving.ts';
import { SIDE } from './pages.ts';

/** A state of the page that a person comes to; opened in this order, each from the one before. */
export interface Room {
  readonly name: string;
  readonly open: (page: Page) => Promise<void>;
}

/** A point in the lower left of the map, and one far from it. */
const [HERE, THERE] = [5 * SIDE + 4, 12 * SIDE + 11];

const tab = (page: Page, name: string) => page.getByRole('tab', { name }).click();
const shows = (page: Page, selector: string) => page.locator(selector).first().waitFor();

export const ROOMS: readonly Room[] = [
  {
    name: 'Look',
    async open(page) {
      await clickPoint(page, HERE);
      await shows(page, '#maps canvas');
      await page.locator('#neighbourhood summary').click();
    },
  },
  { name: 'Draw, empty', open: (page) => tab(page, 'Draw') },
  {
    name: 'Draw',
    async open(page) {
      await drawStroke(page);
      await shows(page, '#panel-draw .image-button');
    },
  },
  { name: 'Between, empty', open: (page) => tab(page, 'Between') },
  {
    name: 'Between',
    async open(page) {
      await clickPoint(page, HERE);
      await clickPoint(page, THERE);
      await shows(page, '#panel-between .image-button');
      // What was shown of an earlier way may stand there for a moment.
      await page.waitForTimeout(500);
    },
  },
  {
    name: 'Edit',
    async open(page) {
      await tab(page, 'Edit');
      await shows(page, '#panel-edit canvas');
    },
  },
  { name: 'Group, empty', open: (page) => tab(page, 'Group') },
  {
    name: 'Group',
    async open(page) {
      await page.locator('#map').press('n');
      await shows(page, '#panel-group .image-button');
      await page.locator('#panel-group .job[data-busy=true]').waitFor({ state: 'hidden' });
    },
  },
  {
    name: 'Lasso',
    open: (page) => page.getByRole('button', { name: 'Lasso', exact: true }).click(),
  },
  {
    name: 'Layers menu',
    async open(page) {
      await page.getByRole('button', { name: 'Move', exact: true }).click();
      await page.locator('#layers summary').click();
    },
  },
  {
    name: 'a search without result',
    async open(page) {
      await page.locator('#layers summary').click();
      await page.locator('#find-host input').fill('no such image');
      await page.keyboard.press('Enter');
    },
  },
  {
    name: 'a colour scale and the replay',
    async open(page) {
      await page.locator('#find-host input').fill('');
      await page.locator('#colouring').selectOption('error');
      await page.getByRole('button', { name: 'Replay' }).click();
    },
  },
  {
    name: 'all that lies below',
    async open(page) {
      await page.evaluate(() => {
        document.querySelectorAll('details').forEach((details) => {
          details.open = details.closest('.about') !== null;
        });
      });
      await shows(page, '#gallery .image-button');
    },
  },
  {
    name: 'Save and share',
    async open(page) {
      await page.getByRole('button', { name: 'Save and share' }).click();
      await shows(page, 'dialog[open]');
    },
  },
];

/** A line across the drawing's paper. */
export async function drawStroke(page: Page): Promise<void> {
  await page.locator('#pad').scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await page.locator('#pad').boundingBox())!;
  await page.mouse.move(x + 0.3 * width, y + 0.3 * height);
  await page.mouse.down();
  await page.mouse.move(x + 0.6 * width, y + 0.7 * height, { steps: 5 });
  await page.mouse.up();
}
