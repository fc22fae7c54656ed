/** The Draw tab in a real browser: drawing, opening pictures, and where they belong. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { encode } from 'fast-png';
import type { Page } from 'playwright-core';
import { openFile } from '../chromium.ts';
import { largestDifference, realDigits } from '../helpers.ts';
import { COUNT, digitsPage, PLACED } from './pages.ts';
import { browserSuite, usePage } from './suite.ts';

const SIZE = 28;

/** 60 × 40 pixels, a black bar from left to right on white; Exif says that it is to be turned upright. */
const LYING_BAR =
  '/9j/4AAQSkZJRgABAQAAAQABAAD/4QAiRXhpZgAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAD/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7gYKBTmCNl4x9lnN+gXz/wAALCAAoADwBAREA/8QAFwABAQEBAAAAAAAAAAAAAAAAAAYHBf/EAB0QAQABAwUAAAAAAAAAAAAAAAACAwayBDU2dIL/2gAIAQEAAD8AswAAAABmV38k1fjCLjANAsLZa3ZljFTAAAAAD//Z';

interface GivenFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

void describe('the Draw tab in Chromium', () => {
  const suite = browserSuite();
  let digits: string;

  before(async () => {
    digits = await suite.page('digits');
  });

  /** Opens a page at its Draw tab, and checks that all stays in order. */
  const onTab = (
    name: string,
    body: (page: Page) => Promise<void>,
    { file = () => digits, ...options }: { file?: () => string; hasTouch?: boolean } = {},
  ) =>
    test(name, async () => {
      const use = async (page: Page): Promise<void> => {
        await page.getByRole('tab', { name: 'Draw' }).click();
        await body(page);
      };
      const viewport = { width: 1280, height: 1000 };
      await usePage(suite.browser, file(), use, { viewport, ...options });
    });

  void onTab(
    'lines, the eraser, undo, redo and clear change what the network sees',
    async (page) => {
      await page.getByText('its place on the map come here').waitFor();
      await drawLine(page, [0.3, 0.1], [0.3, 0.9]);
      const bar = await seenSoon(page, (values) => rowsWithInk(values) === 20);
      await drawLine(page, [0.7, 0.1], [0.7, 0.9]);
      const both = await seenSoon(page, (values) => largestDifference(values, bar) > 0.5);
      await page.keyboard.press('Control+z');
      await seenSoon(page, (values) => largestDifference(values, bar) === 0);
      await page.getByRole('button', { name: 'Redo' }).click();
      await seenSoon(page, (values) => largestDifference(values, both) === 0);
      await page.getByRole('button', { name: 'Eraser' }).click();
      await page.getByRole('slider', { name: 'Width' }).fill('16');
      await drawLine(page, [0.7, 0], [0.7, 1]);
      await seenSoon(page, (values) => largestDifference(values, bar) === 0);
      await page.getByRole('button', { name: 'Clear' }).click();
      await page.getByText('its place on the map come here').waitFor();
      await page.getByRole('button', { name: 'Undo' }).click();
      await seenSoon(page, (values) => largestDifference(values, bar) === 0);
      // As it stands, the bar is not in the middle.
      await page.getByLabel('Centre as MNIST').uncheck();
      await seenSoon(page, (values) => Math.abs(columnOf(values) - 0.3 * SIZE) < 1);
    },
  );

  void onTab('a pen that is pressed harder draws a wider line', async (page) => {
    await page.getByLabel('Centre as MNIST').uncheck();
    const inkAt = async (pressure: number): Promise<number> => {
      await page.locator('#pad').evaluate((pad: HTMLCanvasElement, force) => {
        // Such an event has no pointer to capture.
        pad.setPointerCapture = () => undefined;
        const { left, top, width } = pad.getBoundingClientRect();
        for (const [type, share] of [
          ['pointerdown', 0.2],
          ['pointermove', 0.8],
          ['pointerup', 0.8],
        ] as const) {
          const [clientX, clientY] = [left + width / 2, top + share * width];
          const at = { clientX, clientY, pointerId: 7, pointerType: 'pen', pressure: force };
          pad.dispatchEvent(new PointerEvent(type, { ...at, bubbles: true, buttons: 1 }));
        }
      }, pressure);
      const values = await seenSoon(page, (found) => rowsWithInk(found) > 10);
      await page.getByRole('button', { name: 'Clear' }).click();
      await seenSoon(page, (found) => rowsWithInk(found) === 0);
      return inkOf(values);
    };
    const [light, firm] = [await inkAt(0.2), await inkAt(0.9)];
    assert.ok(firm > 1.8 * light, `ink of ${light} and ${firm}`);
  });

  void onTab(
    'a finger draws a dot',
    async (page) => {
      const box = (await page.locator('#pad').boundingBox())!;
      await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
      await seenSoon(page, (values) => rowsWithInk(values) === 20);
    },
    { hasTouch: true },
  );

  void onTab('the keyboard draws', async (page) => {
    await page.locator('#pad').focus();
    await page.keyboard.press('Space');
    await page.getByText('Pen down, 50 % from the left, 50 % from the top.').waitFor();
    for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Space');
    await page.getByText('Pen up, 82 % from the left').waitFor();
    const line = await seenSoon(page, (values) => rowsWithInk(values) < 8);
    await page.keyboard.press('ArrowDown');
    assert.equal(largestDifference(await seen(page), line), 0, 'a lifted pen draws');
    await page.keyboard.press('Delete');
    await seenSoon(page, (values) => rowsWithInk(values) === 0);
  });

  void onTab(
    'a digit as a file is seen as in the data set, and lands near its point',
    async (page) => {
      const { labels } = (await digitsPage()).images;
      // On white paper, as scans are.
      for (const [index, inverted] of [
        [7, false],
        [23, true],
      ] as const) {
        const { data } = await realDigits(1, index);
        await give(page, digitFile(data, inverted));
        await seenSoon(page, (values) => largestDifference(values, data) < 0.02);
        await page
          .getByText(
            inverted ? /inverted, as its border is bright/ : /28 × 28 pixels → made grey → scaled/,
          )
          .waitFor();
        // The image itself is its own nearest, at next to no distance.
        const nearest = page.locator('.belongs .image-button').first();
        await page
          .locator('.belongs')
          .getByRole('button', { name: new RegExp(`^Image ${index}, class ${labels[index]}`) })
          .waitFor();
        assert.match((await nearest.getAttribute('aria-label'))!, new RegExp(`^Image ${index},`));
      }
      await page.getByLabel('Invert').uncheck();
      await seenSoon(page, (values) => inkOf(values) > 200);
    },
  );

  void onTab('the nearest vote, and the mark on the map moves', async (page) => {
    const { images } = await digitsPage();
    const place = async (index: number): Promise<readonly [number, number]> => {
      const { data } = await realDigits(1, index);
      await give(page, digitFile(data, false));
      await seenSoon(page, (values) => largestDifference(values, data) < 0.02);
      await page.locator('.belongs .image-button[aria-label^="Image"]').first().waitFor();
      const sentence = await page.locator('.belongs h3').innerText();
      const voted = await page.locator('.votes li').allInnerTexts();
      const counts = voted.map((text) => Number(/\d+$/.exec(text)![0]));
      assert.ok(voted.length <= 3 && counts[0] >= 4, voted.join());
      const labels = await page.locator('.belongs .image-button .name').allInnerTexts();
      const most = voted[0].trim()[0];
      assert.equal(labels.filter((label) => label === most).length, counts[0]);
      assert.match(sentence, new RegExp(`nearest are ${most}s`));
      await page.getByText(/It lands among .* of the map: a.* place/).waitFor();
      await page.getByText(/It is (typical|unusual|unlike)/).waitFor();
      return markOn(page);
    };
    assert.equal(images.labels.length, COUNT);
    const [first, second] = [await place(3), await place(COUNT - PLACED - 5)];
    assert.ok(
      Math.hypot(first[0] - second[0], first[1] - second[1]) > 20,
      `${first.join()} and ${second.join()}`,
    );
    // Out of sight, an arrow points to it; the tab that is about a point has no such mark.
    await page.getByRole('tab', { name: 'Look' }).click();
    await assertSoon(async () => (await inkOnMap(page, second)) < 3);
  });

  void onTab(
    'a large photograph, one lying on its side and a vector graphic are read',
    async (page) => {
      const side = 4000;
      const data = new Uint8Array(side * side).fill(235);
      for (let y = 600; y < 3400; y++) data.fill(20, y * side + 1900, y * side + 2100);
      const buffer = Buffer.from(encode({ width: side, height: side, data, channels: 1 }));
      await give(page, { name: 'large.png', mimeType: 'image/png', buffer });
      await page.getByText(/large.png: 4,000 × 4,000 pixels → made grey → inverted/).waitFor();
      await seenSoon(page, (values) => rowsWithInk(values) === 20);

      const jpeg = Buffer.from(LYING_BAR, 'base64');
      await give(page, { name: 'lying.jpg', mimeType: 'image/jpeg', buffer: jpeg });
      await page.getByText(/lying.jpg: 40 × 60 pixels/).waitFor();
      // A little of its box is noise of the compression.
      await seenSoon(page, (values) => rowsWithInk(values) === 19);

      const svg =
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><script>document.title = "run"; ' +
        'fetch("https://example.org")</script><path d="M10 45h70" stroke="#000" stroke-width="9"/></svg>';
      await give(page, { name: 'bar.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(svg) });
      await page.getByText(/bar.svg: 90 × 90 pixels/).waitFor();
      await seenSoon(page, (values) => rowsWithInk(values) === 3);
      assert.match(await page.title(), /Caelum/);
    },
  );

  void onTab(
    'a key that is held is pressed once; the mouse ends a line of the keyboard',
    async (page) => {
      await page.locator('#pad').focus();
      for (let press = 0; press < 3; press++) await page.keyboard.down('Space');
      for (let step = 0; step < 8; step++) await page.keyboard.press('Shift+ArrowUp');
      const line = await seenSoon(page, (values) => rowsWithInk(values) >= 18);
      await drawLine(page, [0.8, 0.9], [0.9, 0.9]);
      await seenSoon(page, (values) => largestDifference(values, line) > 0.5);
      await page.keyboard.press('Control+z');
      await seenSoon(page, (values) => largestDifference(values, line) === 0);
    },
  );

  void onTab('what is no picture is named, and the drawing stays', async (page) => {
    await drawLine(page, [0.5, 0.1], [0.5, 0.9]);
    const before = await seenSoon(page, (values) => rowsWithInk(values) === 20);
    const png = digitFile((await realDigits(1)).data, false).buffer;
    const head = Buffer.from(encode({ width: 1, height: 1, data: new Uint8Array(1), channels: 1 }));
    const file = (name: string, mimeType: string, buffer: Buffer) => ({ name, mimeType, buffer });
    for (const [given, message] of [
      [
        file('notes.txt', 'text/plain', Buffer.from('Hello')),
        /“notes.txt” \(text\/plain, 0.005 KB\) is not a picture/,
      ],
      [file('cut.png', 'image/png', png.subarray(0, png.length / 2)), /“cut.png” .* damaged/],
      [file('head.png', 'image/png', head.subarray(0, 30)), /“head.png” .* damaged/],
      [file('none.png', 'image/png', Buffer.alloc(0)), /“none.png” is empty. Expected a PNG, JPEG/],
      [
        file('paper.pdf', 'application/pdf', Buffer.from('%PDF-1.7')),
        /“paper.pdf” .* Expected a PNG/,
      ],
      [
        file(
          'huge.svg',
          'image/svg+xml',
          Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="20000" height="9000"/>'),
        ),
        /20,000 × 9,000 pixels, more than the 100 million/,
      ],
      [
        file(
          'flat.svg',
          'image/svg+xml',
          Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="0" height="0"/>'),
        ),
        /“flat.svg” .* states no size/,
      ],
      [
        file(
          `clear ${'and endless '.repeat(9)}.svg`,
          'image/svg+xml',
          Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="50" height="50"/>'),
        ),
        /“clear and endless an…nd endless .svg” is of one brightness all over/,
      ],
    ] as const) {
      await give(page, given);
      await page.getByRole('alert').getByText(message).waitFor();
      assert.equal(largestDifference(await seen(page), before), 0, given.name);
    }
    await give(page, digitFile((await realDigits(1)).data, false));
    await page.getByRole('alert').getByText('head.png').waitFor({ state: 'hidden' });
  });

  void onTab('a picture can be dropped and pasted from any tab', async (page) => {
    await page.getByRole('tab', { name: 'Look' }).click();
    const { data } = await realDigits(1, 4);
    const bytes = [...digitFile(data, false).buffer];
    const send = (kind: 'dragenter' | 'drop' | 'paste') =>
      page.evaluate(
        ([type, content]) => {
          const transfer = new DataTransfer();
          const file = new File([new Uint8Array(content)], 'four.png', { type: 'image/png' });
          transfer.items.add(file);
          const options = { bubbles: true, cancelable: true };
          document.body.dispatchEvent(
            type === 'paste'
              ? new ClipboardEvent(type, { ...options, clipboardData: transfer })
              : new DragEvent(type, { ...options, dataTransfer: transfer }),
          );
        },
        [kind, bytes] as const,
      );
    await send('dragenter');
    await page.getByText('Drop the image').waitFor();
    await send('drop');
    await page.getByText('Drop the image').waitFor({ state: 'hidden' });
    await seenSoon(page, (values) => largestDifference(values, data) < 0.02);
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByRole('tab', { name: 'Look' }).click();
    await send('paste');
    await seenSoon(page, (values) => largestDifference(values, data) < 0.02);
  });

  void test('colour models take colours as they stand', async () => {
    const path = await suite.page('colour');
    const { page, errors } = await openFile(suite.browser, path);
    await page.locator('#engine[data-status=ready]').waitFor();
    await page.getByRole('tab', { name: 'Draw' }).click();
    assert.equal(await page.getByLabel('Centre as MNIST').count(), 0);
    await page.getByLabel('Colour', { exact: true }).fill('#ff0000');
    await drawLine(page, [0.2, 0.5], [0.8, 0.5]);
    await assertSoon(async () => {
      const [red, green] = await page
        .locator('.seen canvas')
        .evaluate((canvas: HTMLCanvasElement) => [
          ...canvas.getContext('2d')!.getImageData(12, 8, 1, 1).data,
        ]);
      return red > 100 && green === 0;
    });
    assert.deepEqual(errors, []);
    await page.context().close();
  });
});

/** A digit as a PNG file, white on black or as its negative. */
function digitFile(values: Float32Array, inverted: boolean): GivenFile {
  const data = Uint8Array.from(values, (value) => Math.round(255 * (inverted ? 1 - value : value)));
  const buffer = Buffer.from(encode({ width: SIZE, height: SIZE, data, channels: 1 }));
  return { name: 'digit.png', mimeType: 'image/png', buffer };
}

async function give(page: Page, file: GivenFile): Promise<void> {
  await page.locator('#panel-draw input[type=file]').setInputFiles(file);
}

/** Draws a line on the pad with the mouse; in shares of its sides. */
async function drawLine(page: Page, from: [number, number], to: [number, number]): Promise<void> {
  const box = (await page.locator('#pad').boundingBox())!;
  const at = ([x, y]: [number, number]) => [box.x + x * box.width, box.y + y * box.height] as const;
  await page.mouse.move(...at(from));
  await page.mouse.down();
  await page.mouse.move(...at(to), { steps: 8 });
  await page.mouse.up();
}

/** What the network sees, in grey, 0 to 1. */
async function seen(page: Page): Promise<Float32Array> {
  const values = await page.locator('.seen canvas').evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    return Array.from({ length: data.length / 4 }, (_, i) => data[4 * i] / 255);
  });
  return Float32Array.from(values);
}

async function seenSoon(
  page: Page,
  holds: (values: Float32Array) => boolean,
): Promise<Float32Array> {
  await assertSoon(async () => holds(await seen(page)), holds.toString());
  return seen(page);
}

function rowsWithInk(values: Float32Array): number {
  return Array.from({ length: SIZE }, (_, y) => values.subarray(SIZE * y, SIZE * (y + 1))).filter(
    (row) => Math.max(...row) > 0.05,
  ).length;
}

function inkOf(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** Mean column of the ink. */
function columnOf(values: Float32Array): number {
  return values.reduce((sum, value, i) => sum + value * ((i % SIZE) + 0.5), 0) / inkOf(values);
}

/** Where the mark of the drawing stands once it is at rest, CSS pixels of the map. */
async function markOn(page: Page): Promise<[number, number]> {
  let found: [number, number] = [0, 0];
  let last: [number, number] = [-1, -1];
  await assertSoon(async () => {
    last = found;
    found = await darkestCross(page);
    return found[0] === last[0] && found[1] === last[1];
  }, 'the mark comes to rest');
  return found;
}

/** The place with the most ink on the arms of a cross. */
async function darkestCross(page: Page): Promise<[number, number]> {
  const { width, dark } = await darkOnMap(page);
  let best: [number, number] = [0, 0];
  let most = 0;
  for (let place = 20 * width; place < dark.length - 20 * width; place++) {
    let count = 0;
    for (let arm = 8; arm <= 16; arm++) {
      const arms = [arm, -arm, arm * width, -arm * width];
      count += Number(arms.every((step) => dark[place + step] === '1'));
    }
    if (count > most) [most, best] = [count, [place % width, Math.floor(place / width)]];
  }
  return best;
}

/** Dark pixels on one arm of a cross at a place of the map, of six. */
async function inkOnMap(page: Page, [x, y]: readonly [number, number]): Promise<number> {
  const { width, dark } = await darkOnMap(page);
  const arm = dark.slice(y * width + x + 10, y * width + x + 16);
  return arm.replaceAll('0', '').length;
}

/** Which pixels of the map are dark, `1`, or not, `0`. */
function darkOnMap(page: Page): Promise<{ width: number; dark: string }> {
  return page.locator('#map').evaluate((canvas: HTMLCanvasElement) => {
    const { width, height } = canvas;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, width, height);
    const dark = Array.from({ length: width * height }, (_, i) =>
      Number(data[4 * i + 3] > 200 && data[4 * i] + data[4 * i + 1] + data[4 * i + 2] < 180),
    );
    return { width, dark: dark.join('') };
  });
}

/** Waits until something holds, at most ten seconds. */
async function assertSoon(holds: () => Promise<boolean>, what = holds.toString()): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await holds())) {
    assert.ok(Date.now() < end, `did not come to hold: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
