/** How many frames a second the map shows while one moves it, by the browser's own tracing. */
import type { Browser, Page } from 'playwright-core';

/** Frames a second. */
export interface Drawing {
  readonly panning: number;
  readonly zooming: number;
  /** Panning where images are shown as pictures. */
  readonly amongPictures: number;
  /** From one map to another, where the page has more than one. */
  readonly changingMaps?: number;
}

/** How long each kind of movement is kept up, ms. */
const MOVE_MS = 2500;
/** How long a change of maps takes, as the page has it. */
const GLIDE_MS = 600;
const CHANGES = 4;

/** What a trace tells of one frame that was put on the screen. */
interface TraceEvent {
  readonly name: string;
  /** Microseconds. */
  readonly ts: number;
}

export async function drawingOf(browser: Browser, page: Page): Promise<Drawing> {
  const frames = (move: () => Promise<void>) => framesPerSecond(browser, page, move);
  const changing = (await page.locator('#map-select').isVisible())
    ? { changingMaps: await frames(() => changeMaps(page)) }
    : {};
  const zooming = await frames(() => zoom(page));
  await zoomTo(page, 3);
  const panning = await frames(() => pan(page));
  await zoomTo(page, 6);
  const amongPictures = await frames(() => pan(page));
  return { panning, zooming, amongPictures, ...changing };
}

/** Frames that the page drew, in the time from the first to the last of them. */
async function framesPerSecond(
  browser: Browser,
  page: Page,
  move: () => Promise<void>,
): Promise<number> {
  await browser.startTracing(page, {
    categories: ['-*', 'disabled-by-default-devtools.timeline.frame'],
  });
  await move();
  const trace = JSON.parse((await browser.stopTracing()).toString()) as {
    traceEvents: TraceEvent[];
  };
  const times = trace.traceEvents
    .filter(({ name }) => name === 'DrawFrame')
    .map(({ ts }) => ts / 1e6);
  return (times.length - 1) / (Math.max(...times) - Math.min(...times));
}

/**
 * Drags the map round and round. An event a frame, from within the page: sent from here, they would come at
 * the pace of the connection.
 */
async function pan(page: Page): Promise<void> {
  await page.locator('#map').evaluate(async (canvas, duration) => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    const common = { bubbles: true, cancelable: true, view: window };
    canvas.dispatchEvent(new MouseEvent('mousedown', { ...common, clientX: x, clientY: y }));
    const begun = performance.now();
    for (let now = begun; now < begun + duration;) {
      now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
      const turn = (now - begun) / 200;
      const [dx, dy] = [120 * Math.sin(turn), 120 * (1 - Math.cos(turn))];
      const place = { clientX: x + dx, clientY: y + dy };
      canvas.dispatchEvent(new MouseEvent('mousemove', { ...common, ...place }));
    }
    canvas.dispatchEvent(new MouseEvent('mouseup', common));
  }, MOVE_MS);
}

/** Zooms in and out again with the wheel, an event a frame. */
async function zoom(page: Page): Promise<void> {
  await page.locator('#map').evaluate(async (canvas, duration) => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const place = { clientX: left + width / 2, clientY: top + height / 2 };
    const begun = performance.now();
    for (let now = begun; now < begun + duration;) {
      now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
      const deltaY = Math.sin((now - begun) / 400) < 0 ? 20 : -20;
      canvas.dispatchEvent(
        new WheelEvent('wheel', { ...place, deltaY, bubbles: true, cancelable: true }),
      );
    }
  }, MOVE_MS);
}

/** Shows the whole map, then presses + so many times. */
async function zoomTo(page: Page, presses: number): Promise<void> {
  await page.locator('#map').focus();
  await page.keyboard.press('0');
  for (let press = 0; press < presses; press++) {
    await page.keyboard.press('+');
    await page.waitForTimeout(400);
  }
}

async function changeMaps(page: Page): Promise<void> {
  for (let change = 1; change <= CHANGES; change++) {
    await page.locator('#map-select').selectOption(String(change % 2));
    await page.waitForTimeout(GLIDE_MS);
  }
}
