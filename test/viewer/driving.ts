/** Driving the page in a browser: places on the grid of {@link pages}, pictures as numbers, patience. */
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { fitMap } from '../../viewer/map/layout.ts';
import { largestDifference } from '../helpers.ts';
import { gridMap } from './pages.ts';

/** Half a step of a canvas, and what two runtimes may differ by. */
const A_STEP = 0.5 / 255 + 1e-4;

/** Of a point on the map's canvas, CSS pixels. */
export async function placeOf(page: Page, index: number): Promise<[number, number]> {
  const { width, height } = (await page.locator('#map').boundingBox())!;
  const positions = fitMap(gridMap(), width, height, 24);
  return [positions[2 * index], positions[2 * index + 1]];
}

export async function clickPoint(page: Page, index: number): Promise<void> {
  const [x, y] = await placeOf(page, index);
  await page.locator('#map').click({ position: { x, y } });
}

/** The red channel of a picture, 0 to 1. */
export async function greysOf(picture: Locator): Promise<Float32Array> {
  const values = await picture.evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    return Array.from({ length: data.length / 4 }, (_, i) => data[4 * i] / 255);
  });
  return Float32Array.from(values);
}

/** Waits until a grey picture holds these numbers. */
export async function assertPicture(
  picture: Locator,
  expected: Float32Array,
  within = A_STEP,
): Promise<void> {
  await assertSoon(
    async () => {
      const greys = await greysOf(picture);
      return greys.length === expected.length && largestDifference(greys, expected) < within;
    },
    `the picture ${String(picture)}`,
  );
}

/** Waits until something holds, at most fifteen seconds: the machine may be busy. */
export async function assertSoon(
  holds: () => Promise<boolean>,
  what = holds.toString(),
): Promise<void> {
  const end = Date.now() + 15_000;
  while (!(await holds())) {
    assert.ok(Date.now() < end, `did not come to hold: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
