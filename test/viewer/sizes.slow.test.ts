/** The page on screens from a small phone to a large monitor. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { ROOMS } from './rooms.ts';
import { browserSuite, usePage } from './suite.ts';

const SCREENS = [
  { width: 360, height: 740, hasTouch: true },
  { width: 768, height: 1024, hasTouch: true },
  { width: 1440, height: 900, hasTouch: false },
  { width: 3840, height: 2160, hasTouch: false },
];

void describe('the page on screens of all sizes', () => {
  const suite = browserSuite();
  let digits: string;

  before(async () => {
    digits = await suite.page('vivid');
  });

  for (const { width, height, hasTouch } of SCREENS) {
    void test(`${width} × ${height}: nothing is cut off, too small to read or to hit`, async () => {
      const look = async (page: Page): Promise<void> => {
        assert.equal(await page.evaluate(() => matchMedia('(pointer: coarse)').matches), hasTouch);
        const found: string[] = [];
        for (const { name, open } of ROOMS) {
          await open(page);
          found.push(...(await faultsOfSize(page, hasTouch)).map((fault) => `${name}: ${fault}`));
        }
        assert.deepEqual(found, []);
      };
      await usePage(suite.browser, digits, look, {
        viewport: { width, height },
        hasTouch,
        isMobile: hasTouch,
        reducedMotion: 'reduce',
      });
    });
  }

  for (const { width, height } of SCREENS) {
    void test(`${width} × ${height}: the map has its share, and nothing lies on its points`, async () => {
      const look = async (page: Page): Promise<void> => {
        const map = await boxOf(page, '#map');
        const stage = await boxOf(page, '#stage');
        assert.ok(stage.width > 0.9 * width, `the stage is ${stage.width} px wide`);
        assert.ok(map.height > (width < 896 ? 0.35 : 0.55) * height, `${map.height} px high`);
        await page.getByRole('button', { name: 'Replay' }).click();
        assert.deepEqual(await page.evaluate(coveredPoints), []);
      };
      await usePage(suite.browser, digits, look, { viewport: { width, height } });
    });
  }

  void test('forty classes and endless words leave the map its share, and the page its width', async () => {
    const file = await suite.page('wordy');
    for (const { width, height } of SCREENS) {
      const look = async (page: Page): Promise<void> => {
        for (const name of ['Class by class', 'Hardest to reconstruct']) {
          await page.getByText(name, { exact: true }).click();
        }
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
        const map = await boxOf(page, '#map');
        assert.ok(map.height > 0.3 * height, `${map.height} px of ${height}`);
      };
      await usePage(suite.browser, file, look, { viewport: { width, height } });
    }
  });

  void test('colours that mean something stay where a system paints in its own', async () => {
    const look = async (page: Page): Promise<void> => {
      const colours = await page
        .locator('#legend .swatch:not(.ring):visible')
        .evaluateAll((all) => all.map((swatch) => getComputedStyle(swatch).backgroundColor));
      assert.equal(new Set(colours).size, 10);
    };
    await usePage(suite.browser, digits, look, { forcedColors: 'active' });
  });
});

async function boxOf(page: Page, selector: string) {
  return (await page.locator(selector).boundingBox())!;
}

/** What is wider than the screen, cut off, smaller than 11 px type or than 24 px to hit. */
async function faultsOfSize(page: Page, finger: boolean): Promise<string[]> {
  const { width, shown } = await page.evaluate(measureAll);
  const screen = page.viewportSize()!.width;
  const faults = width > screen ? [`${width} px wide on ${screen}`] : [];
  for (const { name, type, hit, isMain, isCut, left, right } of shown) {
    if (type !== null && type < 11) faults.push(`${name} has type of ${type} px`);
    if (hit === null) continue;
    const size = `${hit.width.toFixed(1)} × ${hit.height.toFixed(1)} px`;
    if (hit.width < 23.5 || hit.height < 23.5) faults.push(`${name} is ${size}`);
    if (finger && isMain && hit.height < 43.5) faults.push(`${name} is ${size}, for a finger`);
    if (isCut) faults.push(`${name} is cut off`);
    if (left < -1 || right > screen + 1) faults.push(`${name} reaches from ${left} to ${right}`);
  }
  return faults;
}

/** In the page: its width, and of all that is seen the size of its type and of what one can hit. */
function measureAll() {
  const shown = [...document.body.querySelectorAll<HTMLElement>('*')]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }))
    .filter((element) => !element.closest('.unseen, .skip'))
    .map((element) => {
      const words = [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.textContent!.trim() !== '',
      );
      const label = (element as HTMLInputElement).labels?.[0];
      const [box, around] = [element, label ?? element].map((one) => one.getBoundingClientRect());
      return {
        name: `${element.tagName} ${element.id} "${element.textContent.trim().slice(0, 30)}"`,
        type: words ? parseFloat(getComputedStyle(element).fontSize) : null,
        hit: element.matches('button, select, summary, input')
          ? {
              width: Math.max(box.width, around.width),
              height: Math.max(box.height, around.height),
            }
          : null,
        isMain: element.matches(
          '[role=tab], .zoom button, .icon, #replay-play, .tool-switch button',
        ),
        isCut: element.tagName === 'BUTTON' && element.scrollWidth > element.clientWidth + 1,
        left: box.left,
        right: box.right,
      };
    });
  return { width: document.documentElement.scrollWidth, shown };
}

/** In the page: what stands over the middle, the top or the bottom of the map, where points are. */
function coveredPoints(): string[] {
  const map = document.getElementById('map')!;
  map.scrollIntoView({ block: 'center' });
  const { left, top, width, height } = map.getBoundingClientRect();
  const side = Math.min(width, height) - 48;
  const covers: string[] = [];
  for (const across of [0, 0.25, 0.5, 0.75, 1]) {
    for (const down of [0, 0.25, 0.5, 0.75, 1]) {
      const x = left + width / 2 + (across - 0.5) * side;
      const y = top + height / 2 + (down - 0.5) * side;
      const seen = document.elementFromPoint(x, y);
      if (seen !== map) covers.push(`${seen?.className}${seen?.id} at ${across}, ${down}`);
    }
  }
  return covers;
}
