/** Finds a Chromium for the tests of the page, and opens files in it with the network cut. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { installPackage, programInPath, succeeds } from './installed.ts';

/** Without a window first: opening a page takes a third less where nothing is made around it. */
const SHELL = 'chromium-headless-shell';
const NAMES = [SHELL, 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * The path of a Chromium: `$CHROMIUM_PATH`, the system's, Playwright's own; where there is none,
 * a package of Debian's (as root) or Playwright's download is installed.
 *
 * @throws Error that says what to do where none of this works
 */
export function findChromium(): string {
  const { CHROMIUM_PATH } = process.env;
  if (CHROMIUM_PATH !== undefined) {
    if (existsSync(CHROMIUM_PATH)) return CHROMIUM_PATH;
    throw new Error(`CHROMIUM_PATH names ${CHROMIUM_PATH}, where there is no file: correct it.`);
  }
  const install = () => installPackage(SHELL) || installPackage('chromium') || installDownload();
  const found = installed() ?? (install() ? installed() : null);
  if (found !== null) return found;
  throw new Error(
    'The tests of the page need a Chromium and could not install one: install Chromium or Chrome, ' +
      'run `npx playwright-core install --with-deps chromium`, or set CHROMIUM_PATH to one.',
  );
}

function installed(): string | null {
  const elsewhere = [...APPLICATIONS, chromium.executablePath()];
  return programInPath(NAMES) ?? elsewhere.find((path) => existsSync(path)) ?? null;
}

function installDownload(): boolean {
  const folder = createRequire(import.meta.url).resolve('playwright-core/package.json');
  return succeeds(process.execPath, [join(folder, '..', 'cli.js'), 'install', 'chromium']);
}

/**
 * Starts Chromium without a window, unable to resolve any host name.
 *
 * @param flags beside those that every test needs
 */
export function launchChromium(flags: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    args: [
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND',
      // Chromium's sandbox refuses to work for root.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...flags,
    ],
  });
}

export interface OpenedFile {
  readonly page: Page;
  /** Address of every request that did not stay within the file, the memory or `data:`. */
  readonly requests: string[];
  /** Every error on the console and every exception that nothing caught. */
  readonly errors: string[];
}

/**
 * Opens a file from disk, offline.
 *
 * @param prepare run before the page's own scripts, in the page
 */
export async function openFile(
  browser: Browser,
  file: string,
  options: BrowserContextOptions = {},
  prepare?: () => void,
): Promise<OpenedFile> {
  const context = await browser.newContext({ ...options, offline: true });
  const requests: string[] = [];
  const errors: string[] = [];
  context.on('request', (request) => {
    if (!/^(file|blob|data):/.test(request.url())) requests.push(request.url());
  });
  context.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  context.on('weberror', (error) => {
    errors.push(error.error().message);
  });
  const page = await context.newPage();
  if (prepare) await page.addInitScript(prepare);
  await page.goto(pathToFileURL(file).href);
  return { page, requests, errors };
}
