/**
 * The view as the part of the address after `#`, such as `map=tsne&image=123&colour=error`: what differs from
 * the page as it opens, in words that outlive another version of the file.
 */
import type { Page } from '../data/load.ts';
import { INITIAL_STATE } from '../state/state.ts';
import { WORDS, type LinkedState } from './linkWords.ts';

export const LINKED = Object.keys(WORDS) as readonly (keyof LinkedState)[];

/** Without the `#`; empty for the page as it opens. */
export function linkOf(page: Page, state: LinkedState): string {
  const words = new URLSearchParams();
  for (const key of LINKED) {
    const text = written(key, state, page);
    if (text !== written(key, INITIAL_STATE, page)) words.set(WORDS[key].name, text);
  }
  return words.toString();
}

/**
 * The view that a link asks for. What it does not name, and what means nothing here since the link may be of
 * another page, is as the page opens.
 *
 * @param hash with or without the `#`
 * @returns null where it has none of our words, such as the name of a section
 */
export function readLink(page: Page, hash: string): LinkedState | null {
  const words = new URLSearchParams(hash.replace(/^#/, ''));
  const named = LINKED.filter((key) => words.has(WORDS[key].name));
  if (named.length === 0) return null;
  const parts = named.map((key) => {
    const value = WORDS[key].read(words.get(WORDS[key].name)!, page);
    return value === undefined ? {} : { [key]: value };
  });
  return Object.assign(openingView(), ...parts) as LinkedState;
}

/** What is shown where no link asks for anything. */
export function openingView(): LinkedState {
  const opening = LINKED.map((key) => [key, INITIAL_STATE[key]] as const);
  return Object.fromEntries(opening) as unknown as LinkedState;
}

function written(key: keyof LinkedState, state: LinkedState, page: Page): string {
  // The compiler does not see that the word and the value are of the same kind.
  return WORDS[key].write(state[key] as never, page);
}
