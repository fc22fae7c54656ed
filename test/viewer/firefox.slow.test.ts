/** The page in Firefox, which has no promise integration in WebAssembly and, on Linux, no WebGPU. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import type { PageInput } from '../../pipeline/page/input.ts';
import { fitMap } from '../../viewer/map/layout.ts';
import { findFirefox, launchFirefox, openInFirefox, type FileInFirefox } from '../firefox.ts';
import { largestDifference, realDigits, runModel } from '../helpers.ts';
import { builtPage } from './builtPages.ts';
import { digitsPage, gridMap, pageFolder } from './pages.ts';

const firefox = findFirefox();
const skip = firefox === null && 'there is no Firefox here, and none could be installed';

void describe('the page in Firefox', { skip }, () => {
  let browser: Browser;
  let folder: Awaited<ReturnType<typeof pageFolder>>;
  let input: PageInput;
  let opened: FileInFirefox;
  let page: Page;

  before(async () => {
    [browser, folder, input] = await Promise.all([
      launchFirefox(firefox!),
      pageFolder(),
      digitsPage(),
    ]);
    opened = await openInFirefox(browser, await builtPage('digits', folder.path));
    ({ page } = opened);
    await page.waitForSelector('#engine[data-status=ready]');
  });
  after(async () => {
    await browser.close();
    await folder.remove();
  });

  void test('its models give what Node gives', async () => {
    const image = await realDigits(1, 7);
    const found = await page.evaluate(
      async (values) => [...(await window.caelum.probe(new Float32Array(values), 0))!.latent],
      [...image.data],
    );
    const { encoder } = input.data;
    const expected = await runModel(input.encoder, { [encoder.input]: image });
    assert.ok(largestDifference(found, expected[encoder.output]) < 1e-5);
  });

  void test('a point that is clicked is looked at, with its reconstruction', async () => {
    await clickPoint(page, 43);
    await page.waitForSelector('::-p-text(image 43)');
    await page.waitForSelector('#panel-look ::-p-text(Error (MSE))');
    assert.notEqual(await inkIn(page, '#panel-look canvas'), 0);
  });

  void test('a line that is drawn gets a place on the map', async () => {
    await page.locator('::-p-aria([name="Draw"][role="tab"])').click();
    const pad = (await (await page.waitForSelector('#pad'))!.boundingBox())!;
    await page.mouse.move(pad.x + pad.width / 2, pad.y + 0.2 * pad.height);
    await page.mouse.down();
    await page.mouse.move(pad.x + pad.width / 2, pad.y + 0.8 * pad.height, { steps: 8 });
    await page.mouse.up();
    await page.waitForSelector('#panel-draw ::-p-text(It lands among)');
    assert.notEqual(await inkIn(page, '#panel-draw canvas'), 0);
  });

  void test('nothing left the page, and nothing went wrong', () => {
    assert.deepEqual(opened.requests, []);
    assert.deepEqual(opened.errors, []);
  });
});

async function clickPoint(page: Page, index: number): Promise<void> {
  const { x, y, width, height } = (await (await page.$('#map'))!.boundingBox())!;
  const positions = fitMap(gridMap(), width, height, 24);
  await page.mouse.click(x + positions[2 * index], y + positions[2 * index + 1]);
}

/** Pixels of the first such picture that are not black. */
function inkIn(page: Page, selector: string): Promise<number> {
  return page.$eval(selector, (element) => {
    const canvas = element as HTMLCanvasElement;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    return data.filter((value, i) => i % 4 === 0 && value > 0).length;
  });
}
