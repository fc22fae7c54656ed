import type { Page } from '../data/load.ts';
import { byId } from '../parts/elements.ts';
import type { PageStore } from '../state/state.ts';
import { addressOf } from './follow.ts';

/** The address of the page with what is in view, to be copied. */
export function createCopyLink(page: Page, store: PageStore, status: HTMLElement): void {
  const field = byId('takeaway-link', HTMLInputElement);
  byId('takeaway-open', HTMLButtonElement).addEventListener('click', () => {
    field.value = addressOf(page, store.state);
  });
  const copy = async (): Promise<void> => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      status.textContent = 'The link is copied.';
    } catch {
      // Not every page is let near the clipboard; then the link stands there selected.
      status.textContent = 'The link is selected: copy it with your keyboard.';
    }
  };
  byId('takeaway-copy', HTMLButtonElement).addEventListener('click', () => void copy());
}
