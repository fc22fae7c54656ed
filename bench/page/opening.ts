/** How long one waits for the map, for the first answer of the models, and for later ones. */
import { quantileSorted } from 'd3-array';
import type { Page } from 'playwright-core';
import { PAGE_DATA, type PageData } from '../../pipeline/contract.ts';

/** Milliseconds; the first two since the file was asked for. */
export interface Opening {
  readonly mapDrawn: number;
  readonly firstProbe: number;
  /** Since the file was asked for, until images without pictures show, where the page has such. */
  readonly crowdDrawn?: number;
  /**
   * One image encoded, decoded and, where the page can, its neighbours found and its place on the map:
   * median, and what 95 % of the probes stay below.
   */
  readonly probe: number;
  readonly slowProbe: number;
}

const PROBES = 200;

/** Runs in the page before its own scripts: takes note of when the map, and its crowd, have been drawn. */
export function watchOpening(): void {
  const timer = setInterval(() => {
    const map = document.querySelector<HTMLCanvasElement>('#map');
    // A canvas is 300 wide until the page gives it its size, and draws into it at once.
    if (!map || map.width === 300) return;
    const { dataset } = document.documentElement;
    dataset.drawn ??= String(performance.now());
    // The page says how the crowd is seen once it is.
    if (document.querySelector('#crowd-status')?.textContent === '') return;
    dataset.crowdDrawn = String(performance.now());
    clearInterval(timer);
  });
}

export async function openingOf(page: Page): Promise<Opening> {
  const hasCrowd = await page.evaluate(
    (data) => 'crowd' in (JSON.parse(document.getElementById(data)!.textContent) as PageData),
    PAGE_DATA,
  );
  const { mapDrawn, firstProbe, probes } = await page.evaluate(
    async ([count, data]) => {
      const { images } = JSON.parse(document.getElementById(data)!.textContent) as PageData;
      const size = images.channels * images.height * images.width;
      const image = new Float32Array(size).fill(0.5);
      const times: number[] = [];
      for (let n = 0; n <= count; n++) {
        await window.caelum.probe(image, 0);
        times.push(performance.now());
      }
      const probes = times.slice(1).map((time, n) => time - times[n]);
      const [firstProbe] = times;
      return { mapDrawn: Number(document.documentElement.dataset.drawn), firstProbe, probes };
    },
    [PROBES, PAGE_DATA] as const,
  );
  probes.sort((a, b) => a - b);
  const crowdDrawn = hasCrowd ? { crowdDrawn: await crowdDrawnAt(page) } : {};
  return {
    mapDrawn,
    firstProbe,
    ...crowdDrawn,
    probe: quantileSorted(probes, 0.5)!,
    slowProbe: quantileSorted(probes, 0.95)!,
  };
}

async function crowdDrawnAt(page: Page): Promise<number> {
  const html = page.locator('html[data-crowd-drawn]');
  return Number(await html.getAttribute('data-crowd-drawn'));
}
