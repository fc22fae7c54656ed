/** Finds a Firefox for the test of the page, and opens files in it with the network cut. */
import { pathToFileURL } from 'node:url';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { installPackage, programInPath } from './installed.ts';

const NAMES = ['firefox-esr', 'firefox'];

/** The path of a Firefox: the system's, or Debian's package, installed (as root). Null where there is none. */
export function findFirefox(): string | null {
  const found = programInPath(NAMES);
  if (found !== null) return found;
  return installPackage('firefox-esr') ? programInPath(NAMES) : null;
}

/** Starts Firefox without a window, behind a proxy that does not exist. */
export function launchFirefox(executablePath: string): Promise<Browser> {
  const nowhere = { host: '127.0.0.1', port: 9 };
  return puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    extraPrefsFirefox: {
      'network.proxy.type': 1,
      'network.proxy.http': nowhere.host,
      'network.proxy.http_port': nowhere.port,
      'network.proxy.ssl': nowhere.host,
      'network.proxy.ssl_port': nowhere.port,
    },
  });
}

export interface FileInFirefox {
  readonly page: Page;
  /** Address of every request that did not stay within the file, the memory or `data:`. */
  readonly requests: string[];
  /** Every error on the console and every exception that nothing caught. */
  readonly errors: string[];
}

/** Opens a file from disk. */
export async function openInFirefox(browser: Browser, file: string): Promise<FileInFirefox> {
  const page = await browser.newPage();
  const requests: string[] = [];
  const errors: string[] = [];
  page.on('request', (request) => {
    if (!/^(file|blob|data):/.test(request.url())) requests.push(request.url());
  });
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => {
    errors.push(String(error));
  });
  await page.setViewport({ width: 1280, height: 1000 });
  await page.goto(pathToFileURL(file).href);
  return { page, requests, errors };
}
