/** Keeps the address of the page and what it shows in step. */
import type { Page } from '../data/load.ts';
import { openPanel } from '../state/actions.ts';
import type { PageStore } from '../state/state.ts';
import { LINKED, linkOf, openingView, readLink } from './link.ts';
import type { LinkedState } from './linkWords.ts';

/** Time without a change after which the address is written, milliseconds. */
const CALM = 250;

/** Shows what the address asks for, now and whenever it is changed by hand, and writes what is shown into it. */
export function followLink(page: Page, store: PageStore): void {
  const show = (asked: LinkedState): void => {
    store.update({ ...asked, subject: 'point' });
    openPanel(store, asked.panel);
  };
  const asked = readLink(page, location.hash);
  if (asked) show(asked);
  addEventListener('hashchange', () => {
    const { hash } = location;
    // Without a word, as after the way back, it is the address of the page as it opens.
    const asked = hash === '' ? openingView() : readLink(page, hash);
    if (asked) show(asked);
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  store.watch(LINKED, () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      // Replaced, not pushed: the way back should lead out of the page and not through every point looked at.
      replaceAddress(addressOf(page, store.state));
    }, CALM);
  });
}

/** A browser may refuse, in a frame or where there was much to write: then the address is behind. */
function replaceAddress(address: string): void {
  try {
    history.replaceState(null, '', address);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

/** The address of the page as it is seen now, also where that has only just changed. */
export function addressOf(page: Page, state: LinkedState): string {
  const address = new URL(location.href);
  address.hash = linkOf(page, state);
  return address.href;
}
