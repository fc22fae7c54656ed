/** How fast the page opens, answers and draws, in a Chromium without a window. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FILES } from '../../pipeline/contract.ts';
import { InputError } from '../../pipeline/errors.ts';
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
  /** Points on each made page, ascending. */
  readonly points: readonly number[];
  /** Images without pictures on each made page. */
  readonly crowd: number;
  /** Folder of a run whose page is measured instead, or null. */
  readonly run: string | null;
}

/** What was found of one page. */
export interface PageResult {
  readonly title: string;
  /** From the largest to the smallest. */
  readonly parts: readonly Part[];
  readonly rounds: number;
  /** Milliseconds, over the rounds. */
  readonly opening: { readonly [Kind in keyof Opening]: Spread };
  /** Frames a second, over the rounds. */
  readonly drawing: { readonly [Kind in keyof Drawing]: Spread };
  readonly browser: string;
}

/** @param write takes results for people as they come */
export async function measurePages(
  { rounds, points, crowd, run }: PageSettings,
  write: (text: string) => void,
): Promise<PageResult[]> {
  const folder = temporaryFolder();
  const results: PageResult[] = [];
  const measure = async (title: string, file: string) => {
    const result = await measurePage(title, file, rounds);
    write(pageText(result));
    results.push(result);
  };
  if (run !== null) await measure(`the page of ${run}`, pageOf(run));
  for (const count of run === null ? points : []) {
    const file = join(folder, `${count}.html`);
    await writeFile(file, await makePage(count, crowd));
    const further = crowd > 0 ? ` and ${crowd.toLocaleString('en')} without pictures` : '';
    await measure(`a made page of ${count.toLocaleString('en')} points${further}`, file);
  }
  return results;
}

function pageOf(run: string): string {
  const file = join(run, FILES.viewer);
  if (existsSync(file)) return file;
  throw new InputError(
    `--run: there is no ${FILES.viewer} in ${run}; name the folder of a finished run.`,
  );
}

async function measurePage(title: string, file: string, rounds: number): Promise<PageResult> {
  const html = await readFile(file, 'utf8');
  const turns = [];
  for (let round = 0; round < rounds; round++) turns.push(await openOnce(file));
  return {
    title,
    parts: partsOf(html),
    rounds,
    opening: spreads(turns.map(({ opening }) => opening)),
    drawing: spreads(turns.map(({ drawing }) => drawing)),
    browser: turns[0].browser,
  };
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

/** Of numbers by name; the same names in every turn. */
function spreads<Numbers extends object>(
  turns: readonly Numbers[],
): { [Key in keyof Numbers]: Spread } {
  const keys = Object.keys(turns[0]) as (keyof Numbers)[];
  const all = keys.map((key) => [key, spread(turns.map((turn) => Number(turn[key])))]);
  return Object.fromEntries(all) as { [Key in keyof Numbers]: Spread };
}
