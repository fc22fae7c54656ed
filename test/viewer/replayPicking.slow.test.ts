/** Pointing and choosing while the making of the map is shown: what counts is what is seen. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { PageInput } from '../../pipeline/page/input.ts';
import { fitMap } from '../../viewer/map/layout.ts';
import { MARGIN } from '../../viewer/map/points.ts';
import { replayPositions } from '../../viewer/map/replay/frames.ts';
import { COUNT, digitsPage, gridMap, PLACED } from './pages.ts';
import { browserSuite, usePage } from './suite.ts';

const MAPPED = COUNT - PLACED;
/** Far from the middle, from which all grows. */
const CORNER = MAPPED - 1;
/** One that was placed, not under any button. */
const PLACED_LATER = MAPPED + 10;

void describe('the map while its making is shown', () => {
  const suite = browserSuite();
  let input: PageInput;
  let file: string;

  before(async () => {
    input = await digitsPage();
    file = await suite.page('digits');
  });

  const inFirstFrame = (
    name: string,
    body: (page: Page, places: Record<'first' | 'last', Float32Array>) => Promise<void>,
  ) =>
    test(name, async () => {
      await usePage(suite.browser, file, async (page) => {
        await page.keyboard.press('Escape');
        await page.locator('#replay-play').click();
        await page.getByLabel('Iteration of t-SNE').fill('0');
        const canvas = (await page.locator('#map').boundingBox())!;
        const last = fitMap(gridMap(), canvas.width, canvas.height, MARGIN);
        await body(page, { first: replayPositions(input.frames!, 0, last, canvas), last });
      });
    });

  void inFirstFrame(
    'points are met where they are seen, and nowhere else',
    async (page, places) => {
      const map = page.locator('#map');
      const tooltip = page.locator('#tooltip');
      await map.hover({ position: placeIn(places.first, CORNER) });
      await tooltip.waitFor();
      assert.match(
        await page.locator('#tooltip-number').innerText(),
        new RegExp(`image ${CORNER}$`),
      );
      await map.hover({ position: placeIn(places.last, CORNER) });
      await tooltip.waitFor({ state: 'hidden' });
      await map.click({ position: placeIn(places.last, CORNER) });
      await page.locator('#subject-class').getByText('Nothing chosen').waitFor();
      await map.click({ position: placeIn(places.first, CORNER) });
      await page.locator('#subject-number').getByText(`image ${CORNER}`, { exact: true }).waitFor();
      await page.getByRole('button', { name: 'Back to the map' }).click();
      // All glide to where they belong, and are met there.
      await map.hover({ position: placeIn(places.last, PLACED_LATER) });
      await page.locator('#tooltip-number').getByText(`image ${PLACED_LATER}`).waitFor();
    },
  );

  void inFirstFrame(
    'what a lasso takes is what it encloses, and counts are of what is shown',
    async (page, places) => {
      const status = page.locator('#map-status');
      assert.equal(await status.innerText(), `${MAPPED} of ${COUNT} shown`);
      await page.keyboard.press('l');
      const box = (await page.locator('#map').boundingBox())!;
      const { x, y } = placeIn(places.first, CORNER);
      const around = [
        [-6, -6],
        [6, -6],
        [6, 6],
        [-6, 6],
      ].map(([dx, dy]) => [box.x + x + dx, box.y + y + dy]);
      await page.mouse.move(around[0][0], around[0][1]);
      await page.mouse.down();
      for (const [px, py] of around.slice(1)) await page.mouse.move(px, py, { steps: 4 });
      await page.mouse.up();
      await page.locator('#panel-group').getByText('1 image', { exact: true }).waitFor();
      await page
        .locator('#panel-group')
        .getByRole('button', { name: new RegExp(`^Image ${CORNER},`) })
        .waitFor();
      await page.getByRole('button', { name: 'Back to the map' }).click();
      await status.getByText(`${COUNT} of ${COUNT} shown`).waitFor();
    },
  );
});

function placeIn(positions: Float32Array, index: number): { x: number; y: number } {
  return { x: positions[2 * index], y: positions[2 * index + 1] };
}
