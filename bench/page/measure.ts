/** How fast the page opens, answers and draws, in a Chromium without a window. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { launchChromium, openFile } from '../../test/chromium.ts';
import { spread, type Spread } from '../rounds.ts';
import { temporaryFolder } from '../temporary.ts';
import { drawingOf, type Drawing } from './drawing.ts';
import { openingOf, watchOpening, type Opening } from './opening.ts';
import { makePage } from './pages.ts';
import { partsOf, type Part } from './parts.ts';
import { pageText } from './text.ts';

export interface PageSettings {
  /** How often each page is opened. */
  readonly rounds: number;
  /** Points on each page, ascending. */
  readonly points: readonly number[];
}

/** What was found of one page. */
export interface PageResult {
  readonly points: number;
  /** From the largest to the smallest. */
  readonly parts: readonly Part[];
  readonly rounds: number;
  /** Milliseconds, over the rounds. */
  readonly opening: Readonly<Record<keyof Opening, Spread>>;
  /** Frames a second, over the rounds. */
  readonly drawing: Readonly<Record<keyof Drawing, Spread>>;
  readonly browser: string;
}

/** @param write takes results for people as they come */
export async function measurePages(
  { rounds, points }: PageSettings,
  write: (text: string) => void,
): Promise<PageResult[]> {
  const folder = temporaryFolder();
  const results: PageResult[] = [];
  for (const count of points) {
    const html = await makePage(count);
    const file = join(folder, `${count}.html`);
    await writeFile(file, html);
    const turns = [];
    let browser = '';
    for (let round = 0; round < rounds; round++) {
      const turn = await openOnce(file);
      turns.push(turn);
      browser = turn.browser;
    }
    const result: PageResult = {
      points: count,
      parts: partsOf(html),
      rounds,
      opening: spreads(turns.map(({ opening }) => opening)),
      drawing: spreads(turns.map(({ drawing }) => drawing)),
      browser,
    };
    write(pageText(result));
    results.push(result);
  }
  return results;
}

/** In a browser of its own, since a second tab would find parts of the first one's work done. */
async function openOnce(file: string) {
  const browser = await launchChromium();
  try {
    const { page } = await openFile(
      browser,
      file,
      { viewport: { width: 1440, height: 900 } },
      watchOpening,
    );
    return {
      opening: await openingOf(page),
      drawing: await drawingOf(browser, page),
      browser: `Chromium ${browser.version()}`,
    };
  } finally {
    await browser.close();
  }
}

function spreads<Key extends string>(
  turns: readonly Readonly<Record<Key, number>>[],
): Record<Key, Spread> {
  const keys = Object.keys(turns[0]) as Key[];
  const all = keys.map((key) => [key, spread(turns.map((turn) => turn[key]))]);
  return Object.fromEntries(all) as Record<Key, Spread>;
}
