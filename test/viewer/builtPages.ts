/** Pages as files, each built once for all tests that open it. */
import { existsSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildPage } from '../../pipeline/page/page.ts';
import * as pages from './pages.ts';

const PAGES = {
  digits: pages.digitsPage,
  vivid: pages.vividPage,
  twoMaps: pages.twoMapsPage,
  mapped: pages.mappedPage,
  wordy: pages.wordyPage,
  onePoint: pages.onePointPage,
  colour: pages.colourPage,
  trained: pages.trainedPage,
};

export type PageName = keyof typeof PAGES;

/**
 * The path of a page that is not to be changed.
 *
 * @param folder where it is built by a test file that runs alone; `npm run unit` lends one folder to all
 */
export async function builtPage(name: PageName, folder: string): Promise<string> {
  const path = join(process.env.CAELUM_TEST_PAGES ?? folder, `${name}.html`);
  if (existsSync(path)) return path;
  // Test files run side by side: another may be building it too, and neither may open half of it.
  const aside = `${path}.${process.pid}.part`;
  await writeFile(aside, await buildPage(await PAGES[name]()));
  await rename(aside, path);
  return path;
}
