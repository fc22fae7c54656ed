/** Puts texts and scripts into the frame of the page, so that none of them ends early or does more than it should. */
import { createHash } from 'node:crypto';

/** The elements in which a page holds its blobs: id and text. */
export const BLOB_ELEMENTS = /<script type="text\/plain" id="([^"]+)">([^<]*)<\/script>/g;

/** What the page may do: run its own scripts and a worker from memory, and reach nothing outside. */
export function policy(scripts: readonly string[], styles: readonly string[]): string {
  return [
    "default-src 'none'",
    `script-src ${scripts.map(sha256).join(' ')} 'wasm-unsafe-eval'`,
    'worker-src blob:',
    `style-src ${styles.map(sha256).join(' ')}`,
    // Pictures that are dropped onto the page are read from memory.
    'img-src data: blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function sha256(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** A script as it may stand in HTML; the bundler has escaped the end tag inside strings already. */
export function inlineScript(script: string): string {
  if (/<\/script|<!--/i.test(script)) {
    throw new Error('The bundled script holds text that would end it early inside HTML.');
  }
  return script;
}

/** JSON as it may stand in HTML: no `<`, hence no tag or comment. */
export function inlineJson(data: unknown): string {
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}

/** Text as it may stand in HTML, between tags and in an attribute. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** Puts each text in its place; the place must be there exactly as written. */
export function fill(
  frame: string,
  places: readonly (readonly [string | RegExp, string])[],
): string {
  return places.reduce((html, [place, text]) => {
    // As a function, since `$&` and the like in the text are not ours.
    const filled = html.replace(place, () => text);
    if (filled === html)
      throw new Error(`The frame of the page has no place for ${String(place)}.`);
    return filled;
  }, frame);
}
