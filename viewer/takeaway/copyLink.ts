import { byId } from '../parts/elements.ts';

/** The address of the page with what is in view, to be copied. */
export function createCopyLink(status: HTMLElement): void {
  const field = byId('takeaway-link', HTMLInputElement);
  const show = (): void => {
    field.value = location.href;
  };
  addEventListener('hashchange', show);
  byId('takeaway-open', HTMLButtonElement).addEventListener('click', show);
  byId('takeaway-copy', HTMLButtonElement).addEventListener('click', () => {
    field.select();
    // Pages opened from disk may not be let near the clipboard; then the link stands there selected.
    navigator.clipboard.writeText(field.value).then(
      () => (status.textContent = 'The link is copied.'),
      () => (status.textContent = 'The link is selected: copy it with your keyboard.'),
    );
  });
}
