/** What suites of the page have in common: a browser, a folder for their files, and pages that must work. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium, openFile, type OpenedFile } from '../chromium.ts';
import { builtPage, type PageName } from './builtPages.ts';
import { pageFolder } from './pages.ts';

export interface Suite {
  readonly browser: Browser;
  readonly folder: Awaited<ReturnType<typeof pageFolder>>;
  /** The path of a page that other suites open too. */
  readonly page: (name: PageName) => Promise<string>;
}

/** For a `describe`: what it returns is filled before its tests and the hooks that follow, and gone afterwards. */
export function browserSuite(): Suite {
  const suite = {
    page: (name) => builtPage(name, suite.folder.path),
  } as { -readonly [Key in keyof Suite]: Suite[Key] };
  before(async () => {
    [suite.browser, suite.folder] = await Promise.all([launchChromium(), pageFolder()]);
  });
  after(async () => {
    await suite.browser.close();
    await suite.folder.remove();
  });
  return suite;
}

/** How a page is opened: what a context of Playwright takes, and what runs before the page's own scripts. */
export interface Opening extends BrowserContextOptions {
  readonly prepare?: () => void;
}

/** Opens a page, uses it once its models are ready, and checks that it asked nobody and complained of nothing. */
export async function usePage(
  browser: Browser,
  file: string,
  use: (page: Page, opened: OpenedFile) => Promise<void>,
  { prepare, ...options }: Opening = {},
): Promise<void> {
  const opened = await openFile(
    browser,
    file,
    { viewport: { width: 1280, height: 860 }, ...options },
    prepare,
  );
  const { page, requests, errors } = opened;
  try {
    await page.locator('#engine[data-status=ready]').waitFor();
    await use(page, opened);
    assert.deepEqual(requests, [], 'requests left the page');
    assert.deepEqual(errors, [], 'errors on the console');
  } finally {
    await page.context().close();
  }
}
